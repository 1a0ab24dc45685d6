"""The table of open spans that a calendar unrolls into, as far as it has been asked about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

import numpy as np

from samdrift.engines.period import SECOND, instant_of, microseconds_of
from samdrift.engines.worktime.lookup import Instants, ManySpans

Wall = tuple[int, int]  # seconds after the midnight that begins the day; the end may lie past the next midnight
WallsOfDay = Callable[[int], Iterable[Wall]]  # the day as an ordinal
EPOCH_DAY = date(1970, 1, 1).toordinal()
DAY = 86_400
# Four hundred years: the Gregorian calendar repeats after them, so what has not opened by then never will. A table of all of them is built
# in a second, so a slip such as the year 9999 for "no end" is refused rather than waited for.
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2300, 1, 1).toordinal()
REACH = (LAST_DAY - FIRST_DAY) * DAY
BEYOND = ((LAST_DAY - EPOCH_DAY) * DAY, 2**62)
# A span of the day before the table may run into its first day, zones lie up to a day from UTC, and a day more costs nothing.
MARGIN = 3


class OutOfReach(ValueError):
    """An instant lies outside the years 1900-2299, for which calendars answer."""


@dataclass(frozen=True, eq=False)
class OpenSpans:
    """Open spans of the days ``first`` up to ``last`` (ordinals), merged and in order, as UTC epoch seconds.

    ``before[i]`` is the open time in seconds from the table's beginning to ``opens[i]``; it has one entry more than the others, the whole.
    Lists serve single questions by bisection, ``many`` serves many at once.
    """

    first: int
    last: int
    opens: list[int]
    closes: list[int]
    before: list[int]

    def answers_from(self, start: int) -> bool:
        return (self.first + MARGIN - EPOCH_DAY) * DAY <= start

    def answers_until(self, end: int) -> bool:
        return end <= (self.last - MARGIN - EPOCH_DAY) * DAY

    def before_instant(self, at: int) -> int:
        """Open seconds from the table's beginning to ``at``."""
        i = bisect_right(self.opens, at) - 1
        return self.before[i] + min(at, self.closes[i]) - self.opens[i] if i >= 0 else 0

    def reached(self, target: int) -> int | None:
        """When ``target`` (> 0) open seconds have passed since the table's beginning; None when that is beyond its end."""
        if target > self.before[-1]:
            return None
        i = bisect_left(self.before, target) - 1
        return self.opens[i] + target - self.before[i]

    def before_instants(self, at: Instants) -> Instants:
        """Open seconds from the table's beginning to each of ``at``, of any shape."""
        return self.many.before_instants(at.reshape(-1)).reshape(at.shape) if self.opens else np.zeros_like(at)

    @cached_property
    def many(self) -> ManySpans:
        """The table for many questions at once; it needs a span at least."""
        return ManySpans(self.opens, self.before)


def tabulate(first: int, last: int, zone: ZoneInfo, opened: WallsOfDay, broken: WallsOfDay) -> OpenSpans:
    """This function will unroll the days ``first`` up to ``last``: what is ``opened`` on each day, less what is ``broken``, in instants.

    >>> table = tabulate(EPOCH_DAY, EPOCH_DAY + 2, ZoneInfo("UTC"), lambda day: [(0, 7200)], lambda day: [(3600, 5400)])
    >>> table.opens, table.closes, table.before
    ([0, 5400, 86400, 91800], [3600, 7200, 90000, 93600], [0, 3600, 5400, 9000, 10800])
    """
    days = range(first, last)
    merged = cut_out(merge(_instants(days, zone, opened)), merge([*_instants(days, zone, broken), BEYOND]))
    opens, closes = [start for start, _ in merged], [end for _, end in merged]
    before = [0, *accumulate(end - start for start, end in merged)]
    return OpenSpans(first, last, opens, closes, before)


def _instants(days: range, zone: ZoneInfo, walls: WallsOfDay) -> list[tuple[int, int]]:
    spans = []
    for day in days:
        for start, end in walls(day):
            midnight = datetime.fromordinal(day)
            opens, closes = (instant_of(midnight + timedelta(seconds=wall), zone) for wall in (start, end))
            spans.append((microseconds_of(opens) // SECOND, microseconds_of(closes) // SECOND))
    return spans


def merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """This function will put spans in order, join those that meet or overlap and drop the empty ones.

    >>> merge([(5, 9), (1, 3), (3, 4), (8, 12), (20, 20)])
    [(1, 4), (5, 12)]
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def cut_out(spans: list[tuple[int, int]], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """This function will take ``holes`` out of ``spans``; both are merged, and so is the result.

    >>> cut_out([(0, 10), (20, 30)], [(2, 4), (8, 22)])
    [(0, 2), (4, 8), (22, 30)]
    """
    left: list[tuple[int, int]] = []
    first = 0
    for start, end in spans:
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        i = first
        while i < len(holes) and holes[i][0] < end:
            if start < holes[i][0]:
                left.append((start, holes[i][0]))
            start = max(start, holes[i][1])
            i += 1
        if start < end:
            left.append((start, end))
    return left
