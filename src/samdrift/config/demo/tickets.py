"""Whole months of tickets and the month that runs: synthetic histories, folded into heads and promises by the desk's own pure rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from samdrift.agree.models import Coverage, Measure, Target
from samdrift.config.demo.federation import employees_now
from samdrift.config.demo.histories import drawn_history
from samdrift.engines.worktime import WorkCalendar, due_at, open_seconds
from samdrift.members.models import Organization
from samdrift.members.queries import revision_in_force, work_calendar
from samdrift.run.desk.history import Head, head_of
from samdrift.run.desk.models import Event, Message, Note, Promise, Ticket
from samdrift.run.desk.promises import Clock, Terms, earliest_due, promises_of

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

Kind = Event.Kind
BATCH = 2000
NOTED = 0.08  # of all tickets
TO_SECOND_LINE = 0.25  # of those that are about another service than the desk's


class Counted(NamedTuple):
    """The calendar revision that every promise of the demo is counted in."""

    revision_id: int
    calendar: WorkCalendar


TermsOn = Callable[[int, int, date], Iterable[Terms]]


def build(demo: Demo) -> None:
    """This will add the plan's tickets of the last whole months and of the one that runs, as many a month as it says."""
    first = demo.months_back(demo.plan["months_of_tickets"])[0]
    zone = str(timezone.get_default_timezone())
    revision = revision_in_force(demo.desk_hours.pk, on=timezone.localdate(demo.at))
    assert revision is not None, "the desk's calendar has been in force since the year before last"
    calendar = work_calendar(revision)
    start_at = first.window(zone)[0]
    to_share = open_seconds(calendar, start_at, demo.at)
    a_month = open_seconds(calendar, *first.window(zone))
    total = demo.plan["tickets_a_month"] * to_share // a_month
    demo.tell(f"{total} tickets ...")
    moments = sorted(due_at(calendar, start_at, 1 + int(demo.draw.random() * to_share)) for _ in range(total))
    pairs = _drawn(demo, calendar, [moment.replace(microsecond=0) for moment in moments])
    _keep(demo, pairs, _promises(demo, pairs, Counted(revision.pk, calendar)))


def _drawn(demo: Demo, calendar: WorkCalendar, moments: list[datetime]) -> list[tuple[Ticket, list[Event]]]:
    draw = demo.draw
    desk = next(service for service in demo.services if service.is_desk)
    agents = [employee for employee in demo.employees if employee.function.is_desk]
    others = [employee for employee in demo.employees if not employee.function.is_desk]
    members = list(demo.members.values())
    weights = [employees_now(row) for row in demo.plan["members"]]
    shares = [demo.described(service)["share"] for service in demo.services]
    texts = {service.pk: demo.described(service)["texts"] for service in demo.services}
    pairs = []
    for moment in moments:
        member = draw.choices(members, weights)[0]
        requester = draw.choice(demo.persons[member.pk])
        service = draw.choices(demo.services, shares)[0]
        ticket = Ticket(
            owner=member,
            requester=requester,
            channel=draw.choices((Ticket.Channel.PORTAL, Ticket.Channel.PHONE), (7, 3))[0],
            site_id=requester.site_id,
            subject=draw.choice(texts[service.pk]),
            reported_at=moment,
        )
        agent, other = draw.choice(agents), draw.choice(others)
        second_line = other if service != desk and draw.random() < TO_SECOND_LINE else None
        events = drawn_history(draw, ticket, calendar, desk=desk, service=service, agent=agent, second_line=second_line, until=demo.at)
        head = head_of(events)
        assert head is not None, "every history begins with a report"
        for name in Head.__slots__:
            setattr(ticket, name, getattr(head, name))
        pairs.append((ticket, events))
    return pairs


def _promises(demo: Demo, pairs: list[tuple[Ticket, list[Event]]], counted: Counted) -> list[list[Promise]]:
    terms = {member.pk: _terms_of(member, counted) for member in demo.members.values()}
    made = []
    for ticket, events in pairs:
        promises = promises_of(ticket, events, terms[ticket.owner_id])
        clocks = (Clock(p.due_at, p.met_at, p.paused_at) for p in promises if p.replaced_at is None)
        ticket.next_due_at = earliest_due(clocks)
        made.append(promises)
    return made


def _terms_of(member: Organization, counted: Counted) -> TermsOn:
    """What covers a member's use of a service at a priority on a day, read once: the demo's promises all count in the desk's hours."""
    held: dict[tuple[int, int], list[tuple[Coverage, Terms]]] = {}
    for coverage in Coverage.objects.filter(owner=member).select_related("adoption"):
        targets = Target.objects.filter(version=coverage.adoption.version_id, level=coverage.level_id)
        for target in targets.exclude(measure=Measure.AVAILABILITY).select_related("service"):
            assert target.priority is not None, "the database says so of times"
            key = coverage.service_id, target.priority
            held.setdefault(key, []).append((coverage, Terms(target, *counted)))

    def terms_on(service_id: int, priority: int, on: date) -> Iterable[Terms]:
        return [terms for coverage, terms in held.get((service_id, priority), ()) if _holds(coverage, on)]

    return terms_on


def _holds(coverage: Coverage, on: date) -> bool:
    return coverage.during.lower <= on and (coverage.during.upper is None or on < coverage.during.upper)


def _keep(demo: Demo, pairs: list[tuple[Ticket, list[Event]]], promises: list[list[Promise]]) -> None:
    Ticket.objects.bulk_create([ticket for ticket, _events in pairs], batch_size=BATCH)
    events: list[Event] = []
    messages: list[Message] = []
    notes: list[Note] = []
    for (ticket, history), made in zip(pairs, promises, strict=True):
        for event in history:
            event.ticket = ticket
        for promise in made:
            promise.ticket = ticket
        events += history
        messages += _words_of(demo, ticket, history)
        answered = next((event for event in history if event.kind == Kind.ANSWERED and event.by_employee), None)
        if answered and answered.by_employee and demo.draw.random() < NOTED:
            text = demo.draw.choice(demo.plan["tickets"]["notes"])
            notes.append(Note(owner=demo.unit, ticket=ticket, at=answered.at, by_employee=answered.by_employee, text=text))
    Event.objects.bulk_create(events, batch_size=BATCH)
    Message.objects.bulk_create(messages, batch_size=BATCH)
    Note.objects.bulk_create(notes, batch_size=BATCH)
    Promise.objects.bulk_create([promise for made in promises for promise in made], batch_size=BATCH)


def _words_of(demo: Demo, ticket: Ticket, history: list[Event]) -> Iterable[Message]:
    said = demo.plan["tickets"]
    waits = any(event.kind == Kind.WAITING for event in history)
    for event in history:
        if event.kind not in (Kind.REPORTED, Kind.ANSWERED):
            continue
        answer = said["question"] if waits else demo.draw.choice(said["answers"])
        yield Message(
            owner_id=ticket.owner_id,
            ticket=ticket,
            at=event.at,
            by_person_id=event.by_person_id,
            by_employee_id=event.by_employee_id,
            text=f"{ticket.subject}." if event.kind == Kind.REPORTED else answer,
        )
