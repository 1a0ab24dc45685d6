"""Reads of contracts: how each stands, and who called off what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from samdrift.core.access import READS_ALL, Actor
from samdrift.core.order import InAlphabet
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.run.purchasing.ceilings import YEAR_DAYS, Ordered, Pace, pace_of, reminder_on
from samdrift.run.purchasing.models import CallOff, Contract, ContractUse, OrderedOnDay

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    CallOffs = QuerySet[WithAnnotations[CallOff, "Delivered"]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a contract stands on a day."""

    contract: Contract
    use: ContractUse
    pace: Pace | None
    on: date

    @property
    def used_minor(self) -> int:
        return self.use.called_off_minor + self.use.committed_minor

    @property
    def left_minor(self) -> int:
        return self.use.ceiling_minor - self.used_minor

    @property
    def called_off_share(self) -> float:
        return self.use.called_off_minor / self.use.ceiling_minor

    @property
    def committed_share(self) -> float:
        return self.use.committed_minor / self.use.ceiling_minor

    @property
    def left_share(self) -> float:
        return self.left_minor / self.use.ceiling_minor

    @property
    def reminder_on(self) -> date:
        return reminder_on(self.use.until_on, self.contract.notice_days)

    @property
    def runs_out_early(self) -> bool:
        """Whether the ceiling is reached before the period ends, at the pace there is."""
        return self.pace is not None and self.pace.ends_on < self.use.until_on

    @property
    def state(self) -> str:
        """`to_come`, `over`, `full`, `notice` (its reminder has come), `early` (the ceiling is reached before the end) or `runs`."""
        if self.on > self.use.until_on:
            return "over"
        if self.on < self.contract.starts_on:
            return "to_come"
        if not self.left_minor:
            return "full"
        if self.on >= self.reminder_on:
            return "notice"
        return "early" if self.runs_out_early else "runs"

    @property
    def takes_call_offs(self) -> bool:
        return self.contract.starts_on <= self.on <= self.use.until_on and self.left_minor > 0

    def as_json(self) -> dict[str, Any]:
        """This will return the standing as plain values, for `--json`; amounts in öre."""
        contract, use = self.contract, self.use
        return {
            "reference": contract.reference,
            "name": contract.name,
            "supplier": contract.supplier.name,
            "starts_on": contract.starts_on.isoformat(),
            "until_on": use.until_on.isoformat(),
            "reminder_on": self.reminder_on.isoformat(),
            "ceiling_minor": use.ceiling_minor,
            "called_off_minor": use.called_off_minor,
            "committed_minor": use.committed_minor,
            "left_minor": self.left_minor,
            "runs_out_on": self.pace.ends_on.isoformat() if self.pace else None,
            "state": self.state,
        }


def contracts_standing(*, on: date) -> list[Standing]:
    """This will return every contract and how it stands, those whose period ends first before the others and those that are over last."""
    contracts = Contract.objects.select_related("supplier", "use").order_by("use__until_on", InAlphabet("name"))
    found = _standing(contracts, on=on)
    return sorted(found, key=lambda standing: standing.state == "over")


def contract_standing(contract_id: int, *, on: date) -> Standing | None:
    """This will return one contract and how it stands; None where there is none."""
    found = _standing(Contract.objects.select_related("supplier", "use", "award__procurement").filter(pk=contract_id), on=on)
    return found[0] if found else None


def _standing(contracts: QuerySet[Contract], *, on: date) -> list[Standing]:
    rows = list(contracts)
    ordered: dict[int, list[Ordered]] = defaultdict(list)
    since = on - timedelta(days=YEAR_DAYS - 1)
    for day in OrderedOnDay.objects.filter(contract__in=rows, on__gte=since, on__lte=on):
        ordered[day.contract_id].append(Ordered(day.on, day.number, day.amount_minor))
    return [Standing(row, row.use, _pace(row, ordered[row.pk], on), on) for row in rows]


def _pace(contract: Contract, ordered: Iterable[Ordered], on: date) -> Pace | None:
    use = contract.use
    left = use.ceiling_minor - use.called_off_minor - use.committed_minor
    return pace_of(ordered, left_minor=left, starts_on=contract.starts_on, on=on) if on >= contract.starts_on else None


class Delivered(TypedDict):
    """What stands beside a call-off once it has come."""

    delivered_on: date | None
    delivered_minor: int | None


def call_offs_of(contract: Contract, actor: Actor) -> CallOffs:
    """This will return a contract's call-offs that an actor may read, the latest first, with `delivered_on` and `delivered_minor`."""
    rows = CallOff.objects.filter(contract=contract)
    return _with_deliveries(rows if actor.role in READS_ALL else rows.filter(owner=actor.owner_id))


def all_call_offs(actor: Actor) -> CallOffs:
    """This will return the call-offs from all contracts that an actor may read, the latest first."""
    rows = CallOff.objects.all()
    return _with_deliveries(rows if actor.role in READS_ALL else rows.filter(owner=actor.owner_id))


def _with_deliveries(rows: QuerySet[CallOff]) -> CallOffs:
    """A call-off has at most one delivery: its day and its amount stand beside the row."""
    return (
        rows.select_related("owner", "contract")
        .annotate(delivered_on=F("deliveries__on"), delivered_minor=F("deliveries__amount_minor"))
        .order_by("-on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class ByMember:
    """What a member has ordered from a contract in all, and in how many call-offs."""

    member: Organization
    number: int
    ordered_minor: int


def call_offs_by_member(contract: Contract) -> list[ByMember]:
    """This will return what each member called off from a contract, the largest first; to be read by those who see all."""
    sums = (
        CallOff.objects.filter(contract=contract)
        .values("owner")
        .annotate(n=Count("pk"), ordered=Sum(Coalesce("deliveries__amount_minor", "amount_minor")))
        .order_by("-ordered")
    )
    found = list(sums)
    members = Organization.objects.in_bulk([row["owner"] for row in found])
    return [ByMember(members[row["owner"]], row["n"], row["ordered"]) for row in found]


def call_off_read_by(actor: Actor, call_off_id: int) -> CallOff | None:
    """This will return one call-off that an actor may read."""
    return all_call_offs(actor).filter(pk=call_off_id).first()


def suppliers_in_order() -> QuerySet[Organization]:
    """This will return the suppliers by name."""
    return Organization.objects.filter(kind=Organization.Kind.SUPPLIER).order_by(InAlphabet("name"))


def members_called_off_for(actor: Actor) -> QuerySet[Organization]:
    """This will return the members for whom an actor may call off and state needs."""
    return Organization.objects.filter(kind__in=MEMBERS, pk__in=actor.walls.writes)
