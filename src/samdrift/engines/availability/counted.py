"""Agreed time less what is planned: the time that counts, as a clock that runs only then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import numpy as np

from samdrift.engines.period import SECOND, microseconds_of
from samdrift.engines.worktime import WorkCalendar
from samdrift.engines.worktime.lookup import Instants
from samdrift.engines.worktime.spans import OpenSpans, merge

Span = tuple[int, int]  # microseconds since 1970 in UTC, half-open
GOES_ON = 2**62


class WindowReversed(ValueError):
    """A window or an outage ends before it starts."""


class ShareOutOfRange(ValueError):
    """The share of a service or of its users that an outage takes is not between 0 and 1."""


class PiecesDoNotTile(ValueError):
    """The pieces of a period leave a gap, overlap, or begin or end elsewhere than the period does."""


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of aware instants."""

    start_at: datetime
    end_at: datetime

    def __post_init__(self) -> None:
        if microseconds_of(self.end_at) < microseconds_of(self.start_at):
            raise WindowReversed(f"a window from {self.start_at} to {self.end_at}")


@dataclass(frozen=True, slots=True)
class Outage:
    """A half-open span when a share of a service did not work; without an end it goes on. ``key`` is what the caller calls it."""

    start_at: datetime
    end_at: datetime | None
    share: float = 1.0
    key: str = ""
    span: Span = field(init=False, repr=False, compare=False)  # kept, since one outage is measured for each of those it hits

    def __post_init__(self) -> None:
        span = microseconds_of(self.start_at), GOES_ON if self.end_at is None else microseconds_of(self.end_at)
        if span[0] > span[1]:
            raise WindowReversed(f"an outage from {self.start_at} to {self.end_at}")
        if not 0 <= self.share <= 1:  # not-a-number fails this too
            raise ShareOutOfRange(f"an outage of share {self.share}")
        object.__setattr__(self, "span", span)


def array_of(spans: Iterable[Span]) -> Instants:
    """This function will put spans into an array of two columns, however few there are.

    >>> array_of([(0, 2), (5, 9)]).tolist(), array_of([]).shape
    ([[0, 2], [5, 9]], (0, 2))
    """
    return np.array(list(spans), dtype=np.int64).reshape(-1, 2)


Agreed = WorkCalendar | Sequence[tuple[Window, WorkCalendar]]


class CountedTime:
    """The time of a period that counts. A calendar keeps what it has unrolled, so this costs little however long the period is."""

    def __init__(self, agreed: Agreed, period: Window, maintenance: Iterable[Window]) -> None:
        """This will lay out agreed time piece by piece; pieces that do not tile the period are PiecesDoNotTile."""
        self.start, self.end = _span(period)
        self._pieces = _pieces(agreed, period)
        planned = np.clip(array_of(merge(_span(window) for window in maintenance)), self.start, self.end)
        edges = self._agreed_until(planned)
        self._planned_starts, self._planned_ends, self._agreed_before = planned[:, 0], planned[:, 1], edges[:, 0]
        self._planned_before = np.concatenate(([0], np.cumsum(edges[:, 1] - edges[:, 0])))
        self.agreed = int(self._agreed_until(np.array(self.end)))
        self.total = self.agreed - int(self._planned_before[-1])

    def within(self, spans: Instants) -> Instants:
        """Spans as the clock of counted time shows them, in microseconds since the period's start; what takes none comes out empty."""
        at = np.clip(spans, self.start, self.end)
        agreed = self._agreed_until(at)
        if not self._planned_starts.size:
            return agreed
        i = np.maximum(np.searchsorted(self._planned_starts, at, side="right") - 1, 0)
        # before the first window starts this is below zero
        inside = self._agreed_until(np.minimum(at, self._planned_ends[i])) - self._agreed_before[i]
        counted: Instants = agreed - self._planned_before[i] - np.maximum(inside, 0)
        return counted

    def _agreed_until(self, at: Instants) -> Instants:
        passed = np.zeros_like(at)
        for start, end, table, before in self._pieces:
            passed += _open_before(table, np.clip(at, start, end)) - before
        return passed


def _pieces(agreed: Agreed, period: Window) -> list[tuple[int, int, OpenSpans, Instants]]:
    """The stretches with their tables, and what each table has before its stretch starts."""
    given = [(period, agreed)] if isinstance(agreed, WorkCalendar) else list(agreed)
    edges = [_span(window) for window, _ in given]
    met = all(before[1] == after[0] for before, after in pairwise(edges))
    if not (edges and met and (edges[0][0], edges[-1][1]) == _span(period)):
        raise PiecesDoNotTile("the pieces of a period begin where it begins, meet, and end where it ends")
    pieces = []
    for (start, end), (_, calendar) in zip(edges, given, strict=True):
        if start < end:
            table = calendar.spans(start // SECOND, -(-end // SECOND))
            pieces.append((start, end, table, _open_before(table, np.array(start))))
    return pieces


def _open_before(table: OpenSpans, at: Instants) -> Instants:
    whole, fraction = np.divmod(at, SECOND)
    before = table.before_instants(whole)
    passed: Instants = before * SECOND
    if fraction.any():  # it counts where the second that it lies in is open
        passed += fraction * (table.before_instants(whole + 1) - before)
    return passed


def _span(window: Window) -> Span:
    return microseconds_of(window.start_at), microseconds_of(window.end_at)
