"""What a target means in the month that comes, worked by hand."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from samdrift.agree.models import Measure, Target
from samdrift.agree.queries import Meaning, coming_month, target_in_words
from samdrift.engines.period import Month
from samdrift.members.actions import Hours
from samdrift.members.models import Calendar
from tests.agree.builders import a_calendar, some_levels
from tests.builders import Cast, everywhere

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DECEMBER = Month(2026, 12)


def _meaning(calendar: Calendar, measure: Measure, share_ppm: int, within: int | None = None, month: Month = DECEMBER) -> Meaning:
    level = some_levels("Guld")[0]
    priority = None if measure == Measure.AVAILABILITY else 2
    target = Target(service=level.service, level=level, measure=measure, priority=priority, share_ppm=share_ppm, calendar=calendar)
    target.within_seconds = within
    with everywhere():
        (meaning,) = target_in_words([target], month=month)
    return meaning


def test_availability_is_said_in_minutes_of_the_months_own_hours(cast: Cast) -> None:
    # December 2026 has 23 weekdays without holidays: 23 x 10 h = 230 h; 0.2 % of 13,800 min = 27.6 min
    meaning = _meaning(a_calendar(), Measure.AVAILABILITY, 998_000)
    assert (meaning.agreed_seconds, meaning.allowed_seconds) == (230 * 3600, 27 * 60 + 36)


def test_closed_days_shorten_the_month(cast: Cast) -> None:
    closed = {date(2026, 12, 24): ("Julafton", "Christmas Eve"), date(2026, 12, 25): ("Juldagen", "Christmas Day")}
    calendar = a_calendar(hours=Hours(weekly={day: [("07:00", "17:00")] for day in range(5)}, closed=closed))
    assert _meaning(calendar, Measure.AVAILABILITY, 998_000).agreed_seconds == 210 * 3600


def test_a_time_is_said_with_an_afternoon_that_goes_over_to_the_next_day(cast: Cast) -> None:
    meaning = _meaning(a_calendar(), Measure.RESOLUTION, 950_000, within=4 * 3600)
    assert meaning.example is not None
    assert meaning.cases == (19, 20)
    assert meaning.example.start_at == datetime(2026, 12, 1, 15, tzinfo=STOCKHOLM)
    assert meaning.example.due_at == datetime(2026, 12, 2, 9, tzinfo=STOCKHOLM)
    assert [stretch.seconds for stretch in meaning.example.stretches] == [2 * 3600, 2 * 3600]


def test_an_example_starts_when_the_calendar_first_opens_where_it_is_closed_in_the_afternoon(cast: Cast) -> None:
    calendar = a_calendar(hours=Hours(weekly={2: [("06:00", "08:00")]}))
    meaning = _meaning(calendar, Measure.RESPONSE, 1_000_000, within=600)
    assert meaning.example is not None
    assert meaning.is_always
    assert meaning.example.start_at == datetime(2026, 12, 2, 6, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(("share_ppm", "cases"), [(950_000, (19, 20)), (990_000, (99, 100)), (998_000, None), (666_667, None)])
def test_a_share_is_said_as_cases_when_that_is_easier(cast: Cast, share_ppm: int, cases: tuple[int, int] | None) -> None:
    assert _meaning(a_calendar(), Measure.RESPONSE, share_ppm, within=60).cases == cases


def test_a_calendar_without_hours_that_month_means_nothing_yet(cast: Cast) -> None:
    early = Month(2019, 12)
    calendar = a_calendar()
    assert _meaning(calendar, Measure.AVAILABILITY, 998_000, month=early).allowed_seconds is None
    assert _meaning(calendar, Measure.RESPONSE, 950_000, within=60, month=early).example is None


def test_the_month_shown_is_the_first_whole_one_in_force() -> None:
    on = date(2026, 11, 23)
    assert coming_month(on=on) == DECEMBER
    assert coming_month(on=on, from_on=date(2027, 1, 1)) == Month(2027, 1)
    assert coming_month(on=on, from_on=date(2027, 1, 2)) == Month(2027, 2)
    assert coming_month(on=on, from_on=date(2020, 1, 1)) == DECEMBER
    assert coming_month(on=date(2026, 12, 1)) == Month(2027, 1)
