"""One ticket's history, drawn: what happens in the desk's hours, and mostly in time."""

from __future__ import annotations

import random
from datetime import datetime

from samdrift.catalog.models import Service
from samdrift.engines.worktime import WorkCalendar, due_at
from samdrift.run.desk.models import NORMAL_PRIORITY, Event, Ticket
from samdrift.team.models import Employee

Kind = Event.Kind
HOUR = 3600
PRIORITY_WEIGHTS = {1: 2, 2: 10, 3: 70, 4: 18}
READ_AFTER = {1: 0.02, 2: 0.1, 3: 0.4, 4: 1}  # hours of desk time, on average, by priority
ANSWERED_AFTER = {1: 0.05, 2: 0.3, 3: 0.8, 4: 2.5}
RESOLVED_AFTER = {1: 0.9, 2: 2.0, 3: 4.5, 4: 22.0}  # half of them
SPREAD = 1.15  # of the logarithm of the time to resolve
BY_THE_MEMBER = (Kind.REPORTED, Kind.RESUMED, Kind.REOPENED)


def drawn_history(
    draw: random.Random,
    ticket: Ticket,
    calendar: WorkCalendar,
    *,
    desk: Service,
    service: Service,
    agent: Employee,
    second_line: Employee | None,
    until: datetime,
) -> list[Event]:
    """This will draw what happened to a ticket before `until`, oldest first, unsaved; what would come later has not happened.

    An agent of the desk takes it and answers; with a `second_line`, somebody of another function goes on with it.
    """
    priority = draw.choices(list(PRIORITY_WEIGHTS), list(PRIORITY_WEIGHTS.values()))[0]
    history = [_event(ticket, Kind.REPORTED, ticket.reported_at, agent, service=desk)]
    over = False

    def then(kind: Kind, hours: float, **more: object) -> None:
        nonlocal over
        at = due_at(calendar, history[-1].at, 60 + int(hours * HOUR)).replace(microsecond=0)
        over = over or at >= until
        if not over:
            history.append(_event(ticket, kind, at, agent, **more))

    then(Kind.ASSIGNED, draw.expovariate(1 / READ_AFTER[priority]), employee=agent)
    if service != desk:
        then(Kind.SERVICE_CHANGED, 0, service=service)
    if priority != NORMAL_PRIORITY:
        then(Kind.PRIORITY_CHANGED, 0, priority=priority)
    then(Kind.ANSWERED, draw.expovariate(1 / ANSWERED_AFTER[priority]))
    if second_line is not None:
        then(Kind.ASSIGNED, 0, employee=second_line)
        agent = second_line
    if draw.random() < 0.2:
        then(Kind.WAITING, 0)
        then(Kind.RESUMED, draw.expovariate(1 / 8))
    then(Kind.RESOLVED, RESOLVED_AFTER[priority] * draw.lognormvariate(0, SPREAD))
    if draw.random() < 0.05:
        then(Kind.REOPENED, draw.expovariate(1 / 6))
        then(Kind.RESOLVED, RESOLVED_AFTER[priority] * draw.lognormvariate(0, SPREAD))
    then(Kind.CLOSED, draw.uniform(10, 50))
    return history


def _event(ticket: Ticket, kind: Kind, at: datetime, agent: Employee, **more: object) -> Event:
    by_member = kind in BY_THE_MEMBER
    return Event(
        owner_id=ticket.owner_id,
        kind=kind,
        at=at,
        by_person=ticket.requester if by_member else None,
        by_employee=None if by_member else agent,
        **more,
    )
