from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.period import Month, NaiveInstant, NotAMonth, UnknownZone, instant_after, instant_of, microseconds_of, zone_named

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# where midnight, half an hour or a whole day is skipped or shown twice
ZONES = ["Europe/Stockholm", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
months = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_october_is_an_hour_longer_and_march_an_hour_shorter_where_clocks_change() -> None:
    lengths = {}
    for month in (Month(2026, 3), Month(2026, 10)):
        start, end = month.window(STOCKHOLM)
        lengths[str(month)] = (end - start) // timedelta(hours=1)
    assert lengths == {"2026-03": 31 * 24 - 1, "2026-10": 31 * 24 + 1}


@given(months, st.sampled_from(ZONES))
def test_months_tile_time(month: Month, zone: str) -> None:
    start, end = month.window(zone)
    assert start < end == month.next().window(zone)[0]
    assert Month.of(start, zone) == month == Month.of(end - timedelta(microseconds=1), zone)
    assert Month.of(end, zone) == month.next()


@given(months)
def test_next_and_previous_undo_each_other_and_keep_order(month: Month) -> None:
    assert month.next().previous() == month == month.previous().next()
    assert month.previous() < month < month.next()
    assert Month.parse(str(month)) == month


@given(months, st.integers(0, 40))
def test_a_span_of_months_stops_before_its_end(month: Month, count: int) -> None:
    end = month
    for _ in range(count):
        end = end.next()
    listed = list(month.until(end))
    assert len(listed) == count
    assert listed == sorted(listed)
    assert end not in listed
    assert list(end.next().until(month)) == []


@given(months)
def test_days_begin_with_the_first_and_belong_to_the_month(month: Month) -> None:
    days = month.days()
    assert days[0] == month.starts_on == date(month.year, month.month, 1)
    assert {Month(day.year, day.month) for day in days} == {month}
    assert days[-1] + timedelta(days=1) == month.next().starts_on


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "26-01", "2026-10-01", " 2026-10", "2026-10\n", "0001-01", "9999-01", "٢٠٢٦-10"]
)
def test_refuses_text_that_names_no_month(text: str) -> None:
    with pytest.raises(NotAMonth):
        Month.parse(text)


def test_refuses_a_zone_that_does_not_exist() -> None:
    for name in ("Europe/Stokholm", "", "../etc/passwd", "/etc/localtime", "Europe", "\0"):
        with pytest.raises(UnknownZone):
            zone_named(name)
    with pytest.raises(UnknownZone):
        Month(2026, 10).window("Mars/Olympus")


def test_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(NaiveInstant):
        Month.of(wall("2026-10-01"), STOCKHOLM)
    with pytest.raises(NaiveInstant):
        microseconds_of(wall("2026-10-01"))


@pytest.mark.parametrize(
    ("shown", "zone", "instant"),
    [
        ("2026-03-29T01:59:59", "Europe/Stockholm", "2026-03-29T00:59:59"),
        ("2026-03-29T02:00", "Europe/Stockholm", "2026-03-29T01:00"),
        ("2026-03-29T02:59:59.5", "Europe/Stockholm", "2026-03-29T01:00"),
        ("2026-03-29T03:00", "Europe/Stockholm", "2026-03-29T01:00"),
        ("2026-10-25T02:00", "Europe/Stockholm", "2026-10-25T00:00"),
        ("2026-10-25T02:59:59", "Europe/Stockholm", "2026-10-25T00:59:59"),
        ("2026-10-25T03:00", "Europe/Stockholm", "2026-10-25T02:00"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00"),  # Samoa went over the date line: that Friday did not exist
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30"),  # half an hour is skipped
    ],
)
def test_a_wall_time_is_the_first_instant_that_shows_it_or_later(shown: str, zone: str, instant: str) -> None:
    assert instant_of(wall(shown), ZoneInfo(zone)) == wall(instant).replace(tzinfo=UTC)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001
def test_the_clock_shows_a_wall_time_at_its_instant_and_not_a_second_before(shown: datetime, zone: str) -> None:
    shown = shown.replace(microsecond=0)
    at = instant_of(shown, ZoneInfo(zone))
    assert at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) >= shown
    assert (at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None) < shown


@given(st.datetimes(timezones=st.sampled_from([UTC, STOCKHOLM]), min_value=datetime(1900, 1, 1), max_value=datetime(2300, 1, 1)))  # noqa: DTZ001
def test_microseconds_read_back_as_the_same_instant(at: datetime) -> None:
    assert instant_after(microseconds_of(at)) == at.astimezone(UTC)
