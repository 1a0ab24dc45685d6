"""Reads of promises: what runs, what is missed, how each stands, and why none was made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from samdrift.agree.models import Measure
from samdrift.agree.queries import coverage_in_force
from samdrift.engines.worktime import WorkCalendar
from samdrift.members.models import CalendarRevision
from samdrift.members.queries import work_calendar
from samdrift.run.desk.models import Event, Promise, Ticket
from samdrift.run.desk.promises import MOVES, REPLACES, Clock, Course, Standing, course_of, standing, used_seconds

TONES = {Standing.PRELIMINARY: "plan", Standing.AT_RISK: "risk", Standing.PAUSED: "wait", Standing.MISSED: "miss"}
OPEN = Q(replaced_at__isnull=True, met_at__isnull=True)


def promises_in_force() -> QuerySet[Promise]:
    """This will return the promises that have not been replaced by a successor."""
    return Promise.objects.filter(replaced_at__isnull=True)


def open_promises() -> QuerySet[Promise]:
    """This will return the promises that run or are paused: in force and not met."""
    return Promise.objects.filter(OPEN)


def open_promises_counted_in(version_ids: Collection[int]) -> dict[int, int]:
    """This will count the open promises that are counted in each calendar version; one without any is not named."""
    counted = open_promises().filter(revision__version__in=version_ids).order_by().values_list("revision__version")
    return dict(counted.annotate(promises=Count("pk")))


def promises_due_before(at: datetime) -> QuerySet[Promise]:
    """This will return the running promises due before an instant, the first one first: the missed ones, when the instant is now."""
    return open_promises().filter(paused_at__isnull=True, due_at__lt=at).order_by("due_at", "pk")


def promises_missed(*, at: datetime, owner_id: int | None = None) -> QuerySet[Promise]:
    """This will return the promises in force that are missed at an instant: met too late, due and not met, or due before their pause."""
    late = Q(met_at__gt=F("due_at")) | Q(met_at__isnull=True, paused_at__isnull=True, due_at__lt=at)
    missed = promises_in_force().filter(late | Q(met_at__isnull=True, paused_at__gt=F("due_at")))
    return missed if owner_id is None else missed.filter(owner_id=owner_id)


def latest_revisions(version_ids: Iterable[int]) -> dict[int, int]:
    """This will return the id of the latest revision of each calendar version."""
    revisions = CalendarRevision.objects.filter(version_id__in=set(version_ids)).order_by("version_id", "-number").distinct("version_id")
    return {revision.version_id: revision.pk for revision in revisions}


def work_calendars(revision_ids: Iterable[int]) -> dict[int, WorkCalendar]:
    """This will return revisions as the engine's calendars, by id; four queries, however many."""
    revisions = CalendarRevision.objects.filter(pk__in=set(revision_ids)).prefetch_related("opening_spans", "closed_days", "special_spans")
    return {revision.pk: work_calendar(revision) for revision in revisions}


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise as it stands when it is looked at: what of its time is used, and what is left (below zero: over)."""

    promise: Promise
    course: Course
    calendar: WorkCalendar
    standing: Standing
    used_seconds: int
    within_seconds: int
    preliminary: bool

    @property
    def left_seconds(self) -> int:
        return max(self.within_seconds - self.used_seconds, 0)

    @property
    def over_seconds(self) -> int:
        return max(self.used_seconds - self.within_seconds, 0)

    @property
    def is_response(self) -> bool:
        return self.promise.measure == Measure.RESPONSE

    @property
    def clock(self) -> Clock:
        return Clock(self.promise.due_at, self.promise.met_at, self.promise.paused_at)

    @property
    def is_open(self) -> bool:
        return self.promise.met_at is None

    @property
    def tone(self) -> str:
        """The state whose shape and color the standing takes."""
        return TONES.get(self.standing, "ok")


def promises_shown(tickets: Collection[Ticket], *, at: datetime, to_requester: bool = False) -> dict[int, list[Shown]]:
    """This will return how each ticket's promises in force stand at an instant, by the ticket's id; response first. Six queries at most.

    To a requester a promise of a ticket that nobody has read is preliminary; the unit sees its clock run.
    """
    by_id = {ticket.pk: ticket for ticket in tickets}
    promises = list(
        promises_in_force()
        .filter(ticket_id__in=by_id)
        .select_related("target__calendar", "target__service", "target__version__agreement", "target__level", "revision")
    )
    found: dict[int, list[Shown]] = defaultdict(list)
    if not promises:
        return found
    calendars = work_calendars(promise.revision_id for promise in promises)
    courses = courses_of(by_id)
    for promise in sorted(promises, key=lambda p: (p.measure != Measure.RESPONSE, p.pk)):
        ticket = by_id[promise.ticket_id]
        course = courses.get(ticket.pk) or Course(ticket.reported_at)
        preliminary = ticket.read_at is None
        calendar = calendars[promise.revision_id]
        found[ticket.pk].append(shown(promise, course, calendar, at=at, preliminary=preliminary, to_requester=to_requester))
    return found


def courses_of(tickets: Mapping[int, Ticket]) -> dict[int, Course]:
    """This will return the course of each ticket that has one beyond being reported, from one query."""
    events: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(ticket_id__in=tickets, kind__in=MOVES).order_by("at", "id"):
        events[event.ticket_id].append(event)
    return {pk: course_of(rows, reported_at=tickets[pk].reported_at) for pk, rows in events.items()}


def shown(
    promise: Promise, course: Course, calendar: WorkCalendar, *, at: datetime, preliminary: bool = False, to_requester: bool = False
) -> Shown:
    """This will say how a promise stands at an instant; `preliminary` where nobody has read its ticket."""
    clock = Clock(promise.due_at, promise.met_at, promise.paused_at)
    within = promise.target.within_seconds or 0
    used = used_seconds(course, clock, promise.measure, calendar, at=at)
    how = standing(clock, at=at, used_seconds=used, within_seconds=within, preliminary=preliminary and to_requester)
    return Shown(promise, course, calendar, how, used, within, preliminary)


def standings_of_open_promises(*, at: datetime, owner_id: int | None = None) -> dict[int, Counter[Standing]]:
    """This will count, for each owner, how its open promises stand at an instant: what runs, is at risk, paused, missed. For homes."""
    tickets = Ticket.objects.filter(pk__in=open_promises().values("ticket"))
    if owner_id is not None:
        tickets = tickets.filter(owner_id=owner_id)
    rows = list(tickets)
    counts: dict[int, Counter[Standing]] = defaultdict(Counter)
    by_ticket = promises_shown(rows, at=at)
    for ticket in rows:
        counts[ticket.owner_id].update(one.standing for one in by_ticket[ticket.pk] if one.is_open)
    return dict(counts)


@dataclass(frozen=True, slots=True)
class NoPromise:
    """Why a ticket has no promise: nothing covered its service that day, or what covered it promises nothing for its priority."""

    on: datetime
    covered: bool


def why_no_promise(ticket: Ticket) -> NoPromise:
    """This will say why nothing was promised on a ticket when it was reported, or when its service or priority was last changed."""
    changed_at = Event.objects.filter(ticket=ticket, kind__in=REPLACES).aggregate(at=Max("at"))["at"]
    on = changed_at or ticket.reported_at
    return NoPromise(on, coverage_in_force(ticket.owner_id, ticket.service_id, on=timezone.localdate(on)) is not None)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A promise that ended before its ticket did, and how it stood at that instant: a judgement that its successor does not undo."""

    promise: Promise
    standing: Standing

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "ok")


def replaced_promises(ticket: Ticket) -> list[Replaced]:
    """This will return the promises that successors took over from, oldest first, without those replaced the moment they were made."""
    promises = Promise.objects.filter(ticket=ticket, replaced_at__gt=F("made_at")).select_related("target__service", "target__level")
    return [
        Replaced(promise, _stood(promise, promise.replaced_at))
        for promise in promises.order_by("made_at", "-measure")
        if promise.replaced_at
    ]


def _stood(promise: Promise, at: datetime) -> Standing:
    """Kept, missed, paused or in time: how near it was to being due when it ended is of no use to anybody."""
    return standing(Clock(promise.due_at, promise.met_at, promise.paused_at), at=at, used_seconds=0, within_seconds=1)
