"""When an agreement may end: a pure rule over the day on which notice is given."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

LAST_MONTH = 12


class NoticeEnds(models.TextChoices):
    ANY_DAY = "any_day", _("any day")
    YEAR_END = "year_end", _("the end of a year")


def months_later(day: date, months: int) -> date:
    """This function will return the same day so many months later, or that month's last day where it has no such day.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, LAST_MONTH)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_last_day(given_on: date, *, months: int, ends: str) -> date:
    """This function will return the earliest day that may be the last one of an agreement, when notice is given on a day.

    >>> first_last_day(date(2026, 11, 25), months=12, ends="year_end")
    datetime.date(2027, 12, 31)
    >>> first_last_day(date(2026, 12, 31), months=12, ends="year_end")
    datetime.date(2027, 12, 31)
    >>> first_last_day(date(2026, 11, 25), months=3, ends="any_day")
    datetime.date(2027, 2, 25)
    """
    served = months_later(given_on, months)
    return next_lawful_day(served, ends=ends)


def next_lawful_day(day: date, *, ends: str) -> date:
    """This function will return the day itself or the first one after it on which an agreement may end."""
    return date(day.year, LAST_MONTH, 31) if ends == NoticeEnds.YEAR_END else day
