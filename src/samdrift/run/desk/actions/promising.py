"""Promises are made, replaced and moved by the actions that add the facts they follow from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from samdrift.agree.queries import targets_in_force
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.members.models import Calendar
from samdrift.members.queries import revision_in_force, work_calendar
from samdrift.run.desk.models import Event, Promise, Ticket
from samdrift.run.desk.promises import MEASURES, MOVES, Clock, Terms, clock_of, course_of, earliest_due, made_promises
from samdrift.run.desk.queries.promises import latest_revisions, open_promises, promises_in_force, work_calendars
from samdrift.run.desk.queries.tickets import events_of

# Django's own update of many rows takes minutes for a hundred thousand.
THEIR_PROMISES = """
    UPDATE desk_promise SET due_at = new.due_at, revision_id = new.revision_id
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]) AS new (id, due_at, revision_id) WHERE desk_promise.id = new.id
"""
THEIR_TICKETS = """
    UPDATE desk_ticket SET next_due_at = new.due_at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS new (id, due_at) WHERE desk_ticket.id = new.id
"""


def make_promises(ticket: Ticket, *, at: datetime) -> None:
    """This will make the promises that the agreement in force on the day gives a ticket of this service and priority; none makes none.

    A calendar without hours on that day, or one that never opens, promises nothing either.
    """
    on = timezone.localdate(at)
    course = course_of(events_of(ticket), reported_at=ticket.reported_at)
    targets = targets_in_force(ticket.owner_id, ticket.service_id, on=on, priority=ticket.priority)
    revisions = {target.calendar_id: revision_in_force(target.calendar_id, on=on) for target in targets.values()}
    calendars = {key: work_calendar(revision) for key, revision in revisions.items() if revision}
    terms = []
    for measure in MEASURES:
        target = targets.get(measure)
        revision = revisions[target.calendar_id] if target else None
        if target and revision:
            terms.append(Terms(target, revision.pk, calendars[target.calendar_id]))
    made = Promise.objects.bulk_create(made_promises(ticket, course, at, terms))
    ticket.next_due_at = earliest_due(map(_clock, made))


def replace_promises(ticket: Ticket, *, at: datetime) -> None:
    """This will replace a ticket's promises by successors that keep the time it was reported and its pauses."""
    withdraw_promises(ticket, at=at)
    make_promises(ticket, at=at)


def withdraw_promises(ticket: Ticket, *, at: datetime) -> None:
    """This will end a ticket's promises without successors here: the ticket goes on at another member."""
    promises_in_force().filter(ticket=ticket).update(replaced_at=at)
    ticket.next_due_at = None


def follow_promises(ticket: Ticket) -> None:
    """This will move a ticket's promises to where its history has come. The ticket's own row is the caller's to save."""
    promises = list(promises_in_force().filter(ticket=ticket).select_related("target"))
    if not promises:
        return
    calendars = work_calendars(promise.revision_id for promise in promises)
    course = course_of(events_of(ticket), reported_at=ticket.reported_at)
    for promise in promises:
        assert promise.target.within_seconds is not None  # the database says so of every measure that is promised on tickets
        within = promise.target.within_seconds
        clock = clock_of(course, promise.measure, within_seconds=within, calendar=calendars[promise.revision_id])
        promise.due_at, promise.met_at, promise.paused_at = clock.due_at, clock.met_at, clock.paused_at
        promise.save(update_fields=["due_at", "met_at", "paused_at"])
    ticket.next_due_at = earliest_due(map(_clock, promises))


@transaction.atomic
def recompute_open_promises(calendar: Calendar, *, by: Actor, at: datetime) -> int:
    """This will move the open promises of a calendar to the latest revision of the version they were made with, and say how many moved.

    What is settled keeps the revision it was settled with. Hours in which one of them would never be due are the engine's NeverOpen.
    There may be a hundred thousand, so rows are read as values, and stored by one statement.
    """
    by.must(Deed.WORK_TICKETS)
    concerned = open_promises().filter(revision__version__calendar=calendar)
    # locked in the order of their numbers, so that two of these cannot lock each other out
    tickets = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=concerned.values("ticket")).order_by("pk")
    reported = dict(tickets.values_list("pk", "reported_at"))
    pausing: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(ticket__in=concerned.values("ticket"), kind__in=MOVES).order_by("at", "id"):
        pausing[event.ticket_id].append(event)
    versions = set(concerned.order_by().values_list("revision__version", flat=True).distinct())
    latest = latest_revisions(versions)
    calendars = work_calendars(latest.values())
    moved: list[tuple[int, datetime, int]] = []
    waiting: set[int] = set()
    read = ("pk", "ticket", "measure", "target__within_seconds", "revision", "revision__version")
    for promise_id, ticket_id, measure, within, revision_id, version_id in concerned.order_by().values_list(*read):
        if ticket_id not in reported or revision_id == latest[version_id]:
            continue
        course = course_of(pausing.get(ticket_id, ()), reported_at=reported[ticket_id])
        clock = clock_of(course, measure, within_seconds=within, calendar=calendars[latest[version_id]])
        moved.append((promise_id, clock.due_at, latest[version_id]))
        waiting.add(ticket_id)
    _store(THEIR_PROMISES, moved)
    first: dict[int, datetime | None] = dict.fromkeys(waiting)
    running = open_promises().filter(paused_at__isnull=True, ticket__in=concerned.values("ticket")).order_by("-due_at")
    first |= {ticket_id: due_at for ticket_id, due_at in running.values_list("ticket", "due_at") if ticket_id in waiting}
    _store(THEIR_TICKETS, list(first.items()))
    audit.record("recompute_open_promises", of=calendar, by=by, at=at)
    return len(moved)


def _store(statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        assert cursor.rowcount == len(rows)  # what the walls hide from an update is left out in silence


def _clock(promise: Promise) -> Clock:
    return Clock(promise.due_at, promise.met_at, promise.paused_at)
