"""Work calendars in versions and revisions, and the days that Swedish offices close."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from samdrift.core.access import inside
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.engines.worktime import due_at
from samdrift.members import actions, closed_days
from samdrift.members.actions import Hours
from samdrift.members.models import Calendar, CalendarRevision
from samdrift.members.queries import revision_in_force, work_calendar
from samdrift.members.views.calendars import week_in_words
from tests.builders import NOW, TODAY, Cast, everywhere

Browser = Callable[[str], Client]
DAYTIME = {day: [("08:00", "16:30")] for day in range(5)}
FROM = date(2026, 1, 1)


def a_calendar(cast: Cast, name: str = "Kontorstid", hours: Hours | None = None, from_on: date = FROM) -> Calendar:
    by = cast.actor("karin")
    with inside(by.walls):
        return actions.add_calendar(name, name_en="Office hours", from_on=from_on, hours=hours or Hours(DAYTIME), by=by, at=NOW)


def test_swedish_offices_close_on_public_holidays_and_three_eves_and_not_on_every_sunday() -> None:
    days = closed_days.closed_days("SE", [2026])
    assert days[date(2026, 6, 19)] == ("Midsommarafton", "Midsummer Eve")
    assert {date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 6), date(2026, 1, 6), date(2026, 5, 14)} <= days.keys()
    assert date(2026, 11, 22) not in days  # a Sunday
    assert date(2026, 4, 30) not in days  # Walpurgis night: half a day by custom
    assert len(days) == 16
    assert len(closed_days.closed_days("SE", [2026, 2027, 2026])) == 32


def test_an_unknown_country_closes_nothing_in_silence() -> None:
    with pytest.raises(closed_days.UnknownCountry, match="XX"):
        closed_days.closed_days("XX", [2026])


def test_the_example_of_closed_days_is_true() -> None:
    assert doctest.testmod(closed_days).failed == 0


def test_time_stands_still_on_midsummer_eve(cast: Cast) -> None:
    calendar = a_calendar(cast, hours=Hours(DAYTIME, closed=closed_days.closed_days("SE", [2026])))
    with everywhere():
        revision = revision_in_force(calendar.pk, on=date(2026, 6, 18))
        assert revision is not None
        thursday = datetime(2026, 6, 18, 14, 0, tzinfo=UTC)  # 16 in Sweden
        assert due_at(work_calendar(revision), thursday, 3600) == datetime(2026, 6, 22, 6, 30, tzinfo=UTC)


def test_a_revision_counts_from_when_it_is_made_and_the_one_before_stays(cast: Cast) -> None:
    calendar = a_calendar(cast)
    by = cast.actor("karin")
    with inside(by.walls):
        version = calendar.versions.get()
        later = actions.revise_calendar(
            version, hours=Hours({0: [("09:00", "12:00")]}, special={TODAY: [("10:00", "11:00")]}), reason="Rättelse", by=by, at=NOW
        )
        assert later.number == 2
        assert revision_in_force(calendar.pk, on=TODAY) == later
        first = CalendarRevision.objects.get(version=version, number=1)
        assert first.opening_spans.count() == 5


def test_a_version_takes_over_on_its_from_day(cast: Cast) -> None:
    calendar = a_calendar(cast)
    by = cast.actor("elin")
    with inside(by.walls):
        new = actions.add_calendar_version(
            calendar, from_on=TODAY + timedelta(days=1), hours=Hours({6: [("00:00", "24:00")]}), by=by, at=NOW
        )
        assert revision_in_force(calendar.pk, on=TODAY) != new
        assert revision_in_force(calendar.pk, on=TODAY + timedelta(days=1)) == new
        assert revision_in_force(calendar.pk, on=FROM - timedelta(days=1)) is None
        with pytest.raises(Refused):
            actions.add_calendar_version(calendar, from_on=FROM, hours=Hours(DAYTIME), by=by, at=NOW)


@pytest.mark.parametrize(
    "hours",
    [
        Hours({0: [("8", "16")]}),
        Hours({0: [("08:00:30", "16:00")]}),
        Hours({7: [("08:00", "16:00")]}),
        Hours({0: [("08:00", "12:00"), ("11:00", "13:00")]}),
        Hours(DAYTIME, zone="Mars/Olympus"),
    ],
)
def test_refuses_hours_that_the_engine_could_not_count_in(cast: Cast, hours: Hours) -> None:
    with pytest.raises(BadInput):
        a_calendar(cast, hours=hours)
    with everywhere():
        assert not Calendar.objects.exists()


def test_refuses_a_second_calendar_of_the_same_name(cast: Cast) -> None:
    a_calendar(cast)
    with pytest.raises(Refused, match="Kontorstid"):
        a_calendar(cast)


@pytest.mark.parametrize("name", ["carin", "hedda", "ulla", "auditor"])
def test_calendars_are_written_by_those_who_write_agreements(cast: Cast, name: str) -> None:
    by = cast.actor(name)
    with inside(by.walls), pytest.raises(NotAllowed):
        actions.add_calendar("Min tid", from_on=FROM, hours=Hours(DAYTIME), by=by, at=NOW)


def test_the_page_says_the_hours_in_words_and_shows_why_they_changed(cast: Cast, as_: Browser) -> None:
    calendar = a_calendar(cast, hours=Hours(DAYTIME, closed=closed_days.closed_days("SE", [TODAY.year])))
    by = cast.actor("karin")
    with inside(by.walls):
        closed = closed_days.closed_days("SE", [TODAY.year])
        actions.revise_calendar(calendar.versions.get(), hours=Hours(DAYTIME, closed=closed), reason="Nytt år", by=by, at=NOW)
    page = as_("anna").get(f"/calendars/{calendar.pk}/").content.decode()
    assert "Måndag–fredag kl.\u00a008.00–16.30" in page
    assert "Midsommarafton" in page
    assert "Nytt år" in page
    assert str(TODAY.year + 1) in page  # whose closed days are missing
    assert "måndag–fredag" in as_("bo").get("/calendars/").content.decode()
    assert as_("anna").get("/calendars/999/").status_code == 404


def test_a_week_is_told_in_few_words(cast: Cast) -> None:
    night = {5: [("22:00", "06:00")], 6: [("22:00", "06:00"), ("09:00", "12:00")]}
    calendar = a_calendar(cast, hours=Hours({**DAYTIME, **night}))
    always = a_calendar(cast, "Dygnet runt", Hours({day: [("00:00", "24:00")] for day in range(7)}))
    with everywhere(), override("en"):
        revision, open_always = revision_in_force(calendar.pk, on=TODAY), revision_in_force(always.pk, on=TODAY)
        assert revision is not None
        assert open_always is not None
        assert week_in_words(revision.opening_spans.all()) == [
            ("Monday–Friday", "08:00–16:30"),
            ("Saturday", "22:00–06:00 the next day"),
            ("Sunday", "09:00–12:00, 22:00–06:00 the next day"),
        ]
        assert week_in_words(open_always.opening_spans.all()) == [("every day", "around the clock")]


def test_staff_add_a_calendar_whose_closed_days_are_proposed(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    page = elin.get("/calendars/new/").content.decode()
    assert page.count(f"{timezone.localdate().year + 1}-12-24") == 1
    typed = {
        "name": "Servicedeskens tid",
        "name_en": "Desk hours",
        "from_on": "2026-01-01",
        "day-0": "07.00–19.00",
        "closed": "2026-12-24 Julafton",
    }
    made = elin.post("/calendars/new/", typed)
    with everywhere():
        calendar = Calendar.objects.get(name="Servicedeskens tid")
        revision = revision_in_force(calendar.pk, on=TODAY)
        assert revision is not None
        assert [(span.weekday, span.opens, span.closes) for span in revision.opening_spans.all()] == [(0, "07:00", "19:00")]
        assert [day.name for day in revision.closed_days.all()] == ["Julafton"]
    assert made.headers["Location"] == f"/calendars/{calendar.pk}/"
    assert elin.post("/calendars/new/", typed).status_code == 409, "the name is taken"
    assert elin.post("/calendars/new/", typed | {"name": "Aldrig", "day-0": ""}).status_code == 422, "it is never open"
    assert as_("carin").post("/calendars/new/", typed | {"name": "Vår egen"}).status_code == 403
    with everywhere():
        assert Calendar.objects.count() == 1


def test_the_list_of_calendars_costs_as_many_queries_for_thirty_as_for_three(cast: Cast, as_: Browser) -> None:
    browser = as_("anna")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/calendars/").status_code == 200
        return len(seen)

    for n in range(3):
        a_calendar(cast, f"Tid {n}")
    browser.get("/calendars/")
    few = queries()
    for n in range(27):
        a_calendar(cast, f"Annan tid {n}")
    assert queries() == few
