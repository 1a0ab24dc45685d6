"""A year of costs from CSV files, the keys that split them, and their settlements: all closed but the last, which waits. Synthetic."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from samdrift.config.demo.decisions import decision_on
from samdrift.config.demo.demo import moment
from samdrift.core.access import Actor, Role
from samdrift.engines.period import Month
from samdrift.run.projects.actions.time import record_time
from samdrift.run.projects.models import Project, TimeEntry
from samdrift.run.projects.queries.projects import project_costs
from samdrift.settle.actions import (
    add_pool,
    choose_project_pool,
    close_month,
    correct_count,
    decide_key,
    import_costs,
    send_settlement,
    take_investment_costs,
    take_licence_costs,
    take_project_costs,
)
from samdrift.settle.costs_file import COLUMNS
from samdrift.settle.models import AllocationKey, CostPool, Settlement, SettlementLine
from samdrift.team.models import Employee

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

ENTERED_ON, SENT_ON, CLOSED_ON = 4, 8, 18  # days of the month after
LAST_DAY_OF_MOST = 26
VARIES_BY = 0.06


def build(demo: Demo) -> None:
    """This will decide the keys, enter each month's costs as a file, send the months that are over and close all but the last of them."""
    demo.tell("A year of costs and their settlements ...")
    finance = demo.actor(demo.unit, Role.UNIT_FINANCE)
    months = demo.months_back(demo.plan["months_of_costs"])
    _keys(demo, finance, months)
    _pools(demo, finance, months[0])
    for month in months:
        import_costs(demo.unit, month, _file(demo, month, last=month == months[-1]), by=finance, at=_day_after(month, ENTERED_ON, demo.at))
        take_investment_costs(demo.unit, month, by=finance, at=_day_after(month, ENTERED_ON, demo.at))
        if project_costs(month):
            take_project_costs(demo.unit, month, by=finance, at=_day_after(month, ENTERED_ON, demo.at))
        if month >= demo.months_back(demo.plan["months_of_tickets"])[0]:  # since when a key counts licences
            take_licence_costs(demo.unit, month, by=finance, at=_day_after(month, ENTERED_ON, demo.at))
    for month in months:
        sent_at, closed_at = (_day_after(month, day, demo.at) for day in (SENT_ON, CLOSED_ON))
        if sent_at == demo.at:  # the month has just ended: its costs are entered and wait
            return
        settlement = send_settlement(demo.unit, month, by=finance, at=sent_at)
        if month == months[-1]:
            return
        close_month(demo.unit, month, by=finance, at=closed_at)
        if month == months[-3]:
            _correct_a_count(demo, settlement, finance, at=closed_at + timedelta(days=2))
            _hours_written_late(demo, month, finance, at=min(demo.at, closed_at + timedelta(days=9)))


def _day_after(month: Month, day: int, at: datetime) -> datetime:
    """Ten in the morning of a day in the month after, or now when that has not come."""
    on = month.next().starts_on.replace(day=day)
    return min(at, moment(on, 10))


def _keys(demo: Demo, finance: Actor, months: list[Month]) -> None:
    """Each service's key since the first month, and for some another since there are tickets to count."""
    weights = {demo.members[name]: weight for name, weight in demo.plan.get("weights", {}).items()}
    counted_from = demo.months_back(demo.plan["months_of_tickets"])[0]
    for service in demo.services:
        described = demo.described(service)
        for kind, month in ((described["key"], months[0]), (described.get("key_now"), counted_from)):
            if kind is None:
                continue
            decided_on = month.previous().starts_on.replace(day=15)
            now = kind == described.get("key_now")
            decide_key(
                service,
                kind,
                from_month=month,
                decided_on=decided_on,
                decided_by=demo.plan["council"],
                decision=decision_on(demo, "key_now") if now else None,
                shares=weights if kind == AllocationKey.Kind.FIXED else None,
                by=finance,
                at=moment(decided_on, 15),
            )


def _pools(demo: Demo, finance: Actor, first: Month) -> None:
    services = {service.name: service for service in demo.services}
    at = first.window(str(timezone.get_default_timezone()))[0]
    named = {row["pool"]: row for row in demo.plan["costs"]}
    for code, row in named.items():
        add_pool(demo.unit, code, row["name"], services[row["service"]], name_en=row["name_en"], by=finance, at=at)
    if "projects" in demo.plan:
        _project_pools(demo, finance, at)


def _project_pools(demo: Demo, finance: Actor, at: datetime) -> None:
    """The pool of the system that each project develops."""
    pools = {pool.code: pool for pool in CostPool.objects.filter(owner=demo.unit)}
    described = {one["project"]["code"]: one["project"] for one in demo.plan["projects"]["proposals"] if "project" in one}
    for project in Project.objects.order_by("code"):
        choose_project_pool(demo.unit, project, pools[described[project.code]["pool"]], by=finance, at=at)


def _hours_written_late(demo: Demo, closed: Month, finance: Actor, *, at: datetime) -> None:
    """Somebody writes hours of a month that is closed: they come with the next one."""
    week = TimeEntry.objects.filter(week__gte=closed.starts_on, week__lt=closed.next().starts_on).order_by("project__code", "week").first()
    if week is None:
        return
    there = TimeEntry.objects.filter(project=week.project, week=week.week).values("employee")
    late = Employee.objects.filter(function__name=demo.plan["projects"]["makers"]).exclude(pk__in=there).order_by("name", "pk").first()
    if late:
        record_time(demo.unit, late, week.project, week.week, 11 * 60, by=demo.actor(demo.unit, Role.DIRECTOR), at=at)
        take_project_costs(demo.unit, closed.next(), by=finance, at=at)


def _file(demo: Demo, month: Month, *, last: bool) -> bytes:
    """A month's costs as a ledger would give them: the plan's, more or less; in the last month one of them is credited in part."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";")
    writer.writeheader()
    for number, row in enumerate(demo.plan["costs"], start=1):
        minor = round(int(row["amount"]) * 100 * demo.draw.uniform(1 - VARIES_BY, 1 + VARIES_BY))
        voucher = f"{month}-{number:03}"
        booked_on = month.days()[1 + number % LAST_DAY_OF_MOST]
        cells = {"voucher": voucher, "booked_on": booked_on.isoformat(), "pool": row["pool"]}
        writer.writerow({**cells, "amount": _kronor(minor), "text": row["text"]})
        if last and number == 1:
            credit = {
                "voucher": f"{month}-K01",
                "amount": _kronor(-minor // 20),
                "text": demo.plan["settlement"]["credited"],
                "credits": voucher,
            }
            writer.writerow({**cells, **credit})
    return out.getvalue().encode()


def _kronor(minor: int) -> str:
    return str(Decimal(minor).scaleb(-2)).replace(".", ",")


def _correct_a_count(demo: Demo, settlement: Settlement, finance: Actor, *, at: datetime) -> None:
    """One member's tickets were counted wrongly in a closed month: the next month carries the difference."""
    counted = SettlementLine.objects.filter(settlement=settlement, pool__key__kind=AllocationKey.Kind.TICKETS, count__gte=4)
    line = counted.select_related("settlement__unit", "pool").order_by("pool", "owner").first()
    if line:
        correct_count(line, line.count - 2, demo.plan["settlement"]["corrected"], by=finance, at=at)
