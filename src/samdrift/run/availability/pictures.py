"""A service's year as a strip: two half years of days, and the months beneath them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from samdrift.run.availability.queries import ServiceYear
from samdrift.run.availability.strips import TALLEST, Day

FLOOR, DAY_TOP = 32, 12  # pixels of a strip: its foot, and where an undisturbed day reaches
NARROWEST = 0.0075  # of a half year; a single day is thinner than what one sees


@dataclass(frozen=True, slots=True)
class Bar:
    """One mark of a strip: days in a row that are alike. Lengths are parts of the half year, heights pixels."""

    kind: str  # f-day, f-risk, f-miss, planned
    x: float
    width: float
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    on: date


@dataclass(frozen=True, slots=True)
class Half:
    """Half a year of a strip."""

    first_on: date
    last_on: date
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    outage_days: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A service's year with its picture, and the days that had outages for those who read instead of look."""

    year: ServiceYear
    halves: tuple[Half, ...]
    outage_days: tuple[Day, ...]


def strip_of(year: ServiceYear) -> Strip:
    """This will lay out a service's year: which bars stand where."""
    middle = year.months[len(year.months) // 2].month.starts_on
    halves = ([day for day in year.days if day.on < middle], [day for day in year.days if day.on >= middle])
    return Strip(year, tuple(_half(days) for days in halves if days), tuple(day for day in year.days if day.down_seconds))


def _half(days: Sequence[Day]) -> Half:
    whole = len(days)
    bars = sorted(_bars(days), key=lambda bar: bar.kind not in ("f-day", "planned"))  # what went wrong lies on top
    ticks = tuple(Tick(i / whole, day.on) for i, day in enumerate(days) if day.on.day == 1)
    return Half(days[0].on, days[-1].on, tuple(bars), ticks, sum(day.down_seconds > 0 for day in days))


def _bars(days: Sequence[Day]) -> Iterator[Bar]:
    whole, i = len(days), 0
    for (kind, seconds), alike in groupby(days, key=_look):
        length = len(list(alike))
        if kind:
            top = round(DAY_TOP - DAY_TOP * min(1.0, seconds / TALLEST))
            yield Bar(kind, i / whole, max(length / whole, NARROWEST if kind != "f-day" else 0.0), top, FLOOR - top)
        i += length


def _look(day: Day) -> tuple[str, float]:
    if day.down_seconds:
        return ("f-miss" if day.long else "f-risk"), day.down_seconds
    if day.planned:
        return "planned", 0.0
    return ("f-day" if day.agreed else ""), 0.0
