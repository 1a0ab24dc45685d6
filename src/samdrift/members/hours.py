"""When a calendar is open, as a whole: what the actions take, what a revision holds, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings

from samdrift.members.models import CalendarRevision

Spans = Sequence[tuple[str, str]]
Names = tuple[str, str]
Day = TypeVar("Day", int, date)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a calendar is open. Weekdays are 0 (Monday) to 6; spans are wall times of the zone, such as ("08:00", "16:30").

    `closed` are days with their names, in the federation's first language and in English. `special` are days whose spans beat both
    weekday and closed.
    """

    weekly: Mapping[int, Spans]
    closed: Mapping[date, Names] = field(default_factory=dict)
    special: Mapping[date, Spans] = field(default_factory=dict)
    zone: str = settings.TIME_ZONE


def hours_of(revision: CalendarRevision) -> Hours:
    """This will read a revision back as the hours that it was made of; three queries."""
    weekly: dict[int, list[tuple[str, str]]] = {}
    for span in revision.opening_spans.all():
        weekly.setdefault(span.weekday, []).append((span.opens, span.closes))
    special: dict[date, list[tuple[str, str]]] = {}
    for one in revision.special_spans.all():
        special.setdefault(one.on, []).append((one.opens, one.closes))
    closed = {day.on: (day.name, day.name_en) for day in revision.closed_days.all()}
    return Hours(weekly, closed, special, revision.zone)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from some hours to others: weekdays and days with the spans before and after, closed days with their names."""

    weekly: Sequence[tuple[int, Spans, Spans]]
    closed: Sequence[tuple[date, Names]]
    opened: Sequence[tuple[date, Names]]
    renamed: Sequence[tuple[date, Names]]
    special: Sequence[tuple[date, Spans, Spans]]

    def __bool__(self) -> bool:
        return any((self.weekly, self.closed, self.opened, self.renamed, self.special))


def changes(before: Hours, after: Hours) -> Changes:
    """This will return what differs between two hours, in order of day; the order of a day's spans is no difference."""
    was, becomes = before.closed, after.closed
    return Changes(
        weekly=_spans_changed(before.weekly, after.weekly),
        closed=[(on, becomes[on]) for on in sorted(becomes.keys() - was.keys())],
        opened=[(on, was[on]) for on in sorted(was.keys() - becomes.keys())],
        renamed=[(on, becomes[on]) for on in sorted(was.keys() & becomes.keys()) if was[on] != becomes[on]],
        special=_spans_changed(before.special, after.special),
    )


def _spans_changed(before: Mapping[Day, Spans], after: Mapping[Day, Spans]) -> list[tuple[Day, Spans, Spans]]:
    pairs = [(day, sorted(before.get(day, ())), sorted(after.get(day, ()))) for day in sorted(before.keys() | after.keys())]
    return [(day, was, becomes) for day, was, becomes in pairs if was != becomes]
