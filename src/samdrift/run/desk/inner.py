"""A function's part of a ticket: what of the history a promise between functions follows from. Pure.

The part begins when the ticket is handed to somebody of the function, or taken by them, and is done when it is handed to somebody else or
resolved. Handed back or reopened, it goes on; the time between is a pause, as from resolved to reopened. Waiting for the requester pauses
it too. The function has answered with the first thing that one of its people does in the ticket.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from samdrift.engines.worktime import Pause
from samdrift.run.desk.models import Event
from samdrift.run.desk.promises import Course

Kind = Event.Kind


def course_of_part(events: Sequence[Event], ours: Collection[int], *, noted_at: Iterable[datetime] = ()) -> Course | None:
    """This will gather the course of a function's part from a whole history, oldest first; None when the ticket never came to it.

    ours: the function's employees, by id. noted_at: when they wrote internal notes, which are no events. `reported_at` of the course is
    when the ticket was handed over, `resolved_at` when the part was done.
    """
    handed_at = done_at = waiting_since = None
    is_ours = False
    pauses: list[Pause] = []
    for event in events:
        kind = Kind(event.kind)
        if kind in (Kind.RESUMED, Kind.RESOLVED) and waiting_since is not None:
            pauses.append((waiting_since, event.at))
            waiting_since = None
        if kind == Kind.WAITING:
            waiting_since = event.at
        was_ours = is_ours
        if kind == Kind.ASSIGNED:
            is_ours = event.employee_id in ours
            handed_at = handed_at or (event.at if is_ours else None)
        if is_ours and done_at is not None and kind in (Kind.ASSIGNED, Kind.REOPENED):
            pauses.append((done_at, event.at))
            done_at = None
        elif was_ours and done_at is None and (not is_ours or kind in (Kind.RESOLVED, Kind.SENT_ON)):
            done_at = event.at
    if handed_at is None:
        return None
    deeds = [event.at for event in events if event.by_employee_id in ours]
    answers = [at for at in (*deeds, *noted_at, *([done_at] if done_at else [])) if at >= handed_at]
    return Course(handed_at, min(answers, default=None), done_at, waiting_since, tuple(pauses))
