"""Changing a calendar's hours: first what would change and what that does to the promises that run, then the doing of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.members.closed_days import closed_days, country_of
from samdrift.members.forms import HoursForm, NewHoursForm
from samdrift.members.hours import Changes, Hours, Spans, changes, hours_of
from samdrift.members.models import Calendar, CalendarVersion
from samdrift.members.queries import latest_revision, revision_in_force, versions_of
from samdrift.members.views.calendars import hours_in_words
from samdrift.members.written_hours import closed_written
from samdrift.run.desk import actions
from samdrift.run.desk.queries import open_promises_counted_in

YEARS_AHEAD = 3  # how far closed days are proposed: laws change


@door(Deed.WRITE_AGREEMENTS)
def calendar_changes(request: SeatedRequest, calendar_id: int) -> HttpResponse:
    """What runs in a calendar's hours, and the ways to change them: a slot of its page, or a page of its own."""
    found = get_object_or_404(Calendar, pk=calendar_id)
    versions = versions_of(found)
    counted = open_promises_counted_in([version.pk for version in versions])
    context = {"calendar": found, "rows": [(version, counted.get(version.pk, 0)) for version in versions]}
    template = "desk/calendar_changes.html" if request.headers.get("HX-Request") else "desk/calendar_changes_page.html"
    return render(request, template, context)


@door(Deed.WRITE_AGREEMENTS)
def revise_calendar(request: SeatedRequest, calendar_id: int, calendar_version_id: int) -> HttpResponse:
    """A correction of a version's hours, or another year's closed days."""
    versions = CalendarVersion.objects.select_related("calendar")
    version = get_object_or_404(versions, pk=calendar_version_id, calendar=calendar_id)
    latest = latest_revision(version)
    before, number = hours_of(latest) if latest else Hours({}), latest.number if latest else 0
    counted = open_promises_counted_in([version.pk])
    context = {"calendar": version.calendar, "version": version, "number": number + 1, "promises": counted.get(version.pk, 0)}
    if proposal := _proposed(request, before):
        return _written(request, HoursForm(initial=proposal), before, context | {"seen": request.POST.get("seen", number)})
    form = HoursForm(request.POST if request.method == "POST" else None, initial=HoursForm.written(before))
    if form.is_valid() and "change" not in request.POST:
        hours, reason = form.hours(before.zone), form.cleaned_data["reason"]
        with answered_on(form, request):
            actions.must_be_latest(latest, seen=_seen(request))
            actions.must_change(latest, hours)
            if "confirmed" not in request.POST:
                return _confirmation(request, form, changes(before, hours), context | {"seen": number})
            moved = actions.revise_calendar(
                version, hours=hours, reason=reason, instead_of=_seen(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, _("The hours are changed.") + " " + _moved(moved))
            return redirect("calendar", calendar_id)
    return _written(request, form, before, context | {"seen": number})


@door(Deed.WRITE_AGREEMENTS)
def new_hours(request: SeatedRequest, calendar_id: int) -> HttpResponse:
    """A new version, which takes over on a day to come."""
    calendar = get_object_or_404(Calendar, pk=calendar_id)
    at = timezone.now()
    now = revision_in_force(calendar.pk, on=timezone.localdate(at))
    before = hours_of(now) if now else Hours({})
    context = {"calendar": calendar}
    if proposal := _proposed(request, before):
        return _written(request, NewHoursForm(initial=proposal), before, context)
    form = NewHoursForm(request.POST if request.method == "POST" else None, initial=HoursForm.written(before))
    if form.is_valid() and "change" not in request.POST:
        from_on, hours, reason = form.cleaned_data["from_on"], form.hours(before.zone), form.cleaned_data["reason"]
        with answered_on(form, request):
            if "confirmed" not in request.POST:
                until_then = revision_in_force(calendar.pk, on=from_on)
                actions.must_lie_ahead(from_on, at=at)
                actions.must_change(until_then, hours)
                changed = changes(hours_of(until_then) if until_then else Hours({}), hours)
                return _confirmation(request, form, changed, context | {"from_on": from_on})
            actions.begin_new_hours(calendar, from_on=from_on, hours=hours, reason=reason, by=request.actor, at=at)
            messages.success(request, _("The new hours take over on %(on)s.") % {"on": from_on})
            return redirect("calendar", calendar_id)
    return _written(request, form, before, context)


def _written(request: SeatedRequest, form: HoursForm, before: Hours, context: Mapping[str, Any]) -> HttpResponse:
    """The form, filled in with the hours as they stand or as they were typed."""
    status = status_of(form) if form.errors else 200  # what is right is shown again to one who goes back to write on
    return render(request, "desk/calendar_form.html", {**context, "form": form, "years": _unknown_years(before)}, status=status)


def _confirmation(request: SeatedRequest, form: HoursForm, changed: Changes, context: Mapping[str, Any]) -> HttpResponse:
    none = _("no hours of its own")
    shown = {
        "form": form,
        "changed": changed,
        "weekly": [(str(WEEKDAYS[day]), _in_words(was), _in_words(becomes)) for day, was, becomes in changed.weekly],
        "special": [(on, _in_words(was) if was else none, _in_words(now) if now else none) for on, was, now in changed.special],
    }
    return render(request, "desk/calendar_confirm.html", {**context, **shown})


def _in_words(spans: Spans) -> str:
    return hours_in_words(tuple(spans))


def _moved(moved: int) -> str:
    if not moved:
        return _("No open promise was counted in them.")
    return ngettext("One open promise was recomputed.", "%(count)s open promises were recomputed.", moved) % {"count": moved}


def _seen(request: SeatedRequest) -> int:
    """The number of the revision that the reader saw; what is no number was seen by nobody."""
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _unknown_years(hours: Hours) -> list[int]:
    """The coming years whose closed days can be proposed: those of which none is known."""
    if country_of(hours.zone) is None:
        return []
    this_year, known = timezone.localdate().year, {on.year for on in hours.closed}
    return [year for year in range(this_year, this_year + YEARS_AHEAD) if year not in known]


def _proposed(request: SeatedRequest, before: Hours) -> dict[str, Any] | None:
    """What was typed, or the hours as they stand, with the closed days of a year put in; None when no such year was asked for."""
    typed = request.POST if request.method == "POST" else request.GET
    asked, country = typed.get("propose", ""), country_of(before.zone)
    if country is None or asked not in map(str, _unknown_years(before)):
        return None
    given = {name: request.POST[name] for name in NewHoursForm().fields if name in request.POST}
    initial = HoursForm.written(before) | given
    lines = str(initial["closed"]).splitlines()
    proposed = {on: names for on, names in closed_days(country, [int(asked)]).items() if not any(str(on) in line for line in lines)}
    closed = "\n".join(filter(None, [*lines, closed_written(proposed)]))
    reason = initial.get("reason") or _("Closed days of %(year)s") % {"year": asked}
    return initial | {"closed": closed, "reason": reason}
