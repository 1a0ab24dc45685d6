"""What a year will cost, told from what is entered and what closed months came to: pure.

The rule, said on the page: a month that is over counts with what is entered for it; every other month of the year counts as the mean of
the last three closed ones, or as what is entered for it already when that is more. Fewer than three closed months tell nothing. No budget
is stored, so none is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samdrift.engines.period import Month
from samdrift.settle.queries import MonthState

ENOUGH = 3  # closed months


@dataclass(frozen=True, slots=True)
class Forecast:
    """A year's cost with its arithmetic: what months that are over came to, and each other month at the mean or above it."""

    over_minor: int
    mean_minor: int
    months_left: int
    above_mean_minor: int

    @property
    def left_minor(self) -> int:
        return self.mean_minor * self.months_left

    @property
    def total_minor(self) -> int:
        return self.over_minor + self.left_minor + self.above_mean_minor


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A closed month, and what it came to beside the closed month before it; None where that is not known."""

    state: MonthState
    before_minor: int | None

    @property
    def settled_minor(self) -> int:
        return _settled(self.state)

    @property
    def change_minor(self) -> int | None:
        return None if self.before_minor is None else self.settled_minor - self.before_minor


@dataclass(frozen=True, slots=True)
class YearCost:
    """What is entered for a year, the last three closed months, what is over without a cost, and the forecast where one can be told."""

    year: int
    over: tuple[MonthState, ...]
    running_minor: int
    closed: tuple[ClosedMonth, ...]
    without_costs: tuple[Month, ...]
    forecast: Forecast | None

    @property
    def over_minor(self) -> int:
        return sum(state.booked_minor for state in self.over)

    @property
    def entered_minor(self) -> int:
        return self.over_minor + self.running_minor


def year_cost(states: Iterable[MonthState], this_month: Month) -> YearCost:
    """This will tell the cost of the year that a month is in. States are a unit's months in any order; months before the first one with
    a cost are none of Samdrift's and are left out."""
    booked = {state.month: state for state in states if state.entries}
    year = this_month.year
    first = max(min(booked, default=this_month), Month(year, 1))
    rest = tuple(first.until(Month(year + 1, 1)))
    over = tuple(booked[month] for month in rest if month < this_month and month in booked)
    left = [month for month in rest if month >= this_month or month not in booked]
    entered = [booked[month].booked_minor if month in booked else 0 for month in left]
    closed = _closed(booked.values())
    return YearCost(
        year,
        over,
        sum(entered),
        closed,
        tuple(month for month in min(booked, default=this_month).until(this_month) if month not in booked),
        _forecast(over, closed, entered),
    )


def _closed(states: Iterable[MonthState]) -> tuple[ClosedMonth, ...]:
    """The last closed months, the latest first."""
    in_order = sorted((state for state in states if state.closed_at), key=lambda state: state.month)
    before: list[MonthState | None] = [None, *in_order]
    pairs = [ClosedMonth(now, None if then is None else _settled(then)) for then, now in zip(before, in_order, strict=False)]
    return tuple(reversed(pairs[-ENOUGH:]))


def _settled(state: MonthState) -> int:
    assert state.sent is not None, "a closure closes what was sent"
    return state.sent.total_minor


def _forecast(over: Iterable[MonthState], closed: tuple[ClosedMonth, ...], entered: list[int]) -> Forecast | None:
    if len(closed) < ENOUGH:
        return None
    mean = round(sum(month.settled_minor for month in closed) / ENOUGH)
    above = sum(max(minor - mean, 0) for minor in entered)
    return Forecast(sum(state.booked_minor for state in over), mean, len(entered), above)
