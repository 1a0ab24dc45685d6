"""Promises are made, replaced and moved by the actions that add the facts they follow from."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from samdrift.agree.queries import targets_in_force
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.members.models import Calendar
from samdrift.members.queries import revision_in_force, work_calendar
from samdrift.run.desk.models import Promise, Ticket
from samdrift.run.desk.promises import MEASURES, Clock, Terms, clock_of, course_of, earliest_due, made_promises
from samdrift.run.desk.queries.promises import latest_revisions, open_promises, promises_in_force, work_calendars
from samdrift.run.desk.queries.tickets import events_by_ticket, events_of

A_BATCH = 500  # rows in one UPDATE


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


def follow_promises(*tickets: Ticket) -> None:
    """This will move tickets' promises to where their histories have come, in as many queries for many tickets as for one.

    The tickets' own rows are the caller's to save.
    """
    promises = list(promises_in_force().filter(ticket__in=tickets).select_related("target"))
    if not promises:
        return
    calendars = work_calendars(promise.revision_id for promise in promises)
    events = events_by_ticket(tickets)
    by_ticket: dict[int, list[Promise]] = defaultdict(list)
    for promise in promises:
        by_ticket[promise.ticket_id].append(promise)
    for ticket in tickets:
        course = course_of(events[ticket.pk], reported_at=ticket.reported_at)
        for promise in by_ticket[ticket.pk]:
            assert promise.target.within_seconds is not None  # the database says so of every measure that is promised on tickets
            within = promise.target.within_seconds
            _set(promise, clock_of(course, promise.measure, within_seconds=within, calendar=calendars[promise.revision_id]))
        ticket.next_due_at = earliest_due(map(_clock, by_ticket[ticket.pk]))
    Promise.objects.bulk_update(promises, ["due_at", "met_at", "paused_at"], batch_size=A_BATCH)


@transaction.atomic
def recompute_open_promises(calendar: Calendar, *, by: Actor, at: datetime) -> int:
    """This will move the open promises of a calendar to the latest revision of the version they were made with, and say how many moved.

    What is settled keeps the revision it was settled with. Hours in which one of them would never be due are the engine's NeverOpen.
    """
    by.must(Deed.WORK_TICKETS)
    concerned = open_promises().filter(revision__version__calendar=calendar)
    # locked in the order of their numbers, so that two of these cannot lock each other out
    tickets = list(Ticket.objects.select_for_update(of=("self",)).filter(pk__in=concerned.values("ticket")).order_by("pk"))
    promises = list(concerned.filter(ticket__in=tickets).select_related("revision"))
    latest = latest_revisions(promise.revision.version_id for promise in promises)
    stale = [promise for promise in promises if latest[promise.revision.version_id] != promise.revision_id]
    for promise in stale:
        promise.revision_id = latest[promise.revision.version_id]
    Promise.objects.bulk_update(stale, ["revision"], batch_size=A_BATCH)
    moved = {promise.ticket_id for promise in stale}
    following = [ticket for ticket in tickets if ticket.pk in moved]
    follow_promises(*following)
    Ticket.objects.bulk_update(following, ["next_due_at"], batch_size=A_BATCH)
    audit.record("recompute_open_promises", of=calendar, by=by, at=at)
    return len(stale)


def _set(promise: Promise, clock: Clock) -> None:
    promise.due_at, promise.met_at, promise.paused_at = clock.due_at, clock.met_at, clock.paused_at


def _clock(promise: Promise) -> Clock:
    return Clock(promise.due_at, promise.met_at, promise.paused_at)
