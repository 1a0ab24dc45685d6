"""A ticket's head from its history: pure, used by the actions that write and by the check that recomputes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from samdrift.run.desk.models import NORMAL_PRIORITY, OPEN, Event, State

Kind = Event.Kind

# In which states a thing can happen, and which state it leads to; None leaves the state as it is.
RULES: dict[Kind, tuple[tuple[State, ...], State | None]] = {
    Kind.ASSIGNED: (OPEN, None),
    Kind.ANSWERED: (OPEN, None),
    Kind.SERVICE_CHANGED: (OPEN, None),
    Kind.PRIORITY_CHANGED: (OPEN, None),
    Kind.WAITING: ((State.NEW, State.ACTIVE), State.WAITING),
    Kind.RESUMED: ((State.WAITING,), State.ACTIVE),
    Kind.RESOLVED: (OPEN, State.RESOLVED),
    Kind.REOPENED: ((State.RESOLVED,), State.ACTIVE),
    Kind.CLOSED: ((State.RESOLVED,), State.CLOSED),
    Kind.SENT_ON: (OPEN, State.CLOSED),
}


@dataclass(frozen=True, slots=True)
class Head:
    """What lists show of a ticket."""

    state: State
    service_id: int
    priority: int
    assignee_id: int | None
    read_at: datetime | None
    changed_at: datetime


def can_happen(kind: Kind, state: str) -> bool:
    """This will say whether something of this kind can happen to a ticket in this state."""
    return state in RULES[kind][0]


def after(head: Head | None, event: Event) -> Head:
    """This will return the head after the event; the first event of a ticket, when it was reported, makes one.

    A ticket counts as read from the first thing that somebody in the unit did with it.
    """
    kind = Kind(event.kind)
    read_at = (head.read_at if head else None) or (event.at if event.by_employee_id else None)
    if kind == Kind.REPORTED or head is None:
        assert event.service_id is not None  # the database says so
        return Head(State.NEW, event.service_id, NORMAL_PRIORITY, None, read_at, event.at)
    leads_to = RULES[kind][1]
    if leads_to is None:  # whatever the unit does to a new ticket puts it to work
        leads_to = State.ACTIVE if head.state == State.NEW else head.state
    head = replace(head, state=leads_to, read_at=read_at, changed_at=event.at)
    if kind == Kind.ASSIGNED:
        return replace(head, assignee_id=event.employee_id)
    if kind == Kind.SERVICE_CHANGED and event.service_id is not None:
        return replace(head, service_id=event.service_id)
    if kind == Kind.PRIORITY_CHANGED and event.priority is not None:
        return replace(head, priority=event.priority)
    return head


def head_of(events: Iterable[Event]) -> Head | None:
    """This will return the head that a whole history, oldest first, leads to."""
    head: Head | None = None
    for event in events:
        head = after(head, event)
    return head
