"""A year's days of one service for one taker, and their place in a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from samdrift.engines.availability import Window
from samdrift.engines.worktime import open_spans
from samdrift.run.availability.judging import Agreed, Rules, Taken, agreed_stretches, outages_of, planned_windows
from samdrift.run.availability.spans import clipped, midnight

AN_HOUR = 3600
TALLEST = 4 * AN_HOUR  # a day with so much down reaches the top of its strip
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether time was agreed, how much of it was down, and whether maintenance took some of it out."""

    on: date
    agreed: bool
    down_seconds: float = 0.0
    planned: bool = False

    @property
    def long(self) -> bool:
        return self.down_seconds > AN_HOUR


def days_of(taken: Taken, rules: Rules, window: Window, *, at: datetime) -> Iterator[Day]:
    """This will say of each day in a window, in order, what a strip shows of it; nothing is agreed of days after `at` yet."""
    stretches, _reason = agreed_stretches(taken, rules, window)
    past = [part for part in (part.until(at) for part in stretches) if part]
    agreed = {on for part in past for on in _open_days(part)}
    planned = {on for span in planned_windows(taken) if (seen := clipped(span, window)) for on in _days(seen)} & agreed
    down = _down_by_day(taken, past, window)
    for on in _days(window):
        yield Day(on, on in agreed, down.get(on, 0.0), on in planned)


def _down_by_day(taken: Taken, past: Sequence[Agreed], window: Window) -> dict[date, float]:
    outages, planned = outages_of(taken), planned_windows(taken)
    stretches = [stretch for row in outages for stretch in row.stretches if stretch.start_at < window.end_at]
    spans = [clipped(Window(stretch.start_at, stretch.end_at or window.end_at), window) for stretch in stretches]
    touched = {on for span in spans if span for on in _days(span)}
    down: dict[date, float] = {}
    for on in touched:
        day = Window(midnight(on), midnight(on + A_DAY))
        parts = [cut for part in past if (cut := part.on(day))]
        if seconds := sum(part.measured(stretches, planned).down_seconds for part in parts):
            down[on] = seconds
    return down


def _open_days(part: Agreed) -> Iterator[date]:
    for window, calendar in part.pieces:
        for start, end in open_spans(calendar, window.start_at, window.end_at):
            yield from _days(Window(start, end))


def _days(window: Window) -> Iterator[date]:
    """The days that a window touches, in the federation's zone."""
    zone = timezone.get_default_timezone()
    on, last = timezone.localdate(window.start_at, zone), timezone.localdate(window.end_at - timedelta(microseconds=1), zone)
    while on <= last:
        yield on
        on += A_DAY
