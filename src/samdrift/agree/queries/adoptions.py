"""Who has adopted what, and who has signed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from samdrift.agree.covering import Signed
from samdrift.agree.models import AdoptedLevel, Adoption, Agreement, Signature, Version
from samdrift.core.access import AT_A_MEMBER, READS_ALL, Actor, Deed, Role
from samdrift.core.order import InAlphabet
from samdrift.members.models import Person
from samdrift.team.models import Employee

Side = Signature.Side
State = Adoption.State


def adoptions_read_by(actor: Actor) -> QuerySet[Adoption]:
    """This will return the adoptions that an actor may read: all for the unit and auditors, its own member's for everybody else."""
    adoptions = Adoption.objects.select_related("owner", "version__agreement__provider")
    return adoptions if actor.role in READS_ALL else adoptions.filter(owner_id=actor.owner_id)


def side_of(actor: Actor, adoption: Adoption) -> Side | None:
    """This will say for which side an actor's seat signs an adoption: the unit's director for the provider, the taker's signatory or head
    of agency for the taker; None for anybody else."""
    if not actor.may(Deed.SIGN):
        return None
    if actor.role == Role.DIRECTOR and actor.owner_id == adoption.version.agreement.provider_id:
        return Side.PROVIDER
    return Side.TAKER if actor.owner_id == adoption.owner_id else None


def may_propose_for(actor: Actor, owner_id: int) -> bool:
    """This will say whether an actor may propose that a taker joins: the unit's staff, or who signs for that taker."""
    return actor.may(Deed.WRITE_AGREEMENTS) or (actor.may(Deed.SIGN) and actor.owner_id == owner_id)


@dataclass(frozen=True, slots=True)
class Autograph:
    """A signature as a page shows it: when and by whom; the name is empty when that person is gone."""

    side: str
    at: datetime
    name: str
    account_id: int


@dataclass(frozen=True, slots=True)
class Joining:
    """An adoption with the levels it takes and its signatures."""

    adoption: Adoption
    levels: Sequence[AdoptedLevel]
    provider: Autograph | None
    taker: Autograph | None

    def signed_on(self, side: Side) -> Autograph | None:
        return self.provider if side == Side.PROVIDER else self.taker

    @property
    def last_at(self) -> datetime | None:
        """When it was signed last, by either side."""
        return max((signed.at for signed in (self.provider, self.taker) if signed), default=None)

    @property
    def waits_for(self) -> list[Side]:
        """The sides that have not signed, while it is a proposal."""
        if self.adoption.state != State.PROPOSED:
            return []
        return [side for side in Side if self.signed_on(side) is None]


def joinings(adoptions: Iterable[Adoption]) -> list[Joining]:
    """This will return the adoptions given with their levels and signatures, in their order; four queries whatever their number."""
    found = list(adoptions)
    ids = [adoption.pk for adoption in found]
    levels: dict[int, list[AdoptedLevel]] = {}
    taken = AdoptedLevel.objects.filter(adoption__in=ids).select_related("service", "level").order_by(InAlphabet("service__name"))
    for level in taken:
        levels.setdefault(level.adoption_id, []).append(level)
    signed = _autographs(list(Signature.objects.filter(adoption__in=ids)))
    return [Joining(a, levels.get(a.pk, []), signed.get((a.pk, Side.PROVIDER)), signed.get((a.pk, Side.TAKER))) for a in found]


def _autographs(signatures: list[Signature]) -> dict[tuple[int, str], Autograph]:
    accounts = {signature.account_id for signature in signatures}
    employees = dict(Employee.objects.filter(account__in=accounts).values_list("account", "name"))
    people = {(p.owner_id, p.account_id): p.name for p in Person.objects.filter(account__in=accounts)}
    found = {}
    for s in signatures:
        own = people.get((s.owner_id, s.account_id), "")
        name = employees.get(s.account_id, own) if s.side == Side.PROVIDER else own or employees.get(s.account_id, "")
        found[s.adoption_id, s.side] = Autograph(s.side, s.at, name, s.account_id)
    return found


def joinings_of(version: Version, *, owner_id: int | None = None) -> list[Joining]:
    """This will return who has been offered a version and what they signed, by the taker's name, replaced proposals left out.

    With `owner_id`, one taker's: the latest last.
    """
    adoptions = Adoption.objects.filter(version=version).exclude(state=State.REPLACED).select_related("owner", "version__agreement")
    if owner_id is not None:
        adoptions = adoptions.filter(owner_id=owner_id)
    return joinings(adoptions.order_by(InAlphabet("owner__name"), "pk"))


def adoptions_of(owner_id: int) -> list[Adoption]:
    """This will return a taker's adoptions, replaced proposals left out, the latest first."""
    adoptions = Adoption.objects.filter(owner_id=owner_id).exclude(state=State.REPLACED)
    return list(adoptions.select_related("version__agreement").order_by("-pk"))


def adoptions_to_sign(actor: Actor) -> list[Adoption]:
    """This will return the proposals that wait for a signature from an actor's seat, the oldest first; the actor's own signature on the
    other side leaves them out, since one account signs once."""
    if not actor.may(Deed.SIGN):
        return []
    side = Side.TAKER if actor.role in AT_A_MEMBER else Side.PROVIDER
    given = Signature.objects.filter(adoption=OuterRef("pk"))
    waiting = adoptions_read_by(actor).filter(~Exists(given.filter(side=side)), ~Exists(given.filter(account=actor.account_id)))
    if side == Side.PROVIDER:
        waiting = waiting.filter(version__agreement__provider_id=actor.owner_id)
    return list(waiting.filter(state=State.PROPOSED).order_by("pk"))


def signed_in_order(owner_id: int, agreement: Agreement) -> list[Signed]:
    """This will return what a taker has signed of one agreement, all its versions, in the order in which the last signatures were made.

    Two requests may read the clock in one order and sign in the other, so the order is that of the rows.
    """
    adoptions = Adoption.objects.filter(owner_id=owner_id, version__agreement=agreement, state=State.SIGNED).in_bulk()
    last = {s.adoption_id: s for s in Signature.objects.filter(owner_id=owner_id, adoption__in=adoptions).order_by("pk")}
    levels: dict[int, dict[int, int]] = {}
    for level in AdoptedLevel.objects.filter(owner_id=owner_id, adoption__in=adoptions):
        levels.setdefault(level.adoption_id, {})[level.service_id] = level.level_id
    return [
        Signed(a.pk, a.during.lower, a.during.upper, timezone.localdate(signature.at), levels.get(a.pk, {}))
        for signature in sorted(last.values(), key=lambda s: s.pk)
        for a in [adoptions[signature.adoption_id]]
    ]
