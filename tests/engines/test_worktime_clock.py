"""Rules of the clock, each on a case worked by hand. Times are those on a wall in Stockholm unless they say otherwise."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from samdrift.engines.period import NaiveInstant
from samdrift.engines.worktime import (
    NegativeSeconds,
    NeverOpen,
    NotEpochSeconds,
    OutOfReach,
    PauseReversed,
    WorkCalendar,
    due_at,
    due_at_many,
    open_seconds,
    open_seconds_many,
    open_spans,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NINE = [["08:00", "17:00"]]
WHOLE = [["00:00", "24:00"]]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), NINE)
ALWAYS = dict.fromkeys((*WEEK, "sat", "sun"), WHOLE)
HOUR = 3600


def a_calendar(hours: dict[str, Any] = WEEK, zone: str = "Europe/Stockholm", **parts: Any) -> WorkCalendar:
    return WorkCalendar.from_mapping({"timezone": zone, "hours": hours} | parts)


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold)


def test_a_swedish_christmas_worked_by_hand() -> None:
    # Closed: Christmas Eve (Thursday), 25 and 26 December, New Year's Eve (Thursday), 1 and 6 January; half a day on the eve of Epiphany.
    office = a_calendar(
        holidays=["12-24", "12-25", "12-26", "12-31", "01-01", "2027-01-06"], exceptions={"2027-01-05": [["08:00", "12:00"]]}
    )
    asked = at("2026-12-23T15:00")
    # Wednesday the 23rd leaves 2 h; Monday to Wednesday the 28th to 30th 9 h each: 29 h; Monday the 4th 38 h; Tuesday's half day 42 h.
    assert due_at(office, asked, 2 * HOUR) == at("2026-12-23T17:00")
    assert due_at(office, asked, 12 * HOUR) == at("2026-12-29T09:00")
    assert due_at(office, asked, 29 * HOUR) == at("2026-12-30T17:00")
    assert due_at(office, asked, 42 * HOUR) == at("2027-01-05T12:00")
    assert due_at(office, asked, 44 * HOUR) == at("2027-01-07T10:00")
    assert open_seconds(office, asked, at("2027-01-07T10:00")) == 44 * HOUR


def test_a_start_outside_hours_counts_from_the_next_opening() -> None:
    for start in ("2026-10-02T17:00", "2026-10-02T23:00", "2026-10-04T12:00", "2026-10-05T07:59", "2026-10-05T08:00"):
        assert due_at(a_calendar(), at(start), HOUR) == at("2026-10-05T09:00")


def test_an_exact_fit_lands_at_closing_and_one_second_more_after_the_next_opening() -> None:
    assert due_at(a_calendar(), at("2026-10-02T16:00"), HOUR) == at("2026-10-02T17:00")
    assert due_at(a_calendar(), at("2026-10-02T16:00"), HOUR + 1) == at("2026-10-05T08:00:01")


def test_zero_seconds_are_due_at_once_open_or_not() -> None:
    for start in ("2026-10-02T16:00", "2026-10-04T03:00"):
        assert due_at(a_calendar(), at(start), 0) == at(start)
        assert due_at(a_calendar({}), at(start), 0) == at(start)


def test_a_reversed_span_has_no_open_time() -> None:
    assert open_seconds(a_calendar(), at("2026-10-05T12:00"), at("2026-10-05T09:00")) == 0
    assert open_spans(a_calendar(), at("2026-10-05T12:00"), at("2026-10-05T09:00")) == []


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    due = due_at(a_calendar(), datetime(2026, 10, 5, 12, tzinfo=UTC), HOUR)
    assert (due.tzinfo, due.hour) == (UTC, 13)
    assert due_at(a_calendar(), at("2026-10-05T12:00"), HOUR).tzinfo is STOCKHOLM


def test_a_night_belongs_to_the_day_it_starts_on() -> None:
    nights = a_calendar({"fri": [["22:00", "06:00"]]}, holidays=["2026-10-10"])
    # Saturday the 10th is a holiday, the night from Friday goes on into it; the night of a Friday that is a holiday is closed to its end.
    assert open_seconds(nights, at("2026-10-09T00:00"), at("2026-10-11T00:00")) == 8 * HOUR
    assert open_seconds(a_calendar({"fri": [["22:00", "06:00"]]}, holidays=["10-09"]), at("2026-10-09T00:00"), at("2026-10-11T00:00")) == 0


def test_a_night_that_runs_into_the_next_days_hours_is_not_counted_twice() -> None:
    both = a_calendar({"mon": [["20:00", "10:00"]], "tue": NINE})
    assert open_spans(both, at("2026-10-05T00:00"), at("2026-10-07T00:00")) == [(at("2026-10-05T20:00"), at("2026-10-06T17:00"))]


def test_equal_ends_are_a_whole_day_and_midnight_may_be_written_as_24() -> None:
    assert open_seconds(a_calendar({"mon": [["06:00", "06:00"]]}), at("2026-10-05T00:00"), at("2026-10-07T00:00")) == 24 * HOUR
    assert open_seconds(a_calendar({"mon": [["18:00", "24:00"]]}), at("2026-10-05T00:00"), at("2026-10-07T00:00")) == 6 * HOUR


def test_exceptions_beat_holidays_which_beat_weekdays() -> None:
    hours = {"2026-12-24": [["09:00", "11:00"]], "2026-12-26": [["10:00", "11:00"]], "2026-12-28": []}
    office = a_calendar(holidays=["12-24", "12-25"], exceptions=hours)
    spans = open_spans(office, at("2026-12-24T00:00"), at("2026-12-29T00:00"))
    assert spans == [(at("2026-12-24T09:00"), at("2026-12-24T11:00")), (at("2026-12-26T10:00"), at("2026-12-26T11:00"))]


def test_breaks_are_cut_out_of_weekdays_dates_and_nights() -> None:
    lunch = {day: [["12:00", "13:00"]] for day in WEEK}
    office = a_calendar(breaks=lunch | {"2026-10-05": [["15:00", "16:00"]]}, exceptions={"2026-10-06": [["10:00", "14:00"]]})
    assert due_at(office, at("2026-10-05T11:00"), HOUR) == at("2026-10-05T12:00")
    assert due_at(office, at("2026-10-05T11:00"), 5 * HOUR) == at("2026-10-06T10:00") + timedelta(hours=1)
    assert open_seconds(office, at("2026-10-06T00:00"), at("2026-10-07T00:00")) == 3 * HOUR
    # a night's break is that of the day on the wall when it comes
    night = a_calendar({"mon": [["22:00", "06:00"]]}, breaks={"tue": [["02:00", "03:00"]]})
    assert open_seconds(night, at("2026-10-05T00:00"), at("2026-10-07T00:00")) == 7 * HOUR


def test_a_leap_day_may_be_a_yearly_holiday() -> None:
    closed = a_calendar(ALWAYS, holidays=["02-29"])
    assert open_seconds(closed, at("2028-02-28T00:00"), at("2028-03-02T00:00")) == 2 * 24 * HOUR
    assert open_seconds(closed, at("2027-02-28T00:00"), at("2027-03-02T00:00")) == 2 * 24 * HOUR


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    night = a_calendar({"sat": [["22:00", "06:00"]]})
    assert open_seconds(night, at("2026-03-28T12:00"), at("2026-03-29T12:00")) == 7 * HOUR
    assert due_at(night, at("2026-03-28T22:00"), 5 * HOUR) == at("2026-03-29T04:00")
    # hours that lie in what is skipped are no time at all; those that begin in it begin at the skip
    assert open_seconds(a_calendar({"sun": [["02:10", "02:50"]]}), at("2026-03-29T00:00"), at("2026-03-30T00:00")) == 0
    assert open_seconds(a_calendar({"sun": [["02:30", "04:00"]]}), at("2026-03-29T00:00"), at("2026-03-30T00:00")) == HOUR


def test_the_night_the_clocks_go_back_is_an_hour_longer() -> None:
    night = a_calendar({"sat": [["22:00", "06:00"]]})
    assert open_seconds(night, at("2026-10-24T12:00"), at("2026-10-25T12:00")) == 9 * HOUR
    # 02:30 is meant the first time it is shown, and closing at 03:00 is after both
    assert open_seconds(a_calendar({"sun": [["02:30", "03:00"]]}), at("2026-10-25T00:00"), at("2026-10-26T00:00")) == 90 * 60
    assert open_seconds(a_calendar({"sun": [["01:00", "02:30"]]}), at("2026-10-25T00:00"), at("2026-10-26T00:00")) == 90 * 60
    # and the question may be put in either of the two hours
    assert open_seconds(night, at("2026-10-25T02:30"), at("2026-10-25T02:30", fold=1)) == HOUR
    assert due_at(night, at("2026-10-25T02:30"), HOUR).fold == 1


def test_always_open_is_one_long_span() -> None:
    always = a_calendar(ALWAYS)
    assert due_at(always, at("2026-10-05T12:00"), 10**9) == at("2026-10-05T12:00").astimezone(UTC) + timedelta(seconds=10**9)
    assert len(open_spans(always, at("2000-01-01T00:00"), at("2026-01-01T00:00"))) == 1


def test_pauses_stop_the_clock_and_overlapping_ones_count_once() -> None:
    office = a_calendar()
    pauses = [(at("2026-10-05T10:00"), at("2026-10-05T12:00")), (at("2026-10-05T11:00"), at("2026-10-05T13:00"))]
    assert due_at(office, at("2026-10-05T09:00"), 2 * HOUR, pauses=pauses) == at("2026-10-05T14:00")
    assert open_seconds(office, at("2026-10-05T09:00"), at("2026-10-05T14:00"), pauses=pauses) == 2 * HOUR
    # a pause over the weekend costs the open time that it covers: an hour on Friday, two on Monday
    weekend = [(at("2026-10-02T16:00"), at("2026-10-05T10:00"))]
    assert due_at(office, at("2026-10-02T15:00"), 2 * HOUR, pauses=weekend) == at("2026-10-05T11:00")


def test_what_fits_exactly_before_a_pause_is_due_as_it_begins() -> None:
    pauses = [(at("2026-10-05T10:00"), at("2026-10-05T12:00"))]
    assert due_at(a_calendar(), at("2026-10-05T09:00"), HOUR, pauses=pauses) == at("2026-10-05T10:00")
    assert due_at(a_calendar(), at("2026-10-05T09:00"), HOUR + 1, pauses=pauses) == at("2026-10-05T12:00:01")


def test_a_pause_that_goes_on_leaves_due_only_what_comes_before_it() -> None:
    running = [(at("2026-10-05T10:00"), None)]
    assert due_at(a_calendar(), at("2026-10-05T09:00"), HOUR, pauses=running) == at("2026-10-05T10:00")
    with pytest.raises(NeverOpen):
        due_at(a_calendar(), at("2026-10-05T09:00"), HOUR + 1, pauses=running)
    assert open_seconds(a_calendar(), at("2026-10-05T09:00"), at("2026-10-08T09:00"), pauses=running) == HOUR


def test_pauses_far_away_do_not_matter() -> None:
    pauses = [(datetime(9000, 1, 1, tzinfo=UTC), None), (datetime(1000, 1, 1, tzinfo=UTC), datetime(1001, 1, 1, tzinfo=UTC))]
    assert due_at(a_calendar(), at("2026-10-05T09:00"), HOUR, pauses=pauses) == at("2026-10-05T10:00")
    assert open_seconds(a_calendar(), at("2026-10-05T09:00"), at("2026-10-05T10:00"), pauses=pauses) == HOUR


@pytest.mark.parametrize(
    "closed",
    [
        a_calendar({}),
        a_calendar({"mon": []}),
        a_calendar(breaks={day: [["00:00", "24:00"]] for day in ALWAYS}),
        a_calendar({}, exceptions={"2026-10-02": NINE}),
    ],
)
def test_refuses_a_due_time_where_it_never_opens_again(closed: WorkCalendar) -> None:
    with pytest.raises(NeverOpen):
        due_at(closed, at("2026-10-05T09:00"), 1)
    start = np.array([int(at("2026-10-05T09:00").timestamp())])
    with pytest.raises(NeverOpen):
        due_at_many(closed, start, np.array([1]))
    assert due_at_many(closed, start, np.array([0])).tolist() == start.tolist()


def test_waits_decades_for_a_day_that_comes_seldom() -> None:
    every_other_day = {(datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=day)).strftime("%m-%d") for day in range(366)} - {"02-29"}
    leap_tuesdays = a_calendar({"tue": NINE}, holidays=sorted(every_other_day))
    assert due_at(leap_tuesdays, at("2084-03-01T00:00"), HOUR) == at("2124-02-29T09:00")
    with pytest.raises(NeverOpen):
        due_at(a_calendar({"tue": NINE}, holidays=sorted(every_other_day | {"02-29"})), at("2084-03-01T00:00"), HOUR)
    far = a_calendar({}, exceptions={"2290-06-01": NINE})
    assert due_at(far, at("1950-01-01T00:00"), HOUR) == at("2290-06-01T09:00")


def test_refuses_more_open_time_than_there_is() -> None:
    assert due_at(a_calendar({}, exceptions={"2030-01-07": NINE}), at("2026-10-05T09:00"), 9 * HOUR) == at("2030-01-07T17:00")
    with pytest.raises(NeverOpen):
        due_at(a_calendar({}, exceptions={"2030-01-07": NINE}), at("2026-10-05T09:00"), 9 * HOUR + 1)
    for seconds in (10**11, 10**30, math.inf):
        with pytest.raises(NeverOpen):
            due_at(a_calendar(), at("2026-10-05T09:00"), seconds)
    with pytest.raises(NeverOpen):
        due_at_many(a_calendar(), np.array([0]), np.array([2**62]))


def test_refuses_naive_instants() -> None:
    naive = datetime.fromisoformat("2026-10-05T09:00")
    aware = at("2026-10-05T09:00")
    for ask in (
        lambda: due_at(a_calendar(), naive, 0),
        lambda: due_at(a_calendar(), aware, 0, pauses=[(naive, None)]),
        lambda: open_seconds(a_calendar(), naive, aware),
        lambda: open_seconds(a_calendar(), aware, naive),
        lambda: open_seconds(a_calendar(), aware, aware, pauses=[(aware, naive)]),
        lambda: open_spans(a_calendar(), aware, naive),
    ):
        with pytest.raises(NaiveInstant):
            ask()


def test_refuses_negative_durations_and_reversed_pauses() -> None:
    start = at("2026-10-05T09:00")
    for seconds in (-1, -math.inf, math.nan):
        with pytest.raises(NegativeSeconds):
            due_at(a_calendar(), start, seconds)
    with pytest.raises(NegativeSeconds):
        due_at_many(a_calendar(), np.array([0, 0]), np.array([1, -1]))
    for ask in (
        lambda pauses: due_at(a_calendar(), start, 1, pauses=pauses),
        lambda pauses: open_seconds(a_calendar(), start, start, pauses=pauses),
    ):
        with pytest.raises(PauseReversed):
            ask([(start, start - timedelta(microseconds=1))])


def test_refuses_instants_too_far_away() -> None:
    near, far = at("2026-10-05T09:00"), datetime.max.replace(tzinfo=UTC)
    with pytest.raises(OutOfReach):
        open_seconds(a_calendar(), near, far)
    with pytest.raises(OutOfReach):
        due_at(a_calendar(), datetime.min.replace(tzinfo=UTC), 1)
    with pytest.raises(OutOfReach):
        open_seconds_many(a_calendar(), np.array([0]), np.array([2**62]))
    assert open_seconds(a_calendar(ALWAYS), at("1900-01-02T00:00"), datetime(2300, 1, 1, tzinfo=UTC)) > 0


def test_nothing_is_due_later_than_open_time_is_counted() -> None:
    always, last = a_calendar(ALWAYS, "UTC"), datetime(2299, 12, 31, tzinfo=UTC)
    due = due_at(always, last, 86_400)
    assert open_seconds(always, last, due) == 86_400
    starts = np.array([int(last.timestamp())])
    assert due_at_many(always, starts, np.array([86_400])).tolist() == [int(due.timestamp())]
    with pytest.raises(NeverOpen):
        due_at(always, last, 86_401)
    with pytest.raises(NeverOpen):
        due_at_many(always, starts, np.array([86_401]))


def test_refuses_arrays_that_are_not_epoch_seconds() -> None:
    whole = np.array([0, 1])
    for wrong in (
        np.array([0.0, 1.0]),
        np.array([0]),
        np.array([[0, 1]]),
        np.array(["a", "b"]),
        np.array(5),
        np.array([0, 2**63], dtype="uint64"),
    ):
        for ask in (due_at_many, open_seconds_many):
            with pytest.raises(NotEpochSeconds):
                ask(a_calendar(), whole, wrong)
            with pytest.raises(NotEpochSeconds):
                ask(a_calendar(), wrong, whole)


def test_no_questions_have_no_answers() -> None:
    none = np.array([], dtype=np.int64)
    assert due_at_many(a_calendar(), none, none).tolist() == []
    assert open_seconds_many(a_calendar(), none, none).tolist() == []
    assert open_seconds_many(a_calendar({}), np.array([0]), np.array([10**6])).tolist() == [0]
