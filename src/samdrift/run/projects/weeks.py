"""Weeks, each known by its Monday, and the month that one belongs to."""

from __future__ import annotations

from datetime import date, timedelta

from samdrift.engines.period import Month

A_WEEK = timedelta(days=7)


def monday_of(on: date) -> date:
    """This function will return the Monday of the week that a day lies in."""
    return on - timedelta(days=on.weekday())


def month_of(week: date) -> Month:
    """This function will return the month that a week belongs to as a whole: its Thursday's, as ISO 8601 does with years."""
    thursday = week + timedelta(days=3)
    return Month(thursday.year, thursday.month)


def weeks_from(week: date, number: int) -> list[date]:
    """This function will list so many Mondays from one on."""
    return [week + A_WEEK * step for step in range(number)]


def week_text(week: date) -> str:
    """This function will write a week as ISO 8601 does: 2026-W48."""
    year, number, _day = week.isocalendar()
    return f"{year}-W{number:02}"
