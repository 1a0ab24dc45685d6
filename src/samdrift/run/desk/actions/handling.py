"""Who has a ticket, what it is about, and when it goes on or ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import PRIORITIES
from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.run.desk.actions.recording import Fact, Writer, happen, locked, not_before, worker_of, writer_of
from samdrift.run.desk.models import Event, Ticket
from samdrift.run.desk.queries import Wanted, next_to_take, tickets_read_by
from samdrift.team.models import Employee

Kind = Event.Kind


class NotAPriority(BadInput):
    words = _("The priority is 1, 2, 3 or 4.")


class NoSuchService(BadInput):
    words = _("That service is not in the catalog.")


class NobodyChosen(BadInput):
    words = _("Choose somebody who works in the unit.")


class AlreadyTaken(Refused):
    words = _("%(number)s is already with %(who)s.")
    way_on = _("Open the ticket if you want to take it over.")


class NothingToTake(Refused):
    words = _("No ticket waits for somebody to take it.")


@transaction.atomic
def assign_ticket(ticket: Ticket, to: Employee, *, by: Actor, at: datetime) -> None:
    """This will give the ticket to an employee, whoever has it now."""
    writer = worker_of(by)
    ticket = locked(ticket, by)
    happen(ticket, Fact(Kind.ASSIGNED, employee=to), writer=writer, at=not_before(ticket, at))
    audit.record("assign_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def take_ticket(ticket: Ticket, *, by: Actor, at: datetime, instead_of: int | None = None) -> None:
    """This will take the ticket oneself, from nobody or from the employee whom one saw having it; if it is with another by now, that one
    keeps it."""
    writer = worker_of(by)
    ticket = locked(ticket, by)
    if ticket.assignee_id != instead_of:
        raise AlreadyTaken(number=ticket.number, who=ticket.assignee or _("nobody"))
    _take(ticket, writer, at=at)
    audit.record("take_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def take_next(wanted: Wanted, *, by: Actor, at: datetime) -> Ticket:
    """This will take the ticket that is due first of those that nobody has. Two who ask at once get one each."""
    writer = worker_of(by)
    ticket = next_to_take(by, wanted, at=at).select_for_update(of=("self",), skip_locked=True).first()
    if ticket is None:
        raise NothingToTake
    _take(ticket, writer, at=at)
    audit.record("take_ticket", of=ticket, by=by, at=at)
    return ticket


def _take(ticket: Ticket, writer: Writer, *, at: datetime) -> None:
    happen(ticket, Fact(Kind.ASSIGNED, employee=writer.employee), writer=writer, at=not_before(ticket, at))


@transaction.atomic
def sort_ticket(ticket: Ticket, *, service: Service | None = None, priority: int | None = None, by: Actor, at: datetime) -> None:
    """This will say what the ticket is about and how much it matters, 1 to 4; its promises are replaced by those of both.

    What is already so is not said again.
    """
    if priority is not None and priority not in PRIORITIES:
        raise NotAPriority
    writer = worker_of(by)
    ticket = locked(ticket, by)
    facts = []
    if service is not None and service.pk != ticket.service_id:
        facts.append(Fact(Kind.SERVICE_CHANGED, service=service))
    if priority is not None and priority != ticket.priority:
        facts.append(Fact(Kind.PRIORITY_CHANGED, priority=priority))
    if facts:
        happen(ticket, *facts, writer=writer, at=not_before(ticket, at))
        audit.record("sort_ticket", of=ticket, by=by, at=at)


def change_service(ticket: Ticket, service: Service, *, by: Actor, at: datetime) -> None:
    """This will say which service the ticket is about."""
    sort_ticket(ticket, service=service, by=by, at=at)


def change_priority(ticket: Ticket, priority: int, *, by: Actor, at: datetime) -> None:
    """This will set the priority, 1 to 4."""
    sort_ticket(ticket, priority=priority, by=by, at=at)


@transaction.atomic
def resume_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """This will go on with a ticket that waited for the requester."""
    writer = worker_of(by)
    ticket = locked(ticket, by)
    happen(ticket, Fact(Kind.RESUMED), writer=writer, at=not_before(ticket, at))
    audit.record("resume_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def close_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """This will close a resolved ticket for good: by the requester, who is content, or by the unit."""
    by.must(Deed.REPORT)
    writer = writer_of(by)
    ticket = locked(ticket, by)
    happen(ticket, Fact(Kind.CLOSED), writer=writer, at=not_before(ticket, at))
    audit.record("close_ticket", of=ticket, by=by, at=at)


@dataclass(slots=True)
class Many:
    """What came of doing one thing to several tickets: how many it was done to, and why not to the others."""

    done: int = 0
    refused: list[Refused] = field(default_factory=list)


def take_many(ids: Iterable[int], *, by: Actor, at: datetime) -> Many:
    """This will take the tickets that nobody has, and say of each other one who has it."""
    return _each(ids, take_ticket, by=by, at=at)


def close_many(ids: Iterable[int], *, by: Actor, at: datetime) -> Many:
    """This will close the tickets that are resolved, and say of each other one what it is instead."""
    return _each(ids, close_ticket, by=by, at=at)


def _each(ids: Iterable[int], act: Callable[..., None], *, by: Actor, at: datetime) -> Many:
    by.must(Deed.WORK_TICKETS)  # here already, so that a role that may not is refused as one, not once a ticket
    many = Many()
    # in the order of their numbers, so that two who choose the same tickets cannot lock each other out
    for ticket in tickets_read_by(by).filter(pk__in=ids).order_by("pk"):
        try:
            act(ticket, by=by, at=at)
        except Refused as no:
            many.refused.append(no)
        else:
            many.done += 1
    return many
