"""How a contract's days and its ceiling go: until when, when to remember it, when the ceiling is reached. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

YEAR_DAYS = 365
FEWEST = 3  # call-offs within a year that tell a pace
FARTHEST_DAYS = 100 * YEAR_DAYS


def months_later(on: date, months: int) -> date:
    """This function will return the same day some months later, or the last day of a month that is too short for it.

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def renewed(until_on: date, months: int) -> date:
    """This function will return the last day of the period after one that ends on a day: the new one begins on the next day.

    >>> renewed(date(2026, 6, 30), 12)
    datetime.date(2027, 6, 30)
    """
    return months_later(until_on + timedelta(days=1), months) - timedelta(days=1)


def reminder_on(until_on: date, notice_days: int) -> date:
    """This function will return the last day on which notice can be given, counted back from the end of the period that runs."""
    return until_on - timedelta(days=notice_days)


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was called off on a day, in how many call-offs."""

    on: date
    number: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a ceiling is used: `number` call-offs came to `amount_minor` in `days` days; at that pace the rest lasts
    `lasts_days` more, until `ends_on`."""

    number: int
    amount_minor: int
    days: int
    lasts_days: int
    ends_on: date


def pace_of(ordered: Iterable[Ordered], *, left_minor: int, starts_on: date, on: date) -> Pace | None:
    """This function will return the pace of the last 365 days, or of those since the contract began, and the day the ceiling is reached.

    Linear, and no better than that: an ending that comes in bursts is not foreseen. None says that it cannot be told: fewer than three
    call-offs in those days. A day beyond a hundred years is written as one in a hundred years.
    """
    since = max(starts_on, on - timedelta(days=YEAR_DAYS - 1))
    counted = [day for day in ordered if since <= day.on <= on]
    number, amount = sum(day.number for day in counted), sum(day.amount_minor for day in counted)
    if number < FEWEST or not amount:
        return None
    days = (on - since).days + 1
    lasts = min(left_minor * days // amount, FARTHEST_DAYS)
    return Pace(number, amount, days, lasts, on + timedelta(days=lasts))
