"""Work calendars: when something is open, when it is due, and how long it has been open."""

from samdrift.engines.worktime.calendar import (
    BadDay,
    BadShape,
    BadTime,
    NotACalendar,
    SpansOverlap,
    WorkCalendar,
)
from samdrift.engines.worktime.clock import (
    NegativeSeconds,
    NeverOpen,
    NotEpochSeconds,
    Pause,
    PauseReversed,
    Progress,
    due_at,
    due_at_many,
    open_seconds,
    open_seconds_many,
    open_spans,
    progress,
)
from samdrift.engines.worktime.spans import OutOfReach

__all__ = [
    "BadDay",
    "BadShape",
    "BadTime",
    "NegativeSeconds",
    "NeverOpen",
    "NotACalendar",
    "NotEpochSeconds",
    "OutOfReach",
    "Pause",
    "PauseReversed",
    "Progress",
    "SpansOverlap",
    "WorkCalendar",
    "due_at",
    "due_at_many",
    "open_seconds",
    "open_seconds_many",
    "open_spans",
    "progress",
]
