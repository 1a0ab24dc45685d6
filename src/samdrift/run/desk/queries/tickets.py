"""Reads of tickets: whose one may read, the work list and its views, what was reported when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from samdrift.core.access import READS_ALL, READS_ITS_MEMBERS_TICKETS, Actor
from samdrift.engines.availability import Window
from samdrift.run.desk.models import OPEN, Event, SentOn, State, Ticket
from samdrift.team.models import Employee

NUMBER = re.compile(r"(?:sd-?)?([0-9]{1,18})", re.IGNORECASE)
VIEWS = ("all", "mine", "nobody", "overdue", "waiting", "resolved", "closed")


def tickets_read_by(actor: Actor) -> QuerySet[Ticket]:
    """This will return the tickets that an actor may read: all for the unit and auditors, the member's for its contact and head of agency,
    one's own for everybody else."""
    tickets = Ticket.objects.select_related("owner", "requester", "assignee", "site", "service")
    if actor.role in READS_ALL:
        return tickets
    tickets = tickets.filter(owner_id=actor.owner_id)
    if actor.role in READS_ITS_MEMBERS_TICKETS:
        return tickets
    return tickets.filter(requester__account_id=actor.account_id)


def tickets_newest_first(actor: Actor) -> QuerySet[Ticket]:
    """This will return the tickets that an actor may read, those reported last on top."""
    return tickets_read_by(actor).order_by("-reported_at", "-pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of the unit's work: one view of it, narrowed by member, service, priority and words."""

    view: str = "all"
    member_id: int | None = None
    service_id: int | None = None
    priority: int | None = None
    words: str = ""


def work(actor: Actor, wanted: Wanted, *, mine: Employee | None, at: datetime) -> QuerySet[Ticket]:
    """This will return the unit's work that is wanted: what is due first on top, paused last; what is done, the latest first.

    Imported tickets are history, not work. What the views hold beside the narrowing is `work_counts`.
    """
    tickets = tickets_read_by(actor).filter(_narrowed(wanted), _in_view(wanted.view, mine, at), source=Ticket.Source.LIVE)
    if wanted.view in ("resolved", "closed"):
        return tickets.order_by("-changed_at", "-pk")
    paused_last = Case(When(state=State.WAITING, then=Value(1)), default=Value(0), output_field=IntegerField())
    return tickets.order_by(F("next_due_at").asc(nulls_last=True), paused_last, "reported_at", "pk")


def work_counts(actor: Actor, wanted: Wanted, *, mine: Employee | None, at: datetime) -> dict[str, int]:
    """This will count the open tickets in each view, under the same narrowing, in one query; what is closed is not counted."""
    counted = [view for view in VIEWS if view != "closed"]
    tickets = tickets_read_by(actor).filter(_narrowed(wanted), source=Ticket.Source.LIVE).exclude(state=State.CLOSED)
    return tickets.aggregate(**{view: Count("pk", filter=_in_view(view, mine, at)) for view in counted})


def next_to_take(actor: Actor, wanted: Wanted, *, at: datetime) -> QuerySet[Ticket]:
    """This will return the open tickets that nobody has and that do not wait for their requester, under the narrowing, due first on top."""
    tickets = work(actor, replace(wanted, view="nobody"), mine=None, at=at)
    return tickets.exclude(state=State.WAITING)


def _in_view(view: str, mine: Employee | None, at: datetime) -> Q:
    is_open = Q(state__in=OPEN)
    return {
        "mine": is_open & Q(assignee=mine, assignee__isnull=False),
        "nobody": is_open & Q(assignee__isnull=True),
        "overdue": is_open & Q(next_due_at__lt=at),
        "waiting": Q(state=State.WAITING),
        "resolved": Q(state=State.RESOLVED),
        "closed": Q(state=State.CLOSED),
    }.get(view, is_open)


def _narrowed(wanted: Wanted) -> Q:
    narrowed = Q()
    if wanted.member_id is not None:
        narrowed &= Q(owner_id=wanted.member_id)
    if wanted.service_id is not None:
        narrowed &= Q(service_id=wanted.service_id)
    if wanted.priority is not None:
        narrowed &= Q(priority=wanted.priority)
    if wanted.words:
        number = NUMBER.fullmatch(wanted.words)
        narrowed &= Q(subject__icontains=wanted.words) | (Q(pk=int(number[1])) if number else Q())
    return narrowed


def events_of(ticket: Ticket) -> QuerySet[Event]:
    """This will return a ticket's events, oldest first."""
    return Event.objects.filter(ticket=ticket).order_by("at", "id")


def events_by_ticket(tickets: Iterable[Ticket]) -> dict[int, list[Event]]:
    """This will return the events of tickets by the ticket's id, oldest first; nothing for a ticket without any."""
    events: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(ticket__in=tickets).order_by("at", "id"):
        events[event.ticket_id].append(event)
    return events


def reported_tickets(during: Window, *, owner_id: int | None = None, service_id: int | None = None) -> QuerySet[Ticket]:
    """This will return the tickets that were reported in a window; those imported, and those sent on to the right member, are left out."""
    sent_on = Event.objects.filter(ticket=OuterRef("pk"), kind=Event.Kind.SENT_ON)
    tickets = Ticket.objects.filter(reported_at__gte=during.start_at, reported_at__lt=during.end_at, source=Ticket.Source.LIVE)
    tickets = tickets.filter(~Exists(sent_on))
    if owner_id is not None:
        tickets = tickets.filter(owner_id=owner_id)
    return tickets if service_id is None else tickets.filter(service_id=service_id)


def tickets_reported_in(during: Window, *, owner_id: int | None = None, service_id: int | None = None) -> dict[int, int]:
    """This will count the tickets reported in a window for each owner that reported any, in one query: a cost driver, whose rows are
    `reported_tickets`."""
    tickets = reported_tickets(during, owner_id=owner_id, service_id=service_id)
    return dict(tickets.order_by().values_list("owner_id").annotate(tickets=Count("pk")))


def sent_on_from(ticket: Ticket) -> Ticket | None:
    """This will return the ticket that went on as this one; for the unit only, since neither member sees the other."""
    sent = SentOn.objects.select_related("ticket__owner").filter(to=ticket).first()
    return sent.ticket if sent else None


def sent_on_to(ticket: Ticket) -> Ticket | None:
    """This will return the ticket as which this one went on at the right member; for the unit only."""
    sent = SentOn.objects.select_related("to__owner").filter(ticket=ticket).first()
    return sent.to if sent else None
