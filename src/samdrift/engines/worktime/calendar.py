"""A work calendar: weekly hours in a zone, with holidays, exceptions and breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from samdrift.engines.period import zone_named
from samdrift.engines.worktime.spans import DAY, EPOCH_DAY, FIRST_DAY, LAST_DAY, MARGIN, OpenSpans, OutOfReach, Wall, tabulate

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = {"timezone", "hours", "holidays", "exceptions", "breaks"}
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARLY = re.compile(r"[0-9]{2}-[0-9]{2}")
A_YEAR = 366
# After the last day that is named, only weekdays and days of the year decide. Each day of the year falls on each weekday at least once in
# forty years (29 February across a century without one), so what has not opened for longer never will.
QUIET = 41 * A_YEAR

Spans = tuple[Wall, ...]


class NotACalendar(ValueError):
    """The mapping describes no work calendar. An unknown zone is ``period.UnknownZone``."""


class BadShape(NotACalendar):
    """A part is missing, unknown, or not of the shape it should have."""


class BadDay(NotACalendar):
    """A day is neither a weekday's name nor a date that exists, or is one where the other is asked for."""


class BadTime(NotACalendar):
    """A time of day is not HH:MM or HH:MM:SS; the end of a span may also be 24:00."""


class SpansOverlap(NotACalendar):
    """Two spans of one day overlap."""


@dataclass(slots=True)
class _Kept:
    """Where a calendar keeps the table it has unrolled. The table is never changed, only replaced, so threads may share a calendar."""

    spans: OpenSpans | None = None


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When something is open. Made by ``from_mapping``; equal calendars are equal and hash alike, whatever has been asked of them."""

    timezone: str
    hours: tuple[Spans, ...]
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()
    exceptions: tuple[tuple[date, Spans], ...] = ()
    weekly_breaks: tuple[Spans, ...] = ((),) * 7
    dated_breaks: tuple[tuple[date, Spans], ...] = ()
    _kept: _Kept = field(default_factory=_Kept, init=False, repr=False, compare=False)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> WorkCalendar:
        """This function will read a calendar from ``timezone``, ``hours``, ``holidays``, ``exceptions`` and ``breaks``.

        ``hours`` map ``mon`` to ``sun``, and ``exceptions`` ``YYYY-MM-DD``, to the day's spans ``[["08:00", "17:00"], ...]`` of wall time;
        ``breaks`` take both kinds of day. ``holidays`` lists ``YYYY-MM-DD`` and, for every year, ``MM-DD``. A day that is not named is
        closed. A span that ends at or before its start runs past midnight and belongs to the day it starts on; equal ends are 24 hours.
        Exceptions beat holidays, which beat weekdays; breaks are cut out of whatever is open at that wall time of that day, also of a night
        that began the day before. Only ``timezone`` must be there. What cannot be read is a NotACalendar or UnknownZone.

        >>> week = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
        >>> WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": week, "holidays": ["12-25"]}).hours[0]
        ((28800, 61200),)
        """
        if not isinstance(mapping, Mapping):
            raise BadShape("a calendar is a mapping")
        if unknown := sorted(str(part) for part in mapping if part not in PARTS):
            raise BadShape(f"a calendar has no {unknown[0]!r}")
        zone = mapping.get("timezone")
        if not isinstance(zone, str):
            raise BadShape("a calendar needs the name of a time zone")
        zone_named(zone)
        hours = dict(_spans_by_day(mapping, "hours", _weekday))
        breaks = _spans_by_day(mapping, "breaks", lambda day: _weekday(day) if day in WEEKDAYS else _date(day))
        holidays = _list(mapping.get("holidays", ()), "holidays")
        yearly = [day for day in holidays if isinstance(day, str) and YEARLY.fullmatch(day)]
        return cls(
            timezone=zone,
            hours=tuple(hours.get(day, ()) for day in range(7)),
            holidays=frozenset(_date(day) for day in holidays if day not in yearly),
            # 2000 because a leap day may be a holiday
            yearly_holidays=frozenset((day.month, day.day) for day in (_date(f"2000-{text}") for text in yearly)),
            exceptions=_spans_by_day(mapping, "exceptions", _date),
            weekly_breaks=tuple(dict(breaks).get(day, ()) for day in range(7)),
            dated_breaks=tuple((day, spans) for day, spans in breaks if isinstance(day, date)),
        )

    def __reduce__(self) -> tuple[type[WorkCalendar], tuple[object, ...]]:
        """Pickled without the table it keeps."""
        parts = (self.hours, self.holidays, self.yearly_holidays, self.exceptions, self.weekly_breaks, self.dated_breaks)
        return WorkCalendar, (self.timezone, *parts)

    def spans(self, start: int, end: int) -> OpenSpans:
        """This function will give a table of open spans that answers for every instant from ``start`` to ``end`` (UTC epoch seconds).

        >>> WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["08:00", "17:00"]]}}).spans(0, 86400).before_instant(86400)
        32400
        """
        kept = self._kept.spans
        if kept is not None and kept.answers_from(start) and kept.answers_until(end):
            return kept
        first, last = EPOCH_DAY + start // DAY, EPOCH_DAY - (-end // DAY)
        if first < FIRST_DAY or last > LAST_DAY:
            raise OutOfReach("calendars answer for the years 1900 to 2299")
        if kept is None:
            return self._unrolled(first, last + A_YEAR)
        # Half the table again, and a year at least, so that a table which keeps growing is rebuilt a few times only.
        more = max(A_YEAR, (kept.last - kept.first) // 2)
        return self._unrolled(
            kept.first + MARGIN if kept.answers_from(start) else first - more,
            kept.last - MARGIN if kept.answers_until(end) else last + more,
        )

    def longer(self, spans: OpenSpans) -> OpenSpans:
        """This function will give a table with the same beginning as ``spans`` that is twice as long.

        When nothing more opens, or not before the year 2300, there is none: OutOfReach.

        >>> always = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["00:00", "24:00"]]}})
        >>> always.longer(always.spans(0, 0)).before[-1] // 86400
        107
        """
        opened_until = EPOCH_DAY + spans.closes[-1] // DAY if spans.closes else spans.first
        if spans.last >= LAST_DAY + MARGIN or spans.last - max(opened_until, self._last_named_day()) > QUIET:
            raise OutOfReach("nothing more opens before the year 2300")
        return self._unrolled(spans.first + MARGIN, spans.last + max(A_YEAR, spans.last - spans.first))

    def _last_named_day(self) -> int:
        dated = (day for day, _ in self.exceptions + self.dated_breaks)
        return max((day.toordinal() for day in (*self.holidays, *dated)), default=FIRST_DAY)

    def _unrolled(self, first: int, last: int) -> OpenSpans:
        exceptions, breaks = dict(self.exceptions), dict(self.dated_breaks)

        def opened(ordinal: int) -> Spans:
            day = date.fromordinal(ordinal)
            if day in exceptions:
                return exceptions[day]
            closed = day in self.holidays or (day.month, day.day) in self.yearly_holidays
            return () if closed else self.hours[day.weekday()]

        def broken(ordinal: int) -> Iterable[Wall]:
            return self.weekly_breaks[(ordinal - 1) % 7] + breaks.get(date.fromordinal(ordinal), ())

        first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
        self._kept.spans = table = tabulate(first - MARGIN, last + MARGIN, zone_named(self.timezone), opened, broken)
        return table


def _spans_by_day(mapping: Mapping[str, Any], part: str, read_day: Callable[[object], Any]) -> tuple[tuple[Any, Spans], ...]:
    days = mapping.get(part, {})
    if not isinstance(days, Mapping):
        raise BadShape(f"{part} map days to spans")
    read = [(read_day(day), _spans(spans, f"{part} of {day}")) for day, spans in days.items()]
    return tuple(sorted(read, key=lambda entry: str(entry[0])))


def _weekday(day: object) -> int:
    if day not in WEEKDAYS:
        raise BadDay(f"no weekday is called {str(day)[:40]!r}; they are {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(str(day))


def _date(day: object) -> date:
    if not (isinstance(day, str) and DATE.fullmatch(day)):
        raise BadDay(f"not a date written as YYYY-MM-DD: {str(day)[:40]!r}")
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise BadDay(f"there is no day {day}") from error


def _spans(spans: object, where: str) -> Spans:
    read = sorted(_span(span, where) for span in _list(spans, where))
    for (_, end), (start, _) in pairwise(read):
        if start < end:
            raise SpansOverlap(f"{where}: one span ends at {timedelta(seconds=end)}, another starts at {timedelta(seconds=start)}")
    return tuple(read)


def _span(span: object, where: str) -> Wall:
    match _list(span, where):
        case [start, end]:
            starts, ends = _time(start, where), DAY if end == "24:00" else _time(end, where)
            return (starts, ends if ends > starts else ends + DAY)
        case _:
            raise BadShape(f"{where}: a span is a start and an end")


def _time(text: object, where: str) -> int:
    match = TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise BadTime(f"{where}: no time of day is {str(text)[:40]!r}")
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)


def _list(items: object, where: str) -> list[object]:
    if not isinstance(items, list | tuple):
        raise BadShape(f"{where}: a list is wanted")
    return list(items)
