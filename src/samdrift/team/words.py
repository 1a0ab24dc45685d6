"""How weekdays are told."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from samdrift.team.weeks import WORKDAYS


def weekday(day: int) -> str:
    """This will name a weekday, 0 being Monday."""
    return str(WEEKDAYS[day])


def days_text(days: Sequence[int]) -> str:
    """This will name weekdays, or say that it is the whole week."""
    return _("all week") if len(days) == WORKDAYS else ", ".join(weekday(day) for day in days)
