"""Uptakes, coverage and outages for tests of availability, made as Samdrift itself inside the walls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.agree.models import Adoption, Agreement, Clause, Coverage, Target, Version
from samdrift.catalog.models import Level, Service, Uptake
from samdrift.members.actions import Hours, add_calendar
from samdrift.members.models import Calendar, Organization
from samdrift.run.availability.actions import Hit, announce_maintenance, report_outage
from samdrift.run.availability.models import MaintenanceWindow, Outage
from tests.builders import NOW, everywhere

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE: Mapping[int, Sequence[tuple[str, str]]] = {day: [("08:00", "18:00")] for day in range(5)}
ALWAYS: Mapping[int, Sequence[tuple[str, str]]] = {day: [("00:00", "24:00")] for day in range(7)}
LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def wall(text: str) -> datetime:
    """An instant written as a wall time in Stockholm: `wall("2026-10-05 09:30")`."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def a_calendar(hours: Mapping[int, Sequence[tuple[str, str]]] = OFFICE, since: date = LONG_AGO) -> Calendar:
    with everywhere() as samdrift:
        return add_calendar(f"Kalender {next(_numbers)}", from_on=since, hours=Hours(weekly=hours), by=samdrift, at=NOW)


def takes(taker: Organization, service: Service, since: date = LONG_AGO, until: date | None = None) -> Uptake:
    with everywhere():
        level, _made = Level.objects.get_or_create(service=service, rank=1, defaults={"name": "Brons"})
        return Uptake.objects.create(owner=taker, service=service, level=level, during=DateRange(since, until))


def a_coverage(
    taker: Organization,
    service: Service,
    calendar: Calendar | None,
    *,
    promised_ppm: int = 990_000,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Coverage:
    """An agreement in force that promises availability, or nothing of it where no calendar is given."""
    with everywhere():
        level, _made = Level.objects.get_or_create(service=service, rank=1, defaults={"name": "Brons"})
        number = next(_numbers)
        agreement = Agreement.objects.create(
            name=f"Överenskommelse om drift {number}", name_en=f"Agreement on operations {number}", provider=taker
        )
        version = Version.objects.create(agreement=agreement, number=1, from_on=since, offered_at=NOW, digest="0" * 64)
        Clause.objects.create(version=version, number="4.1", heading="Tillgänglighet", text="Tjänsten fungerar den avtalade tiden.")
        if calendar:
            Target.objects.create(
                version=version,
                clause="4.1",
                service=service,
                level=level,
                measure="availability",
                share_ppm=promised_ppm,
                calendar=calendar,
            )
        adoption = Adoption.objects.create(owner=taker, version=version, during=DateRange(since, until))
        return Coverage.objects.create(owner=taker, adoption=adoption, service=service, level=level, during=DateRange(since, until))


def a_promised_service(*takers: Organization, hours: Mapping[int, Sequence[tuple[str, str]]] = OFFICE, **more: Any) -> Service:
    """A service that the takers take, with availability promised in these hours."""
    with everywhere():
        service = Service.objects.create(name=f"Tjänst {next(_numbers)}", kind="basic")
    calendar = a_calendar(hours)
    for taker in takers:
        takes(taker, service)
        a_coverage(taker, service, calendar, **more)
    return service


def an_outage(service: Service, start: str, end: str | None, *hits: Hit, at: datetime = NOW, text: str = "Ett fel i en växel.") -> Outage:
    with everywhere() as samdrift:
        return report_outage(
            service,
            start_at=wall(start),
            end_at=wall(end) if end else None,
            text=text,
            text_en="A fault in a switch.",
            hits=hits or None,
            by=samdrift,
            at=at,
        )


def a_maintenance(service: Service, start: str, end: str, *hits: Hit, announced: str = "2026-01-01 08:00") -> MaintenanceWindow:
    with everywhere() as samdrift:
        return announce_maintenance(
            service,
            start_at=wall(start),
            end_at=wall(end),
            text="Byte av server.",
            text_en="A server is replaced.",
            hits=hits or None,
            by=samdrift,
            at=wall(announced),
        )
