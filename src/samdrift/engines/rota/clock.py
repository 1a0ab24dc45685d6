"""A zone's nights, weeks and months as seconds, which the rules on working time are counted in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from math import floor
from zoneinfo import ZoneInfo

from samdrift.engines.period import SECOND, Month, instant_after, instant_of

HOUR, DAY = 3_600, 86_400
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
NIGHT_ENDS = time(5)
Span = tuple[int, int]  # seconds since 1970 in UTC, half-open


def second_of(at: datetime) -> int:
    """This function will give an aware instant as whole seconds since 1970 in UTC.

    >>> from datetime import UTC
    >>> second_of(datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC))
    1
    """
    return floor(at.timestamp())  # thrice as quick as counting microseconds; a shift and a window are known to be aware


class Clock:
    """A zone's nights, weeks and months as seconds, the weeks for shifts between two seconds looked up once."""

    def __init__(self, zone: ZoneInfo, first: int = 0, last: int = 0) -> None:
        self.zone = zone
        day = self.day_of(instant_after(first * SECOND))
        monday = day - timedelta(days=day.weekday())
        self._mondays = [self._midnight(monday)]
        while self._mondays[-1] <= last:
            monday += A_WEEK
            self._mondays.append(self._midnight(monday))

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def weeks_of(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The weeks that spans in order of their starts are in, each once."""
        week = 0
        mondays = self._mondays
        for start, end in spans:
            if start >= mondays[week]:
                week = bisect_right(mondays, start, lo=week)
                yield mondays[week - 1], mondays[week]
            while mondays[week] < end:
                week += 1
                yield mondays[week - 1], mondays[week]

    def months_of(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The calendar months that spans are in, each once, in order."""
        ends = [(self._month_of(start), self._month_of(end - 1)) for start, end in spans]
        for month in sorted({month for first, last in ends for month in first.until(last.next())}):
            start_at, end_at = month.window(self.zone)
            yield second_of(start_at), second_of(end_at)

    def nights_of(self, start: int, end: int) -> Iterator[Span]:
        """The nights, from midnight to five, that a span is in."""
        day = self.day_of(instant_after(start * SECOND))
        while (midnight := self._midnight(day)) < end:
            five = second_of(instant_of(datetime.combine(day, NIGHT_ENDS), self.zone))
            if start < five:
                yield midnight, five
            day += A_DAY

    def _month_of(self, second: int) -> Month:
        return Month.of(instant_after(second * SECOND), self.zone)

    def _midnight(self, day: date) -> int:
        return second_of(instant_of(datetime.combine(day, time()), self.zone))

    def after(self, at: datetime, days: timedelta) -> int:
        """The second at which the clock shows the same time so many days later."""
        return second_of(instant_of(at.astimezone(self.zone).replace(tzinfo=None, fold=0) + days, self.zone))
