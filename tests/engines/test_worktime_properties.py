"""Laws that hold for every work calendar."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta

import numpy as np
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
)
from tests.engines.strategies import Case, cases, instants, pauses

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
