"""What every write of the desk is made of: who writes, the locked head, and facts that move it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.access import Actor, Deed, Role
from samdrift.core.errors import BadInput, Refused
from samdrift.members.models import Person
from samdrift.members.queries import person_of
from samdrift.run.desk.actions.promising import follow_promises, replace_promises, withdraw_promises
from samdrift.run.desk.history import Head, after, can_happen
from samdrift.run.desk.models import Event, State, Ticket
from samdrift.run.desk.promises import MOVES, REPLACES
from samdrift.run.desk.queries import tickets_read_by
from samdrift.team.models import Employee
from samdrift.team.queries import employee_of

Kind = Event.Kind
HEAD = tuple(field.name for field in fields(Head))


class NothingWritten(BadInput):
    words = _("Write something first.")


class TicketCannot(Refused):
    words = _("The state of %(number)s is “%(state)s”, so this cannot be done.")
    way_on = _("Look at the ticket again: somebody may have changed it.")


class OnlyEmployeesWork(Refused):
    words = _("Your account is not tied to anybody who works in the unit, so it would not be known who did this.")
    way_on = _("Ask the unit's director to tie your account to you.")


@dataclass(frozen=True, slots=True)
class Writer:
    """In whose name something is written: a person at a member, an employee of the unit, or neither when it is Samdrift itself."""

    person: Person | None = None
    employee: Employee | None = None

    def columns(self, ticket: Ticket) -> dict[str, Person | Employee | None]:
        """This will return the columns of a row of this ticket that say who wrote it."""
        own = self.person if self.person and self.person.owner_id == ticket.owner_id else None
        return {"by_person": own, "by_employee": self.employee}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happens to a ticket, before it is a row."""

    kind: Kind
    employee: Employee | None = None
    service: Service | None = None
    priority: int | None = None


def writer_of(by: Actor) -> Writer:
    """This will return who writes: for the unit whoever works there, for a member its person."""
    return worker_of(by) if by.may(Deed.WORK_TICKETS) else Writer(person=person_of(by))


def worker_of(by: Actor) -> Writer:
    """This will return who works with a ticket; whoever works is known by name, except Samdrift itself."""
    by.must(Deed.WORK_TICKETS)
    writer = Writer(employee=employee_of(by))
    if writer.employee is None and by.role != Role.SYSTEM:
        raise OnlyEmployeesWork
    return writer


def locked(ticket: Ticket, by: Actor) -> Ticket:
    """This will lock the head row first: it owns the rule of what can happen next. What one may not read does not exist."""
    return tickets_read_by(by).select_for_update(of=("self",)).get(pk=ticket.pk)


def not_before(ticket: Ticket, at: datetime) -> datetime:
    """This will return the instant to record: two requests that waited for the same lock may come in the other order than their clocks
    said, and a ticket's history does not run backwards."""
    return max(at, ticket.changed_at)


def happen(ticket: Ticket, *facts: Fact, writer: Writer, at: datetime) -> None:
    """This will add facts to a locked ticket and move its head and its promises by the same pure rules that recompute them."""
    for fact in facts:
        if not can_happen(fact.kind, ticket.state):
            raise cannot(ticket)
        event = Event.objects.create(
            owner_id=ticket.owner_id,
            ticket=ticket,
            kind=fact.kind,
            at=at,
            **writer.columns(ticket),
            employee=fact.employee,
            service=fact.service,
            priority=fact.priority,
        )
        move_head(ticket, event)
    keep_promises(ticket, facts, at=at)
    ticket.save(update_fields=[*HEAD, "next_due_at"])


def move_head(ticket: Ticket, event: Event) -> None:
    head = after(Head(**{name: getattr(ticket, name) for name in HEAD}), event)
    for name in HEAD:
        setattr(ticket, name, getattr(head, name))


def keep_promises(ticket: Ticket, facts: Sequence[Fact], *, at: datetime) -> None:
    kinds = {fact.kind for fact in facts}
    if Kind.SENT_ON in kinds:
        withdraw_promises(ticket, at=at)
    elif kinds & REPLACES:
        replace_promises(ticket, at=at)
    elif kinds & MOVES:
        follow_promises(ticket)


def written(text: str) -> str:
    """This will return the text without blank ends; nothing at all is refused."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NothingWritten
    return text


def cannot(ticket: Ticket) -> TicketCannot:
    return TicketCannot(number=ticket.number, state=State(ticket.state).label)
