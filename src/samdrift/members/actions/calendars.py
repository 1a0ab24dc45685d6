"""Work calendars: a version takes over from a day; a correction, or a new year's closed days, is a revision of it."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.engines.worktime import WorkCalendar
from samdrift.members.hours import Hours
from samdrift.members.models import Calendar, CalendarRevision, CalendarVersion, ClosedDay, OpeningSpan, SpecialSpan
from samdrift.members.models.calendars import wall_time
from samdrift.members.queries import WEEKDAYS


class CalendarNamedAlready(Refused):
    words = _("There is a calendar called %(name)s already.")


class VersionStartsThenAlready(Refused):
    words = _("%(name)s has a version from %(on)s already. Correct that one instead.")


class HoursCannotBe(BadInput):
    words = _("These hours cannot be: %(why)s")


@transaction.atomic
def add_calendar(name: str, *, from_on: date, hours: Hours, by: Actor, at: datetime, name_en: str = "") -> Calendar:
    """This will add a calendar with its first version."""
    by.must(Deed.WRITE_AGREEMENTS)
    row = Calendar(name=name, name_en=name_en)
    keep(row, {"members_calendar_name_key": CalendarNamedAlready(name=name)})
    audit.record("add_calendar", of=row, by=by, at=at)
    add_calendar_version(row, from_on=from_on, hours=hours, by=by, at=at)
    return row


@transaction.atomic
def add_calendar_version(calendar: Calendar, *, from_on: date, hours: Hours, by: Actor, at: datetime, reason: str = "") -> CalendarRevision:
    """This will add a version that takes over at midnight of its from-day, and return its first revision."""
    by.must(Deed.WRITE_AGREEMENTS)
    row = CalendarVersion(calendar=calendar, from_on=from_on)
    keep(row, {"members_calendar_version_once": VersionStartsThenAlready(name=calendar.name, on=from_on)})
    audit.record("add_calendar_version", of=row, by=by, at=at)
    return _revise(row, 1, hours, at, reason)


@transaction.atomic
def revise_calendar(version: CalendarVersion, *, hours: Hours, reason: str, by: Actor, at: datetime) -> CalendarRevision:
    """This will add a revision of a version, which counts from now on; those before it stay, for the promises computed with them."""
    by.must(Deed.WRITE_AGREEMENTS)
    Calendar.objects.select_for_update(of=("self",)).get(pk=version.calendar_id)  # versions are facts and cannot be locked
    latest = version.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    revision = _revise(version, latest + 1, hours, at, reason)
    audit.record("revise_calendar", of=revision, by=by, at=at)
    return revision


def _revise(version: CalendarVersion, number: int, hours: Hours, at: datetime, reason: str) -> CalendarRevision:
    check_hours(hours)
    revision = CalendarRevision(version=version, number=number, zone=hours.zone, made_at=at, reason=reason)
    keep(revision)
    OpeningSpan.objects.bulk_create(
        OpeningSpan(revision=revision, weekday=weekday, opens=opens, closes=closes)
        for weekday, spans in hours.weekly.items()
        for opens, closes in spans
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(revision=revision, on=on, name=name, name_en=name_en) for on, (name, name_en) in hours.closed.items()
    )
    SpecialSpan.objects.bulk_create(
        SpecialSpan(revision=revision, on=on, opens=opens, closes=closes) for on, spans in hours.special.items() for opens, closes in spans
    )
    return revision


def check_hours(hours: Hours) -> None:
    """This will refuse hours that the engine could not count in: what it cannot read is not stored."""
    if not hours.weekly.keys() <= set(range(len(WEEKDAYS))):
        raise HoursCannotBe(why=_("a weekday is 0 (Monday) to 6 (Sunday)."))
    times = [time for spans in (*hours.weekly.values(), *hours.special.values()) for span in spans for time in span]
    try:
        for time in times:
            wall_time(time)  # the engine also reads seconds, which are not stored
        WorkCalendar.from_mapping(
            {
                "timezone": hours.zone,
                "hours": {WEEKDAYS[weekday]: [list(span) for span in spans] for weekday, spans in hours.weekly.items()},
                "holidays": [on.isoformat() for on in hours.closed],
                "exceptions": {on.isoformat(): [list(span) for span in spans] for on, spans in hours.special.items()},
            }
        )
    except ValidationError as wrong:
        raise HoursCannotBe(why=" ".join(wrong.messages)) from wrong
    except ValueError as wrong:
        raise HoursCannotBe(why=wrong) from wrong
