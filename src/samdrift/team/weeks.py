"""Weeks, each known by its Monday."""

from __future__ import annotations

from datetime import date, timedelta

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
    """This function will write a week as ISO 8601 does: 2026-W48."""
    year, number, _day = week.isocalendar()
    return f"{year}-W{number:02}"
