"""A member's bills: the lines of what was sent last for a month, beside the month before. Every read names the member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from samdrift.core.access import READS_ALL, Actor
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.desk.models import Ticket
from samdrift.settle.bridge import Billed, Cause, Change, Picture, changes_between, picture_of
from samdrift.settle.models import AllocationKey, Closure, PublishedEntry, Settlement, SettlementLine
from samdrift.settle.queries.drivers import counted_tickets
from samdrift.settle.queries.settlements import month_of, the_unit
from samdrift.team.models import Function

Kind = AllocationKey.Kind
PAID_WITHIN = timedelta(days=30)  # between state agencies: 2 a § räntelagen (1975:635)


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line, and what the same pool came to on the bill before; None where it had none."""

    row: SettlementLine
    before_minor: int | None

    @property
    def change_minor(self) -> int:
        return self.row.amount_minor - (self.before_minor or 0)

    @property
    def kind(self) -> str:
        return kind_of(self.row)


@dataclass(frozen=True, slots=True)
class Bill:
    """What a member was sent for a month. `newer` is what superseded it, `closure` what made it final."""

    settlement: Settlement
    member: Organization
    lines: tuple[BillLine, ...]
    before: Settlement | None
    before_minor: int
    changes: tuple[Change, ...]
    picture: Picture | None
    closure: Closure | None
    newer: Settlement | None

    @property
    def month(self) -> date:
        return self.settlement.month

    @property
    def total_minor(self) -> int:
        return sum(line.row.amount_minor for line in self.lines)

    @property
    def change_minor(self) -> int:
        return self.total_minor - self.before_minor

    @property
    def due_on(self) -> date | None:
        return timezone.localdate(self.closure.at) + PAID_WITHIN if self.closure else None

    @property
    def reference(self) -> str:
        """What to quote when paying: month, number in the month, member."""
        return f"{self.month:%Y%m}-{self.settlement.number}-{self.member.pk}"


def kind_of(line: SettlementLine) -> str:
    """This will say what a line is: usual, late or a correction."""
    if line.corrects_id is not None:
        return "correction"
    return "usual" if line.pool.month == line.settlement.month else "late"


def bill_of(owner_id: int, month: Month, unit: Organization | None = None) -> Bill | None:
    """This will return a member's bill for a month, as it was sent last; None before it was sent, or where the member has no line in it."""
    unit = unit or the_unit()
    sent = Settlement.objects.filter(unit=unit, month=month.starts_on).order_by("-number").first()
    return bill_in(sent, owner_id) if sent else None


def bill_in(settlement: Settlement, owner_id: int) -> Bill | None:
    """This will return a member's bill in one settlement; None where the member has no line in it."""
    rows = _lines(settlement, owner_id)
    if not rows:
        return None
    before = Settlement.objects.filter(unit_id=settlement.unit_id, month__lt=settlement.month).order_by("-month", "-number").first()
    earlier = _lines(before, owner_id) if before else []
    usual = {line.pool.code: line.amount_minor for line in earlier if kind_of(line) == "usual"}
    changes = changes_between(map(_billed, earlier), map(_billed, rows)) if earlier else []
    before_minor = sum(line.amount_minor for line in earlier)
    return Bill(
        settlement,
        rows[0].owner,
        tuple(BillLine(row, usual.get(row.pool.code) if kind_of(row) == "usual" else None) for row in rows),
        before if earlier else None,
        before_minor,
        tuple(changes),
        picture_of(before_minor, [change.amount_minor for change in changes]) if changes else None,
        Closure.objects.filter(settlement=settlement).first(),
        _newer(settlement),
    )


def _newer(settlement: Settlement) -> Settlement | None:
    same = Settlement.objects.filter(unit_id=settlement.unit_id, month=settlement.month, number__gt=settlement.number)
    return same.order_by("-number").first()


def _lines(settlement: Settlement, owner_id: int) -> list[SettlementLine]:
    rows = SettlementLine.objects.filter(owner_id=owner_id, settlement=settlement)
    rows = rows.select_related("owner", "settlement__unit", "pool__service", "pool__key", "corrects__pool", "corrects__settlement")
    return sorted(
        rows, key=lambda row: (row.corrects_id is not None, row.pool.month != settlement.month, row.pool.code, row.pool.month, row.pk)
    )


def _billed(line: SettlementLine) -> Billed:
    pool, kind = line.pool, kind_of(line)
    return Billed(
        pool.code,
        pool.key_id,
        pool.key.kind == Kind.EQUAL,
        pool.amount_minor,
        line.count,
        pool.total_count,
        line.amount_minor,
        {"usual": None, "late": Cause.LATE, "correction": Cause.CORRECTION}[kind],
    )


@dataclass(frozen=True, slots=True)
class BillInList:
    settlement: Settlement
    total_minor: int
    closed: bool


def bills_of(owner_id: int) -> list[BillInList]:
    """This will return what a member was sent last for each month, the latest month first."""
    latest = Settlement.objects.filter(unit=OuterRef("settlement__unit"), month=OuterRef("settlement__month")).order_by("-number")
    rows = SettlementLine.objects.filter(owner_id=owner_id, settlement=Subquery(latest.values("pk")[:1]))
    sums = dict(rows.values_list("settlement").annotate(Sum("amount_minor")).order_by())
    settlements = Settlement.objects.filter(pk__in=sums).select_related("unit").order_by("-month", "unit")
    closed = set(Closure.objects.filter(settlement__in=sums).values_list("settlement", flat=True))
    return [BillInList(settlement, sums[settlement.pk], settlement.pk in closed) for settlement in settlements]


def lines_read_by(actor: Actor) -> QuerySet[SettlementLine]:
    """This will return the lines of bills that an actor may read: the own member's, or all for the unit and auditors."""
    lines = SettlementLine.objects.select_related(
        "owner", "settlement__unit", "pool__service", "pool__key", "corrects__pool", "corrects__settlement"
    )
    return lines if actor.role in READS_ALL else lines.filter(owner_id=actor.owner_id)


def entries_in(line: SettlementLine) -> list[PublishedEntry]:
    """This will return the costs in the pool of a line, without their free text; those of the corrected pool for a correction."""
    pool_id = line.corrects.pool_id if line.corrects else line.pool_id
    return list(PublishedEntry.objects.filter(pool=pool_id).order_by("month", "voucher"))


def tickets_behind(line: SettlementLine) -> QuerySet[Ticket]:
    """This will return the member's own tickets that a line counts, the first first, with the service they had when it was sent.

    None where the key counts something else.
    """
    kind = line.pool.key.kind
    counted = counted_tickets(month_of(_counted_in(line)), by=line.settlement.sent_at).filter(owner_id=line.owner_id)
    if kind == Kind.TICKETS:
        return counted.filter(Q(of_service=line.pool.service_id)).order_by("reported_at", "pk")
    return counted.order_by("reported_at", "pk") if kind == Kind.ALL_TICKETS else counted.none()


def _counted_in(line: SettlementLine) -> date:
    """Late costs are shared by the counts of the month that settles them; a correction by those of the month it corrects."""
    return line.corrects.settlement.month if line.corrects else line.settlement.month


def hosts_of(unit: Organization) -> list[Organization]:
    """This will return the members that employ the unit's staff: a unit that has no organization number of its own is part of them."""
    return list(Organization.objects.filter(pk__in=Function.objects.filter(unit=unit).values("host")).order_by("pk"))
