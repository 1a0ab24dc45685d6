"""Bookings as pages: the load, what members ask for, and who is booked."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.run.projects.actions import bookings as writing
from samdrift.run.projects.forms import BookingForm, RequestForm
from samdrift.run.projects.models import Booking, BookingRequest
from samdrift.run.projects.queries.bookings import bookings_read_by, load_by_function, load_by_person, requests_read_by
from samdrift.run.projects.views.parts import member_of, parts, unit_of, way_to
from samdrift.run.projects.weeks import A_WEEK, monday_of, week_text, weeks_from
from samdrift.team.queries import functions_led_by

WEEKS_SHOWN, A_PAGE = 8, 25
EARLIEST, LATEST = date(2000, 1, 3), date(2150, 1, 5)  # Mondays


@door(Deed.READ_PROJECTS)
def bookings(request: SeatedRequest) -> HttpResponse:
    """The load of eight weeks, the coming ones unless ?week= says others: per person for who leads them, per function for everyone;
    requests; bookings."""
    this_week = monday_of(timezone.localdate())
    first = _asked_week(request, this_week)
    since = min(first, this_week)
    weeks = weeks_from(first, WEEKS_SHOWN)
    led = functions_led_by(request.actor)
    asked = requests_read_by(request.actor)
    waiting = asked.filter(state=BookingRequest.State.WAITING).count()
    context = {
        "views": parts("bookings"),
        "weeks": [(week, week_text(week)) for week in weeks],
        "people": load_by_person(led, weeks) if led else [],
        "functions": load_by_function(weeks),
        "requests": Paginator(asked, A_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting,
        "earlier": first - WEEKS_SHOWN * A_WEEK if first > EARLIEST else None,
        "later": first + WEEKS_SHOWN * A_WEEK if first < LATEST else None,
        "elsewhere": first != this_week,
        "bookings": [(row, writing.may_call_off(row, request.actor)) for row in bookings_read_by(request.actor, since=since)],
        "asks": member_of(request.actor) is not None and request.actor.may(Deed.PROPOSE),
        "runs": request.actor.may(Deed.RUN_PROJECTS),
        "crumbs": way_to("projects"),
    }
    return render(request, "projects/bookings.html", context)


def _asked_week(request: SeatedRequest, this_week: date) -> date:
    """The Monday of the week that the address asks for; what is no day, or far away, is this week."""
    try:
        asked = monday_of(date.fromisoformat(request.GET.get("week", "")))
    except (ValueError, OverflowError):
        return this_week
    return asked if EARLIEST <= asked <= LATEST else this_week


@door(Deed.PROPOSE)
def request_booking(request: SeatedRequest) -> HttpResponse:
    member = get_object_or_404(Organization, pk=request.actor.owner_id)
    form = RequestForm(request.POST or None, initial={"from_week": timezone.localdate(), "weeks": 4, "percent": 50})
    if form.is_valid():
        given = dict(form.cleaned_data)
        with answered_on(form, request):
            writing.request_booking(member, given.pop("job"), given.pop("what"), **given, by=request.actor, at=timezone.now())
            messages.success(request, _("The unit has your request."))
            return redirect("bookings")
    lede = _("The unit answers with who comes.")
    return form_page(request, form, heading=_("Ask for somebody"), button=_("Ask"), crumbs=way_to("bookings"), lede=lede)


@door(Deed.RUN_PROJECTS)
def book_employee(request: SeatedRequest) -> HttpResponse:
    form = BookingForm(request.POST or None, initial={"from_week": timezone.localdate(), "weeks": 4, "percent": 50})
    return _book(request, form, None, _("Book somebody"))


@door(Deed.RUN_PROJECTS)
def answer_request(request: SeatedRequest, request_id: int) -> HttpResponse:
    asked = _request(request_id)
    initial = {
        "job": asked.job,
        "member": asked.owner_id,
        "from_week": asked.from_week,
        "weeks": asked.weeks,
        "percent": asked.percent,
    }
    form = BookingForm(request.POST or None, initial=initial)
    form.fields["member"].disabled = True
    return _book(request, form, asked, _("Answer %(member)s") % {"member": asked.owner.short_name}, asked.what)


def _book(request: SeatedRequest, form: BookingForm, asked: BookingRequest | None, heading: str, lede: str = "") -> HttpResponse:
    unit = unit_of(request.actor)
    if form.is_valid():
        given = dict(form.cleaned_data)
        with answered_on(form, request):
            made = writing.book_employee(
                unit, given.pop("employee"), given.pop("job"), **given, request=asked, by=request.actor, at=timezone.now()
            )
            messages.success(request, _("%(name)s is booked.") % {"name": made.employee.name})
            return redirect("bookings")
    return form_page(request, form, heading=heading, button=_("Book"), crumbs=_to_bookings(), lede=lede)


@require_POST
@door(Deed.RUN_PROJECTS)
def decline_request(request: SeatedRequest, request_id: int) -> HttpResponse:
    writing.decline_request(_request(request_id), by=request.actor, at=timezone.now())
    messages.success(request, _("The request is declined."))
    return redirect("bookings")


@require_POST
@door(Deed.RUN_PROJECTS)
def call_off_booking(request: SeatedRequest, booking_id: int) -> HttpResponse:
    rows = Booking.objects.select_related("employee__function__manager", "project__manager")
    booking = get_object_or_404(rows, pk=booking_id)
    writing.call_off_booking(booking, by=request.actor, at=timezone.now())
    messages.success(request, _("What was left of the booking is called off."))
    return redirect("bookings")


def _request(request_id: int) -> BookingRequest:
    return get_object_or_404(BookingRequest.objects.select_related("owner"), pk=request_id)


def _to_bookings() -> Crumbs:
    return [*way_to("projects"), (_("Bookings"), reverse("bookings"))]
