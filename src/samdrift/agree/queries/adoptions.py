"""Who has adopted what, and who has signed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from samdrift.agree.covering import Signed
from samdrift.agree.models import AdoptedLevel, Adoption, Agreement, Signature, Version
from samdrift.core.access import AT_A_MEMBER, READS_ALL, Actor, Deed, Role
from samdrift.core.order import InAlphabet
from samdrift.members.models import Person
from samdrift.team.models import Employee, Function

Side = Signature.Side
State = Adoption.State

# Who the two sides are, with the managers who sign between functions
PARTIES = ("owner", "function__manager", "version__agreement__provider", "version__agreement__function__manager")


def adoptions_read_by(actor: Actor) -> QuerySet[Adoption]:
    """This will return the adoptions that an actor may read: all for the unit and auditors, its own member's for everybody else."""
    adoptions = Adoption.objects.select_related(*PARTIES)
    return adoptions if actor.role in READS_ALL else adoptions.filter(owner_id=actor.owner_id)


def side_of(actor: Actor, adoption: Adoption) -> Side | None:
    """This will say for which side an actor's seat signs an adoption: the unit's director for the unit, the taker's signatory or head of
    agency for the taker, between functions each one's manager; None for anybody else."""
    if not actor.may(Deed.SIGN):
        return None
    agreement = adoption.version.agreement
    if agreement.function is not None:
        return _side_between_functions(actor, agreement.function, adoption.function)
    if actor.role == Role.STAFF:
        return None
    if actor.role == Role.DIRECTOR and actor.owner_id == agreement.provider_id:
        return Side.PROVIDER
    return Side.TAKER if actor.owner_id == adoption.owner_id else None


def _side_between_functions(actor: Actor, giving: Function, taking: Function | None) -> Side | None:
    """The managers sign; the director signs where a side has no manager of its own."""
    sides = {Side.PROVIDER: giving.manager, Side.TAKER: taking.manager if taking else None}
    own = next((side for side, manager in sides.items() if manager and manager.account_id == actor.account_id), None)
    if own or actor.role != Role.DIRECTOR:
        return own
    if sides[Side.PROVIDER] is None:
        return Side.PROVIDER
    return Side.TAKER if sides[Side.TAKER] in (None, sides[Side.PROVIDER]) else None


def may_propose_for(actor: Actor, owner_id: int) -> bool:
    """This will say whether an actor may propose that a taker joins: the unit's staff, or who signs for that taker."""
    return actor.may(Deed.WRITE_AGREEMENTS) or (actor.may(Deed.SIGN) and actor.owner_id == owner_id)


@dataclass(frozen=True, slots=True)
class Autograph:
    """A signature as a page shows it: when and by whom; the name is empty when that person is gone.

    On paper: `signed_on` and the registry number, and no account.
    """

    side: str
    at: datetime
    name: str
    account_id: int | None
    signed_on: date | None = None
    registry_number: str = ""


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
    accounts = {signature.account_id for signature in signatures} - {None}
    employees: dict[int | None, str] = dict(Employee.objects.filter(account__in=accounts).values_list("account", "name"))
    people = {(p.owner_id, p.account_id): p.name for p in Person.objects.filter(account__in=accounts)}
    found = {}
    for s in signatures:
        if s.account_id is None:
            found[s.adoption_id, s.side] = Autograph(s.side, s.at, s.signer, None, s.signed_on, s.registry_number)
            continue
        own = people.get((s.owner_id, s.account_id), "")
        name = employees.get(s.account_id, own) if s.side == Side.PROVIDER else own or employees.get(s.account_id, "")
        found[s.adoption_id, s.side] = Autograph(s.side, s.at, name, s.account_id)
    return found


def joinings_of(version: Version, *, owner_id: int | None = None) -> list[Joining]:
    """This will return who has been offered a version and what they signed, by the taker's name, replaced proposals left out.

    With `owner_id`, one taker's: the latest last.
    """
    adoptions = Adoption.objects.filter(version=version).exclude(state=State.REPLACED).select_related(*PARTIES)
    if owner_id is not None:
        adoptions = adoptions.filter(owner_id=owner_id)
    return joinings(adoptions.order_by("owner", InAlphabet("function__name"), "pk"))


def adoptions_of(owner_id: int) -> list[Adoption]:
    """This will return a taker's adoptions, replaced proposals left out, the latest first."""
    adoptions = Adoption.objects.filter(owner_id=owner_id).exclude(state=State.REPLACED)
    return list(adoptions.select_related(*PARTIES).order_by("-pk"))


def adoptions_to_sign(actor: Actor) -> list[Adoption]:
    """This will return the proposals that wait for a signature from an actor's seat, the oldest first; the actor's own signature on the
    other side leaves them out, since one account signs once."""
    if not actor.may(Deed.SIGN):
        return []
    given = Signature.objects.filter(adoption=OuterRef("pk"))
    waiting = adoptions_read_by(actor).filter(~Exists(given.filter(account=actor.account_id)), state=State.PROPOSED).order_by("pk")
    if actor.role in AT_A_MEMBER:
        return list(waiting.filter(~Exists(given.filter(side=Side.TAKER))))
    signed = set(Signature.objects.filter(adoption__state=State.PROPOSED).values_list("adoption", "side"))
    sides = ((adoption, side_of(actor, adoption)) for adoption in waiting)
    return [adoption for adoption, side in sides if side and (adoption.pk, side) not in signed]


def signed_in_order(owner_id: int, agreement: Agreement, *, function_id: int | None = None) -> list[Signed]:
    """This will return what a taker has signed of one agreement, all its versions, in the order in which the last signatures were made.

    Two requests may read the clock in one order and sign in the other, so the order is that of the rows. One on paper counts from the
    day that it bears. With `function_id` the taker is that function of the unit.
    """
    own = Adoption.objects.filter(owner_id=owner_id, function=function_id, version__agreement=agreement)
    adoptions = own.filter(state=State.SIGNED).in_bulk()
    last: dict[int, Signature] = {}
    signed_on: dict[int, date] = {}
    for s in Signature.objects.filter(owner_id=owner_id, adoption__in=adoptions).order_by("pk"):
        last[s.adoption_id] = s
        on = s.signed_on or timezone.localdate(s.at)
        signed_on[s.adoption_id] = max(on, signed_on.get(s.adoption_id, on))
    levels: dict[int, dict[int, int]] = {}
    for level in AdoptedLevel.objects.filter(owner_id=owner_id, adoption__in=adoptions):
        levels.setdefault(level.adoption_id, {})[level.service_id] = level.level_id
    return [
        Signed(a.pk, a.during.lower, a.during.upper, signed_on[a.pk], levels.get(a.pk, {}))
        for signature in sorted(last.values(), key=lambda s: s.pk)
        for a in [adoptions[signature.adoption_id]]
    ]
