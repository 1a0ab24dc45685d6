"""People asked for and booked. A booking is written under the lock of the employee's function, which owns the sum of each week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, Role
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.members.models import Organization
from samdrift.run.projects.actions.time import NotAMonday
from samdrift.run.projects.models import Booking, BookingRequest, FunctionWeek, Project
from samdrift.run.projects.models.bookings import MOST_WEEKS
from samdrift.run.projects.queries.bookings import percents_by_week
from samdrift.run.projects.weeks import A_WEEK, monday_of, week_in_words, weeks_from
from samdrift.team.models import Employee, Function

WHOLE = 100


class PercentOutside(BadInput):
    words = _("%(percent)s per cent cannot be booked: it is from 1 to 100.")


class WeeksOutside(BadInput):
    words = _("A booking lasts from 1 to %(most)s weeks.")


class NobodyAsks(BadInput):
    words = _("Say which member or project the booking is for.")


class OnlyMembersAsk(BadInput):
    words = _("People are booked by a member.")


class OverBooked(Refused):
    words = _("%(name)s would be booked for more than all of %(week)s.")
    way_on = _("Choose other weeks or somebody else, or say why it must be.")


class RequestIsAnswered(Refused):
    words = _("The request is already answered.")


class BookingIsOver(Refused):
    words = _("The booking is over or already called off.")


class NotYourBooking(Refused):
    status = 403
    words = _("Only who leads the employee, manages the project or directs the unit calls it off.")


@transaction.atomic
def request_booking(
    member: Organization, job: str, what: str, *, from_week: date, weeks: int, percent: int, by: Actor, at: datetime
) -> BookingRequest:
    """This will ask for a project manager, developer or procurer for a member, from a week on and so much of each."""
    by.must(Deed.PROPOSE)
    if member.pk not in by.walls.writes:
        raise NotAllowed
    if member.kind not in (Organization.Kind.MEMBER, Organization.Kind.CUSTOMER):
        raise OnlyMembersAsk
    _must_be_a_span(from_week, weeks, percent)
    request = BookingRequest(owner=member, job=job, what=what.strip(), from_week=from_week, weeks=weeks, percent=percent, requested_at=at)
    keep(request)
    audit.record("request_booking", of=request, by=by, at=at)
    return request


@transaction.atomic
def decline_request(request: BookingRequest, *, by: Actor, at: datetime) -> BookingRequest:
    """This will say no to a request."""
    by.must(Deed.RUN_PROJECTS)
    row = _waiting(request)
    row.state = BookingRequest.State.DECLINED
    row.save(update_fields=["state"])
    audit.record("decline_request", of=row, by=by, at=at)
    return row


@transaction.atomic
def book_employee(
    unit: Organization,
    employee: Employee,
    job: str,
    *,
    from_week: date,
    weeks: int,
    percent: int,
    by: Actor,
    at: datetime,
    member: Organization | None = None,
    project: Project | None = None,
    request: BookingRequest | None = None,
    reason: str = "",
) -> Booking:
    """This will book an employee for a member, a project or both. A week that comes to more than all of it is refused, unless `reason`
    says why; the reason is kept. `request` is the member's request that the booking answers."""
    by.must(Deed.RUN_PROJECTS)
    _must_be_a_span(from_week, weeks, percent)
    if member is None and project is None:
        raise NobodyAsks
    lock_functions([employee.function_id])
    asked = None if request is None else _waiting(request)
    span = weeks_from(from_week, weeks)
    over = overbooked(percents_by_week([employee.pk], span).get(employee.pk, {}), span, percent)
    if over is not None and not reason.strip():
        raise OverBooked(name=employee.name, week=week_in_words(over))
    booking = Booking(
        owner=unit,
        employee=employee,
        job=job,
        member=member,
        project=project,
        request=asked,
        from_week=from_week,
        until_week=from_week + weeks * A_WEEK,
        percent=percent,
        reason=reason.strip() if over is not None else "",
        booked_at=at,
    )
    keep(booking)
    count_weeks(employee.function_id, span, percent)
    if asked is not None:
        asked.state, asked.employee = BookingRequest.State.BOOKED, employee
        asked.save(update_fields=["state", "employee"])
    audit.record("book_employee", of=booking, by=by, at=at)
    return booking


@transaction.atomic
def call_off_booking(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """This will call off what is left of a booking from this week on; weeks that have been stay. A request whose booking had not begun
    waits again."""
    if not may_call_off(booking, by):
        raise NotYourBooking
    lock_functions([booking.employee.function_id])
    row = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    this_week = monday_of(timezone.localdate(at))
    if row.called_off_at is not None or row.until_week <= this_week:
        raise BookingIsOver
    first = max(row.from_week, this_week)
    count_weeks(booking.employee.function_id, weeks_from(first, (row.until_week - first).days // 7), -row.percent)
    if row.from_week < this_week:
        row.until_week = this_week
    else:
        row.called_off_at = at
        if row.request_id is not None:
            BookingRequest.objects.filter(pk=row.request_id).update(state=BookingRequest.State.WAITING, employee=None)
    row.save(update_fields=["until_week", "called_off_at"])
    audit.record("call_off_booking", of=row, by=by, at=at)
    return row


def may_call_off(booking: Booking, by: Actor) -> bool:
    """This will say whether the actor leads the employee, manages the project or directs the unit."""
    leaders = [booking.employee.function.manager, booking.project.manager if booking.project else None]
    leads = by.role in (Role.DIRECTOR, Role.SYSTEM) or by.account_id in {leader.account_id for leader in leaders if leader}
    return leads and by.may(Deed.RUN_PROJECTS)


def _must_be_a_span(from_week: date, weeks: int, percent: int) -> None:
    if from_week.weekday():
        raise NotAMonday(day=from_week)
    if not 1 <= weeks <= MOST_WEEKS:
        raise WeeksOutside(most=MOST_WEEKS)
    if not 1 <= percent <= WHOLE:
        raise PercentOutside(percent=percent)


def _waiting(request: BookingRequest) -> BookingRequest:
    row = BookingRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state != BookingRequest.State.WAITING:
        raise RequestIsAnswered
    return row


def lock_functions(ids: Iterable[int]) -> None:
    """This will hold functions, in the order of their ids, so that two who book the same person take turns."""
    wanted = sorted(set(ids))
    held = list(Function.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    assert len(held) == len(wanted), "who books writes the federation's rows"


def overbooked(booked: dict[date, int], weeks: Iterable[date], percent: int) -> date | None:
    """This will return the first week that so much more would make more than a whole one, if any."""
    return next((week for week in weeks if booked.get(week, 0) + percent > WHOLE), None)


def count_weeks(function_id: int, weeks: Iterable[date], percent: int) -> None:
    """This will add to the sum of each week of a locked function."""
    weeks = list(weeks)
    there = set(FunctionWeek.objects.filter(function=function_id, week__in=weeks).values_list("week", flat=True))
    FunctionWeek.objects.filter(function=function_id, week__in=there).update(percent=F("percent") + percent)
    FunctionWeek.objects.bulk_create(FunctionWeek(function_id=function_id, week=w, percent=percent) for w in weeks if w not in there)
