"""Laws that hold for every work calendar."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samdrift.engines.worktime import (
    NeverOpen,
    WorkCalendar,
    due_at,
    due_at_many,
    open_seconds,
    open_seconds_many,
    open_spans,
    progress,
)
from samdrift.engines.worktime.calendar import WEEKDAYS
from tests.engines.strategies import Case, cases, instants, pauses, spans_of_a_day

SECOND = timedelta(seconds=1)
durations = st.integers(0, 10 * 86_400)


def due_or_skip(calendar: WorkCalendar, start: datetime, seconds: int, stops: object = ()) -> datetime:
    try:
        return due_at(calendar, start, seconds, pauses=stops)  # type: ignore[arg-type]
    except NeverOpen:
        assume(False)
        raise


@given(st.data(), durations)
def test_due_time_and_open_time_undo_each_other(data: st.DataObject, seconds: int) -> None:
    case = data.draw(cases())
    start = data.draw(instants(case, step=1))
    stops = data.draw(pauses(case))
    due = due_or_skip(case.calendar, start, seconds, stops)
    assert open_seconds(case.calendar, start, due, pauses=stops) == seconds
    if seconds:
        # it is the first such instant
        assert open_seconds(case.calendar, start, due - SECOND, pauses=stops) == seconds - 1
    else:
        assert due == start


@given(st.data(), st.integers(0, 999_999), st.integers(0, 10**5))
def test_a_start_keeps_its_fraction_of_a_second(data: st.DataObject, fraction: int, seconds: int) -> None:
    case = data.draw(cases())
    start = data.draw(instants(case, step=1)) + timedelta(microseconds=fraction)
    due = due_or_skip(case.calendar, start, seconds)
    assert open_seconds(case.calendar, start, due) == seconds
    assert not seconds or open_seconds(case.calendar, start, due - timedelta(microseconds=1)) == seconds - 1


@given(st.data())
def test_open_time_adds_up_over_spans_that_meet(data: st.DataObject) -> None:
    case = data.draw(cases())
    first, middle, last = sorted(data.draw(st.tuples(*[instants(case, step=1)] * 3)))
    stops = data.draw(pauses(case))
    parts = [open_seconds(case.calendar, *span, pauses=stops) for span in ((first, middle), (middle, last))]
    assert sum(parts) == open_seconds(case.calendar, first, last, pauses=stops)
    assert all(0 <= part <= (last - first) // SECOND for part in parts)


@given(st.data(), durations, durations)
def test_a_later_start_or_a_longer_time_is_never_due_sooner(data: st.DataObject, seconds: int, more: int) -> None:
    case = data.draw(cases())
    start, later = sorted(data.draw(st.tuples(*[instants(case, step=1)] * 2)))
    stops = data.draw(pauses(case))
    due = due_or_skip(case.calendar, start, seconds, stops)
    assert due <= due_or_skip(case.calendar, later, seconds, stops)
    assert due <= due_or_skip(case.calendar, start, seconds + more, stops)


@given(st.data(), st.integers(1, 86_400), st.integers(1, 86_400))
def test_two_times_after_each_other_are_due_as_their_sum(data: st.DataObject, first: int, second: int) -> None:
    case = data.draw(cases())
    start = data.draw(instants(case, step=1))
    stops = data.draw(pauses(case))
    both = due_or_skip(case.calendar, start, first + second, stops)
    between = due_at(case.calendar, start, first, pauses=stops)
    assert due_at(case.calendar, between, second, pauses=stops) == both


@given(st.data(), durations)
def test_pauses_lengthen_exactly_by_the_open_time_they_cover(data: st.DataObject, seconds: int) -> None:
    case = data.draw(cases())
    start = data.draw(instants(case, step=1))
    stops = data.draw(pauses(case))
    due = due_or_skip(case.calendar, start, seconds, stops)
    covered, until = 0, start
    for paused, resumed in sorted(stops):
        assert resumed is not None
        covered += open_seconds(case.calendar, max(paused, until), min(resumed, due))
        until = max(until, resumed)
    assert due == due_at(case.calendar, start, seconds + covered)


@given(st.data())
def test_open_spans_are_apart_in_order_and_add_up(data: st.DataObject) -> None:
    case = data.draw(cases())
    start, end = sorted(data.draw(st.tuples(*[instants(case, step=1)] * 2)))
    spans = open_spans(case.calendar, start, end)
    assert sum((closes - opens for opens, closes in spans), timedelta()) == open_seconds(case.calendar, start, end) * SECOND
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)


@settings(max_examples=50)
@given(st.data(), st.lists(durations, min_size=1, max_size=20))
def test_many_questions_at_once_are_answered_as_one_by_one(data: st.DataObject, seconds: list[int]) -> None:
    case = data.draw(cases())
    starts = [data.draw(instants(case, step=1)) for _ in seconds]
    ends = [data.draw(instants(case, step=1)) for _ in seconds]
    many = np.array([[int(at.timestamp()) for at in row] for row in (starts, ends)], dtype=np.int64)
    expected = [due_or_skip(case.calendar, start, wanted) for start, wanted in zip(starts, seconds, strict=True)]
    assert due_at_many(case.calendar, many[0], np.array(seconds)).tolist() == [int(at.timestamp()) for at in expected]
    counted = [open_seconds(case.calendar, start, end) for start, end in zip(starts, ends, strict=True)]
    assert open_seconds_many(case.calendar, many[0], many[1]).tolist() == counted


# All zones that there are but the oldest names of the same ones, in an order that does not depend on the machine.
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("posix/", "right/", "Etc/", "SystemV/")))
far_instants = st.integers(int(datetime(1990, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2060, 1, 1, tzinfo=UTC).timestamp()))


@st.composite
def weeks_anywhere(draw: st.DrawFn) -> WorkCalendar:
    hours = {"mon": [["08:00", "17:00"]]} | draw(st.dictionaries(st.sampled_from(WEEKDAYS[1:]), spans_of_a_day()))
    breaks = draw(st.dictionaries(st.sampled_from(WEEKDAYS[1:]), spans_of_a_day(), max_size=2))
    return WorkCalendar.from_mapping({"timezone": draw(st.sampled_from(ZONES)), "hours": hours, "holidays": ["12-25"], "breaks": breaks})


def agree_on(calendar: WorkCalendar, questions: list[tuple[int, int]]) -> None:
    """Questions are pairs of an epoch second and a number of seconds; many at once and one by one they are answered the same."""
    starts, seconds = np.array(questions, dtype=np.int64).T
    instants_of = [datetime.fromtimestamp(start, UTC) for start, _ in questions]
    expected = [due_at(calendar, at, wanted) for at, (_, wanted) in zip(instants_of, questions, strict=True)]
    assert due_at_many(calendar, starts, seconds).tolist() == [int(at.timestamp()) for at in expected]
    ends = np.roll(starts, 1)
    counted = [open_seconds(calendar, at, datetime.fromtimestamp(end, UTC)) for at, end in zip(instants_of, ends.tolist(), strict=True)]
    assert open_seconds_many(calendar, starts, ends).tolist() == counted


@settings(max_examples=20)
@given(weeks_anywhere(), far_instants, st.lists(st.tuples(st.integers(0, 300 * 86_400), durations), min_size=1, max_size=30))
def test_many_at_once_are_one_by_one_in_any_zone_and_year(calendar: WorkCalendar, first: int, questions: list[tuple[int, int]]) -> None:
    agree_on(calendar, [(first + later, seconds) for later, seconds in questions])


@pytest.mark.long
@settings(max_examples=200)
@given(weeks_anywhere(), st.lists(st.tuples(far_instants, durations), min_size=1, max_size=200))
def test_many_at_once_are_one_by_one_over_seventy_years(calendar: WorkCalendar, questions: list[tuple[int, int]]) -> None:
    agree_on(calendar, questions)


@given(st.data(), durations)
def test_what_has_passed_and_what_is_left_make_the_promised_time(data: st.DataObject, seconds: int) -> None:
    case = data.draw(cases())
    start, at = data.draw(instants(case, step=1)), data.draw(instants(case, step=1))
    stops = data.draw(pauses(case))
    found = progress(case.calendar, start, seconds, at, pauses=stops)
    assert found.elapsed_seconds + found.remaining_seconds == seconds
    assert found.elapsed_seconds == open_seconds(case.calendar, start, at, pauses=stops)
    due = due_or_skip(case.calendar, start, seconds, stops)
    assert (found.remaining_seconds > 0) == (due > at and found.elapsed_seconds < seconds)
    assert (found.percent >= 100) == (found.remaining_seconds <= 0)


@settings(max_examples=20)
@given(cases(), st.lists(st.tuples(st.integers(0, 30 * 365), st.integers(0, 10**6)), min_size=1, max_size=4))
def test_the_order_in_which_a_calendar_is_asked_makes_no_difference(case: Case, questions: list[tuple[int, int]]) -> None:
    kept = case.calendar
    for day, seconds in questions:
        start = datetime(1990, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        due = due_or_skip(case.calendar, start, seconds)
        assert due_at(kept, start, seconds) == due
        assert open_seconds(kept, start, due) == seconds


@settings(max_examples=30)
@given(cases())
def test_calendars_are_equal_whatever_they_have_been_asked_and_survive_copying(case: Case) -> None:
    asked, fresh = case.calendar, case.calendar
    open_seconds(asked, case.begins_at, case.begins_at + timedelta(days=400))
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    assert pickle.loads(pickle.dumps(asked)) == fresh == copy.deepcopy(asked)
    assert len(pickle.dumps(asked)) == len(pickle.dumps(fresh))
