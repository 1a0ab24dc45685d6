"""Who is booked, and how much: person by person for who leads them, function by function for everyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from samdrift.core.access import READS_ALL, Actor
from samdrift.core.order import InAlphabet
from samdrift.run.projects.models import Booking, BookingRequest, FunctionWeek
from samdrift.run.projects.weeks import A_WEEK
from samdrift.team.groups import enough
from samdrift.team.models import Employee, Function


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """How many per cent of each week an employee is booked."""

    employee: Employee
    percents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FunctionLoad:
    """How many per cent of each week a function's people are booked on average; nothing where they are fewer than five."""

    function: Function
    size: int
    percents: tuple[int, ...] | None


def percents_by_week(employee_ids: Iterable[int], weeks: Sequence[date]) -> dict[int, dict[date, int]]:
    """This will return by employee how many per cent of each week (Mondays in a row) they are booked; for the unit and auditors."""
    if not weeks:
        return {}
    rows = Booking.objects.filter(
        employee__in=list(employee_ids), called_off_at=None, from_week__lte=weeks[-1], until_week__gt=weeks[0]
    ).values_list("employee", "from_week", "until_week", "percent")
    found: dict[int, dict[date, int]] = {}
    for employee_id, from_week, until_week, percent in rows.order_by():
        of_employee = found.setdefault(employee_id, {})
        week = max(from_week, weeks[0])
        last = min(until_week - A_WEEK, weeks[-1])
        while week <= last:
            of_employee[week] = of_employee.get(week, 0) + percent
            week += A_WEEK
    return found


def load_by_person(functions: Iterable[Function], weeks: Sequence[date]) -> list[PersonLoad]:
    """This will return the load of everyone in functions, by site and name."""
    employees = list(
        Employee.objects.filter(function__in=list(functions))
        .select_related("site", "function")
        .order_by(InAlphabet("site__city"), InAlphabet("site__name"), InAlphabet("name"), "pk")
    )
    booked = percents_by_week([employee.pk for employee in employees], weeks)
    return [PersonLoad(e, tuple(booked.get(e.pk, {}).get(week, 0) for week in weeks)) for e in employees]


def load_by_function(weeks: Sequence[date]) -> list[FunctionLoad]:
    """This will return the average load of each function, by name; of one with fewer than five people nothing but its size."""
    sums = {
        (function_id, week): percent
        for function_id, week, percent in FunctionWeek.objects.filter(week__in=weeks).values_list("function", "week", "percent")
    }
    functions = Function.objects.annotate(size=Count("employees")).order_by(InAlphabet("name"), "pk")
    return [FunctionLoad(f, f.size, _averages(f, f.size, sums, weeks)) for f in functions]


def _averages(function: Function, size: int, sums: dict[tuple[int, date], int], weeks: Sequence[date]) -> tuple[int, ...] | None:
    if not enough(size):  # the average would say too much of each
        return None
    return tuple((2 * sums.get((function.pk, week), 0) + size) // (2 * size) for week in weeks)


def bookings_read_by(actor: Actor, *, since: date) -> QuerySet[Booking]:
    """This will return the bookings that lasted on a Monday or begin later, as far as the actor may read them: their own, those of people
    whom they lead, and those for projects that they manage."""
    me = actor.account_id
    read = Q(employee__account=me) | Q(employee__function__manager__account=me) | Q(project__manager__account=me)
    rows = Booking.objects.filter(read, called_off_at=None, until_week__gt=since)
    return rows.select_related("employee__site", "employee__function__manager", "member", "project__manager").order_by(
        "from_week", InAlphabet("employee__name"), "pk"
    )


def requests_read_by(actor: Actor) -> QuerySet[BookingRequest]:
    """This will return the requests for people: all for the unit and auditors, its own for a member; those that wait first."""
    rows = BookingRequest.objects.select_related("owner", "employee")
    rows = rows if actor.role in READS_ALL else rows.filter(owner_id=actor.owner_id)
    return rows.order_by("-state", "-requested_at", "-pk")  # of booked, declined and waiting the last one is first
