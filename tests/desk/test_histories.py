"""Whatever happens to a ticket, in whatever order: its head and promises are those that its history leads to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samdrift.agree.models import Measure
from samdrift.agree.queries import targets_in_force
from samdrift.catalog.models import Service
from samdrift.core.access import inside
from samdrift.core.errors import Refused
from samdrift.engines.worktime import NeverOpen, WorkCalendar, due_at, open_seconds
from samdrift.members.queries import revision_in_force, work_calendar
from samdrift.run.desk import actions
from samdrift.run.desk.history import head_of
from samdrift.run.desk.models import Event, Promise, Ticket
from samdrift.run.desk.promises import MEASURES, Course, Terms, clock_of, course_of, promises_of, stretches, used_seconds
from samdrift.run.desk.queries import events_of
from tests.builders import Cast, a_service, a_ticket, everywhere
from tests.desk.builders import an_agreement, as_it_stands, assert_projections_hold
from tests.engines.strategies import Case, cases, instants

DEEDS = ("answer", "ask", "resolve", "write", "take", "mail", "desk", "urgent", "normal", "resume", "close", "close_self", "send_on")
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 60 * 30)),
    min_size=1,
    max_size=9,
)


def act(cast: Cast, ticket: Ticket, what: str, mail: Service, at: datetime) -> None:
    name = "anna" if what in ("write", "close_self") else "elin"
    actor = cast.actor(name)
    with inside(actor.walls):
        if what in ("answer", "ask", "resolve"):
            actions.answer_ticket(ticket, "Svar.", by=actor, at=at, then={"ask": "waiting", "resolve": "resolved"}.get(what, ""))
        elif what == "write":
            actions.write_to_unit(ticket, "Mer.", by=actor, at=at)
        elif what == "take":
            actions.take_ticket(ticket, by=actor, at=at)
        elif what in ("mail", "desk"):
            actions.change_service(ticket, mail if what == "mail" else cast.desk_service, by=actor, at=at)
        elif what in ("urgent", "normal"):
            actions.change_priority(ticket, 1 if what == "urgent" else 3, by=actor, at=at)
        elif what == "resume":
            actions.resume_ticket(ticket, by=actor, at=at)
        elif what == "send_on":
            actions.send_on(ticket, cast.person("bo"), "Nytt.", by=actor, at=at)
        else:
            actions.close_ticket(ticket, by=actor, at=at)


def terms_on(owner_id: int, service_id: int, priority: int, on: date) -> Iterable[Terms]:
    targets = targets_in_force(owner_id, service_id, on=on, priority=priority)
    for measure in MEASURES:
        if measure in targets:
            revision = revision_in_force(targets[measure].calendar_id, on=on)
            assert revision is not None
            yield Terms(targets[measure], revision.pk, work_calendar(revision))


def told(promises: Iterable[Promise]) -> list[tuple[object, ...]]:
    return sorted(
        (p.measure, p.made_at, p.target_id, p.due_at, str(p.met_at), str(p.paused_at), str(p.replaced_at), p.revision_id) for p in promises
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_events_leaves_head_and_promises_as_its_history_says(cast: Cast, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        mail = a_service()
        an_agreement(cast.unit, cast.member, [cast.desk_service])
        an_agreement(cast.unit, cast.member, [mail], hours={1: (2, 6), 3: (3, 9)})
        at = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
        ticket = a_ticket(cast.person("anna"), at=at)
        for what, minutes in steps:
            at += timedelta(minutes=minutes)
            try:
                act(cast, ticket, what, mail, at)
            except Refused:
                continue
        assert_projections_hold()
        with everywhere():
            events = list(events_of(ticket))
            head = head_of(events)
            assert head is not None
            assert head.state == as_it_stands(ticket).state
            computed = promises_of(ticket, events, lambda *asked: terms_on(ticket.owner_id, *asked))
            lasting = Promise.objects.filter(ticket=ticket).exclude(made_at=F("replaced_at"))
            assert told(lasting) == told(computed)
        transaction.set_rollback(True)


KINDS = st.sampled_from((Event.Kind.ANSWERED, Event.Kind.WAITING, Event.Kind.RESUMED, Event.Kind.RESOLVED, Event.Kind.REOPENED))


@st.composite
def courses(draw: st.DrawFn) -> tuple[Case, Course]:
    """A course whose events may come in orders that the desk would refuse."""
    case = draw(cases())
    try:  # open for long enough after everything that can happen: some open on a day or two and never again
        due_at(case.calendar, case.begins_at + timedelta(days=10), 30 * 3600)
    except NeverOpen:
        assume(False)
    times = sorted(draw(st.lists(instants(case), min_size=1, max_size=6)))
    events = [Event(kind=draw(KINDS), at=at) for at in times[1:]]
    return case, course_of(events, reported_at=times[0])


def test_a_question_within_a_resolution_that_did_not_hold_pauses_no_longer_than_the_resolution() -> None:
    monday = datetime(2026, 3, 23, tzinfo=UTC)
    calendar = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"mon": [["08:00", "17:00"]]}})
    at = {hour: monday + timedelta(hours=hour) for hour in range(8, 18)}
    kinds = ((Event.Kind.RESOLVED, 10), (Event.Kind.WAITING, 11), (Event.Kind.RESUMED, 12), (Event.Kind.REOPENED, 13))
    course = course_of([Event(kind=kind, at=at[hour]) for kind, hour in kinds], reported_at=at[8])
    rows = stretches(calendar, at[8], at[17], pauses=course.pauses)
    assert [(row.start_at, row.end_at) for row in rows] == [(at[8], at[10]), (at[13], at[17])]
    assert sum(row.seconds for row in rows) == open_seconds(calendar, at[8], at[17], pauses=course.pauses)


@settings(max_examples=60, deadline=None)
@given(drawn=courses(), hours=st.integers(0, 30))
def test_the_open_seconds_from_reported_to_due_outside_the_pauses_are_those_promised(drawn: tuple[Case, Course], hours: int) -> None:
    case, course = drawn
    within = hours * 3600
    clock = clock_of(course, Measure.RESOLUTION, within_seconds=within, calendar=case.calendar)
    assert clock.due_at == due_at(case.calendar, course.reported_at, within, pauses=course.pauses)
    assert open_seconds(case.calendar, course.reported_at, clock.due_at, pauses=course.pauses) == within
    rows = stretches(case.calendar, course.reported_at, clock.due_at, pauses=course.pauses)
    assert sum(row.seconds for row in rows) == within
    response = clock_of(course, Measure.RESPONSE, within_seconds=within, calendar=case.calendar)
    assert open_seconds(case.calendar, course.reported_at, response.due_at) == within
    assert used_seconds(course, response, Measure.RESPONSE, case.calendar, at=response.due_at) <= within or course.answered_at


@settings(max_examples=60, deadline=None)
@given(drawn=courses(), hours=st.integers(0, 30), minutes=st.integers(0, 3000))
def test_a_pause_never_makes_a_promise_due_earlier(drawn: tuple[Case, Course], hours: int, minutes: int) -> None:
    case, course = drawn
    within = hours * 3600
    before = clock_of(course, Measure.RESOLUTION, within_seconds=within, calendar=case.calendar).due_at
    last = max(at for at in (course.reported_at, *(end for _start, end in course.pauses)) if at is not None)
    longer = Course(course.reported_at, pauses=(*course.pauses, (last, last + timedelta(minutes=minutes))))
    assert clock_of(longer, Measure.RESOLUTION, within_seconds=within, calendar=case.calendar).due_at >= before
