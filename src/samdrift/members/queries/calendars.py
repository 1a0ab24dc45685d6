"""Reads of work calendars, as the engine takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import timezone

from samdrift.core.order import InAlphabet
from samdrift.engines.availability import Window
from samdrift.engines.worktime import WorkCalendar
from samdrift.members.models import Calendar, CalendarRevision, CalendarVersion

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def revision_in_force(calendar_id: int, *, on: date, known_at: datetime | None = None) -> CalendarRevision | None:
    """This will return the latest revision of the calendar's version in force on a day; None before its first version.

    known_at: as it was known at an instant, without the corrections that came later; the first revision where all came later.
    """
    version = CalendarVersion.objects.filter(calendar_id=calendar_id, from_on__lte=on).order_by("-from_on").first()
    if version is None or known_at is None:
        return latest_revision(version) if version else None
    return version.revisions.filter(made_at__lte=known_at).order_by("-number").first() or version.revisions.order_by("number").first()


def latest_revision(version: CalendarVersion) -> CalendarRevision | None:
    """This will return the revision of a version that counts."""
    return version.revisions.order_by("-number").first()


def work_calendar(revision: CalendarRevision) -> WorkCalendar:
    """This will return a revision as the engine's calendar. Three queries: read it once a request and keep it."""
    hours: dict[str, list[list[str]]] = {}
    for span in revision.opening_spans.all():
        hours.setdefault(WEEKDAYS[span.weekday], []).append([span.opens, span.closes])
    exceptions: dict[str, list[list[str]]] = {}
    for special in revision.special_spans.all():
        exceptions.setdefault(special.on.isoformat(), []).append([special.opens, special.closes])
    return WorkCalendar.from_mapping(
        {
            "timezone": revision.zone,
            "hours": hours,
            "holidays": [day.on.isoformat() for day in revision.closed_days.all()],
            "exceptions": exceptions,
        }
    )


def calendar_pieces(calendar: Calendar, *, during: Window) -> Sequence[tuple[Window, WorkCalendar]]:
    """This will tile a window with the calendar's revisions, one piece for each version in force in it, as `measure` takes them.

    A version takes over at midnight, in the federation's zone, of its from-day. Time before the first version is left out, so a calendar
    without versions has no pieces.
    """
    zone = timezone.get_default_timezone()
    versions = list(calendar.versions.order_by("from_on"))
    if not versions:
        return []
    starts = [datetime(v.from_on.year, v.from_on.month, v.from_on.day, tzinfo=ZoneInfo(str(zone))) for v in versions]
    ends = [later for _earlier, later in pairwise(starts)] + [during.end_at + timedelta(days=1)]
    pieces: list[tuple[Window, WorkCalendar]] = []
    for version, start, end in zip(versions, starts, ends, strict=True):
        start_at, end_at = max(start, during.start_at), min(end, during.end_at)
        revision = latest_revision(version)
        if start_at < end_at and revision is not None:
            pieces.append((Window(start_at, end_at), work_calendar(revision)))
    return pieces


def calendars_in_order() -> list[Calendar]:
    """This will return the work calendars by name."""
    return list(Calendar.objects.order_by(InAlphabet("name")))


def versions_of(calendar: Calendar) -> list[CalendarVersion]:
    """This will return a calendar's versions, the latest from-day first, with their revisions at hand, the latest first."""
    revisions = Prefetch("revisions", queryset=CalendarRevision.objects.order_by("-number"))
    return list(calendar.versions.order_by("-from_on").prefetch_related(revisions))


def revisions_in_force(*, on: date) -> dict[int, CalendarRevision]:
    """This will return, by calendar, the revision in force on a day with its week's spans at hand; two queries for all of them."""
    in_force = (
        CalendarRevision.objects.filter(version__from_on__lte=on)
        .select_related("version")
        .order_by("version__calendar_id", "-version__from_on", "-number")
        .distinct("version__calendar_id")
        .prefetch_related("opening_spans")
    )
    return {revision.version.calendar_id: revision for revision in in_force}
