"""A ticket is reported, or goes on at the right member."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.catalog.queries import desk_service
from samdrift.core import audit
from samdrift.core.access import AT_THE_UNIT, READS_ITS_MEMBERS_TICKETS, Actor, Deed
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.members.models import Person
from samdrift.run.desk.actions.promising import make_promises
from samdrift.run.desk.actions.recording import (
    Fact,
    OnlyEmployeesWork,
    Writer,
    happen,
    locked,
    not_before,
    worker_of,
    writer_of,
    written,
)
from samdrift.run.desk.models import NORMAL_PRIORITY, Event, Message, SentOn, Ticket

Kind = Event.Kind
SUBJECT_LENGTH = 80


class OnlyPeopleReport(Refused):
    words = _("Your account is not tied to a person at a member, so it is not known who needs help.")
    way_on = _("Ask the unit to tie your account to you.")


class NoDeskService(Refused):
    words = _("The catalog does not say yet which service is the service desk's, so nothing can be reported.")


class ReporterNotThere(BadInput):
    words = _("That person does not belong to the member you chose.")


class SameMember(BadInput):
    words = _("The ticket is already at that member.")
    way_on = _("Choose a person at the member that the ticket belongs to.")


@transaction.atomic
def report_ticket(text: str, *, by: Actor, at: datetime, requester: Person | None = None, channel: str = Ticket.Channel.PORTAL) -> Ticket:
    """This will report a problem in somebody's own words; the first line becomes the subject.

    A person reports for themselves; a member's contact or head of agency also for a colleague, the `requester`; an employee for the
    requester who called or came by.
    """
    by.must(Deed.REPORT)
    text = written(text)
    writer = writer_of(by)
    service = desk_service()
    if service is None:
        raise NoDeskService
    ticket = _opened(_requester(requester, writer, by), text, writer=writer, service=service, channel=channel, reported_at=at, at=at)
    audit.record("report_ticket", of=ticket, by=by, at=at)
    return ticket


def _requester(requester: Person | None, writer: Writer, by: Actor) -> Person:
    """Who needs help: oneself when nobody is named."""
    if requester is None or requester == writer.person:
        if writer.person is None:
            raise OnlyPeopleReport
        return writer.person
    if by.role in AT_THE_UNIT:
        return requester
    if by.role not in READS_ITS_MEMBERS_TICKETS:
        raise NotAllowed
    if requester.owner_id != by.owner_id:
        raise ReporterNotThere
    return requester


def _opened(requester: Person, text: str, *, writer: Writer, service: Service, channel: str, reported_at: datetime, at: datetime) -> Ticket:
    """Add the ticket, its first event, the words and the promises."""
    read_at = reported_at if writer.employee else None
    ticket = Ticket.objects.create(
        owner_id=requester.owner_id,
        requester=requester,
        channel=channel,
        site_id=requester.site_id,
        subject=_subject(text),
        reported_at=reported_at,
        service=service,
        read_at=read_at,
        priority=NORMAL_PRIORITY,
        changed_at=reported_at,
    )
    columns = writer.columns(ticket)
    Event.objects.create(owner_id=ticket.owner_id, ticket=ticket, kind=Kind.REPORTED, at=reported_at, service=service, **columns)
    Message.objects.create(owner_id=ticket.owner_id, ticket=ticket, at=reported_at, text=text, **columns)
    make_promises(ticket, at=at)
    ticket.save(update_fields=["next_due_at"])
    return ticket


@transaction.atomic
def send_on(ticket: Ticket, to: Person, text: str, *, by: Actor, at: datetime) -> Ticket:
    """This will close a ticket that was reported at the wrong member and open it anew for a person at the right one, linked.

    Owners never change. The new ticket keeps the time it was reported, the service and the priority; its words are those that the sender
    writes, since what stands in the first one belongs to another member. Only the unit sees that the two belong together.
    """
    writer = worker_of(by)
    ticket = locked(ticket, by)
    at = not_before(ticket, at)
    text = written(text)
    if to.owner_id == ticket.owner_id:
        raise SameMember
    if writer.employee is None:
        raise OnlyEmployeesWork
    priority, service = ticket.priority, ticket.service
    happen(ticket, Fact(Kind.SENT_ON), writer=writer, at=at)
    new = _opened(to, text, writer=writer, service=service, channel=Ticket.Channel.SENT_ON, reported_at=ticket.reported_at, at=at)
    if priority != NORMAL_PRIORITY:
        happen(new, Fact(Kind.PRIORITY_CHANGED, priority=priority), writer=writer, at=at)
    SentOn.objects.create(owner_id=by.owner_id, ticket=ticket, to=new, at=at)
    audit.record("send_on", of=ticket, by=by, at=at)
    audit.record("report_ticket", of=new, by=by, at=at)
    return new


def _subject(text: str) -> str:
    first = text.splitlines()[0].strip()
    return first if len(first) <= SUBJECT_LENGTH else first[:SUBJECT_LENGTH].rsplit(" ", 1)[0] + " …"
