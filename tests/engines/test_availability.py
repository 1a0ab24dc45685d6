from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.availability import (
    Availability,
    Outage,
    PiecesDoNotTile,
    Reliability,
    ShareOutOfRange,
    Window,
    WindowReversed,
    measure,
    reliability,
)
from samdrift.engines.period import Month, NaiveInstant
from samdrift.engines.worktime import WorkCalendar
from tests.engines.strategies import Case, cases, instants

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = 3600
WHOLE = [["00:00", "24:00"]]
NINE = [["08:00", "17:00"]]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), NINE)
OFFICE = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": WEEK})
ALWAYS = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": dict.fromkeys((*WEEK, "sat", "sun"), WHOLE)})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def window(start: str, end: str) -> Window:
    return Window(at(start), at(end))


def outage(start: str, end: str | None, **parts: Any) -> Outage:
    return Outage(at(start), None if end is None else at(end), **parts)


OCTOBER = window("2026-10-01", "2026-11-01")


def test_a_month_worked_by_hand() -> None:
    # 22 weekdays of 9 h = 198 h. Planned: Thursday the 8th 15-19, of which 2 h are agreed. Left: 196 h.
    # Down: Monday the 5th 16-18 for half of all takes 1 h, so half an hour; Thursday the 8th 14-16 takes the hour before what is planned.
    found = measure(
        OFFICE,
        OCTOBER,
        [outage("2026-10-05T16:00", "2026-10-05T18:00", share=0.5, key="mail"), outage("2026-10-08T14:00", "2026-10-08T16:00", key="net")],
        [window("2026-10-08T15:00", "2026-10-08T19:00")],
    )
    assert found == Availability(
        agreed_seconds=198 * HOUR,
        excluded_seconds=2 * HOUR,
        down_seconds=1.5 * HOUR,
        ratio=1 - 1.5 / 196,
        count=2,
        longest_seconds=HOUR,
        worst="net",
    )


def test_the_months_when_clocks_change_have_an_hour_more_and_less() -> None:
    for month, hours in (("2026-03", 743), ("2026-10", 745), ("2026-11", 720)):
        period = Window(*Month.parse(month).window(STOCKHOLM))
        assert measure(ALWAYS, period, [], []).agreed_seconds == hours * HOUR
    # the night the clocks go back, from 02:00 to 03:00 on the wall is two hours
    night = measure(ALWAYS, OCTOBER, [outage("2026-10-25T02:00", "2026-10-25T03:00")], [])
    assert (night.down_seconds, night.longest_seconds) == (2 * HOUR, 2 * HOUR)


def test_an_outage_without_an_end_lasts_to_the_end_of_the_period() -> None:
    found = measure(ALWAYS, OCTOBER, [outage("2026-10-31T12:00", None)], [])
    assert found.down_seconds == 12 * HOUR
    assert measure(ALWAYS, window("2026-11-01", "2026-12-01"), [outage("2026-10-31T12:00", None)], []).ratio == 0.0


def test_outages_outside_the_period_or_the_agreed_hours_or_planned_do_not_count() -> None:
    missed = [
        outage("2026-09-30T08:00", "2026-09-30T17:00"),
        outage("2026-11-02T08:00", None),
        outage("2026-10-03T08:00", "2026-10-04T17:00"),
        outage("2026-10-08T09:00", "2026-10-08T10:00"),
        outage("2026-10-09T09:00", "2026-10-09T09:00"),
    ]
    found = measure(OFFICE, OCTOBER, missed, [window("2026-10-08T08:00", "2026-10-08T17:00")])
    assert (found.down_seconds, found.ratio, found.count, found.longest_seconds, found.worst) == (0, 1, 0, 0, None)
    assert found.excluded_seconds == 9 * HOUR


def test_of_overlapping_outages_the_largest_share_is_down_and_each_counts() -> None:
    found = measure(
        ALWAYS,
        OCTOBER,
        [
            outage("2026-10-05T10:00", "2026-10-05T14:00", share=0.25, key="long"),
            outage("2026-10-05T11:00", "2026-10-05T12:00", share=1.0, key="hard"),
            outage("2026-10-05T11:30", "2026-10-05T13:00", share=0.5, key="half"),
        ],
        [],
    )
    # 10-11 a quarter, 11-12 all, 12-13 half, 13-14 a quarter
    assert found.down_seconds == (0.25 + 1 + 0.5 + 0.25) * HOUR
    assert (found.count, found.longest_seconds) == (3, 4 * HOUR)
    assert found.worst == "long"  # 0.25 x 4 h = 1 x 1 h: the tie goes to the one that started first


def test_ties_go_to_the_earliest_then_to_the_first_given() -> None:
    first, second = (outage(f"2026-10-0{day}T10:00", f"2026-10-0{day}T11:00", key=key) for day, key in ((5, "fifth"), (6, "sixth")))
    assert measure(ALWAYS, OCTOBER, [second, first], []).worst == "fifth"
    twin = outage("2026-10-05T10:00", "2026-10-05T11:00", key="twin")
    assert measure(ALWAYS, OCTOBER, [twin, first], []).worst == "twin"


def test_shares_that_no_float_holds_tie_too() -> None:
    hard, long = (
        outage("2026-10-05T10:00", "2026-10-05T10:03", share=0.7, key="hard"),
        outage("2026-10-06T10:00", "2026-10-06T10:21", share=0.1),
    )
    assert 0.1 * 21 * 60 > 0.7 * 3 * 60  # in floats
    assert measure(ALWAYS, OCTOBER, [long, hard], []).worst == "hard"


def test_overlapping_maintenance_is_left_out_once() -> None:
    planned = [window("2026-10-05T10:00", "2026-10-05T12:00"), window("2026-10-05T11:00", "2026-10-05T13:00")]
    assert measure(OFFICE, OCTOBER, [], planned).excluded_seconds == 3 * HOUR


def test_there_is_no_ratio_where_nothing_counts() -> None:
    weekend = window("2026-10-03", "2026-10-05")
    assert measure(OFFICE, weekend, [outage("2026-10-03T10:00", None, key="x")], []) == Availability(0, 0, 0.0, None, 0, 0, None)
    assert measure(ALWAYS, weekend, [], [weekend]).ratio is None
    nothing = window("2026-10-05", "2026-10-05")
    assert measure(ALWAYS, nothing, [], []).ratio is None


def test_a_period_of_two_calendar_revisions_takes_each_in_its_piece() -> None:
    pieces = [(window("2026-10-01", "2026-10-15"), OFFICE), (window("2026-10-15", "2026-11-01"), ALWAYS)]
    found = measure(pieces, OCTOBER, [outage("2026-10-14T12:00", "2026-10-15T12:00")], [])
    assert found.agreed_seconds == 10 * 9 * HOUR + (17 * 24 + 1) * HOUR
    assert found.down_seconds == (5 + 12) * HOUR


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [("2026-10-01", "2026-10-31")],
        [("2026-10-02", "2026-11-01")],
        [("2026-09-30", "2026-11-01")],
        [("2026-10-01", "2026-10-15"), ("2026-10-16", "2026-11-01")],
        [("2026-10-01", "2026-10-16"), ("2026-10-15", "2026-11-01")],
        [("2026-10-15", "2026-11-01"), ("2026-10-01", "2026-10-15")],
    ],
)
def test_refuses_pieces_that_do_not_tile_the_period(pieces: list[tuple[str, str]]) -> None:
    with pytest.raises(PiecesDoNotTile):
        measure([(window(*piece), OFFICE) for piece in pieces], OCTOBER, [], [])


def test_refuses_reversed_spans_and_shares_that_are_none() -> None:
    with pytest.raises(WindowReversed):
        window("2026-10-02", "2026-10-01")
    with pytest.raises(WindowReversed):
        outage("2026-10-02", "2026-10-01")
    for share in (-0.1, 1.1, float("nan"), float("inf")):
        with pytest.raises(ShareOutOfRange):
            outage("2026-10-01", None, share=share)


def test_refuses_naive_instants() -> None:
    naive, aware = datetime.fromisoformat("2026-10-01"), at("2026-10-02")
    for build in (lambda: Window(naive, aware), lambda: Window(aware, naive), lambda: Outage(naive, None), lambda: Outage(aware, naive)):
        with pytest.raises(NaiveInstant):
            build()


@st.composite
def windows(draw: st.DrawFn, case: Case, step: int) -> Window:
    return Window(*sorted(draw(st.tuples(*[instants(case, step=step)] * 2))))


@st.composite
def outages(draw: st.DrawFn, case: Case, step: int) -> list[Outage]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        span = draw(windows(case, step))
        ended = draw(st.integers(0, 4))
        found.append(Outage(span.start_at, span.end_at if ended else None, share=draw(st.integers(0, 4)) / 4, key=str(number)))
    return found


@given(st.data())
def test_pieces_that_tile_a_period_add_up_to_the_whole(data: st.DataObject) -> None:
    case = data.draw(cases())
    first, middle, last = sorted(data.draw(st.tuples(*[instants(case, step=1)] * 3)))
    happened = data.draw(outages(case, 1))
    planned = [data.draw(windows(case, 1))]
    # an outage without an end goes on into the next piece, so it is the same outage in both
    parts = [measure(case.calendar, Window(*span), happened, planned) for span in ((first, middle), (middle, last))]
    whole = measure(case.calendar, Window(first, last), happened, planned)
    tiled = measure([(Window(first, middle), case.calendar), (Window(middle, last), case.calendar)], Window(first, last), happened, planned)
    assert tiled == whole
    assert sum(part.agreed_seconds for part in parts) == whole.agreed_seconds
    assert sum(part.excluded_seconds for part in parts) == whole.excluded_seconds
    assert sum(part.down_seconds for part in parts) == pytest.approx(whole.down_seconds, abs=1e-6)


@given(st.data())
def test_the_ratio_lies_between_none_and_all_and_falls_with_each_outage(data: st.DataObject) -> None:
    case = data.draw(cases())
    period, happened = data.draw(windows(case, 1)), data.draw(outages(case, 1))
    ratios = [measure(case.calendar, period, happened[:count], []).ratio for count in range(len(happened) + 1)]
    if ratios[0] is None:
        assert set(ratios) == {None}
    else:
        known = [ratio for ratio in ratios if ratio is not None]
        assert known[0] == 1
        assert known == sorted(known, reverse=True)
        assert known[-1] >= 0


def test_fractions_of_a_second_are_measured_and_rounded_down_only_when_shown() -> None:
    half = timedelta(milliseconds=500)
    period = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC) + 3 * half)
    found = measure(ALWAYS, period, [Outage(period.start_at, period.start_at + half)], [])
    assert (found.agreed_seconds, found.down_seconds, found.longest_seconds) == (1, 0.5, 0)
    assert found.ratio == pytest.approx(2 / 3)


def test_the_mean_times_between_failures_and_to_restore_worked_by_hand() -> None:
    # 196 h count, as above. The 5th: two outages that overlap are one failure of 1 h; the 6th: two that do not, 1 h and 2 h;
    # the 8th: 1 h before what is planned; over the night to the 10th: an hour of the 9th. The night of the 12th takes no counted time.
    found = reliability(
        OFFICE,
        OCTOBER,
        [
            outage("2026-10-05T16:00", "2026-10-05T16:30", share=0.25),
            outage("2026-10-05T16:15", "2026-10-05T18:00"),
            outage("2026-10-06T09:00", "2026-10-06T10:00"),
            outage("2026-10-06T11:00", "2026-10-06T13:00"),
            outage("2026-10-07T11:00", "2026-10-07T13:00", share=0.0),
            outage("2026-10-08T14:00", "2026-10-08T16:00"),
            outage("2026-10-09T16:00", "2026-10-10T10:00"),
            outage("2026-10-12T19:00", "2026-10-12T23:00"),
        ],
        [window("2026-10-08T15:00", "2026-10-08T19:00")],
    )
    assert found == Reliability(failures=5, mtbf_seconds=(196 - 6) * HOUR / 5, mttr_seconds=6 * HOUR / 5)


def test_there_is_no_mean_time_where_nothing_failed_and_none_between_where_nothing_worked() -> None:
    assert reliability(OFFICE, OCTOBER, [outage("2026-10-03", "2026-10-04")], []) == Reliability(0, None, None)
    assert reliability(OFFICE, OCTOBER, [outage("2026-09-03", None)], []) == Reliability(1, 0.0, 198.0 * HOUR)
