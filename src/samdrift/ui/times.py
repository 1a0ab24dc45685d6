"""Days, clocks and lengths of time as people write them, in the federation's zone (Django's current time zone).

Dates are ISO (2026-11-23) in both languages; clocks are "kl. 13.53" in Swedish and "13:53" in English.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.ui.amounts import MINUS, NBSP, count_text, in_english


def local(at: datetime) -> datetime:
    """This function will move an aware instant into the current time zone; a naive one is a ValueError."""
    return timezone.localtime(at)


def day_text(on: date) -> str:
    """This function will write a day as 2026-11-23; an instant gives its day in the current time zone."""
    return (local(on).date() if isinstance(on, datetime) else on).isoformat()


def clock_text(at: datetime) -> str:
    """This function will write the time of day: kl. 13.53, in English 13:53."""
    return f"{local(at):%H:%M}" if in_english() else f"kl.{NBSP}{local(at):%H.%M}"


def moment_text(at: datetime, *, now: datetime | None = None) -> str:
    """This function will write day and time of day; told what now is, it says today, yesterday or tomorrow instead of a near date."""
    clock = clock_text(at)
    away = None if now is None else (local(at).date() - local(now).date()).days
    if away == 0:
        return _("today %(clock)s") % {"clock": clock}
    if away == -1:
        return _("yesterday %(clock)s") % {"clock": clock}
    if away == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    return f"{day_text(at)} {clock}"


def duration_text(length: float | timedelta, *, hours_only: bool = False) -> str:
    """This function will write a length of time given in seconds: 40 s, 12 min, 2 h 05 min, 3 d 4 h.

    Cut, never rounded up: a promise with 59 s left has not a minute left. `hours_only` writes service time, where 24 h is no day.
    """
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    sign = MINUS if seconds <= -1 else ""
    total = int(abs(seconds))
    hours, minutes = divmod(total // 60, 60)
    days, rest = divmod(hours, 24)
    if days and not hours_only:
        words = [f"{count_text(days)} d", *([f"{rest} h"] if rest else [])]
    elif hours:
        words = [f"{count_text(hours)} h", *([f"{minutes:02d} min"] if minutes else [])]
    elif minutes or not total:
        words = [f"{minutes} min"]
    else:
        words = [f"{total} s"]
    return sign + " ".join(words).replace(" ", NBSP)
