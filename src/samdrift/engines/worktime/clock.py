"""Due times and elapsed open time, one at a time or many at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from samdrift.engines.period import SECOND, instant_after, microseconds_of
from samdrift.engines.worktime.calendar import WorkCalendar
from samdrift.engines.worktime.lookup import Instants
from samdrift.engines.worktime.spans import REACH, OpenSpans, OutOfReach, merge

Pause = tuple[datetime, datetime | None]
LARGEST = 2**63 - 1
FOREVER = 2**62  # in microseconds; single questions count in them, so that an instant keeps its fraction of a second


class NeverOpen(ValueError):
    """The calendar does not open for long enough: not by the year 2300, or not before a pause that has no end."""


class NegativeSeconds(ValueError):
    """A duration is below zero or not a number."""


class PauseReversed(ValueError):
    """A pause ends before it starts."""


class NotEpochSeconds(ValueError):
    """Many questions at once are asked in two arrays of whole numbers, of one length."""


def due_at(calendar: WorkCalendar, start: datetime, seconds: float, *, pauses: Iterable[Pause] = ()) -> datetime:
    """This function will find when ``seconds`` of open time outside the pauses have passed since ``start``, in the zone of ``start``.

    A start outside hours counts from the next opening; an exact fit lands at closing, not at the next opening; zero seconds are due at
    once, open or not. A fraction of a second counts, to the microsecond. Pauses are half-open spans of aware datetimes in any order,
    overlapping or not; one whose end is None goes on, and what is not due before it is NeverOpen. A naive instant is NaiveInstant, a
    negative duration NegativeSeconds, no opening NeverOpen. The rules are those that business-time libraries agree on.

    >>> from datetime import UTC
    >>> week = {"mon": [["08:00", "17:00"]], "tue": [["08:00", "17:00"]]}
    >>> office = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": week})
    >>> due_at(office, datetime(2026, 10, 5, 14, 30, tzinfo=UTC), 3600).isoformat()
    '2026-10-06T06:30:00+00:00'
    """
    begin = microseconds_of(start)
    stops = _pauses(pauses)
    if not seconds >= 0:  # not-a-number too
        raise NegativeSeconds(f"{seconds} seconds")
    if seconds > REACH:
        raise NeverOpen("more open time than four hundred years hold")
    if (wanted := round(seconds * SECOND)) == 0:
        return start
    table = calendar.spans(begin // SECOND, -(-begin // SECOND))
    # Every table below begins where this one does, so that open time counted from its beginning means the same in all of them.
    target = _before(table, begin) + wanted
    for paused, resumed in stops:
        if resumed <= begin:
            continue
        paused = max(paused, begin)
        while table.before[-1] * SECOND < target and not table.answers_until(-(-paused // SECOND)):
            table = _longer(calendar, table)
        if target <= _before(table, paused):
            break
        if resumed == FOREVER:
            raise NeverOpen("a pause that has no end comes first")
        while not table.answers_until(-(-resumed // SECOND)):
            table = _longer(calendar, table)
        target += _before(table, resumed) - _before(table, paused)
    whole = -(-target // SECOND)
    while (reached := table.reached(whole)) is None:
        table = _longer(calendar, table)
    # Spans begin and end at whole seconds, so the second that completes the target is open throughout.
    return instant_after(reached * SECOND - (whole * SECOND - target)).astimezone(start.tzinfo)


def open_seconds(calendar: WorkCalendar, start: datetime, end: datetime, *, pauses: Iterable[Pause] = ()) -> int:
    """This function will count the whole seconds of open time from ``start`` to ``end`` outside the pauses; a reversed span has none.

    Pauses are as in ``due_at``; one whose end is None lasts to ``end``. A naive instant is NaiveInstant.

    >>> from datetime import UTC
    >>> office = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": {"mon": [["08:00", "17:00"]]}})
    >>> open_seconds(office, datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 10, 6, tzinfo=UTC))
    32400
    """
    begin, finish = microseconds_of(start), microseconds_of(end)
    stops = _pauses(pauses)
    if finish <= begin:
        return 0
    table = calendar.spans(begin // SECOND, -(-finish // SECOND))
    counted = _before(table, finish) - _before(table, begin)
    for paused, resumed in stops:
        paused, resumed = max(paused, begin), min(resumed, finish)
        if paused < resumed:
            counted -= _before(table, resumed) - _before(table, paused)
    return counted // SECOND


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a promised time has come. ``remaining_seconds`` are below zero when it is overdue, ``percent`` is above 100 then."""

    elapsed_seconds: int
    remaining_seconds: int
    percent: float


def progress(calendar: WorkCalendar, start: datetime, seconds: int, at: datetime, *, pauses: Iterable[Pause] = ()) -> Progress:
    """This function will say how much of ``seconds`` from ``start`` has passed at ``at`` in open time outside the pauses.

    Errors as in ``open_seconds`` and ``due_at``. No time at all is a hundred percent passed.

    >>> from datetime import UTC
    >>> office = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"mon": [["08:00", "17:00"]]}})
    >>> progress(office, datetime(2026, 10, 5, 8, tzinfo=UTC), 4 * 3600, datetime(2026, 10, 5, 9, tzinfo=UTC))
    Progress(elapsed_seconds=3600, remaining_seconds=10800, percent=25.0)
    """
    if not seconds >= 0:
        raise NegativeSeconds(f"{seconds} seconds")
    elapsed = open_seconds(calendar, start, at, pauses=pauses)
    return Progress(elapsed, seconds - elapsed, 100 * elapsed / seconds if seconds else 100.0)


def open_spans(calendar: WorkCalendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """This function will list the open spans between ``start`` and ``end``, merged and in order, in UTC.

    >>> from datetime import UTC
    >>> office = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"mon": [["08:00", "17:00"]]}})
    >>> spans = open_spans(office, datetime(2026, 10, 5, 9, tzinfo=UTC), datetime(2026, 10, 6, tzinfo=UTC))
    >>> [(opens.hour, closes.hour) for opens, closes in spans]
    [(9, 17)]
    """
    begin, finish = microseconds_of(start), microseconds_of(end)
    if finish <= begin:
        return []
    table = calendar.spans(begin // SECOND, -(-finish // SECOND))
    first = bisect_right(table.closes, begin // SECOND)
    last = bisect_left(table.opens, -(-finish // SECOND))
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    spans = zip(table.opens[first:last], table.closes[first:last], strict=True)
    return [(max(start, instant_after(opens * SECOND)), min(end, instant_after(closes * SECOND))) for opens, closes in spans]


def due_at_many(calendar: WorkCalendar, starts: Instants, seconds: Instants) -> Instants:
    """This function will answer ``due_at`` for many starts and durations at once, without pauses: int64[n] of UTC epoch seconds each.

    Errors as in ``due_at``, for all when for any; arrays of other kinds or unequal lengths are NotEpochSeconds.

    >>> always = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["00:00", "24:00"]], "fri": [["08:00", "17:00"]]}})
    >>> due_at_many(always, np.array([0, 3600]), np.array([86400, 86400])).tolist()
    [86400, 118800]
    """
    begins, wanted = _arrays(starts, seconds)
    if begins.size == 0:
        return begins
    if wanted.min() < 0:
        raise NegativeSeconds(f"{wanted.min()} seconds")
    if wanted.max() > REACH:
        raise NeverOpen("more open time than four hundred years")
    if not wanted.all():  # what takes no time is due at once, open or not, and however far off
        due, waiting = begins.copy(), wanted > 0
        due[waiting] = due_at_many(calendar, begins[waiting], wanted[waiting])
        return due
    table = calendar.spans(int(begins.min()), int(begins.max()))
    while not table.opens:
        table = _longer(calendar, table)
    targets = table.before_instants(begins) + wanted
    while targets.max() > table.before[-1]:
        table = _longer(calendar, table)
    return table.many.reached(targets)


def open_seconds_many(calendar: WorkCalendar, starts: Instants, ends: Instants) -> Instants:
    """This function will answer ``open_seconds`` for many spans at once, without pauses: int64[n] of UTC epoch seconds each.

    >>> office = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["08:00", "17:00"]]}})
    >>> open_seconds_many(office, np.array([0, 86400]), np.array([86400, 0])).tolist()
    [32400, 0]
    """
    begins, finishes = _arrays(starts, ends)
    forward = finishes > begins
    if not forward.all():  # what is reversed has no open time, however far off it lies
        passed = np.zeros_like(begins)
        if forward.any():
            passed[forward] = open_seconds_many(calendar, begins[forward], finishes[forward])
        return passed
    if begins.size == 0:
        return begins
    table = calendar.spans(int(begins.min()), int(finishes.max()))
    return table.before_instants(finishes) - table.before_instants(begins)


def _pauses(pauses: Iterable[Pause]) -> list[tuple[int, int]]:
    spans = []
    for paused, resumed in pauses:
        span = (microseconds_of(paused), FOREVER if resumed is None else microseconds_of(resumed))
        if span[1] < span[0]:
            raise PauseReversed(f"a pause from {paused} to {resumed}")
        spans.append(span)
    return merge(spans)


def _before(table: OpenSpans, at: int) -> int:
    # the fraction counts where the second that it lies in is open
    whole, fraction = divmod(at, SECOND)
    before = table.before_instant(whole)
    return before * SECOND + fraction * (table.before_instant(whole + 1) - before) if fraction else before * SECOND


def _longer(calendar: WorkCalendar, table: OpenSpans) -> OpenSpans:
    try:
        return calendar.longer(table)
    except OutOfReach as error:
        raise NeverOpen("not enough open time before the year 2300") from error


def _arrays(first: Instants, second: Instants) -> tuple[Instants, Instants]:
    arrays = np.asarray(first), np.asarray(second)
    if any(array.ndim != 1 or (array.size and array.dtype.kind not in "iu") for array in arrays) or arrays[0].size != arrays[1].size:
        raise NotEpochSeconds("two arrays of whole numbers, of one length, are wanted")
    if any(array.dtype.kind == "u" and array.max(initial=0) > LARGEST for array in arrays):  # it would come out below zero
        raise NotEpochSeconds(f"a number above {LARGEST}")
    return arrays[0].astype(np.int64), arrays[1].astype(np.int64)
