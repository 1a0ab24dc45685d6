"""The month that a week belongs to; weeks themselves are the team's."""

from __future__ import annotations

from datetime import date, timedelta

from samdrift.engines.period import Month
from samdrift.team.weeks import A_WEEK, monday_of, week_in_words, week_text, weeks_from

__all__ = ["A_WEEK", "monday_of", "month_of", "week_in_words", "week_text", "weeks_from"]


def month_of(week: date) -> Month:
    """This function will return the month that a week belongs to as a whole: its Thursday's, as ISO 8601 does with years."""
    thursday = week + timedelta(days=3)
    return Month(thursday.year, thursday.month)
