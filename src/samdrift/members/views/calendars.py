"""Work calendars as pages: when time counts, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members import actions
from samdrift.members.closed_days import closed_days, country_of
from samdrift.members.forms import HoursForm, NewCalendarForm
from samdrift.members.hours import Hours
from samdrift.members.models import Calendar, OpeningSpan
from samdrift.members.queries import calendars_in_order, revision_in_force, revisions_in_force, versions_of
from samdrift.members.views.form_page import form_page
from samdrift.ui.amounts import in_english

CLOSED: tuple[tuple[str, str], ...] = ()


@door(Deed.READ_AGREEMENTS)
def calendars(request: SeatedRequest) -> HttpResponse:
    in_force = revisions_in_force(on=timezone.localdate())
    rows = []
    for one in calendars_in_order():
        revision = in_force.get(one.pk)
        rows.append((one, revision, week_in_words(revision.opening_spans.all()) if revision else []))
    return render(request, "members/calendars.html", {"rows": rows, "may_change": request.actor.may(Deed.WRITE_AGREEMENTS)})


@door(Deed.WRITE_AGREEMENTS)
def add_calendar(request: SeatedRequest) -> HttpResponse:
    """A new calendar; the closed days of this year and the next are there to be changed."""
    at = timezone.now()
    year, country = timezone.localdate(at).year, country_of(settings.TIME_ZONE)
    proposed = HoursForm.written(Hours({}, closed_days(country, [year, year + 1]) if country else {}))
    form = NewCalendarForm(request.POST if request.method == "POST" else None, initial=proposed | {"from_on": date(year, 1, 1)})
    if form.is_valid():
        typed, hours = form.cleaned_data, form.hours(settings.TIME_ZONE)
        with answered_on(form, request):
            made = actions.add_calendar(
                typed["name"], name_en=typed["name_en"], from_on=typed["from_on"], hours=hours, by=request.actor, at=at
            )
            return redirect("calendar", made.pk)
    crumbs = [(_("Work calendars"), reverse("calendars"))]
    return form_page(request, form, heading=_("New calendar"), button=_("Add the calendar"), crumbs=crumbs)


@door(Deed.READ_AGREEMENTS)
def calendar(request: SeatedRequest, calendar_id: int) -> HttpResponse:
    found = get_object_or_404(Calendar, pk=calendar_id)
    today = timezone.localdate()
    revision = revision_in_force(found.pk, on=today)
    closed = list(revision.closed_days.all()) if revision else []
    special = list(revision.special_spans.all()) if revision else []
    years = sorted({day.on.year for day in closed})
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else today.year
    context = {
        "calendar": found,
        "revision": revision,
        "week": week_in_words(revision.opening_spans.all()) if revision else [],
        "closed": [day for day in closed if day.on.year == year],
        "special": [(span.on, hours_in_words(((span.opens, span.closes),))) for span in special],
        "year": year,
        "years": [{"label": str(one), "url": f"?year={one}", "current": one == year} for one in years],
        "unknown_year": next((one for one in (today.year, today.year + 1) if years and one not in years), None),
        "versions": versions_of(found),
        "may_change": request.actor.may(Deed.WRITE_AGREEMENTS),
    }
    return render(request, "members/calendar.html", context)


def week_in_words(spans: Iterable[OpeningSpan]) -> list[tuple[str, str]]:
    """This will return a week as pairs of days and hours, days in a row with the same hours taken together.

    In Swedish: ("måndag–fredag", "kl. 08.00–16.30"), ("lördag–söndag", "stängt").
    """
    hours: dict[int, tuple[tuple[str, str], ...]] = dict.fromkeys(range(7), CLOSED)
    for span in spans:
        hours[span.weekday] = (*hours[span.weekday], (span.opens, span.closes))
    alike = [list(days) for _hours, days in groupby(range(7), key=hours.__getitem__)]
    return [(_days_in_words(days), hours_in_words(hours[days[0]])) for days in alike]


def _days_in_words(days: list[int]) -> str:
    first, last = str(WEEKDAYS[days[0]]), str(WEEKDAYS[days[-1]])
    if len(days) == 7:
        return _("every day")
    return first if len(days) == 1 else f"{first}–{last}"


def hours_in_words(spans: tuple[tuple[str, str], ...]) -> str:
    """This will return the open hours of a day; those that run past midnight say so."""
    return ", ".join(_span_in_words(opens, closes) for opens, closes in spans) or _("closed")


def _span_in_words(opens: str, closes: str) -> str:
    if opens == closes or (opens, closes) == ("00:00", "24:00"):
        return _("around the clock") if opens == "00:00" else _("24 hours from %(time)s") % {"time": _clock(opens)}
    words = _("%(opens)s–%(closes)s") % {"opens": _clock(opens), "closes": closes if in_english() else closes.replace(":", ".")}
    return words if closes > opens else _("%(hours)s the next day") % {"hours": words}


def _clock(time: str) -> str:
    return time if in_english() else "kl.\u00a0" + time.replace(":", ".")
