"""What each member's comparison stands on: signed baselines, closed months, what remains, what was expected; for one member or for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.access import READS_ALL, Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.order import InAlphabet
from samdrift.follow_up.models import CountedMember, PublishedBenefit
from samdrift.follow_up.pay import A_YEAR, Expected, Index, Known, Pay, alone, pay_of, together
from samdrift.members.models import Headcount, Organization
from samdrift.plan.models import ONCE, IndexChoice
from samdrift.plan.queries.baselines import latest_remaining, remaining_by_year, signed_lines, signed_years
from samdrift.plan.queries.expectations import chosen_index, expected_rows, index_by_year
from samdrift.plan.queries.joining import one_off_costs
from samdrift.settle.models import Closure, Settlement, SettlementLine

BILLED = """
    SELECT bill.owner_id, sent.year, count(*), sum(bill.minor)
    FROM (
        SELECT owner_id, settlement_id, sum(amount_minor) AS minor
        FROM settle_settlementline
        WHERE settlement_id = ANY(%(settlements)s) AND (%(owners)s::bigint[] IS NULL OR owner_id = ANY(%(owners)s::bigint[]))
        GROUP BY owner_id, settlement_id
    ) bill
    JOIN unnest(%(settlements)s::bigint[], %(years)s::int[]) AS sent(settlement_id, year) USING (settlement_id)
    GROUP BY bill.owner_id, sent.year
"""


class NoBaseline(Refused):
    words = _("%(member)s has signed no baseline, so nobody can say what it saved or lost.")
    way_on = _("Enter what its own IT cost in a year before it joined, and have its signatory or head of agency sign it.")


@dataclass(frozen=True, slots=True)
class MemberPay:
    """A member and its comparison."""

    member: Organization
    pay: Pay


@dataclass(frozen=True, slots=True)
class AllPay:
    """Every member's comparison by name, in one year's prices, and that of those who are counted together."""

    members: tuple[MemberPay, ...]
    together: Pay
    index: IndexChoice | None

    @property
    def counted(self) -> tuple[MemberPay, ...]:
        return tuple(one for one in self.members if one.pay.years and not one.pay.lacks)

    @property
    def left_out(self) -> tuple[MemberPay, ...]:
        return tuple(one for one in self.members if not one.pay.years or one.pay.lacks)


def pay_of_all() -> AllPay:
    """This will hold every member's signed baselines against its closed months: what unit and auditors see, in the latest year's prices."""
    members = list(Organization.objects.filter(kind=Organization.Kind.MEMBER))
    choice = chosen_index()
    index = _index(choice)
    known = known_of(None)
    latest = max((year for one in known.values() for year, months in one.months.items() if months), default=None)
    found = tuple(MemberPay(one, pay_of(known.get(one.pk, Known()), index, prices_of=latest)) for one in members)
    return AllPay(found, together(one.pay for one in found), choice)


def pay_of_member(member: Organization) -> tuple[Pay, IndexChoice | None]:
    """This will hold one member's signed baselines against its closed months, in the prices of its own latest year."""
    choice = chosen_index()
    return pay_of(known_of([member.pk]).get(member.pk, Known()), _index(choice)), choice


def saving_of(member: Organization) -> Pay:
    """This will return a member's comparison where it has signed a baseline; a saving asked for without one is refused."""
    pay, _choice = pay_of_member(member)
    if not signed_years([member.pk]):
        raise NoBaseline(member=member.short_name)
    return pay


def pay_read_by(actor: Actor, member_id: int) -> bool:
    """This will say whether an actor may read a member's comparison: its own, or every one for those who read all bills."""
    return actor.may(Deed.READ_BILLS) and (actor.role in READS_ALL or actor.owner_id == member_id)


def _index(choice: IndexChoice | None) -> Index:
    return Index(index_by_year(choice.name) if choice else {})


def known_of(owner_ids: Iterable[int] | None) -> dict[int, Known]:
    """This will gather what is known of these members, or of all that the walls show, by member; eight queries for however many."""
    ids = None if owner_ids is None else list(owner_ids)
    found: dict[int, dict[str, dict[int, int]]] = {}

    def note(owner_id: int, what: str, year: int, minor: int) -> None:
        of = found.setdefault(owner_id, {}).setdefault(what, {})
        of[year] = of.get(year, 0) + minor

    for one in signed_years(ids):
        note(one.owner_id, "baselines", one.year, one.total_minor)
        note(one.owner_id, "assumed", one.year, one.kept_minor)
    for owner_id, year, months, minor in _billed(ids, closed=True):
        note(owner_id, "months", year, months)
        note(owner_id, "billed", year, minor)
    for owner_id, year, _months, minor in _billed(ids, closed=False):
        note(owner_id, "sent", year, minor)
    for (owner_id, year), minor in remaining_by_year(ids).items():
        note(owner_id, "kept", year, minor)
    for cost in one_off_costs(ids, is_actual=True):
        note(cost.member_id, "once", cost.on.year, cost.amount_minor)
    expected: dict[int, dict[int, tuple[Expected, ...]]] = {}
    for owner_id, year, kind, minor, prices_of in expected_rows(ids).values_list("owner_id", "year", "kind", "amount_minor", "prices_of"):
        of_year = expected.setdefault(owner_id, {})
        of_year[year] = (*of_year.get(year, ()), Expected(minor, prices_of, kind == ONCE))
    heads = _employees(ids)
    return {
        owner_id: Known(**found.get(owner_id, {}), expected=expected.get(owner_id, {}), employees=heads.get(owner_id))
        for owner_id in found.keys() | expected.keys() | heads.keys()
    }


def _billed(ids: list[int] | None, *, closed: bool) -> list[tuple[int, int, int, int]]:
    """Member, year, months and öre of what was closed, or of what was sent last for a month that can still change."""
    years = _settlements(closed=closed)
    if not years:
        return []
    # In SQL, since the ORM sums no sums: a row a member and month would be twelve times as many to carry over.
    with connection.cursor() as cursor:
        cursor.execute(BILLED, {"settlements": list(years), "years": list(years.values()), "owners": ids})
        return [(owner_id, year, months, int(minor)) for owner_id, year, months, minor in cursor.fetchall()]


def _settlements(*, closed: bool) -> dict[int, int]:
    """The year of each settlement that a closure made final, or of the last one sent for a month that is not closed."""
    if closed:
        return dict(Closure.objects.annotate(year=ExtractYear("month")).values_list("settlement_id", "year"))
    is_closed = Exists(Closure.objects.filter(unit=OuterRef("unit"), month=OuterRef("month")))
    last = Settlement.objects.filter(~is_closed).order_by("unit_id", "month", "-number").distinct("unit_id", "month")
    return {one.pk: one.month.year for one in last}


def _employees(ids: list[int] | None) -> dict[int, int]:
    rows = Headcount.objects.filter(organization__kind=Organization.Kind.MEMBER)
    if ids is not None:
        rows = rows.filter(organization__in=ids)
    latest = rows.order_by("organization_id", "-year", "-recorded_at").distinct("organization_id")
    return dict(latest.values_list("organization_id", "employees"))


def billed_by_service() -> dict[tuple[int, int], tuple[int, int]]:
    """This will return, by member and service, how many closed months were billed and what they came to, in öre."""
    lines = SettlementLine.objects.filter(settlement__in=list(_settlements(closed=True))).values("owner_id", "pool__service_id").order_by()
    sums = lines.annotate(months=Count("settlement", distinct=True), minor=Sum("amount_minor"))
    return {(row["owner_id"], row["pool__service_id"]): (row["months"], row["minor"]) for row in sums}


@dataclass(frozen=True, slots=True)
class ServicePay:
    """A service in a member's comparison: what it cost alone, what was billed for it and what remains of it, in one year's prices."""

    service: Service
    baseline_minor: int
    billed_minor: int
    kept_minor: int


def pay_by_service(member: Organization, pay: Pay) -> list[ServicePay]:
    """This will part a member's comparison by service, by name; each is rounded by itself, so sums may differ by some öre."""
    if not pay.years or pay.prices_of is None:
        return []
    index = _index(chosen_index())
    own: dict[int, dict[int, int]] = {}
    for service_id, year, minor in signed_lines([member.pk]).values_list("service_id", "baseline__year", "amount_minor"):
        of = own.setdefault(service_id, {})
        of[year] = of.get(year, 0) + minor
    years = sorted({row for one in own.values() for row in one})
    closed = _settlements(closed=True)
    lines = SettlementLine.objects.filter(owner=member, settlement__in=list(closed)).values("pool__service_id", "settlement_id").order_by()
    billed: dict[tuple[int, int], int] = {}
    for service_id, settlement_id, minor in lines.annotate(minor=Sum("amount_minor")).values_list(
        "pool__service_id", "settlement_id", "minor"
    ):
        billed[service_id, closed[settlement_id]] = billed.get((service_id, closed[settlement_id]), 0) + minor
    kept: dict[tuple[int, int], int] = {}
    for row in latest_remaining().filter(owner=member):
        kept[row.service_id, row.year] = kept.get((row.service_id, row.year), 0) + row.amount_minor
    ids = {*own, *(one for one, _year in billed), *(one for one, _year in kept)}
    found = []
    for service in Service.objects.filter(pk__in=ids).order_by(InAlphabet("name")):
        alone_minor = billed_minor = kept_minor = Fraction(0)
        for of_year in pay.years:
            part = Fraction(of_year.months, A_YEAR)
            in_each = {one: own.get(service.pk, {}).get(one, 0) for one in years}
            alone_minor += sum(alone(in_each, index, pay.prices_of), Fraction(0)) * part / len(years)
            factor = index.factor(of_year.year, pay.prices_of)
            billed_minor += factor * billed.get((service.pk, of_year.year), 0)
            kept_minor += factor * part * kept.get((service.pk, of_year.year), 0)
        found.append(ServicePay(service, round(alone_minor), round(billed_minor), round(kept_minor)))
    return found


def published_benefit() -> PublishedBenefit | None:
    """This will return what was last published of all members together; None before anything was."""
    return PublishedBenefit.objects.order_by("-published_at", "-pk").first()


def counted_in_each() -> list[frozenset[int]]:
    """This will return the members counted in each publication, the earliest first."""
    found: dict[int, set[int]] = {}
    for published_id, member_id in CountedMember.objects.order_by("published_id").values_list("published_id", "member_id"):
        found.setdefault(published_id, set()).add(member_id)
    return [frozenset(members) for members in found.values()]
