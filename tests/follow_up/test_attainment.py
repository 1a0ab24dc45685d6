"""The arithmetic of the target report: bounds, outcomes, tallies and Wilson's interval."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.follow_up import attainment
from samdrift.follow_up.attainment import (
    MET,
    MISSED,
    UNKNOWN,
    UNPROMISED,
    Clock,
    Histories,
    Tally,
    curve,
    outcomes,
    stop_bounds,
    tallies,
    tally,
    wilson,
)

HOUR = 3600.0
nan = np.nan
hours = st.integers(0, 1000).map(float)
maybe = st.one_of(st.none(), hours)


def histories(*rows: tuple[float | None, float | None, float | None]) -> Histories:
    """Of (resolved, closed, last seen open), in hours after each was opened."""
    n = len(rows)
    resolved, closed, seen = (np.array([nan if v is None else v * HOUR for v in column]) for column in zip(*rows, strict=True))
    whole = np.zeros(n, dtype=np.int64)
    return Histories(np.arange(n), whole, whole, whole + 3, np.zeros(n), resolved, closed, seen, whole)


def outcome(resolved: float | None, closed: float | None, seen: float | None, clock: Clock, within: float) -> int:
    return int(outcomes(*stop_bounds(histories((resolved, closed, seen)), clock), np.array([within * HOUR]))[0])


@pytest.mark.parametrize(
    ("resolved", "closed", "seen", "on_resolved", "on_closed"),
    [
        (5, 9, None, MET, MET),
        (10, 15, None, MET, MISSED),  # exactly in time is in time
        (11, 15, None, MISSED, MISSED),
        (None, 9, None, MET, MET),  # even the later bound is in time
        (None, 15, None, UNKNOWN, MISSED),
        (None, 15, 11, MISSED, MISSED),  # even the earlier bound is late
        (None, 15, 10, UNKNOWN, MISSED),
        (5, None, None, MET, UNKNOWN),
        (11, None, None, MISSED, MISSED),  # closed after it was resolved
        (None, None, None, UNKNOWN, UNKNOWN),
        (None, None, 11, MISSED, MISSED),
    ],
)
def test_a_time_that_is_unknown_but_bounded_counts_where_its_bounds_agree(
    resolved: float | None, closed: float | None, seen: float | None, on_resolved: int, on_closed: int
) -> None:
    assert outcome(resolved, closed, seen, Clock.RESOLVED, 10) == on_resolved
    assert outcome(resolved, closed, seen, Clock.CLOSED, 10) == on_closed


@given(resolved=hours, closed=hours, seen=maybe, within=hours)
def test_forgetting_a_time_turns_no_outcome_into_its_opposite(resolved: float, closed: float, seen: float | None, within: float) -> None:
    resolved, closed = sorted((resolved, closed))
    seen = None if seen is None else min(seen, resolved)
    for clock in Clock:
        known = outcome(resolved, closed, seen, clock, within)
        assert known in (MET, MISSED)
        for still_resolved, still_closed in ((None, closed), (resolved, None), (None, None)):
            assert outcome(still_resolved, still_closed, seen, clock, within) in (known, UNKNOWN)


@given(closed=hours, seen=maybe, within=hours, more=hours)
def test_a_longer_target_is_met_whenever_a_shorter_one_is(closed: float, seen: float | None, within: float, more: float) -> None:
    seen = None if seen is None else min(seen, closed)
    short, long = (outcome(None, closed, seen, Clock.RESOLVED, target) for target in (within, within + more))
    assert (short, long) not in {(MET, MISSED), (MET, UNKNOWN), (UNKNOWN, MISSED)}


def test_what_was_promised_nothing_is_counted_nowhere() -> None:
    found = outcomes(np.array([1.0, 5.0]), np.array([1.0, 5.0]), np.array([nan, 2.0]))
    assert found.tolist() == [UNPROMISED, MISSED]
    assert tally(found) == Tally(0, 1, 0)
    assert tallies(found, np.array([7, 8])) == {8: Tally(0, 1, 0)}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=50))
def test_the_parts_sum_to_the_whole(pairs: list[tuple[int, int]]) -> None:
    found, by = (np.array([pair[i] for pair in pairs], dtype=np.int64) for i in (0, 1))
    parts = tallies(found, by).values()
    whole = tally(found)
    assert (whole.met, whole.missed, whole.unknown) == tuple(sum(getattr(p, name) for p in parts) for name in ("met", "missed", "unknown"))


# Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("met", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(met: int, total: int, low: float, high: float) -> None:
    assert wilson(met, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_holds_the_share_mirrors_and_narrows(drawn: tuple[int, int]) -> None:
    met, total = drawn
    low, high = wilson(met, total)
    assert 0 <= low <= met / total <= high <= 1
    assert wilson(total - met, total) == pytest.approx((1 - high, 1 - low))
    finer = wilson(met * 10, total * 10)
    assert finer[1] - finer[0] < high - low


def test_wilson_of_nothing_is_everything_and_of_nonsense_an_error() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="no share"):
        wilson(2, 1)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_tally_holds_its_range_inside_its_interval(met: int, missed: int, unknown: int) -> None:
    counted = Tally(met, missed, unknown)
    low, high = counted.interval
    if counted.total:
        assert low <= counted.low <= counted.high <= high


def test_a_curve_says_what_is_certain_and_what_is_possible() -> None:
    bounds = stop_bounds(histories((1, 2, None), (None, 4, None), (3, 5, None)), Clock.RESOLVED)
    assert curve(*bounds, [0, 1, 3, 4]) == [
        (0, pytest.approx(1 / 3)),
        (pytest.approx(1 / 3), pytest.approx(2 / 3)),
        (pytest.approx(2 / 3), 1),
        (1, 1),
    ]
    assert curve(np.array([]), np.array([]), [1]) == [(0.0, 0.0)]


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(attainment, extraglobs={"np": np}).failed == 0
