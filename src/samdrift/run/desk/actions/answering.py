"""What is said in a ticket, and what happens with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import NotAllowed
from samdrift.run.desk.actions.recording import Fact, cannot, happen, locked, not_before, worker_of, writer_of, written
from samdrift.run.desk.models import Event, Message, Note, State, Ticket

Kind = Event.Kind


@transaction.atomic
def write_to_unit(ticket: Ticket, text: str, *, by: Actor, at: datetime) -> None:
    """This will add what the requester, or somebody at the member who reads the ticket, has to say.

    It resumes a ticket that waited for it and reopens one that was resolved; a closed one is refused.
    """
    by.must(Deed.REPORT)
    writer = writer_of(by)
    if writer.person is None:
        raise NotAllowed
    text = written(text)
    ticket = locked(ticket, by)
    at = not_before(ticket, at)
    if ticket.state == State.CLOSED:
        raise cannot(ticket)
    Message.objects.create(owner_id=ticket.owner_id, ticket=ticket, at=at, text=text, **writer.columns(ticket))
    if ticket.state == State.WAITING:
        happen(ticket, Fact(Kind.RESUMED), writer=writer, at=at)
    elif ticket.state == State.RESOLVED:
        happen(ticket, Fact(Kind.REOPENED), writer=writer, at=at)
    audit.record("write_to_unit", of=ticket, by=by, at=at)


@transaction.atomic
def answer_ticket(ticket: Ticket, text: str, *, by: Actor, at: datetime, then: str = "") -> None:
    """This will answer the requester; `then` is "waiting" (a question: the clock of the resolution stops), "resolved" or nothing."""
    writer = worker_of(by)
    text = written(text)
    ticket = locked(ticket, by)
    at = not_before(ticket, at)
    facts = [Fact(Kind.ANSWERED), *([Fact(Kind(then))] if then else [])]
    happen(ticket, *facts, writer=writer, at=at)
    Message.objects.create(owner_id=ticket.owner_id, ticket=ticket, at=at, text=text, **writer.columns(ticket))
    audit.record("answer_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def add_note(ticket: Ticket, text: str, *, by: Actor, at: datetime) -> None:
    """This will add an internal note: it belongs to the unit and no member ever sees it."""
    writer = worker_of(by)
    text = written(text)
    ticket = locked(ticket, by)
    if writer.employee is None:
        raise NotAllowed
    Note.objects.create(owner_id=by.owner_id, ticket=ticket, at=not_before(ticket, at), by_employee=writer.employee, text=text)
    audit.record("add_note", of=ticket, by=by, at=at)
