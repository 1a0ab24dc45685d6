"""Reads of baselines and of what members still pay themselves. Every read of one member names it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from samdrift.core.access import READS_ALL, Actor, Deed
from samdrift.core.order import InAlphabet
from samdrift.members.models import Organization
from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature, RemainingCost


def baselines_read_by(actor: Actor) -> QuerySet[Baseline]:
    """This will return the baselines that an actor may read: every one for those who read all bills, else the member's own."""
    if not actor.may(Deed.READ_BILLS):
        return Baseline.objects.none()
    return Baseline.objects.all() if actor.role in READS_ALL else Baseline.objects.filter(owner_id=actor.owner_id)


def signature_of(baseline: Baseline) -> BaselineSignature | None:
    """This will return who signed a baseline and when; None while it can still be changed."""
    return BaselineSignature.objects.filter(owner_id=baseline.owner_id, baseline=baseline).first()


def lines_of(baseline: Baseline) -> list[BaselineLine]:
    """This will return a baseline's lines by service and kind."""
    rows = BaselineLine.objects.filter(owner_id=baseline.owner_id, baseline=baseline).select_related("service")
    return list(rows.order_by(InAlphabet("service__name"), "service", "kind"))


@dataclass(frozen=True, slots=True)
class BaselineInList:
    """A baseline as a list shows it; `signed_at` is None while it can still be changed."""

    baseline: Baseline
    total_minor: int
    kept_minor: int
    signature: BaselineSignature | None


def baselines_of(member: Organization) -> list[BaselineInList]:
    """This will return a member's baselines, the latest year first."""
    found = list(Baseline.objects.filter(owner=member).order_by("-year"))
    sums = BaselineLine.objects.filter(owner=member).values("baseline").order_by("baseline")
    totals = {row["baseline"]: row for row in sums.annotate(total=Sum("amount_minor"), kept=Sum("kept_minor"))}
    signed = {signature.baseline_id: signature for signature in BaselineSignature.objects.filter(owner=member)}
    return [
        BaselineInList(one, totals.get(one.pk, {}).get("total", 0), totals.get(one.pk, {}).get("kept", 0), signed.get(one.pk))
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class MemberBaselines:
    """How far a member has come: the years it has signed, and those that wait for a signature."""

    member: Organization
    signed: tuple[int, ...]
    waiting: tuple[int, ...]


def baselines_by_member() -> list[MemberBaselines]:
    """This will return every member by name with the years of its baselines."""
    has_signed = Exists(BaselineSignature.objects.filter(owner=OuterRef("owner"), baseline=OuterRef("pk")))
    years: dict[tuple[int, bool], list[int]] = {}
    for owner_id, year, is_signed in (
        Baseline.objects.annotate(is_signed=has_signed).order_by("year").values_list("owner_id", "year", "is_signed")
    ):
        years.setdefault((owner_id, is_signed), []).append(year)
    members = Organization.objects.filter(kind=Organization.Kind.MEMBER)
    return [MemberBaselines(one, tuple(years.get((one.pk, True), ())), tuple(years.get((one.pk, False), ()))) for one in members]


def latest_remaining() -> QuerySet[RemainingCost]:
    """This will return what members still pay themselves, as they stated it last."""
    same = RemainingCost.objects.filter(owner=OuterRef("owner"), year=OuterRef("year"), service=OuterRef("service"), kind=OuterRef("kind"))
    latest = Subquery(same.order_by("-stated_at", "-pk").values("pk")[:1])
    return RemainingCost.objects.annotate(latest=latest).filter(pk=F("latest"))


def remaining_of(member: Organization) -> list[RemainingCost]:
    """This will return what a member still pays itself, the latest year first."""
    rows = latest_remaining().filter(owner=member).select_related("service")
    return list(rows.order_by("-year", InAlphabet("service__name"), "kind"))


def signed_lines(owner_ids: Iterable[int] | None = None) -> QuerySet[BaselineLine]:
    """This will return the lines of signed baselines, of these members or of all that the walls show."""
    rows = BaselineLine.objects.filter(Exists(BaselineSignature.objects.filter(owner=OuterRef("owner"), baseline=OuterRef("baseline"))))
    return rows if owner_ids is None else rows.filter(owner__in=list(owner_ids))


@dataclass(frozen=True, slots=True)
class SignedYear:
    """What a signed year came to, in öre of that year, and how much of it was to be kept."""

    owner_id: int
    year: int
    total_minor: int
    kept_minor: int


def signed_years(owner_ids: Iterable[int] | None = None) -> list[SignedYear]:
    """This will return each signed year of these members, or of all that the walls show, as it was signed; one query."""
    rows = BaselineSignature.objects.all() if owner_ids is None else BaselineSignature.objects.filter(owner__in=list(owner_ids))
    values = rows.order_by("owner_id", "baseline__year").values_list("owner_id", "baseline__year", "total_minor", "kept_minor")
    return [SignedYear(*row) for row in values]


def differences() -> list[str]:
    """This will hold what each signature says that a baseline came to against its lines, in words; none when all is well."""
    sums = BaselineLine.objects.values("baseline").order_by("baseline").annotate(total=Sum("amount_minor"), kept=Sum("kept_minor"))
    written = {row["baseline"]: (row["total"], row["kept"]) for row in sums}
    signed = BaselineSignature.objects.order_by("pk").values_list("baseline_id", "total_minor", "kept_minor")
    return [
        f"baseline {pk}: signed {total} and {kept}, written {written.get(pk, (0, 0))}"
        for pk, total, kept in signed
        if written.get(pk, (0, 0)) != (total, kept)
    ]


def remaining_by_year(owner_ids: Iterable[int] | None = None) -> dict[tuple[int, int], int]:
    """This will return what members still pay themselves, by member and year; a year that nothing is stated for is left out."""
    rows = RemainingCost.objects.all() if owner_ids is None else RemainingCost.objects.filter(owner__in=list(owner_ids))
    latest = rows.order_by("owner_id", "year", "service_id", "kind", "-stated_at", "-pk").distinct("owner_id", "year", "service_id", "kind")
    found: dict[tuple[int, int], int] = {}
    for owner_id, year, minor in latest.values_list("owner_id", "year", "amount_minor"):
        found[owner_id, year] = found.get((owner_id, year), 0) + minor
    return found


def waits_for_signature(actor: Actor) -> list[Baseline]:
    """This will return the member's own baselines with lines that nobody has signed; none to one who may not sign there."""
    if not actor.may(Deed.SIGN) or actor.role in READS_ALL:
        return []
    unsigned = ~Exists(BaselineSignature.objects.filter(owner=OuterRef("owner"), baseline=OuterRef("pk")))
    has_lines = Exists(BaselineLine.objects.filter(owner=OuterRef("owner"), baseline=OuterRef("pk")))
    return list(Baseline.objects.filter(unsigned, has_lines, Q(owner_id=actor.owner_id)).order_by("year"))
