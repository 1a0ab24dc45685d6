"""How many people worked where, and how check-ins stood, in weeks that are over: only what may be shown of people is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import ExtractIsoYear

from samdrift.team.cover import At, mostly
from samdrift.team.groups import Shown
from samdrift.team.models import CheckIn, Employee, TravelFigure, WeekFigure
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


def travel_by_site(employees: Iterable[Employee], week: date) -> dict[int, tuple[int, int]]:
    """This will count, for each site, those who sit there and have planned the week, and their days of travel or at another site."""
    employees = list(employees)
    where = presence(employees, week)
    counted: dict[int, tuple[int, int]] = {}
    for employee in employees:
        planned = [day for day in where[employee.pk] if day.planned]
        if planned:
            people, days = counted.get(employee.site_id, (0, 0))
            away = sum(day.at == At.TRAVEL or (day.at == At.SITE and day.site_id != employee.site_id) for day in planned)
            counted[employee.site_id] = (people + 1, days + away)
    return counted


@dataclass(frozen=True, slots=True)
class YearOfTravel:
    """What is counted of travel by those at a site in a year: in how many weeks, of how many people a week together, and their days."""

    site_id: int
    year: int
    weeks: int
    person_weeks: int
    days: int


def travel_by_year(unit_id: int, *, on: date) -> list[YearOfTravel]:
    """This will add up the weeks of each year that is over on a day, by site; a week lies in its ISO 8601 year."""
    rows = TravelFigure.objects.filter(owner_id=unit_id).annotate(year=ExtractIsoYear("week")).filter(year__lt=on.isocalendar().year)
    summed = rows.order_by().values_list("site", "year").annotate(Count("week"), Sum("people"), Sum("days")).order_by("site", "year")
    return [YearOfTravel(*row) for row in summed]


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
