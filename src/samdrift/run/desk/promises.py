"""When a ticket's promises are due, met and paused, from its events, a target's seconds and a work calendar: pure.

The rules: both clocks start when the ticket was reported. The response is met by the unit's first answer, or by the resolution when that
came first. The resolution is met when the ticket was resolved and not reopened; waiting for the requester pauses it, and so does the time
from resolved to reopened. Neither pauses the response. A promise is missed when it is met too late, or due and not met; a paused one is
missed only if it was due before its pause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import Measure, Target
from samdrift.engines.worktime import NeverOpen, Pause, WorkCalendar, due_at, open_seconds, open_spans
from samdrift.run.desk.history import after
from samdrift.run.desk.models import Event, Promise, Ticket

Kind = Event.Kind
MEASURES = (Measure.RESPONSE, Measure.RESOLUTION)
MOVES = frozenset({Kind.ANSWERED, Kind.WAITING, Kind.RESUMED, Kind.RESOLVED, Kind.REOPENED})
REPLACES = frozenset({Kind.SERVICE_CHANGED, Kind.PRIORITY_CHANGED})
AT_RISK_PPM = 750_000  # of the promised time; past that, somebody should look


class Standing(TextChoices):
    """How a promise stands at an instant."""

    PRELIMINARY = "preliminary", _("Preliminary")
    RUNNING = "running", _("In time")
    AT_RISK = "at_risk", _("At risk")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Kept")
    MISSED = "missed", _("Missed")


@dataclass(frozen=True, slots=True)
class Course:
    """What of a ticket's history its promises follow from: instants, and the pauses of the resolution that have ended.

    `waiting_since` is the pause that goes on, `resolved_at` the resolution that stands.
    """

    reported_at: datetime
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    waiting_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()


def course_of(events: Iterable[Event], *, reported_at: datetime) -> Course:
    """This will gather a ticket's course from its events, oldest first."""
    answered_at = resolved_at = waiting_since = None
    pauses: list[Pause] = []
    for event in events:
        kind = Kind(event.kind)
        if kind in (Kind.ANSWERED, Kind.RESOLVED) and answered_at is None:
            answered_at = event.at
        if kind in (Kind.RESUMED, Kind.RESOLVED) and waiting_since is not None:
            pauses.append((waiting_since, event.at))
            waiting_since = None
        if kind == Kind.WAITING:
            waiting_since = event.at
        elif kind == Kind.RESOLVED:
            resolved_at = event.at
        elif kind == Kind.REOPENED and resolved_at is not None:
            pauses.append((resolved_at, event.at))
            resolved_at = None
    return Course(reported_at, answered_at, resolved_at, waiting_since, tuple(pauses))


@dataclass(frozen=True, slots=True)
class Clock:
    """What is kept of a promise beside its target: a projection of the course.

    While it is paused, `due_at` is what it was when the pause began.
    """

    due_at: datetime
    met_at: datetime | None
    paused_at: datetime | None


def clock_of(course: Course, measure: str, *, within_seconds: int, calendar: WorkCalendar) -> Clock:
    """This will compute a promise's clock; a calendar that never opens is the engine's NeverOpen."""
    if measure == Measure.RESPONSE:
        return Clock(due_at(calendar, course.reported_at, within_seconds), course.answered_at, None)
    due = due_at(calendar, course.reported_at, within_seconds, pauses=course.pauses)
    return Clock(due, course.resolved_at, course.waiting_since)


def is_missed(clock: Clock, *, at: datetime) -> bool:
    """This will say whether a promise is missed at an instant; one that is due at that very instant is not."""
    return clock.due_at < (clock.met_at or clock.paused_at or at)


def standing(clock: Clock, *, at: datetime, used_seconds: int, within_seconds: int, preliminary: bool = False) -> Standing:
    """This will say how a promise stands at an instant; `preliminary` is what one reads of a ticket that nobody has read yet."""
    if is_missed(clock, at=at):
        return Standing.MISSED
    if clock.met_at is not None:
        return Standing.MET
    if clock.paused_at is not None:
        return Standing.PAUSED
    if preliminary:
        return Standing.PRELIMINARY
    return Standing.AT_RISK if used_seconds * 1_000_000 > within_seconds * AT_RISK_PPM else Standing.RUNNING


def used_seconds(course: Course, clock: Clock, measure: str, calendar: WorkCalendar, *, at: datetime) -> int:
    """This will count the open seconds that a promise has used: until it was met, until it was paused, else until the instant."""
    pauses = course.pauses if measure == Measure.RESOLUTION else ()
    return open_seconds(calendar, course.reported_at, clock.met_at or clock.paused_at or at, pauses=pauses)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of open time that counts, and how long it is."""

    start_at: datetime
    end_at: datetime
    seconds: int

    @property
    def on_one_day(self) -> bool:
        return timezone.localdate(self.start_at) == timezone.localdate(self.end_at)


def stretches(calendar: WorkCalendar, start: datetime, end: datetime, *, pauses: Sequence[Pause] = ()) -> list[Stretch]:
    """This will list the open stretches from start to end outside the pauses: the rows whose sum is the used time.

    Pauses may come in any order and overlap, as a ticket's do that was asked about while it was resolved. One without an end goes on.
    """
    found: list[Stretch] = []
    begin = start
    for paused, resumed in (*sorted(pauses, key=itemgetter(0)), (end, end)):
        finish = min(paused, end)
        spans = open_spans(calendar, begin, finish) if begin < finish else []
        found += [Stretch(opens, closes, open_seconds(calendar, opens, closes)) for opens, closes in spans]
        begin = max(begin, resumed or end)
    return found


def earliest_due(clocks: Iterable[Clock]) -> datetime | None:
    """This will return when the first of the running, unpaused promises is due; None when there is none. Work is sorted by it."""
    return min((clock.due_at for clock in clocks if clock.met_at is None and clock.paused_at is None), default=None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a target promises, and the hours of the calendar revision it is counted in."""

    target: Target
    revision_id: int
    calendar: WorkCalendar


def promises_of(ticket: Ticket, events: Sequence[Event], terms_on: Callable[[int, int, date], Iterable[Terms]]) -> list[Promise]:
    """This will compute every promise that a history led to, replaced ones too, unsaved: what the actions write one by one.

    events: the whole history, oldest first. terms_on: what covers a service at a priority on a day. For histories that are written at once.
    One that was replaced the moment it was made, as when service and priority are said in the same instant, is left out.
    """
    made: list[Promise] = []
    head = None
    for number, event in enumerate(events):
        head = after(head, event)
        if event.kind not in (*REPLACES, Kind.REPORTED, Kind.SENT_ON):
            continue
        for promise in made:
            promise.replaced_at = promise.replaced_at or event.at
        if event.kind != Kind.SENT_ON:
            until = _until(events, number)
            course = course_of(events[:until], reported_at=ticket.reported_at)
            on = timezone.localdate(event.at)
            made += made_promises(ticket, course, event.at, terms_on(head.service_id, head.priority, on))
    return [promise for promise in made if promise.replaced_at != promise.made_at]


def _until(events: Sequence[Event], number: int) -> int:
    """How much of the history a promise made by an event runs through: to what replaced it, else to the end."""
    ends = (*REPLACES, Kind.SENT_ON)
    return next((later for later in range(number + 1, len(events)) if events[later].kind in ends), len(events))


def made_promises(ticket: Ticket, course: Course, at: datetime, terms: Iterable[Terms]) -> Iterator[Promise]:
    """This will make promises at an instant, unsaved, as they stand after the course; a calendar that never opens makes none."""
    for one in terms:
        target = one.target
        if target.within_seconds is None:
            continue
        try:
            clock = clock_of(course, target.measure, within_seconds=target.within_seconds, calendar=one.calendar)
        except NeverOpen:
            continue
        promise = Promise(owner_id=ticket.owner_id, ticket=ticket, measure=target.measure, target=target, revision_id=one.revision_id)
        promise.made_at, promise.due_at, promise.met_at, promise.paused_at = at, clock.due_at, clock.met_at, clock.paused_at
        yield promise
