"""How many people worked where, and how check-ins stood, in weeks that are over: only what may be shown of people is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from samdrift.team.cover import At, mostly
from samdrift.team.groups import Shown
from samdrift.team.models import CheckIn, Employee, WeekFigure
from samdrift.team.queries.rotas import midnight
from samdrift.team.queries.weeks import presence
from samdrift.team.weeks import A_WEEK

NOT_PLANNED = "none"
COLUMNS: tuple[str, ...] = (*At, NOT_PLANNED)
AGREED, PASSED, NO_DAY = "agreed", "passed", "no_day"
CHECK_INS = (AGREED, PASSED, NO_DAY)
WEEKS_COMPARED = 53  # a year and a week; what was shown longer ago is not compared with


def people_by_place(employees: Iterable[Employee], week: date) -> dict[int, dict[str, int]]:
    """This will count the people of each function by where they spend most of the week's planned days; everybody once."""
    employees = list(employees)
    where = presence(employees, week)
    counted: dict[int, dict[str, int]] = {}
    for employee in employees:
        days = [day for day in where[employee.pk] if day.planned]
        cells = counted.setdefault(employee.function_id, dict.fromkeys(COLUMNS, 0))
        cells[mostly(days) if days else NOT_PLANNED] += 1
    return counted


def people_by_check_in(employees: Iterable[Employee], week: date) -> dict[int, dict[str, int]]:
    """This will count the people of each function by whether, when a week was over, a day was agreed, had passed, or was never set."""
    employees = list(employees)
    over = midnight(week + A_WEEK)
    rows = CheckIn.objects.filter(employee__in=[employee.pk for employee in employees], recorded_at__lt=over)
    latest = {row.employee_id: row.next_on for row in rows.order_by("employee_id", "-recorded_at", "-pk").distinct("employee_id")}
    counted: dict[int, dict[str, int]] = {}
    for employee in employees:
        next_on = latest.get(employee.pk)
        cells = counted.setdefault(employee.function_id, dict.fromkeys(CHECK_INS, 0))
        cells[NO_DAY if next_on is None else PASSED if next_on < week + A_WEEK else AGREED] += 1
    return counted


def figures_as_shown(unit_id: int, columns: Sequence[str] = COLUMNS) -> dict[date, Shown]:
    """This will return what is shown of each week that has been counted, the earliest first; rows are functions by id."""
    rows: dict[date, dict[int | None, dict[str, int | None]]] = {}
    for figure in WeekFigure.objects.filter(owner_id=unit_id, place__in=[*columns, WeekFigure.EVERYBODY]).order_by("week"):
        rows.setdefault(figure.week, {}).setdefault(figure.function_id, {})[figure.place] = figure.people
    return {week: _shown(groups, columns) for week, groups in list(rows.items())[-WEEKS_COMPARED:]}


def _shown(groups: dict[int | None, dict[str, int | None]], columns: Sequence[str]) -> Shown:
    cells = {group: {column: people for column in columns if (people := found.get(column)) is not None} for group, found in groups.items()}
    sizes = {group: found[WeekFigure.EVERYBODY] or 0 for group, found in groups.items() if group is not None}
    return Shown(tuple(columns), sizes, {group: row for group, row in cells.items() if group is not None and row}, cells.get(None) or None)
