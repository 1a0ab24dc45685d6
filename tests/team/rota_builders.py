"""Rotas for tests: `a_rota(cast)` through the actions, three people in turns of nights and weekends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from samdrift.members.models import Calendar
from samdrift.team.actions.rotas import Planned, announce_rota, make_rota, planned_of
from samdrift.team.models import Function, Rota, Shift, WorkingTimeRule
from samdrift.team.queries.rotas import shifts_of
from samdrift.team.rota_patterns import Pattern, slots_of
from samdrift.team.weeks import A_WEEK, monday_of
from tests.builders import Cast, everywhere

ZONE = ZoneInfo("Europe/Stockholm")
THIS_WEEK = monday_of(timezone.localdate())
COMING = THIS_WEEK + 5 * A_WEEK
THREE = ("elin", "ulla", "karin")


def typed(**more: object) -> dict[str, object]:
    return {
        "from_week": COMING,
        "weeks": 3,
        "pattern": "nights_and_weekends",
        "kind": "standby",
        "begins": "17:00",
        "ends": "08:00",
        "order": "Elin Wikström\nUlla Wikström\nKarin Wikström",
        **more,
    }


def named_on(answer: Any) -> list[tuple[str, str | None]]:
    """The rules that a page names, and whose they are."""
    label = {rule.label: rule for rule in WorkingTimeRule}
    return [(label[row["label"]], row["employee"].name.split()[0] if row["employee"] else None) for row in answer.context["broken"]["rows"]]


def led_by(cast: Cast, name: str | None, function: Function | None = None) -> None:
    with everywhere():
        manager = cast.employee(name) if name else None
        Function.objects.filter(pk=(function or cast.function).pk).update(manager=manager)


def at(week: date, day: int, hour: float) -> datetime:
    """Wall time of a day of a week, counted from Monday (0)."""
    return datetime.combine(week, time(), tzinfo=ZONE) + timedelta(days=day, hours=hour)


def planned(cast: Cast, who: str, starts: datetime, ends: datetime, kind: str = "standby") -> Planned:
    return Planned(cast.employee(who), starts, ends, kind)


def turned(
    cast: Cast, people: Sequence[str] = THREE, *, from_week: date = COMING, weeks: int = 3, pattern: str = Pattern.NIGHTS_AND_WEEKENDS
) -> list[Planned]:
    employees = [cast.employee(name) for name in people]
    slots = slots_of(pattern, "standby", time(17), time(8))
    return planned_of(employees, slots, from_week=from_week, weeks=weeks)


def a_rota(
    cast: Cast,
    shifts: Sequence[Planned] | None = None,
    *,
    from_week: date = COMING,
    weeks: int = 3,
    known: bool = True,
    calendar: Calendar | None = None,
    function: Function | None = None,
    **agreed: str,
) -> Rota:
    """A rota made and, unless it waits, made known six weeks before its first."""
    made_at = at(from_week - 6 * A_WEEK, 0, 9)
    with everywhere() as samdrift:
        rota = make_rota(
            function or cast.function,
            turned(cast, from_week=from_week, weeks=weeks) if shifts is None else shifts,
            from_week=from_week,
            weeks=weeks,
            calendar=calendar,
            by=samdrift,
            at=made_at,
            **agreed,
        )
        if known:
            announce_rota(rota, by=samdrift, at=made_at)
    return rota


def shifts(rota: Rota) -> list[Shift]:
    with everywhere():
        return shifts_of(rota)
