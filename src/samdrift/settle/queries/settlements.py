"""A unit's months: what would be sent now, what was sent, what is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.access import AT_THE_UNIT, Actor
from samdrift.core.errors import Refused
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.models import Project
from samdrift.run.purchasing.models import Investment
from samdrift.settle.models import (
    AllocationKey,
    Closure,
    CostEntry,
    CostPool,
    CountCorrection,
    PublishedEntry,
    PublishedPool,
    Settlement,
    SettlementLine,
    TakenCorrection,
    TakenEntry,
)
from samdrift.settle.queries.drivers import drivers_for, investment_drivers, project_drivers
from samdrift.settle.sharing import Correction, Cost, Line, Pool, Preview, SharedPool, order_of, share_month


class EarlierMonthIsOpen(Refused):
    words = _("%(month)s is not closed yet. Months are settled in their order.")
    way_on = _("Send and close that month first.")


def the_unit() -> Organization | None:
    """This will return the joint unit; the first that joined where there are several, None before there is one."""
    return Organization.objects.filter(kind=Organization.Kind.UNIT).order_by("pk").first()


def unit_of(actor: Actor) -> Organization | None:
    """This will return the unit whose costs an actor works with or audits."""
    own = Organization.objects.filter(pk=actor.owner_id, kind=Organization.Kind.UNIT).first() if actor.role in AT_THE_UNIT else None
    return own or the_unit()


def month_of(on: date) -> Month:
    return Month(on.year, on.month)


def last_closed(unit: Organization) -> Month | None:
    """This will return the last month that the unit has closed; that month and all before it are closed."""
    last = Closure.objects.filter(unit=unit).aggregate(Max("month"))["month__max"]
    return month_of(last) if last else None


def is_closed(unit: Organization, month: Month) -> bool:
    last = last_closed(unit)
    return last is not None and month <= last


def latest_settlement(unit: Organization, month: Month) -> Settlement | None:
    """This will return what was sent last for a month; it supersedes what was sent before."""
    return Settlement.objects.filter(unit=unit, month=month.starts_on).order_by("-number").first()


def pools_of(unit: Organization) -> QuerySet[CostPool]:
    return CostPool.objects.filter(owner=unit).select_related("service")


def entries_of(unit: Organization, month: Month) -> list[CostEntry]:
    """This will return what a month's settlement takes: the month's own costs, and late ones of closed months, that no closure took.

    For a closed month: what its closure took.
    """
    entries = (
        CostEntry.objects.filter(owner=unit)
        .select_related("pool__service", "credits", "investment", "project")
        .order_by("month", "voucher")
    )
    if is_closed(unit, month):
        taken = TakenEntry.objects.filter(owner=unit, closure__month=month.starts_on)
        return list(entries.filter(pk__in=taken.values("entry")))
    open_ones = entries.filter(month__lte=month.starts_on).exclude(pk__in=TakenEntry.objects.filter(owner=unit).values("entry"))
    if _earlier_open(unit, month):
        open_ones = open_ones.filter(month=month.starts_on)
    return list(open_ones)


def preview(unit: Organization, month: Month) -> Preview:
    """This will return a month as it would be sent now; a closed month as it was closed, since nothing changes it."""
    if is_closed(unit, month):
        sent = latest_settlement(unit, month)
        return Preview(month.starts_on, sent_pools([sent])[sent.pk] if sent else ())
    stops: list[Refused] = []
    earlier = _earlier_open(unit, month)
    if earlier:
        stops.append(EarlierMonthIsOpen(month=earlier))
    entries = entries_of(unit, month)
    services = {e.pool.service_id: e.pool.service for e in entries if e.investment_id is None and e.project_id is None}
    drivers, missing = drivers_for(services.values(), month)
    investments, unknown = investment_drivers((entry.investment_id for entry in entries if entry.investment_id), month)
    projects, unpaid = project_drivers((entry.project_id for entry in entries if entry.project_id), month)
    corrections = [] if earlier else _corrections(unit)
    stops += [*missing, *unknown, *unpaid]
    return share_month(month.starts_on, _gathered(entries), drivers, corrections, stops, investments, projects)


def _earlier_open(unit: Organization, month: Month) -> Month | None:
    """The first month before this one that has costs or was sent, and is not closed."""
    last = last_closed(unit)
    between = {"month__lt": month.starts_on} | ({"month__gt": last.starts_on} if last else {})
    found = [
        model.objects.filter(**between, **whose).order_by("month").values_list("month", flat=True).first()
        for model, whose in ((CostEntry, {"owner": unit}), (Settlement, {"unit": unit}))
    ]
    return min((month_of(on) for on in found if on), default=None)


def _gathered(entries: Iterable[CostEntry]) -> list[Pool]:
    """Costs by pool; an investment's or a project's by themselves, under its own name, since they are split by its own key."""
    costs: dict[CostPool | Investment | Project, list[Cost]] = {}
    services: dict[CostPool | Investment | Project, int] = {}
    for e in entries:
        of = e.investment or e.project or e.pool
        costs.setdefault(of, []).append(Cost(e.voucher, e.booked_on, e.month, e.amount_minor, e.pk, e.minutes, e.hour_minor))
        services.setdefault(of, e.pool.service_id)
    return [_pool(one, services[one], tuple(found)) for one, found in costs.items()]


def _pool(one: CostPool | Investment | Project, service_id: int, costs: tuple[Cost, ...]) -> Pool:
    if isinstance(one, Investment):
        return Pool(investment_code(one.pk), one.name, one.name_en, service_id, costs, investment_id=one.pk)
    if isinstance(one, Project):
        return Pool(project_code(one.pk), one.title, one.title_en, service_id, costs, project_id=one.pk)
    return Pool(one.code, one.name, one.name_en, service_id, costs)


def investment_code(investment_id: int) -> str:
    """This will return what stands for a pool's code where an investment's costs are shared; no pool may be called so."""
    return f"INV-{investment_id}"


def project_code(project_id: int) -> str:
    """This will return what stands for a pool's code where a project's costs are shared; no pool may be called so."""
    return f"PRJ-{project_id}"


def open_corrections(unit: Organization) -> QuerySet[CountCorrection]:
    """This will return the corrected counts that no closure has taken yet."""
    taken = TakenCorrection.objects.filter(owner=unit).values("correction")
    return CountCorrection.objects.filter(owner=unit).exclude(pk__in=taken).select_related("line__pool", "line__owner")


def _corrections(unit: Organization) -> list[Correction]:
    pools = PublishedPool.objects.filter(pk__in=open_corrections(unit).values("line__pool"))
    return [correction_of(pool) for pool in pools.order_by("pk")]


def correction_of(pool: PublishedPool) -> Correction:
    """This will return a settled pool with the counts as they are known now, and what its lines came to in closed settlements."""
    lines = {line.pk: line for line in SettlementLine.objects.filter(pool=pool)}
    counts = {line.owner_id: line.count for line in lines.values()}
    for correction in CountCorrection.objects.filter(line__in=lines).order_by("noted_at", "pk"):
        counts[lines[correction.line_id].owner_id] = correction.count
    settled = {line.owner_id: line.amount_minor for line in lines.values()}
    for earlier in SettlementLine.objects.filter(corrects__in=lines, settlement__closure__isnull=False):
        settled[earlier.owner_id] += earlier.amount_minor
    return Correction(
        pool.pk,
        Pool(pool.code, pool.name, pool.name_en, pool.service_id, ()),
        pool.key_id,
        pool.month,
        pool.amount_minor,
        counts,
        settled,
        {line.owner_id: line.pk for line in lines.values()},
    )


def sent_pools(settlements: Iterable[Settlement]) -> dict[int, tuple[SharedPool, ...]]:
    """This will return what was sent in each settlement, by its id, in the shapes of a preview."""
    ids = [settlement.pk for settlement in settlements]
    pools = list(PublishedPool.objects.filter(settlement__in=ids))
    costs: dict[int, list[Cost]] = {pool.pk: [] for pool in pools}
    for e in PublishedEntry.objects.filter(pool__settlement__in=ids).order_by("month", "voucher"):
        costs[e.pool_id].append(Cost(e.voucher, e.booked_on, e.month, e.amount_minor, None, e.minutes, e.hour_minor))
    lines: dict[int, list[Line]] = {pool.pk: [] for pool in pools}
    for row in SettlementLine.objects.filter(settlement__in=ids).order_by("owner_id"):
        lines[row.pool_id].append(Line(row.owner_id, row.count, row.amount_minor, row.moved_ppm, row.corrects_id))
    found: dict[int, list[SharedPool]] = {pk: [] for pk in ids}
    for p in pools:
        found[p.settlement_id].append(
            SharedPool(
                p.code,
                p.name,
                p.name_en,
                p.service_id,
                p.key_id,
                p.month,
                p.amount_minor,
                p.total_count,
                tuple(costs[p.pk]),
                tuple(lines[p.pk]),
                p.corrects_id,
            )
        )
    return {pk: tuple(sorted(shared, key=order_of)) for pk, shared in found.items()}


@dataclass(frozen=True, slots=True)
class MonthState:
    """A unit's month in a list: what was booked, what was sent, whether it is closed.

    `is_passed`: a later month is closed, so that this one never gets a settlement of its own; what is entered for it comes late, with
    the next one sent.
    """

    month: Month
    entries: int
    booked_minor: int
    sent: Settlement | None
    closed_at: datetime | None
    is_passed: bool = False

    @property
    def state(self) -> str:
        return "closed" if self.closed_at or self.is_passed else "sent" if self.sent else "open"


def settlements_in_order(unit: Organization, *, until: Month | None = None) -> list[MonthState]:
    """This will return the unit's months that have costs or were sent, the latest first; with `until`, that one and the one before too."""
    booked = {
        row["month"]: (row["number"], row["total"])
        for row in CostEntry.objects.filter(owner=unit)
        .values("month")
        .order_by("month")
        .annotate(number=Count("pk"), total=Sum("amount_minor"))
    }
    sent = {s.month: s for s in Settlement.objects.filter(unit=unit).order_by("month", "number")}
    closed = dict(Closure.objects.filter(unit=unit).values_list("month", "at"))
    shown = {*booked, *sent} | ({until.starts_on, until.previous().starts_on} if until else set())
    passed = max(closed, default=date.min)
    return [
        MonthState(month_of(on), *booked.get(on, (0, 0)), sent.get(on), closed.get(on), on < passed) for on in sorted(shown, reverse=True)
    ]


@dataclass(frozen=True, slots=True)
class InWords:
    """What the ids in shared pools stand for; `order` is each member's place in the alphabet."""

    services: dict[int, Service]
    keys: dict[int, AllocationKey]
    members: dict[int, Organization]
    order: dict[int, int]


def in_words(pools: Iterable[SharedPool]) -> InWords:
    """This will return the services, keys and members that shared pools name by id."""
    pools = list(pools)
    named = Organization.objects.filter(pk__in={line.member_id for pool in pools for line in pool.lines})
    members = {member.pk: member for member in named}
    return InWords(
        Service.objects.in_bulk({pool.service_id for pool in pools}),
        AllocationKey.objects.in_bulk({pool.key_id for pool in pools}),
        members,
        {pk: place for place, pk in enumerate(members)},
    )
