"""Every write of the desk. Each is one savepoint that adds facts, moves the ticket's head and leaves one audit entry."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.queries import desk_service
from samdrift.core import audit
from samdrift.core.access import READS_ALL, Actor, Deed
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.members.models import Person
from samdrift.members.queries import person_of
from samdrift.run.desk.history import Head, after, can_happen
from samdrift.run.desk.models import NORMAL_PRIORITY, Event, Message, Note, State, Ticket
from samdrift.run.desk.queries import tickets_read_by
from samdrift.team.models import Employee
from samdrift.team.queries import employee_of

Kind = Event.Kind
SUBJECT_LENGTH = 80
HEAD = tuple(field.name for field in fields(Head))


class NothingWritten(BadInput):
    words = _("Write something first.")


class OnlyPeopleReport(Refused):
    words = _("Your account is not tied to a person at a member, so it is not known who needs help.")
    way_on = _("Ask the unit to tie your account to you.")


class NoDeskService(Refused):
    words = _("The catalog does not say yet which service is the service desk's, so nothing can be reported.")


class TicketCannot(Refused):
    words = _("%(number)s is %(state)s, so this cannot be done.")
    way_on = _("Look at the ticket again: somebody may have changed it.")


class NotAPriority(BadInput):
    words = _("The priority is 1, 2, 3 or 4.")


class ReporterNotThere(BadInput):
    words = _("That person does not belong to the member you chose.")


@transaction.atomic
def report_ticket(text: str, *, by: Actor, at: datetime, requester: Person | None = None, channel: str = Ticket.Channel.PORTAL) -> Ticket:
    """This will report a problem in somebody's own words.

    A person reports for themselves, or for a `requester` at the same member; an employee reports for the requester who called or came by.
    The first line becomes the subject.
    """
    by.must(Deed.REPORT)
    text = _written(text)
    person, employee = _writer(by)
    requester = requester or person
    if requester is None:
        raise OnlyPeopleReport
    if employee is None and requester.owner_id != by.owner_id:
        raise ReporterNotThere
    service = desk_service()
    if service is None:
        raise NoDeskService
    ticket = Ticket.objects.create(
        owner_id=requester.owner_id,
        requester=requester,
        channel=channel,
        site_id=requester.site_id,
        subject=_subject(text),
        reported_at=at,
        service=service,
        read_at=at if employee else None,
        priority=NORMAL_PRIORITY,
        changed_at=at,
    )
    own = person if person and person.owner_id == ticket.owner_id else None
    Event.objects.create(
        owner_id=ticket.owner_id, ticket=ticket, kind=Kind.REPORTED, at=at, by_person=own, by_employee=employee, service=service
    )
    Message.objects.create(owner_id=ticket.owner_id, ticket=ticket, at=at, by_person=own, by_employee=employee, text=text)
    audit.record("report_ticket", of=ticket, by=by, at=at)
    return ticket


@transaction.atomic
def write_to_unit(ticket: Ticket, text: str, *, by: Actor, at: datetime) -> None:
    """This will add what the requester, or somebody at the member who reads the ticket, has to say.

    It resumes a ticket that waited for it and reopens one that was resolved; a closed one is refused.
    """
    ticket = _locked(ticket, by)
    text = _written(text)
    person, _employee = _writer(by)
    if person is None:
        raise NotAllowed
    if ticket.state == State.CLOSED:
        raise _cannot(ticket)
    Message.objects.create(owner_id=ticket.owner_id, ticket=ticket, at=at, by_person=person, text=text)
    if ticket.state == State.WAITING:
        _happen(ticket, Kind.RESUMED, by, at)
    elif ticket.state == State.RESOLVED:
        _happen(ticket, Kind.REOPENED, by, at)
    audit.record("write_to_unit", of=ticket, by=by, at=at)


@transaction.atomic
def answer_ticket(ticket: Ticket, text: str, *, by: Actor, at: datetime, then: str = "") -> None:
    """This will answer the requester; `then` is "waiting" (a question: the clock of the resolution stops), "resolved" or nothing."""
    ticket = _worked_on(ticket, by)
    text = _written(text)
    _happen(ticket, Kind.ANSWERED, by, at)
    Message.objects.create(owner_id=ticket.owner_id, ticket=ticket, at=at, by_employee=employee_of(by), text=text)
    if then:
        _happen(ticket, Kind(then), by, at)
    audit.record("answer_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def add_note(ticket: Ticket, text: str, *, by: Actor, at: datetime) -> None:
    """This will add an internal note: it belongs to the unit and no member ever sees it."""
    ticket = _worked_on(ticket, by)
    employee = employee_of(by)
    if employee is None:
        raise NotAllowed
    Note.objects.create(owner_id=by.owner_id, ticket=ticket, at=at, by_employee=employee, text=_written(text))
    audit.record("add_note", of=ticket, by=by, at=at)


@transaction.atomic
def assign_ticket(ticket: Ticket, to: Employee, *, by: Actor, at: datetime) -> None:
    """This will give the ticket to an employee; taking it oneself is the same."""
    ticket = _worked_on(ticket, by)
    _happen(ticket, Kind.ASSIGNED, by, at, employee=to)
    audit.record("assign_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def change_priority(ticket: Ticket, priority: int, *, by: Actor, at: datetime) -> None:
    """This will set the priority, 1 to 4."""
    ticket = _worked_on(ticket, by)
    _happen(ticket, Kind.PRIORITY_CHANGED, by, at, priority=priority)
    audit.record("change_priority", of=ticket, by=by, at=at)


@transaction.atomic
def resume_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """This will go on with a ticket that waited for the requester."""
    ticket = _worked_on(ticket, by)
    _happen(ticket, Kind.RESUMED, by, at)
    audit.record("resume_ticket", of=ticket, by=by, at=at)


@transaction.atomic
def close_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """This will close a resolved ticket for good: by the requester, who is content, or by the unit."""
    ticket = _locked(ticket, by)
    _happen(ticket, Kind.CLOSED, by, at)
    audit.record("close_ticket", of=ticket, by=by, at=at)


def _happen(ticket: Ticket, kind: Kind, by: Actor, at: datetime, *, employee: Employee | None = None, priority: int | None = None) -> None:
    """Add the fact and move the head by the same pure rule that recomputes it."""
    if not can_happen(kind, ticket.state):
        raise _cannot(ticket)
    person, writer = _writer(by)
    event = Event.objects.create(
        owner_id=ticket.owner_id,
        ticket=ticket,
        kind=kind,
        at=at,
        by_person=person if person and person.owner_id == ticket.owner_id else None,
        by_employee=writer,
        employee=employee,
        priority=priority,
    )
    head = after(Head(**{name: getattr(ticket, name) for name in HEAD}), event)
    for name in HEAD:
        setattr(ticket, name, getattr(head, name))
    ticket.save(update_fields=HEAD)


def _locked(ticket: Ticket, by: Actor) -> Ticket:
    """Lock the head row first: it owns the rule of what can happen next. What one may not read does not exist."""
    return tickets_read_by(by).select_for_update(of=("self",)).get(pk=ticket.pk)


def _worked_on(ticket: Ticket, by: Actor) -> Ticket:
    by.must(Deed.WORK_TICKETS)
    return _locked(ticket, by)


def _writer(by: Actor) -> tuple[Person | None, Employee | None]:
    return (None, employee_of(by)) if by.role in READS_ALL else (person_of(by), None)


def _written(text: str) -> str:
    text = text.strip()
    if not text:
        raise NothingWritten
    return text


def _subject(text: str) -> str:
    first = text.splitlines()[0].strip()
    return first if len(first) <= SUBJECT_LENGTH else first[:SUBJECT_LENGTH].rsplit(" ", 1)[0] + " …"


def _cannot(ticket: Ticket) -> TicketCannot:
    return TicketCannot(number=ticket.number, state=State(ticket.state).label.lower())
