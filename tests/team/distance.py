"""Skills, weeks, leave and check-ins for tests, made through the actions; Elin leads the cast's function."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from samdrift.members.models import Site
from samdrift.team.actions import skills as saying
from samdrift.team.actions import weeks as planning
from samdrift.team.models import CheckIn, Employee, Function, Leave, Place, PlannedDay, Skill
from samdrift.team.weeks import monday_of, workdays_of
from tests.builders import Cast, everywhere

THIS_WEEK = monday_of(timezone.localdate())
LONG_AGO = date(2024, 1, 1)


def elin_leads(cast: Cast, function: Function | None = None) -> None:
    with everywhere():
        Function.objects.filter(pk=(function or cast.function).pk).update(manager=cast.employee("elin"))


def a_skill(cast: Cast, name: str = "Brandväggar", *people: Employee) -> Skill:
    """A skill on the list, which these people have since long."""
    with everywhere() as by:
        skill = saying.add_skill(cast.unit, name, name_en=f"{name} (en)", by=by, at=timezone.now())
        for employee in people:
            saying.say_skill(_whole(employee), skill, from_on=LONG_AGO, by=by, at=timezone.now())
    return skill


def a_week(employee: Employee, *places: tuple[str, Site | None] | str, week: date = THIS_WEEK) -> None:
    """A week planned day by day; one place alone counts for all five days."""
    told = [(place, None) if isinstance(place, str) else place for place in places] * (5 if len(places) == 1 else 1)
    days = {on: (Place(place), site) for on, (place, site) in zip(workdays_of(week), told, strict=False)}
    with everywhere() as by:
        planning.plan_week(_whole(employee), week, days, by=by, at=timezone.now())


def a_leave(employee: Employee, from_on: date, days: int) -> Leave:
    with everywhere() as by:
        until_on = from_on + timedelta(days=days)
        return planning.take_leave(_whole(employee), from_on=from_on, until_on=until_on, by=by, at=timezone.now())


def a_check_in(cast: Cast, employee: Employee, next_on: date) -> CheckIn:
    """Days that were agreed when next_on was still to come."""
    with everywhere():
        return CheckIn.objects.create(owner=cast.unit, employee=employee, next_on=next_on, recorded_at=timezone.now())


def planned_long_ago(cast: Cast, people: list[tuple[Employee, str]], week: date) -> None:
    """Weeks that were planned before they were over, as rows."""
    with everywhere():
        PlannedDay.objects.bulk_create(
            PlannedDay(owner=cast.unit, employee=employee, on=on, place=place) for employee, place in people for on in workdays_of(week)
        )


def _whole(employee: Employee) -> Employee:
    return Employee.objects.select_related("function__manager", "site").get(pk=employee.pk)
