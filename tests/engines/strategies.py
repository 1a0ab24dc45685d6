"""Work calendars, instants and pauses drawn near the nights when clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from samdrift.engines.worktime import Pause, WorkCalendar
from samdrift.engines.worktime.calendar import WEEKDAYS

# A zone and a day around which its clocks do something odd.
CHANGES = [
    ("Europe/Stockholm", date(2026, 3, 29)),
    ("Europe/Stockholm", date(2026, 10, 25)),
    ("America/Santiago", date(2026, 9, 6)),  # midnight is skipped
    ("America/Santiago", date(2026, 4, 4)),  # the hour before midnight comes twice
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour comes twice
    ("Pacific/Apia", date(2011, 12, 30)),  # the whole day is skipped
    ("UTC", date(2026, 2, 28)),
]


@dataclass(frozen=True)
class Case:
    """A calendar, as a mapping too, and the UTC day on which its days of interest begin."""

    mapping: dict[str, Any]
    begins_at: datetime

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar.from_mapping(self.mapping)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def spans_of_a_day(draw: st.DrawFn) -> list[list[str]]:
    edges = sorted(draw(st.lists(st.integers(0, 24 * 60), max_size=6, unique=True)))
    edges = edges[: len(edges) // 2 * 2]
    spans = [[clock(start), clock(end)] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    overnight = draw(st.booleans())
    if spans and overnight:
        spans[-1][1] = clock(draw(st.integers(0, edges[-2])))
    return spans


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone, change = draw(st.sampled_from(CHANGES))
    near = st.integers(-3, 4).map(lambda days: (change + timedelta(days=days)).isoformat())
    mapping = {
        "timezone": zone,
        # Mondays are open, so that due times lie within a few years and a run within a few seconds
        "hours": {"mon": [["08:00", "17:00"]]} | draw(st.dictionaries(st.sampled_from(WEEKDAYS[1:]), spans_of_a_day())),
        "holidays": draw(st.lists(near | near.map(lambda day: day[5:]), max_size=2)),
        "exceptions": draw(st.dictionaries(near, spans_of_a_day(), max_size=2)),
        "breaks": draw(st.dictionaries(near | st.sampled_from(WEEKDAYS), spans_of_a_day(), max_size=2)),
    }
    return Case(mapping, datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=3))


def instants(case: Case, *, days: int = 6, step: int = 60) -> st.SearchStrategy[datetime]:
    """Instants of the days of interest, whole steps of seconds from their beginning."""
    return st.integers(0, days * 86_400 // step).map(lambda steps: case.begins_at + timedelta(seconds=steps * step))


@st.composite
def pauses(draw: st.DrawFn, case: Case) -> list[Pause]:
    edges = draw(st.lists(st.tuples(instants(case), instants(case)), max_size=3))
    return [(min(pair), max(pair)) for pair in edges]
