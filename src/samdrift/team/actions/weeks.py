"""Weeks planned ahead, leave without a cause, and days of check-ins. A week that is over is counted and its plans are dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.members.models import Site
from samdrift.team.actions.figures import count_weeks_over
from samdrift.team.models import CheckIn, Employee, Leave, Place, PlannedDay
from samdrift.team.reach import NotYouLead, leads, must_be_own_or_lead
from samdrift.team.weeks import A_WEEK, WORKDAYS, monday_of, weeks_from

MOST_WEEKS, LONGEST_LEAVE, NEXT_WITHIN = 12, timedelta(days=366), timedelta(days=366)

Day = tuple[Place, Site | None]


class WeekIsOver(Refused):
    words = _("A week that is over is not planned.")


class NotAWorkday(BadInput):
    words = _("%(day)s is no workday of the week.")


class WeeksAhead(BadInput):
    words = _("Plan from 1 to %(most)s weeks in a row.")


class HomeIsNoSite(BadInput):
    words = _("Somebody who works at home is at no site.")


class LeaveEndsFirst(BadInput):
    words = _("Leave lasts at least a day and at most a year.")


class LeaveIsOver(Refused):
    words = _("Leave that is over is not kept here.")


class LeaveThereAlready(Refused):
    words = _("%(name)s is on leave already some of these days.")


class HeldInTheFuture(BadInput):
    words = _("A check-in that was held has been.")


class NextIsBefore(BadInput):
    words = _("The next check-in is from today on and within a year.")


@transaction.atomic
def plan_week(employee: Employee, week: date, days: Mapping[date, Day], *, by: Actor, at: datetime, weeks: int = 1) -> None:
    """This will plan where an employee works on the workdays of a week, by its Monday, and of those that follow if `weeks` is more than 1.

    What was planned for these weeks is replaced; a day that is left out is not planned.
    """
    by.must(Deed.PLAN_WORK)
    must_be_own_or_lead(employee, by)
    must_be_ahead(week, at=at)
    if not 1 <= weeks <= MOST_WEEKS:
        raise WeeksAhead(most=MOST_WEEKS)
    for day, (place, site) in days.items():
        must_fit(week, day, place, site)
    hold(employee)
    count_weeks_over(employee.function.unit_id, by=by, at=at)
    PlannedDay.objects.filter(employee=employee, on__gte=week, on__lt=week + weeks * A_WEEK).delete()
    PlannedDay.objects.bulk_create(
        PlannedDay(
            owner_id=employee.function.unit_id,
            employee=employee,
            on=monday + (day - week),
            place=place,
            site=None if site is None or site.pk == employee.site_id else site,
        )
        for monday in weeks_from(week, weeks)
        for day, (place, site) in days.items()
    )
    audit.record("plan_week", of=employee, by=by, at=at, owner_id=employee.function.unit_id)


@transaction.atomic
def take_leave(employee: Employee, *, from_on: date, until_on: date, by: Actor, at: datetime) -> Leave:
    """This will note that an employee is on leave from a day until another, the first one back. Nobody asks why."""
    by.must(Deed.PLAN_WORK)
    must_be_own_or_lead(employee, by)
    must_be_leave(from_on, until_on, at=at)
    hold(employee)
    count_weeks_over(employee.function.unit_id, by=by, at=at)
    if Leave.objects.filter(employee=employee, during__overlap=DateRange(from_on, until_on)).exists():
        raise LeaveThereAlready(name=employee.name)
    row = Leave(owner_id=employee.function.unit_id, employee=employee, during=DateRange(from_on, until_on))
    keep(row)
    audit.record("take_leave", of=row, by=by, at=at)
    return row


@transaction.atomic
def withdraw_leave(leave: Leave, *, by: Actor, at: datetime) -> None:
    """This will do away with leave that has not ended."""
    by.must(Deed.PLAN_WORK)
    must_be_own_or_lead(leave.employee, by)
    row = Leave.objects.select_for_update(of=("self",)).get(pk=leave.pk)
    if row.during.upper <= timezone.localdate(at):
        raise LeaveIsOver
    audit.record("withdraw_leave", of=row, by=by, at=at)
    row.delete()


@transaction.atomic
def record_check_in(employee: Employee, *, held_on: date | None, next_on: date, by: Actor, at: datetime) -> CheckIn:
    """This will note the day on which an employee and who leads them met, if they did, and the day agreed for the next time."""
    by.must(Deed.PLAN_WORK)
    if not leads(employee, by):
        raise NotYouLead
    must_be_check_in(held_on, next_on, on=timezone.localdate(at))
    row = CheckIn(owner_id=employee.function.unit_id, employee=employee, held_on=held_on, next_on=next_on, recorded_at=at)
    keep(row)
    audit.record("record_check_in", of=row, by=by, at=at)
    return row


def hold(employee: Employee) -> None:
    """This will hold an employee, so that two who plan the same person take turns."""
    Employee.objects.select_for_update(of=("self",)).get(pk=employee.pk)


def must_be_ahead(week: date, *, at: datetime) -> None:
    if week < monday_of(timezone.localdate(at)):
        raise WeekIsOver
    if week.weekday():
        raise NotAWorkday(day=week)


def must_fit(week: date, day: date, place: Place, site: Site | None) -> None:
    if not 0 <= (day - week).days < WORKDAYS:
        raise NotAWorkday(day=day)
    if place == Place.HOME and site is not None:
        raise HomeIsNoSite


def must_be_leave(from_on: date, until_on: date, *, at: datetime) -> None:
    if not from_on < until_on <= from_on + LONGEST_LEAVE:
        raise LeaveEndsFirst
    if until_on <= timezone.localdate(at):
        raise LeaveIsOver


def must_be_check_in(held_on: date | None, next_on: date, *, on: date) -> None:
    if held_on is not None and held_on > on:
        raise HeldInTheFuture
    if not on <= next_on <= on + NEXT_WITHIN:
        raise NextIsBefore
