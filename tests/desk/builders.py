"""What the desk's tests stand on: hours, an agreement in force, a ticket as it stands, projections that hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.agree.models import AdoptedLevel, Adoption, Agreement, Coverage, Measure, Target, Version
from samdrift.catalog.models import Level, Service
from samdrift.members.models import Calendar, CalendarRevision, CalendarVersion, ClosedDay, OpeningSpan, Organization
from samdrift.run.desk.check import differences
from samdrift.run.desk.models import Promise, Ticket
from tests.builders import NOW, everywhere

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
OFFICE = tuple((day, "08:00", "17:00") for day in range(5))
HOURS = {1: (1, 4), 2: (1, 8), 3: (4, 16), 4: (8, 90)}  # response and resolution per priority


def a_calendar(name: str = "", spans: Sequence[tuple[int, str, str]] = OFFICE, closed: Sequence[date] = ()) -> Calendar:
    """Agreed hours, office hours unless others are given."""
    with everywhere():
        calendar = Calendar.objects.create(name=name or f"Deskens tid {next(_numbers)}", name_en="Office hours")
        CalendarVersion.objects.create(calendar=calendar, from_on=LONG_AGO)
    a_revision(calendar, spans, closed)
    return calendar


def a_revision(
    calendar: Calendar, spans: Sequence[tuple[int, str, str]] = OFFICE, closed: Sequence[date] = (), *, at: datetime = NOW
) -> CalendarRevision:
    """A later revision of the calendar's only version."""
    with everywhere():
        version = calendar.versions.get()
        number = version.revisions.count() + 1
        revision = CalendarRevision.objects.create(version=version, number=number, zone="Europe/Stockholm", made_at=at)
        for weekday, opens, closes in spans:
            OpeningSpan.objects.create(revision=revision, weekday=weekday, opens=opens, closes=closes)
        for on in closed:
            ClosedDay.objects.create(revision=revision, on=on)
    return revision


def an_agreement(
    unit: Organization,
    member: Organization,
    services: Sequence[Service],
    *,
    calendar: Calendar | None = None,
    hours: Mapping[int, tuple[int, int]] = HOURS,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Version:
    """An agreement on services that covers the member, with response and resolution targets for each priority."""
    calendar = calendar or a_calendar()
    number = next(_numbers)
    with everywhere():
        agreement = Agreement.objects.create(name=f"Överenskommelse om stöd {number}", provider=unit)
        version = Version.objects.create(agreement=agreement, number=1, from_on=since, offered_at=NOW, digest="0" * 64)
        adoption = Adoption.objects.create(owner=member, version=version, during=DateRange(since, until))
        for service in services:
            level, _made = Level.objects.get_or_create(service=service, name="Silver", defaults={"rank": 1})
            AdoptedLevel.objects.create(owner=member, adoption=adoption, service=service, level=level)
            Coverage.objects.create(owner=member, adoption=adoption, service=service, level=level, during=DateRange(since, until))
            for priority, (response, resolution) in hours.items():
                for measure, length in ((Measure.RESPONSE, response), (Measure.RESOLUTION, resolution)):
                    Target.objects.create(
                        version=version,
                        clause=f"5.{priority}",
                        service=service,
                        level=level,
                        measure=measure,
                        priority=priority,
                        within_seconds=length * 3600,
                        share_ppm=950_000,
                        calendar=calendar,
                    )
    return version


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in November 2026, given as the clock shows it in Stockholm."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


def as_it_stands(ticket: Ticket) -> Ticket:
    with everywhere():
        return Ticket.objects.select_related("assignee").get(pk=ticket.pk)


def promise_on(ticket: Ticket, measure: Measure) -> Promise:
    with everywhere():
        return Promise.objects.select_related("target").get(ticket=ticket, measure=measure, replaced_at__isnull=True)


def assert_projections_hold() -> None:
    """Every head and promise follows from its facts."""
    with everywhere():
        assert differences() == []
