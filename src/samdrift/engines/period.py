"""Months and wall times in a zone: the calendar grid that the other engines stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000  # in microseconds, the finest that an instant tells
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class NotAMonth(ValueError):
    """The text or the numbers name no month between 0002-01 and 9998-12."""


class UnknownZone(ValueError):
    """No time zone has that name."""


class NaiveInstant(ValueError):
    """An instant without a zone was given where time is measured."""


def zone_named(name: str) -> ZoneInfo:
    """This function will find the time zone of an IANA name such as ``Europe/Stockholm``; a name that there is none of is UnknownZone.

    >>> zone_named("Europe/Stockholm")
    zoneinfo.ZoneInfo(key='Europe/Stockholm')
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:  # what zoneinfo raises depends on whether the name is also a path
        raise UnknownZone(f"no time zone is called {str(name)[:40]!r}") from error


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """This function will give the first instant (in UTC) at which the clock of ``zone`` shows the naive time ``wall`` or later.

    A time that is shown twice means the first of the two; a time that is skipped means the moment of the skip. Both follow from
    that one sentence, which is this house's rule; the two readings of a wall time are those of PEP 495.

    >>> from zoneinfo import ZoneInfo
    >>> instant_of(datetime(2026, 3, 29, 2, 30), ZoneInfo("Europe/Stockholm")).isoformat()
    '2026-03-29T01:00:00+00:00'
    """
    wall = wall.replace(tzinfo=zone, fold=0)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if before is None or after is None:
        raise NaiveInstant(f"{zone!r} knows no offset from UTC")
    if before >= after:
        return wall.replace(tzinfo=UTC) - before
    return _moment_of_the_skip(wall, zone, after - before, after)


def _moment_of_the_skip(wall: datetime, zone: tzinfo, skipped: timedelta, after: timedelta) -> datetime:
    # PEP 495: of the two readings of a skipped time, one lies before the skip and one not, so halving the stretch between finds it.
    # Clocks skip at whole seconds, so the wall time's fraction plays no part.
    wall = wall.replace(microsecond=0)
    shown, low = wall.replace(tzinfo=None), wall.replace(tzinfo=UTC) - after
    low_second, high_second = 0, int(skipped.total_seconds())
    while high_second - low_second > 1:
        middle = (low_second + high_second) // 2
        if (low + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None) >= shown:
            high_second = middle
        else:
            low_second = middle
    return low + timedelta(seconds=high_second)


def microseconds_of(at: datetime) -> int:
    """This function will give an aware instant as whole microseconds since 1970 in UTC; a naive one is NaiveInstant.

    >>> microseconds_of(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    if at.tzinfo is None:
        raise NaiveInstant("an instant needs a zone")
    passed = at - EPOCH
    return (passed.days * 86_400 + passed.seconds) * SECOND + passed.microseconds


def instant_after(microseconds: int) -> datetime:
    """This function will give the instant (in UTC) so many microseconds after the beginning of 1970.

    >>> instant_after(1_000_000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return EPOCH + timedelta(microseconds=microseconds)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; which instants it covers depends on the zone it is asked in.

    >>> Month.parse("2026-12").next()
    Month(year=2027, month=1)
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        # The first and the last year have ends that no datetime can hold in every zone.
        if not (2 <= self.year <= 9998 and 1 <= self.month <= 12):
            raise NotAMonth(f"no month {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """This function will read a month written as ``YYYY-MM``; anything else is NotAMonth.

        >>> Month.parse("2026-10")
        Month(year=2026, month=10)
        """
        match = MONTH.fullmatch(text)
        if match is None:
            raise NotAMonth(f"not a month written as YYYY-MM: {text[:40]!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, at: datetime, zone: ZoneInfo | str) -> Month:
        """This function will give the month that the instant ``at`` falls in where the clock is that of ``zone``.

        >>> Month.of(datetime(2026, 9, 30, 22, 30, tzinfo=UTC), "Europe/Stockholm")
        Month(year=2026, month=10)
        """
        if at.tzinfo is None:
            raise NaiveInstant("an instant needs a zone")
        local = at.astimezone(_zone(zone))
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def next(self) -> Month:
        """This function will give the month after.

        >>> Month(2026, 12).next()
        Month(year=2027, month=1)
        """
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> Month:
        """This function will give the month before.

        >>> Month(2026, 1).previous()
        Month(year=2025, month=12)
        """
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def until(self, end: Month) -> Iterator[Month]:
        """This function will go through this month and those after it, up to but not including ``end``.

        >>> [str(month) for month in Month(2026, 11).until(Month(2027, 2))]
        ['2026-11', '2026-12', '2027-01']
        """
        month = self
        while month < end:
            yield month
            month = month.next()

    @property
    def starts_on(self) -> date:
        """The first day; the month ends as ``next().starts_on`` begins."""
        return date(self.year, self.month, 1)

    def days(self) -> tuple[date, ...]:
        """This function will list the days of the month in order.

        >>> len(Month(2028, 2).days())
        29
        """
        return tuple(self.starts_on + timedelta(days=i) for i in range((self.next().starts_on - self.starts_on).days))

    def window(self, zone: ZoneInfo | str) -> tuple[datetime, datetime]:
        """This function will give the half-open span of instants (in UTC) that the month covers in ``zone``.

        UTC because the difference of two datetimes of one zone is a difference of wall clocks: October would lose its extra hour.

        >>> [at.isoformat() for at in Month(2026, 10).window("Europe/Stockholm")]
        ['2026-09-30T22:00:00+00:00', '2026-10-31T23:00:00+00:00']
        """
        clock = _zone(zone)
        start, end = self.starts_on, self.next().starts_on
        return (
            instant_of(datetime(start.year, start.month, 1), clock),  # noqa: DTZ001 (a wall time, not yet an instant)
            instant_of(datetime(end.year, end.month, 1), clock),  # noqa: DTZ001
        )


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    return zone_named(zone) if isinstance(zone, str) else zone
