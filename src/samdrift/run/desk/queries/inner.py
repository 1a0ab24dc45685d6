"""What functions promise each other of a ticket, and how that stands: worked out when it is read, for the unit and auditors only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from samdrift.agree.models import Coverage, Measure, Target
from samdrift.agree.queries import promises_between_functions
from samdrift.members.queries import revision_in_force, work_calendar
from samdrift.run.desk.inner import course_of_part
from samdrift.run.desk.models import Event, Note, Ticket
from samdrift.run.desk.promises import REPLACES, Course, Terms, made_promises
from samdrift.run.desk.queries.explanations import Explained, explained
from samdrift.run.desk.queries.promises import shown
from samdrift.run.desk.queries.tickets import events_of
from samdrift.team.models import Employee


@dataclass(frozen=True, slots=True)
class Inner:
    """One promise of a function to another on a ticket; `explained` is None until the ticket has come to the function that made it."""

    coverage: Coverage
    target: Target
    explained: Explained | None = None


def inner_promises(ticket: Ticket, *, at: datetime) -> list[Inner]:
    """This will return what functions promise each other of a ticket's service and priority, with how each part stands at an instant.

    Under the version in force when the ticket came to the function, or when its service or priority was last changed. Nothing of it is
    stored: it follows from who was given the ticket. An imported ticket has none, as it has no promise to its member.
    """
    if ticket.source != Ticket.Source.LIVE:
        return []
    events = list(events_of(ticket))
    parts = _parts(ticket, events)
    changed_at = max((event.at for event in events if event.kind in REPLACES), default=ticket.reported_at)
    days = {function: timezone.localdate(max(course.reported_at, changed_at)) for function, course in parts.items()}
    otherwise = timezone.localdate(changed_at)
    found = []
    for on in sorted({otherwise, *days.values()}):
        for coverage, target in promises_between_functions(ticket.service_id, ticket.priority, on=on):
            giver = coverage.adoption.version.agreement.function_id
            assert giver is not None, "functions promise each other"
            if days.get(giver, otherwise) == on:
                found.append(Inner(coverage, target, _explained(ticket, target, parts.get(giver), on, at)))
    return found


def _parts(ticket: Ticket, events: Sequence[Event]) -> Mapping[int, Course]:
    """The part of each function that the ticket came to."""
    notes = Note.objects.filter(ticket=ticket).values_list("by_employee", "at")
    named = {pk for event in events for pk in (event.employee_id, event.by_employee_id) if pk}
    if not any(event.kind == Event.Kind.ASSIGNED for event in events):
        return {}
    ours: dict[int, set[int]] = defaultdict(set)
    written = list(notes)
    for employee, function in Employee.objects.filter(pk__in=named | {by for by, _at in written}).values_list("pk", "function"):
        ours[function].add(employee)
    courses = {
        function: course_of_part(events, people, noted_at=[at for by, at in written if by in people]) for function, people in ours.items()
    }
    return {function: course for function, course in courses.items() if course}


def _explained(ticket: Ticket, target: Target, course: Course | None, on: date, at: datetime) -> Explained | None:
    """The promise as it would be stored, were it one to the member; what is done keeps the hours that were known when it was done."""
    if course is None:
        return None
    done_at = course.answered_at if target.measure == Measure.RESPONSE else course.resolved_at
    revision = revision_in_force(target.calendar_id, on=on, known_at=done_at or at)
    if revision is None:
        return None
    calendar = work_calendar(revision)
    made = made_promises(ticket, course, course.reported_at, [Terms(target, revision.pk, calendar)])
    for promise in made:
        promise.revision = revision
        return explained(shown(promise, course, calendar, at=at))
    return None
