"""Every read of the desk, named by what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import QuerySet

from samdrift.core.access import READS_ALL, READS_ITS_MEMBERS_TICKETS, Actor
from samdrift.members.models import Organization, Person
from samdrift.run.desk.models import OPEN, Event, Message, Note, Ticket


def tickets_read_by(actor: Actor) -> QuerySet[Ticket]:
    """This will return the tickets that an actor may read: all for the unit and auditors, the member's for its contact and head of agency,
    one's own for everybody else."""
    tickets = Ticket.objects.select_related("owner", "requester", "assignee", "site")
    if actor.role in READS_ALL:
        return tickets
    tickets = tickets.filter(owner_id=actor.owner_id)
    if actor.role in READS_ITS_MEMBERS_TICKETS:
        return tickets
    return tickets.filter(requester__account_id=actor.account_id)


def tickets_newest_first(actor: Actor) -> QuerySet[Ticket]:
    return tickets_read_by(actor).order_by("-reported_at", "-pk")


def open_tickets(actor: Actor) -> QuerySet[Ticket]:
    """This will return open work, what was reported first on top."""
    return tickets_read_by(actor).filter(state__in=OPEN).order_by("reported_at", "pk")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a ticket's conversation: an event, a message or a note, with who and when."""

    at: datetime
    order: int
    who: str
    where: str
    event: Event | None = None
    message: Message | None = None
    note: Note | None = None


def conversation(ticket: Ticket, *, by: Actor) -> list[Entry]:
    """This will return a ticket's events, messages and, for the unit and auditors, internal notes, oldest first."""
    events = Event.objects.filter(ticket=ticket).select_related("by_person", "by_employee__site", "employee")
    messages = Message.objects.filter(ticket=ticket).select_related("by_person", "by_employee__site")
    entries = [_entry(event, 0, event=event) for event in events] + [_entry(message, 1, message=message) for message in messages]
    if by.role in READS_ALL:
        notes = Note.objects.filter(ticket=ticket).select_related("by_employee__site")
        entries += [_entry(note, 2, note=note) for note in notes]
    return sorted(entries, key=attrgetter("at", "order"))


def _entry(row: Event | Message | Note, order: int, **parts: Event | Message | Note) -> Entry:
    employee, person = row.by_employee, getattr(row, "by_person", None)
    who, where = (employee.name, employee.site.city) if employee else (person.name if person else "", "")
    return Entry(row.at, order, who, where, **parts)  # type: ignore[arg-type]


def requesters_at(member: Organization) -> QuerySet[Person]:
    """This will return the people at a member, for whom an agent can report."""
    return Person.objects.filter(owner=member)
