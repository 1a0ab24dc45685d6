"""Work calendars against a clock watched minute by minute."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from samdrift.engines.worktime import NeverOpen, Pause, due_at, open_seconds
from samdrift.engines.worktime.calendar import WEEKDAYS
from tests.engines.strategies import Case, cases, instants, pauses

MINUTE = timedelta(minutes=1)
DAYS = 7  # watched from a case's beginning


class Watch:
    """Which minutes are open, by looking at the wall clock each minute; knows nothing of tables, offsets or seconds."""

    def __init__(self, case: Case) -> None:
        self.begins_at = case.begins_at
        self.lead = 3 * 24 * 60  # minutes watched before, for nights that began earlier
        count = self.lead + (DAYS + 2) * 24 * 60
        zone = ZoneInfo(case.mapping["timezone"])
        first = case.begins_at - self.lead * MINUTE
        shown = [(first + minute * MINUTE).astimezone(zone).replace(tzinfo=None) for minute in range(count)]
        # The first minute that shows a time or a later one is the first at which the latest time ever shown has come so far.
        self.latest = list(accumulate(shown, max))
        self.open = [False] * count
        # every date there is, also one that the clock skips whole: what is open on it may end on the day after
        days = [shown[0].date() + timedelta(days=day) for day in range((shown[-1].date() - shown[0].date()).days + 1)]
        for day in days:
            self._mark(day, self._hours(case, day), opened=True)
        for day in days:
            breaks = case.mapping["breaks"]
            self._mark(day, [*breaks.get(WEEKDAYS[day.weekday()], []), *breaks.get(day.isoformat(), [])], opened=False)

    def _hours(self, case: Case, day: date) -> list[list[str]]:
        spans: list[list[str]] = case.mapping["hours"].get(WEEKDAYS[day.weekday()], [])
        if {day.isoformat(), day.isoformat()[5:]} & set(case.mapping["holidays"]):
            spans = []
        return list(case.mapping["exceptions"].get(day.isoformat(), spans))

    def _mark(self, day: date, spans: list[list[str]], *, opened: bool) -> None:
        for start, end in spans:
            begins, ends = (datetime.fromisoformat(f"{day}T00:00") + int(t[:2]) * 60 * MINUTE + int(t[3:]) * MINUTE for t in (start, end))
            if ends <= begins:
                ends += timedelta(days=1)
            for minute in range(bisect_left(self.latest, begins), bisect_left(self.latest, ends)):
                self.open[minute] = opened

    def is_open(self, at: datetime) -> bool:
        return self.open[self.lead + (at - self.begins_at) // MINUTE]


def is_paused(at: datetime, stops: list[Pause]) -> bool:
    return any(start <= at and (end is None or at < end) for start, end in stops)


@settings(max_examples=60)
@given(st.data())
def test_open_time_is_what_a_watcher_of_the_clock_counts(data: st.DataObject) -> None:
    case = data.draw(cases())
    start, end = sorted(data.draw(st.tuples(instants(case), instants(case))))
    stops = data.draw(pauses(case))
    watch = Watch(case)
    minutes = [start + minute * MINUTE for minute in range((end - start) // MINUTE)]
    counted = sum(60 for at in minutes if watch.is_open(at) and not is_paused(at, stops))
    assert open_seconds(case.calendar, start, end, pauses=stops) == counted


@settings(max_examples=60)
@given(st.data())
def test_a_due_time_is_when_a_watcher_of_the_clock_has_counted_enough(data: st.DataObject) -> None:
    case = data.draw(cases())
    start = data.draw(instants(case, days=3))
    stops = data.draw(pauses(case))
    minutes = data.draw(st.integers(1, 3000))
    watch = Watch(case)
    expected, left = start, minutes
    while left and expected < case.begins_at + timedelta(days=DAYS):
        left -= watch.is_open(expected) and not is_paused(expected, stops)
        expected += MINUTE
    try:
        due = due_at(case.calendar, start, minutes * 60, pauses=stops)
    except NeverOpen:
        assert left
    else:
        assert due == expected if not left else due > case.begins_at + timedelta(days=DAYS)


def test_hours_on_a_day_that_is_skipped_whole_are_open_from_the_skip() -> None:
    # Samoa had no 30 December 2011: the night from that Friday begins and ends when the clock first shows its ends or later
    hours = {"fri": [["12:00", "06:00"]]}
    mapping = {"timezone": "Pacific/Apia", "hours": hours, "holidays": [], "exceptions": {}, "breaks": {}}
    case = Case(mapping, datetime(2011, 12, 27, tzinfo=UTC))
    watch = Watch(case)
    assert sum(watch.open[watch.lead :]) == 6 * 60
    assert open_seconds(case.calendar, case.begins_at, case.begins_at + timedelta(days=DAYS)) == 6 * 3600


def test_the_watcher_sees_the_hour_that_comes_twice() -> None:
    hours = {"sun": [["02:00", "03:00"]]}
    mapping = {"timezone": "Europe/Stockholm", "hours": hours, "holidays": [], "exceptions": {}, "breaks": {}}
    watch = Watch(Case(mapping, datetime(2026, 10, 22, tzinfo=UTC)))
    assert sum(watch.open[watch.lead :]) == 120
