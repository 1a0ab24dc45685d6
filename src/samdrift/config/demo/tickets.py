"""Months of tickets, drawn with the demo's seed: synthetic, with histories that the desk's own pure rules fold into heads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from samdrift.members.models import Person
from samdrift.run.desk.history import Head, head_of
from samdrift.run.desk.models import Event, Message, Ticket
from samdrift.team.models import Employee

if TYPE_CHECKING:
    from samdrift.config.demo.build import Built, Tell

Kind = Event.Kind
ANSWERS = (
    "Hej! Jag tittar på det nu och hör av mig.",
    "Tack för att du hörde av dig. Kan du säga vad som står i felmeddelandet?",
    "Det är rättat. Starta om och säg till om det kommer tillbaka.",
)
PRIORITY_WEIGHTS = {1: 2, 2: 10, 3: 70, 4: 18}
BATCH = 2000


def build(built: Built, *, at: datetime, tell: Tell) -> None:
    """This will add the plan's months of tickets that end at `at`."""
    plan, draw = built.plan, built.draw
    total = plan["tickets_a_month"] * plan["months"]
    span = timedelta(days=30 * plan["months"])
    desk = next(service for service in built.services if service.is_desk)
    agents = [e for e in built.employees if e.function.is_desk]
    members = list(built.members.values())
    weights = [len(built.persons[m.pk]) + int(row["employees_2025"]) for m, row in zip(members, plan["members"], strict=True)]
    described = {service.pk: plan["services"][n] for n, service in enumerate(built.services)}
    shares = [described[service.pk]["share"] for service in built.services]
    moments = sorted(_in_office_hours(at - span * draw.random()) for _ in range(total))
    heads: list[Ticket] = []
    histories: list[list[Event]] = []
    for moment in moments:
        member = draw.choices(members, weights)[0]
        requester = draw.choice(built.persons[member.pk])
        service = draw.choices(built.services, shares)[0]
        ticket = Ticket(
            owner=member,
            requester=requester,
            channel=draw.choices(("portal", "phone"), (7, 3))[0],
            site_id=requester.site_id,
            subject=draw.choice(described[service.pk]["texts"]),
            reported_at=moment,
        )
        events = _history(built, ticket, moment, at, desk.pk, service.pk, agents)
        head = head_of(events)
        assert head is not None
        for name in Head.__slots__:
            setattr(ticket, name, getattr(head, name))
        heads.append(ticket)
        histories.append(events)
    tell(f"{total} tickets ...")
    made = Ticket.objects.bulk_create(heads, batch_size=BATCH)
    events_of_all, messages = [], []
    for ticket, events in zip(made, histories, strict=True):
        for event in events:
            event.ticket = ticket
            events_of_all.append(event)
            if event.kind in (Kind.REPORTED, Kind.ANSWERED):
                text = ticket.subject + "." if event.kind == Kind.REPORTED else draw.choice(ANSWERS)
                messages.append(
                    Message(owner_id=ticket.owner_id, ticket=ticket, at=event.at, text=text)
                    if event.by_employee_id is None and event.by_person_id is None
                    else Message(
                        owner_id=ticket.owner_id,
                        ticket=ticket,
                        at=event.at,
                        by_person_id=event.by_person_id,
                        by_employee_id=event.by_employee_id,
                        text=text,
                    )
                )
    Event.objects.bulk_create(events_of_all, batch_size=BATCH)
    Message.objects.bulk_create(messages, batch_size=BATCH)


def _in_office_hours(moment: datetime) -> datetime:
    """Most people report on weekdays between seven and five; the others are moved to the weekday before."""
    moment -= timedelta(days=max(0, moment.weekday() - 4))
    return moment.replace(hour=6 + moment.minute % 10, second=moment.microsecond % 60, microsecond=0)


def _history(
    built: Built, ticket: Ticket, start: datetime, now: datetime, desk_id: int, service_id: int, agents: list[Employee]
) -> list[Event]:
    draw, requester = built.draw, ticket.requester
    assert isinstance(requester, Person)
    agent = draw.choice(agents)
    events = [_event(ticket, Kind.REPORTED, start, person=requester, service_id=desk_id)]

    def then(kind: Kind, hours: float, **more: object) -> None:
        moment = events[-1].at + timedelta(hours=hours)
        if moment < now:
            events.append(_event(ticket, kind, moment, employee=None if kind == Kind.RESUMED else agent, person=requester, **more))

    then(Kind.ASSIGNED, draw.expovariate(3), employee_id=agent.pk)
    if service_id != desk_id:
        then(Kind.SERVICE_CHANGED, 0.02, service_id=service_id)
    priority = draw.choices(list(PRIORITY_WEIGHTS), list(PRIORITY_WEIGHTS.values()))[0]
    if priority != 3:
        then(Kind.PRIORITY_CHANGED, 0.02, priority=priority)
    then(Kind.ANSWERED, draw.expovariate(2))
    if draw.random() < 0.2 and len(events) > 2:
        then(Kind.WAITING, 0.01)
        if events[-1].kind == Kind.WAITING:
            then(Kind.RESUMED, draw.expovariate(1 / 20))
            if events[-1].kind == Kind.WAITING:
                return events
    then(Kind.RESOLVED, draw.lognormvariate(1.6, 1.3))
    if events[-1].kind == Kind.RESOLVED:
        if draw.random() < 0.05:
            then(Kind.REOPENED, draw.expovariate(1 / 10))
            if events[-1].kind == Kind.REOPENED:
                then(Kind.RESOLVED, draw.lognormvariate(1.6, 1))
        if events[-1].kind == Kind.RESOLVED:
            then(Kind.CLOSED, 24 * draw.uniform(1, 7))
    return events


def _event(ticket: Ticket, kind: Kind, at: datetime, *, person: Person, employee: Employee | None = None, **more: object) -> Event:
    by_unit = kind not in (Kind.REPORTED, Kind.RESUMED, Kind.REOPENED)
    return Event(
        owner_id=ticket.owner_id,
        kind=kind,
        at=at,
        by_person=None if by_unit else person,
        by_employee=employee if by_unit else None,
        **more,
    )
