"""A ticket's conversation, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from samdrift.core.access import READS_ALL, READS_ITS_MEMBERS_TICKETS, Actor
from samdrift.core.models import Seat
from samdrift.core.order import InAlphabet
from samdrift.members.models import Person
from samdrift.run.desk.models import Event, Message, Note, Ticket


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a ticket's conversation: an event, a message or a note, with who and when."""

    at: datetime
    order: tuple[int, int]
    who: str
    where: str
    event: Event | None = None
    message: Message | None = None
    note: Note | None = None


def conversation(ticket: Ticket, *, by: Actor) -> list[Entry]:
    """This will return a ticket's events, messages and, for the unit and auditors, internal notes, oldest first."""
    events = Event.objects.filter(ticket=ticket).select_related("by_person", "by_employee__site", "employee", "service")
    messages = Message.objects.filter(ticket=ticket).select_related("by_person", "by_employee__site")
    # What is said and what happens in the same instant: a report before its words, then the words, then what followed from them.
    entries = [_entry(event, ticket, 0 if event.kind == Event.Kind.REPORTED else 3, event=event) for event in events]
    entries += [_entry(message, ticket, 1, message=message) for message in messages]
    if by.role in READS_ALL:
        notes = Note.objects.filter(ticket=ticket).select_related("by_employee__site")
        entries += [_entry(note, ticket, 2, note=note) for note in notes]
    return sorted(entries, key=attrgetter("at", "order"))


def _entry(row: Event | Message | Note, ticket: Ticket, order: int, **parts: Event | Message | Note) -> Entry:
    employee, person = row.by_employee, getattr(row, "by_person", None)
    who = employee.name if employee else (person.name if person else "")
    where = employee.site.city if employee else (ticket.owner.short_name if person else "")
    return Entry(row.at, (order, row.pk), who, where, **parts)  # type: ignore[arg-type]


def first_words(ticket: Ticket) -> Message | None:
    """This will return the message with which a ticket was reported."""
    return Message.objects.filter(ticket=ticket).order_by("at", "id").first()


def readers_at_member(ticket: Ticket, *, on: date) -> list[Person]:
    """This will return who at the member reads what is written to the requester: themselves first, then its contacts and head of agency.

    The unit and the federation's auditors read too.
    """
    seats = Seat.objects.filter(owner_id=ticket.owner_id, role__in=READS_ITS_MEMBERS_TICKETS, during__contains=on)
    others = Person.objects.filter(owner_id=ticket.owner_id, account__in=seats.values("account")).order_by(InAlphabet("name"), "pk")
    requester = [ticket.requester] if ticket.requester else []
    return requester + [person for person in others if person.pk != ticket.requester_id]
