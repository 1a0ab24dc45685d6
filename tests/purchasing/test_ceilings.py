"""Days and ceilings: the arithmetic, worked by hand and as properties."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samdrift.run.purchasing.ceilings import Ordered, months_later, pace_of, reminder_on, renewed

JANUARY = date(2026, 1, 1)
SOME_DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def test_a_renewal_ends_on_the_day_before_the_same_day() -> None:
    assert renewed(date(2027, 12, 31), 12) == date(2028, 12, 31)
    assert renewed(date(2027, 2, 28), 12) == date(2028, 2, 29)  # the next period begins on 1 March
    assert renewed(date(2026, 6, 14), 6) == date(2026, 12, 14)


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


@given(on=SOME_DAYS, months=st.integers(1, 120))
def test_a_period_that_is_renewed_is_longer_and_its_reminder_later(on: date, months: int) -> None:
    assert renewed(on, months) > on
    assert reminder_on(renewed(on, months), 90) - reminder_on(on, 90) == renewed(on, months) - on


def test_the_pace_is_that_of_the_last_365_days_and_says_when_the_rest_is_gone() -> None:
    """Worked by hand: 3 orders of 100 000 in 100 days; 600 000 left lasts 200 days more."""
    on = JANUARY + timedelta(days=99)
    pace = pace_of([Ordered(on, 3, 300_000)], left_minor=600_000, starts_on=JANUARY, on=on)
    assert pace is not None
    assert (pace.number, pace.amount_minor, pace.days, pace.ends_on) == (3, 300_000, 100, on + timedelta(days=200))


def test_what_was_ordered_more_than_a_year_ago_says_nothing_of_the_pace() -> None:
    on = date(2027, 6, 1)
    old, new = Ordered(on - timedelta(days=365), 9, 900), Ordered(on - timedelta(days=364), 3, 365)
    pace = pace_of([old, new], left_minor=10, starts_on=JANUARY, on=on)
    assert pace is not None
    assert (pace.number, pace.days, pace.ends_on) == (3, 365, on + timedelta(days=10))


def test_fewer_than_three_call_offs_tell_no_pace() -> None:
    assert pace_of([Ordered(JANUARY, 2, 500)], left_minor=10, starts_on=JANUARY, on=JANUARY) is None
    assert pace_of([], left_minor=10, starts_on=JANUARY, on=JANUARY) is None


@given(amounts=st.lists(st.integers(1, 10**12), min_size=3, max_size=20), left=st.integers(0, 10**15))
def test_the_rest_is_never_gone_before_today_nor_beyond_a_hundred_years(amounts: list[int], left: int) -> None:
    on = date(2026, 12, 31)
    pace = pace_of([Ordered(on, 1, amount) for amount in amounts], left_minor=left, starts_on=JANUARY, on=on)
    assert pace is not None
    assert on <= pace.ends_on <= on + timedelta(days=36_500)
