"""Weeks, each known by its Monday."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from samdrift.ui.amounts import NBSP

A_WEEK = timedelta(days=7)
WORKDAYS = 5


def monday_of(on: date) -> date:
    """This function will return the Monday of the week that a day lies in."""
    return on - timedelta(days=on.weekday())


def weeks_from(week: date, number: int) -> list[date]:
    """This function will list so many Mondays from one on."""
    return [week + A_WEEK * step for step in range(number)]


def workdays_of(week: date) -> list[date]:
    """This function will list Monday to Friday of a week."""
    return [week + timedelta(days=day) for day in range(WORKDAYS)]


def week_text(week: date) -> str:
    """This function will write a week as ISO 8601 does, for files and the heads of columns: 2026-W48."""
    year, number, _weekday = week.isocalendar()
    return f"{year}-W{number:02}"


def week_in_words(week: date, *, on: date | None = None) -> str:
    """This function will write a week as people say it: week 48; with its year, unless that is the one of the day `on`."""
    year, number, _weekday = week.isocalendar()
    this_year = on is not None and on.isocalendar().year == year
    words = _("week %(number)s") if this_year else _("week %(number)s of %(year)s")
    return (words % {"number": number, "year": year}).replace(" ", NBSP)
