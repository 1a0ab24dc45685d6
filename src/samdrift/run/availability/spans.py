"""Days and months as instants, in the federation's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from samdrift.engines.availability import Window
from samdrift.engines.period import Month, instant_of

LONG_AGO, FAR_AHEAD = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


def midnight(on: date) -> datetime:
    """This will return the instant at which a day begins."""
    return instant_of(datetime(on.year, on.month, on.day), timezone.get_default_timezone())  # noqa: DTZ001 (a wall time, not yet an instant)


def month_window(month: Month) -> Window:
    """This will return the instants of a month: in March an hour fewer than its days would have, in October one more."""
    return Window(midnight(month.starts_on), midnight(month.next().starts_on))


def month_of(at: datetime) -> Month:
    """This will return the month that an instant falls in."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return Month(local.year, local.month)


def window_of(days: DateRange) -> Window:
    """This will return the instants that a range of days spans; one without an end reaches as far as calendars answer."""
    return Window(midnight(days.lower) if days.lower else LONG_AGO, midnight(days.upper) if days.upper else FAR_AHEAD)


def clipped(window: Window, whole: Window) -> Window | None:
    """This will return what two windows share; None where they do not meet."""
    start_at, end_at = max(window.start_at, whole.start_at), min(window.end_at, whole.end_at)
    return Window(start_at, end_at) if start_at < end_at else None
