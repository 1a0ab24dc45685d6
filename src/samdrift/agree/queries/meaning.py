"""What a target means in an ordinary month, with the calendar and the arithmetic that say why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils import timezone

from samdrift.agree.models import Measure
from samdrift.agree.queries.versions import AnyTarget
from samdrift.engines.availability import Window
from samdrift.engines.period import Month
from samdrift.engines.worktime import NeverOpen, OutOfReach, WorkCalendar, due_at, open_seconds, open_spans
from samdrift.members.models import Calendar
from samdrift.members.queries import calendar_pieces, revision_in_force, work_calendar

FEW = 100  # "19 of 20" is easier than 95 %; "499 of 500" is not
AFTERNOON = 15


@dataclass(frozen=True, slots=True)
class Stretch:
    """Open time that an example uses up: from one instant to another."""

    start_at: datetime
    end_at: datetime

    @property
    def seconds(self) -> int:
        return int((self.end_at - self.start_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Example:
    """A ticket reported at an instant in the afternoon, and when it is due; `stretches` are the open time between."""

    start_at: datetime
    due_at: datetime
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A target in plain figures, in the month that comes.

    Availability: `agreed_seconds` of that month and the `allowed_seconds` of outage (cut to whole seconds). Times: `cases` of how many,
    and an example. What the calendar cannot say yet, because it has no hours that month, is None.
    """

    target: AnyTarget
    month: date
    cases: tuple[int, int] | None
    agreed_seconds: int | None = None
    allowed_seconds: int | None = None
    example: Example | None = None

    @property
    def missing(self) -> Fraction:
        return 1 - self.target.share

    @property
    def is_always(self) -> bool:
        return self.target.share == 1


def coming_month(*, on: date, from_on: date | None = None) -> Month:
    """This will return the first whole month from a day on, or from the from-day of what is not in force yet.

    A version from the first of a month is shown in that month; everything else in the month after.
    """
    day = max(on, from_on) if from_on else on
    month = Month(day.year, day.month)
    return month if day == from_on and day > on and day.day == 1 else month.next()


def target_in_words(targets: Iterable[AnyTarget], *, month: Month) -> list[Meaning]:
    """This will return what each target means in a month; every calendar is read once, whatever the number of targets."""
    found = list(targets)
    clocks = {calendar: _Clock(calendar, month) for calendar in {target.calendar for target in found}}
    return [_meaning(target, clocks[target.calendar], month) for target in found]


class _Clock:
    """A calendar in one month: its open seconds, and the revision that an example is reckoned with."""

    def __init__(self, calendar: Calendar, month: Month) -> None:
        self.start_at, self.end_at = month.window(str(timezone.get_default_timezone()))
        revision = revision_in_force(calendar.pk, on=month.starts_on)
        self.work: WorkCalendar | None = work_calendar(revision) if revision else None
        self.agreed: int | None = None  # a month that the calendar covers in part says nothing about an ordinary one
        if revision:
            pieces = calendar_pieces(calendar, during=Window(self.start_at, self.end_at))
            self.agreed = sum(open_seconds(work, window.start_at, window.end_at) for window, work in pieces)
        self.reported_at = self._in_the_afternoon()
        self._examples: dict[int, Example | None] = {}

    def _in_the_afternoon(self) -> datetime | None:
        """15:00 on the first day that is open then, else the first opening."""
        if self.work is None:
            return None
        spans = open_spans(self.work, self.start_at, self.end_at)
        for day in (timezone.localtime(self.start_at) + timedelta(days=i) for i in range(14)):
            at = day.replace(hour=AFTERNOON, minute=0)
            if any(start <= at < end for start, end in spans):
                return at
        return spans[0][0] if spans else None

    def example(self, seconds: int) -> Example | None:
        if seconds not in self._examples:
            self._examples[seconds] = self._example(seconds)
        return self._examples[seconds]

    def _example(self, seconds: int) -> Example | None:
        if self.work is None or self.reported_at is None:
            return None
        try:
            due = due_at(self.work, self.reported_at, seconds)
            spans = open_spans(self.work, self.reported_at, due)
        except (NeverOpen, OutOfReach):
            return None
        return Example(self.reported_at, due, [Stretch(start, end) for start, end in spans])


def _meaning(target: AnyTarget, clock: _Clock, month: Month) -> Meaning:
    share = target.share
    cases = (share.numerator, share.denominator) if share.denominator <= FEW else None
    if target.measure == Measure.AVAILABILITY:
        allowed = None if clock.agreed is None else int(clock.agreed * (1 - share))
        return Meaning(target, month.starts_on, cases, clock.agreed, allowed)
    return Meaning(target, month.starts_on, cases, clock.agreed, example=clock.example(target.within_seconds or 0))
