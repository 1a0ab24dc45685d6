"""Weeks as pages: one's own, and the function's for who leads it. Leave and check-ins stand beside them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.core.errors import NotAllowed
from samdrift.members.models import Site
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.team.actions import weeks as writing
from samdrift.team.cover import At, Day
from samdrift.team.forms.weeks import CheckInForm, LeaveForm, WeekForm
from samdrift.team.models import Employee, Function
from samdrift.team.queries import (
    employee_of,
    employees_of,
    functions_led_by,
    latest_check_ins,
    leave_read_by,
    planned_days,
    presence,
    sites_without_cover,
    skills_without_cover,
    staffed_sites,
    trips,
    week_cover,
)
from samdrift.team.reach import NotYouLead, must_be_own_or_lead
from samdrift.team.views.parts import employee_at, function_at, to_function, to_team, views_of, week_asked, weeks_around
from samdrift.team.weeks import week_in_words, workdays_of
from samdrift.team.words import days_text, weekday

TRAVEL_WEEKS = 8


@door(Deed.PLAN_WORK)
def my_week(request: SeatedRequest) -> HttpResponse:
    """One's own week to plan, leave and the next check-in with who leads one."""
    me = _me(request)
    week, today = week_asked(request), timezone.localdate()
    form = WeekForm(request.POST or None, week=week, planned=planned_days(me, week), own=me.site)
    if form.is_valid():
        with answered_on(form, request):
            weeks = form.cleaned_data["weeks"]
            writing.plan_week(me, week, form.planned(), weeks=weeks, by=request.actor, at=timezone.now())
            messages.success(request, _("Your week is planned."))
            return redirect(f"{reverse('my_week')}?week={week}")
    leave = [row for row in leave_read_by(request.actor, since=today) if row.employee_id == me.pk]
    context = {
        "views": views_of(request, "my_week"),
        "weeks": weeks_around(week, reverse("my_week")),
        "week": week,
        "week_text": week_in_words(week, on=today),
        "me": me,
        "form": form,
        "address": reverse("my_week"),
        "leave": leave,
        "check_in": latest_check_ins([me.function]).get(me.pk),
        "today": today,
        "led": functions_led_by(request.actor),
    }
    return render(request, "team/my_week.html", context, status=status_of(form))


@door(Deed.PLAN_WORK)
def function_week(request: SeatedRequest, function_id: int) -> HttpResponse:
    """The week of a function's people, its travel, leave and check-ins; for who leads it."""
    function = _led(request, function_id)
    week, today = week_asked(request), timezone.localdate()
    cover = week_cover(week)
    people = employees_of(function)
    where = presence(people, week)
    cities = {site.pk: site.city for site in staffed_sites()}
    held = latest_check_ins([function])
    travel = trips([function], on=today, weeks=TRAVEL_WEEKS)
    visited = {day.site_id for days in where.values() for day in days if day.site_id} - set(cities)
    cities |= dict(Site.objects.filter(pk__in=visited).values_list("pk", "city"))
    context = {
        "function": function,
        "weeks": weeks_around(week, reverse("function_week", args=[function.pk])),
        "week": week,
        "week_text": week_in_words(week, on=today),
        "days": [(on, weekday(n)) for n, on in enumerate(workdays_of(week))],
        "rows": [(person, [_told(n, day, person, cities) for n, day in enumerate(where[person.pk])]) for person in people],
        "gaps": [
            (gap.what, days_text(gap.days)) for gap in [*sites_without_cover(cover, [function]), *skills_without_cover(cover, [function])]
        ],
        "trips": travel,
        "leave": [row for row in leave_read_by(request.actor, since=today) if row.employee.function_id == function.pk],
        "check_ins": sorted(
            ((person, held.get(person.pk)) for person in people), key=lambda one: (one[1] is not None, one[1].next_on if one[1] else today)
        ),
        "today": today,
    }
    return render(request, "team/function_week.html", context)


@door(Deed.PLAN_WORK)
def employee_week(request: SeatedRequest, employee_id: int) -> HttpResponse:
    """The week of one of a function's people to plan, for who leads it; one's own is `my_week`."""
    employee = employee_at(employee_id)
    if employee.function not in functions_led_by(request.actor):
        raise NotYouLead
    week, today, address = week_asked(request), timezone.localdate(), reverse("employee_week", args=[employee.pk])
    back = f"{reverse('function_week', args=[employee.function_id])}?week={week}"
    form = WeekForm(request.POST or None, week=week, planned=planned_days(employee, week), own=employee.site)
    if form.is_valid():
        with answered_on(form, request):
            weeks = form.cleaned_data["weeks"]
            writing.plan_week(employee, week, form.planned(), weeks=weeks, by=request.actor, at=timezone.now())
            messages.success(request, _("The week of %(name)s is planned.") % {"name": employee.name})
            return redirect(back)
    context = {
        "weeks": weeks_around(week, address),
        "week": week,
        "week_text": week_in_words(week, on=today),
        "employee": employee,
        "form": form,
        "address": address,
        "back": back,
    }
    return render(request, "team/employee_week.html", context, status=status_of(form))


@door(Deed.PLAN_WORK)
def take_leave(request: SeatedRequest, employee_id: int) -> HttpResponse:
    employee = employee_at(employee_id)
    must_be_own_or_lead(employee, request.actor)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            from_on = form.cleaned_data["from_on"]
            writing.take_leave(employee, from_on=from_on, until_on=form.until_on, by=request.actor, at=timezone.now())
            return _back(request, employee)
    heading = gettext_lazy("Leave")
    return form_page(request, form, heading=heading, button=gettext_lazy("Save"), crumbs=_to_week(request, employee), lede=employee.name)


@require_POST
@door(Deed.PLAN_WORK)
def withdraw_leave(request: SeatedRequest, leave_id: int) -> HttpResponse:
    leave = get_object_or_404(leave_read_by(request.actor, since=timezone.localdate()), pk=leave_id)
    writing.withdraw_leave(leave, by=request.actor, at=timezone.now())
    messages.success(request, _("The leave is taken away."))
    return _back(request, leave.employee)


@door(Deed.PLAN_WORK)
def record_check_in(request: SeatedRequest, employee_id: int) -> HttpResponse:
    employee = employee_at(employee_id)
    if employee.function not in functions_led_by(request.actor):
        raise NotYouLead
    form = CheckInForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.record_check_in(employee, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function_week", employee.function_id)
    lede = _("%(name)s. Days only: what was said stays between you.") % {"name": employee.name}
    crumbs = _to_week(request, employee)
    return form_page(request, form, heading=gettext_lazy("Check-in"), button=gettext_lazy("Save"), crumbs=crumbs, lede=lede)


def _told(weekday: int, day: Day, person: Employee, cities: dict[int, str]) -> dict[str, str | bool]:
    """A day in words: the city of another site, else where it is spent."""
    short = str(WEEKDAYS_ABBR[weekday])
    if day.at == At.SITE:
        own = day.site_id == person.site_id
        words = _("On site") if own else cities.get(day.site_id or 0, "")
        return {"at": day.at, "words": words, "planned": day.planned, "own": own, "short": short}
    spent = {At.HOME: _("At home"), At.TRAVEL: _("Travels"), At.AWAY: _("Leave")}
    return {"at": day.at, "words": spent[day.at], "planned": True, "own": False, "short": short}


def _me(request: SeatedRequest) -> Employee:
    me = employee_of(request.actor)
    if me is None:
        raise NotAllowed
    return me


def _led(request: SeatedRequest, function_id: int) -> Function:
    function = function_at(function_id)
    if function not in functions_led_by(request.actor):
        raise NotYouLead
    return function


def _back(request: SeatedRequest, employee: Employee) -> HttpResponse:
    me = employee_of(request.actor)
    return redirect("my_week") if me == employee else redirect("function_week", employee.function_id)


def _to_week(request: SeatedRequest, employee: Employee) -> Crumbs:
    if employee_of(request.actor) == employee:
        return [*to_team(), (gettext_lazy("My week"), reverse("my_week"))]
    return [*to_function(employee.function), (gettext_lazy("The week"), reverse("function_week", args=[employee.function_id]))]
