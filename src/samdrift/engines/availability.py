"""How much of the agreed time a service worked."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from samdrift.engines.period import SECOND, microseconds_of
from samdrift.engines.worktime import WorkCalendar, open_spans
from samdrift.engines.worktime.spans import cut_out, merge

Span = tuple[int, int]  # microseconds since 1970 in UTC, half-open


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

    def __post_init__(self) -> None:
        if microseconds_of(self.start_at) > (math.inf if self.end_at is None else microseconds_of(self.end_at)):
            raise WindowReversed(f"an outage from {self.start_at} to {self.end_at}")
        if not 0 <= self.share <= 1:  # not-a-number fails this too
            raise ShareOutOfRange(f"an outage of share {self.share}")


@dataclass(frozen=True, slots=True)
class Availability:
    """What ``measure`` found. Whole seconds are rounded down; ``ratio`` is made of the exact figures."""

    agreed_seconds: int
    excluded_seconds: int
    down_seconds: float
    ratio: float | None
    count: int
    longest_seconds: int
    worst: str | None


def measure(
    agreed: WorkCalendar | Sequence[tuple[Window, WorkCalendar]],
    period: Window,
    outages: Iterable[Outage],
    maintenance: Iterable[Window],
) -> Availability:
    """This function will measure what share of the agreed time in ``period`` a service worked, planned maintenance left out.

    ``agreed`` is a calendar, or pieces that tile the period with the calendar revision in force in each. Agreed time is open time; what
    of it is planned is excluded; the rest counts. At each counted instant the largest share of the outages running then is down, and
    ratio = 1 - down / counted: None when nothing counts. ``count`` is the outages that take counted time, ``longest_seconds`` the most
    counted time that one of them takes, whatever its share, and ``worst`` the key of the one with most share x counted time (ties to the
    earliest to start, then the first given), None when there is none. Pieces that do not tile are refused. Availability within agreed hours
    is what Statskontoret (2025) asks joint state IT operations to show; how shares and planned work enter is this house's rule.

    >>> from datetime import UTC, datetime
    >>> always = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["08:00", "18:00"]]}})
    >>> day = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC))
    >>> half = Outage(datetime(2026, 10, 1, 17, tzinfo=UTC), None, share=0.5, key="mail")
    >>> measure(always, day, [half], [])
    Availability(agreed_seconds=36000, excluded_seconds=0, down_seconds=1800.0, ratio=0.95, count=1, longest_seconds=3600, worst='mail')
    """
    whole = _span(period.start_at, period.end_at)
    open_time = _agreed(agreed, period)
    counted = cut_out(open_time, merge(_span(window.start_at, window.end_at) for window in maintenance))
    agreed_time, counted_time = _length(open_time), _length(counted)
    taking = sorted(((_clipped(outage, whole), outage) for outage in outages), key=lambda pair: microseconds_of(pair[1].start_at))
    down = _down(taking, counted)
    lasted = _within(counted, [span for span, _ in taking])
    taken = [(time, outage) for time, (_, outage) in zip(lasted, taking, strict=True) if time > 0]
    # max() keeps the first of equals, and taking is in order of start
    worst = max(taken, key=lambda pair: pair[0] / SECOND * pair[1].share, default=None)
    return Availability(
        agreed_seconds=agreed_time // SECOND,
        excluded_seconds=(agreed_time - counted_time) // SECOND,
        down_seconds=down / SECOND,
        ratio=1 - down / counted_time if counted_time else None,
        count=len(taken),
        longest_seconds=max((time for time, _ in taken), default=0) // SECOND,
        worst=worst[1].key if worst else None,
    )


def _agreed(agreed: WorkCalendar | Sequence[tuple[Window, WorkCalendar]], period: Window) -> list[Span]:
    pieces = [(period, agreed)] if isinstance(agreed, WorkCalendar) else list(agreed)
    edges = [_span(window.start_at, window.end_at) for window, _ in pieces]
    met = all(before[1] == after[0] for before, after in pairwise(edges))
    if not (edges and met and (edges[0][0], edges[-1][1]) == _span(period.start_at, period.end_at)):
        raise PiecesDoNotTile("the pieces of a period begin where it begins, meet, and end where it ends")
    spans = (span for window, calendar in pieces for span in open_spans(calendar, window.start_at, window.end_at))
    return merge(_span(*span) for span in spans)


def _down(taking: list[tuple[Span, Outage]], counted: list[Span]) -> float:
    """The integral over counted time of the largest share running: between two edges in time the same outages run."""
    edges = sorted({edge for span, _ in taking for edge in span})
    running: list[tuple[float, int]] = []  # a heap of (-share, end)
    stretches, shares, began = [], [], 0
    for start, end in pairwise(edges):
        while began < len(taking) and taking[began][0][0] <= start:
            heapq.heappush(running, (-taking[began][1].share, taking[began][0][1]))
            began += 1
        while running and running[0][1] <= start:
            heapq.heappop(running)
        if running:
            stretches.append((start, end))
            shares.append(-running[0][0])
    return math.fsum(time * share for time, share in zip(_within(counted, stretches), shares, strict=True))


def _within(counted: list[Span], spans: list[Span]) -> list[int]:
    """How much of each span is counted time."""
    starts = [start for start, _ in counted]
    before = [0, *accumulate(end - start for start, end in counted)]

    def until(at: int) -> int:
        i = bisect_right(starts, at) - 1
        return before[i] + min(at, counted[i][1]) - counted[i][0] if i >= 0 else 0

    return [until(end) - until(start) for start, end in spans]


def _clipped(outage: Outage, whole: Span) -> Span:
    # one that lies outside the period comes out empty
    start = min(max(microseconds_of(outage.start_at), whole[0]), whole[1])
    end = whole[1] if outage.end_at is None else max(min(microseconds_of(outage.end_at), whole[1]), start)
    return (start, end)


def _span(start_at: datetime, end_at: datetime) -> Span:
    return microseconds_of(start_at), microseconds_of(end_at)


def _length(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)
