"""The desk's projections, recomputed from their facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from samdrift.engines.worktime import WorkCalendar
from samdrift.run.desk.history import Head, head_of
from samdrift.run.desk.models import Event, Promise, Ticket
from samdrift.run.desk.promises import REPLACES, Clock, clock_of, course_of, earliest_due
from samdrift.run.desk.queries import work_calendars
from samdrift.run.desk.queries.promises import latest_revisions
from samdrift.run.desk.queries.tickets import events_by_ticket

A_BATCH = 1000  # tickets at a time, so that memory does not grow with the desk
Kind = Event.Kind
ENDS_PROMISES = REPLACES | {Kind.SENT_ON}


def differences() -> list[str]:
    """This will recompute every ticket's head and every promise's clock from the events and say, in English, what is stored otherwise.

    It reads what its walls let it see.
    """
    return [words for batch in _batches() for words in _different(batch)]


def _batches() -> Iterator[list[Ticket]]:
    last = 0
    while batch := list(Ticket.objects.filter(pk__gt=last).order_by("pk")[:A_BATCH]):
        yield batch
        last = batch[-1].pk


def _different(tickets: Sequence[Ticket]) -> Iterator[str]:
    events = events_by_ticket(tickets)
    promises: dict[int, list[Promise]] = defaultdict(list)
    for promise in Promise.objects.filter(ticket__in=tickets).select_related("target", "revision"):
        promises[promise.ticket_id].append(promise)
    every = [promise for rows in promises.values() for promise in rows]
    calendars = work_calendars(promise.revision_id for promise in every)
    latest = latest_revisions(promise.revision.version_id for promise in every)
    for ticket in tickets:
        yield from _head(ticket, events[ticket.pk])
        yield from _next_due(ticket, promises[ticket.pk])
        for promise in promises[ticket.pk]:
            yield from _clock(ticket, promise, events[ticket.pk], calendars[promise.revision_id])
            yield from _in_force(ticket, promise, events[ticket.pk])
            if promise.replaced_at is None and promise.met_at is None and latest[promise.revision.version_id] != promise.revision_id:
                yield f"{ticket.number}: the {promise.measure} promise is open and was computed with a calendar since corrected"


def _head(ticket: Ticket, events: Iterable[Event]) -> Iterator[str]:
    head = head_of(events)
    if head is None:
        yield f"{ticket.number}: has no events"
        return
    for field in fields(Head):
        stored, computed = getattr(ticket, field.name), getattr(head, field.name)
        if stored != computed:
            yield f"{ticket.number}: {field.name} is {stored}, its events say {computed}"


def _next_due(ticket: Ticket, promises: Iterable[Promise]) -> Iterator[str]:
    due = earliest_due(Clock(p.due_at, p.met_at, p.paused_at) for p in promises if p.replaced_at is None)
    if ticket.next_due_at != due:
        yield f"{ticket.number}: next_due_at is {ticket.next_due_at}, its promises say {due}"


def _clock(ticket: Ticket, promise: Promise, events: Sequence[Event], calendar: WorkCalendar) -> Iterator[str]:
    """A promise that was replaced stands as it stood then."""
    until = len(events)
    if promise.replaced_at is not None:
        until = next((i for i, e in enumerate(events) if e.kind in ENDS_PROMISES and e.at >= promise.replaced_at), until)
    course = course_of(events[:until], reported_at=ticket.reported_at)
    computed = clock_of(course, promise.measure, within_seconds=promise.target.within_seconds or 0, calendar=calendar)
    for field in fields(Clock):
        stored, wanted = getattr(promise, field.name), getattr(computed, field.name)
        if stored != wanted:
            yield f"{ticket.number}: {field.name} of the {promise.measure} promise is {stored}, its events say {wanted}"


def _in_force(ticket: Ticket, promise: Promise, events: Iterable[Event]) -> Iterator[str]:
    """One in force is of the ticket's service and priority, and was made when those were last said."""
    if promise.replaced_at is not None:
        return
    target, ends = promise.target, [event.at for event in events if event.kind in ENDS_PROMISES]
    if (target.service_id, target.priority, target.measure) != (ticket.service_id, ticket.priority, promise.measure):
        yield f"{ticket.number}: the {promise.measure} promise is of another service, priority or measure than the ticket"
    if ends and promise.made_at < ends[-1]:
        yield f"{ticket.number}: the {promise.measure} promise should have been replaced {ends[-1]}"
