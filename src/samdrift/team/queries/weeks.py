"""Where people are to be on the days of a week, who is on leave, and when who leads them next meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet, alphabetic
from samdrift.members.models import Site
from samdrift.team.cover import At, Day
from samdrift.team.models import CheckIn, Employee, Function, Leave, PlannedDay
from samdrift.team.reach import of_own_people
from samdrift.team.weeks import A_WEEK, WORKDAYS, workdays_of


def presence(employees: Iterable[Employee], week: date) -> dict[int, tuple[Day, ...]]:
    """This will return where each employee is on Monday to Friday of a week, by the employee's id; two queries."""
    employees = list(employees)
    ids = [employee.pk for employee in employees]
    days = workdays_of(week)
    planned = {
        (employee_id, on): (place, site_id)
        for employee_id, on, place, site_id in PlannedDay.objects.filter(employee__in=ids, on__gte=week, on__lt=week + A_WEEK)
        .order_by()
        .values_list("employee", "on", "place", "site")
    }
    away: dict[int, list[DateRange]] = {}
    spans = Leave.objects.filter(employee__in=ids, during__overlap=DateRange(week, week + timedelta(days=WORKDAYS)))
    for employee_id, during in spans.order_by().values_list("employee", "during"):
        away.setdefault(employee_id, []).append(during)
    return {
        employee.pk: tuple(_day(employee, on, planned.get((employee.pk, on)), away.get(employee.pk, ())) for on in days)
        for employee in employees
    }


def _day(employee: Employee, on: date, planned: tuple[str, int | None] | None, away: Sequence[DateRange]) -> Day:
    if any(on in span for span in away):
        return Day(At.AWAY)
    if planned is None:
        return Day(At.SITE, employee.site_id, planned=False)
    place, site_id = At(planned[0]), planned[1]
    return Day(place, (site_id or employee.site_id) if place == At.SITE else None)


def planned_days(employee: Employee, week: date) -> dict[date, PlannedDay]:
    """This will return what an employee has planned for a week, by day."""
    return {day.on: day for day in PlannedDay.objects.filter(employee=employee, on__gte=week, on__lt=week + A_WEEK).select_related("site")}


@dataclass(frozen=True, slots=True)
class Trip:
    """Days in a row that somebody travels, or is at another site than their own: `until_on` is the last one."""

    employee: Employee
    site: Site | None
    from_on: date
    until_on: date


def trips(functions: Sequence[Function], *, on: date, weeks: int) -> list[Trip]:
    """This will return the travel that is planned for the coming weeks by people of functions, the earliest first."""
    rows = (
        PlannedDay.objects.filter(employee__function__in=functions, on__gte=on, on__lt=on + weeks * A_WEEK)
        .exclude(place=At.HOME)
        .exclude(place=At.SITE, site=None)
        .select_related("employee__site", "site")
        .order_by("employee_id", "on")
    )
    found: list[Trip] = []
    for row in rows:
        last = found[-1] if found else None
        if last and (last.employee, last.site) == (row.employee, row.site) and (row.on - last.until_on).days == 1:
            found[-1] = Trip(last.employee, last.site, last.from_on, row.on)
        else:
            found.append(Trip(row.employee, row.site, row.on, row.on))
    return sorted(found, key=lambda trip: (trip.from_on, alphabetic(trip.employee.name), trip.until_on))


def planned_read_by(actor: Actor, *, since: date) -> QuerySet[PlannedDay]:
    """This will return the days planned from a day on that an actor may read: their own, and those of people whom they lead."""
    rows = PlannedDay.objects.filter(of_own_people(actor), on__gte=since).select_related("employee", "site__organization")
    return rows.order_by("on", InAlphabet("employee__name"), "pk")


def leave_read_by(actor: Actor, *, since: date) -> QuerySet[Leave]:
    """This will return the leave that has not ended on a day, as far as an actor may read it: their own, and of people whom they lead."""
    rows = Leave.objects.filter(of_own_people(actor), during__endswith__gt=since).select_related("employee__function__manager")
    return rows.order_by("during", InAlphabet("employee__name"), "pk")


def check_ins_read_by(actor: Actor) -> list[CheckIn]:
    """This will return the row that counts of each employee whose check-ins the actor may read of, by name."""
    rows = CheckIn.objects.filter(of_own_people(actor)).select_related("employee__function__manager")
    found = list(rows.order_by("employee_id", "-recorded_at", "-pk").distinct("employee_id"))
    return sorted(found, key=lambda row: (alphabetic(row.employee.name), row.pk))


def latest_check_ins(functions: Sequence[Function]) -> dict[int, CheckIn]:
    """This will return the row that counts of each employee in functions, by the employee's id."""
    rows = CheckIn.objects.filter(employee__function__in=functions)
    return {row.employee_id: row for row in rows.order_by("employee_id", "-recorded_at", "-pk").distinct("employee_id")}


def overdue_check_ins(functions: Sequence[Function], *, on: date) -> list[date]:
    """This will return the days on which check-ins were to be held and were not, the earliest first; days only."""
    return sorted(row.next_on for row in latest_check_ins(functions).values() if row.next_on < on)
