"""How much of the agreed time a service worked."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from samdrift.engines.availability.counted import Agreed, CountedTime, Outage, Window, array_of
from samdrift.engines.period import SECOND
from samdrift.engines.worktime.lookup import Instants


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


def measure(agreed: Agreed, period: Window, outages: Iterable[Outage], maintenance: Iterable[Window]) -> Availability:
    """This function will measure what share of the agreed time in ``period`` a service worked, planned maintenance left out.

    ``agreed`` is a calendar, or pieces that tile the period with the calendar revision in force in each. Agreed time is open time; what
    of it is planned is excluded; the rest counts. At each counted instant the largest share of the outages running then is down, and
    ratio = 1 - down / counted: None when nothing counts. ``count`` is the outages that take counted time, ``longest_seconds`` the most
    counted time that one of them takes, whatever its share, and ``worst`` the key of the one with most share x counted time (ties to the
    earliest to start, then the first given), None when there is none. Pieces that do not tile are refused. Availability within agreed hours
    is an indicator that Statskontoret (2025) proposes for joint state IT operations; how shares and planned work enter is the rule of
    this house.

    >>> from datetime import UTC, datetime
    >>> from samdrift.engines.worktime import WorkCalendar
    >>> always = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["08:00", "18:00"]]}})
    >>> day = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC))
    >>> half = Outage(datetime(2026, 10, 1, 17, tzinfo=UTC), None, share=0.5, key="mail")
    >>> measure(always, day, [half], [])
    Availability(agreed_seconds=36000, excluded_seconds=0, down_seconds=1800.0, ratio=0.95, count=1, longest_seconds=3600, worst='mail')
    """
    time = CountedTime(agreed, period, maintenance)
    in_order = sorted(outages, key=lambda outage: outage.span[0])
    spans = time.within(array_of(outage.span for outage in in_order))
    taking = np.flatnonzero(spans[:, 1] > spans[:, 0])
    begins, ends = spans[taking].T
    lengths, shares = ends - begins, np.array([outage.share for outage in in_order], dtype=np.float64)[taking]
    down = _down(begins, ends, shares)
    # argmax gives the first of equals, and they are in order of start; to whole microseconds, so that 0.1 of 21 minutes is 0.7 of 3
    worst = in_order[taking[np.argmax(np.rint(lengths * shares))]].key if taking.size else None
    return Availability(
        agreed_seconds=time.agreed // SECOND,
        excluded_seconds=(time.agreed - time.total) // SECOND,
        down_seconds=down / SECOND,
        ratio=1 - down / time.total if time.total else None,
        count=taking.size,
        longest_seconds=int(lengths.max(initial=0)) // SECOND,
        worst=worst,
    )


def _down(begins: Instants, ends: Instants, shares: NDArray[np.float64]) -> float:
    """The integral over counted time of the largest share running, for spans in order of their beginning."""
    if not begins.size:
        return 0.0
    until = np.maximum.accumulate(ends)
    apart = np.concatenate(([True], begins[1:] >= until[:-1], [True]))  # whether one begins after all before it have ended
    alone = apart[:-1] & apart[1:]
    together = zip(*(column[~alone].tolist() for column in (begins, ends, shares)), strict=True)
    return math.fsum([*((ends - begins) * shares)[alone].tolist(), *_overlapping(list(together))])


def _overlapping(spans: list[tuple[int, int, float]]) -> Iterator[float]:
    """Length x largest share, from edge to edge: between two the same outages run."""
    edges = sorted({edge for begin, end, _ in spans for edge in (begin, end)})
    running: list[tuple[float, int]] = []  # a heap of (-share, end)
    begun = 0
    for start, end in pairwise(edges):
        while begun < len(spans) and spans[begun][0] <= start:
            _, ends, share = spans[begun]
            heapq.heappush(running, (-share, ends))
            begun += 1
        while running and running[0][1] <= start:
            heapq.heappop(running)
        if running:
            yield (end - start) * -running[0][0]
