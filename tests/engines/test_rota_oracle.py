"""The rules on working time against somebody who looks at the clock every half hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from samdrift.engines.availability import Window
from samdrift.engines.rota import DutyPer, Kind, Rule, Shift, breaches
from samdrift.engines.worktime import WorkCalendar

ZONE = ZoneInfo("Europe/Stockholm")
OFFICE = WorkCalendar.from_mapping(
    {
        "timezone": "Europe/Stockholm",
        "hours": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
)
HALF = timedelta(minutes=30)
FIRST = datetime(2026, 10, 4, 22, tzinfo=UTC)  # Monday 5 October in Stockholm; clocks change on the 25th
WATCHED = 48 * 7 * 11
DRAWN = 48 * 7 * 5  # half hours that shifts are drawn in
TIMES = [FIRST + i * HALF for i in range(WATCHED)]
WALLS = [at.astimezone(ZONE).replace(tzinfo=None) for at in TIMES]
ORDINARY = [wall.weekday() < 5 and wall.hour in (8, 9, 10, 11, 13, 14, 15, 16) for wall in WALLS]
Found = tuple[Rule, datetime, datetime, int]


@st.composite
def rotas(draw: st.DrawFn) -> list[Shift]:
    starts = st.integers(0, DRAWN)
    lengths = st.integers(1, 48) | st.integers(1, 48 * 8)
    drawn = draw(st.lists(st.tuples(starts, lengths, st.sampled_from(list(Kind))), min_size=1, max_size=8))
    return [Shift("p", FIRST + start * HALF, FIRST + (start + length) * HALF, kind, key=n) for n, (start, length, kind) in enumerate(drawn)]


class Watch:
    """What a person does each half hour."""

    def __init__(self, shifts: list[Shift], away: list[Window], *, works: bool, monthly: bool) -> None:
        self.times, self.walls, self.monthly = TIMES, WALLS, monthly
        self.duty, self.standby, off = (
            covered((one.start_at, one.end_at) for one in shifts if one.kind == kind) for kind in (Kind.DUTY, Kind.STANDBY, Kind.OFF)
        )
        gone = covered((window.start_at, window.end_at) for window in away)
        self.work = [works and h and not o and not g for h, o, g in zip(ORDINARY, off, gone, strict=True)]
        self.calls = [d or s for d, s in zip(self.duty, self.standby, strict=True)]

    def breaks(self) -> list[Found]:
        duty = self.duty_month() if self.monthly else self.duty_hours()
        return sorted([*duty, *self.daily_rest(), *self.night_rest(), *self.weekly_rest(), *self.days_running()])

    def later(self, place: int, days: int) -> int:
        """The half hour that shows the same time so many days later."""
        return next(i for i in range(place, WATCHED) if self.walls[i] >= self.walls[place] + timedelta(days=days))

    def found(self, rule: Rule, start: int, end: int, halves: int) -> Found:
        return rule, FIRST + start * HALF, FIRST + end * HALF, halves * 1800

    def duty_hours(self) -> list[Found]:
        over: list[tuple[int, int, int]] = []
        for i in range(WATCHED):
            if self.duty[i] and not (i and self.duty[i - 1]):
                end = self.later(i, 28)
                by = sum(self.duty[i:end]) - 96
                if by > 0 and over and i < over[-1][1]:
                    over[-1] = (over[-1][0], end, max(by, over[-1][2]))
                elif by > 0:
                    over.append((i, end, by))
        return [self.found(Rule.DUTY_HOURS, *one) for one in over]

    def duty_month(self) -> list[Found]:
        months: dict[tuple[int, int], list[int]] = {}
        for i, wall in enumerate(self.walls):
            months.setdefault((wall.year, wall.month), []).append(i)
        served = [(places, sum(self.duty[i] for i in places)) for places in months.values()]
        first = min(months)  # begins before the watch does
        before = int((FIRST - datetime(*first, 1, tzinfo=ZONE)) / HALF)
        starts = {first: -before}
        return [
            self.found(Rule.DUTY_MONTH, starts.get(month, places[0]), places[-1] + 1, halves - 100)
            for month, (places, halves) in zip(months, served, strict=True)
            if halves > 100
        ]

    def night_rest(self) -> list[Found]:
        busy = [w or d for w, d in zip(self.work, self.duty, strict=True)]
        free = [True] * 48 + [not one for one in busy]  # nobody works on the Sunday before
        resting = [False] * len(free)
        for i in range(len(free) - 22):
            if all(free[i : i + 22]):
                resting[i : i + 22] = [True] * 22
        nights: dict[date, list[int]] = {}
        for i, wall in enumerate(self.walls):
            if wall.hour < 5:
                nights.setdefault(wall.date(), []).append(i)
        found = []
        short = [(start, end) for _rule, start, end, _halves in self.daily_rest()]
        for places in nights.values():
            lost = sum(not resting[i + 48] for i in places)
            start, end = places[-1] + 1 - 22, places[0] + 22
            said = any(opens <= self.times[i] < closes for opens, closes in short for i in places)
            if lost and any(self.duty[max(0, start) : end]) and (any(busy[i] for i in places) or not said):
                found.append(self.found(Rule.NIGHT_REST, start, end, lost))
        return found

    def daily_rest(self) -> list[Found]:
        busy = [w or d for w, d in zip(self.work, self.duty, strict=True)]
        found, i, begun = [], 0, False
        while i < WATCHED - 96:
            if not busy[i] and not begun:
                i += 1
                continue
            rest = longest(busy[i : i + 48])
            if rest >= 22:
                i, begun = next(j for j in range(i + 22, WATCHED) if not any(busy[j - 22 : j])), False
                continue
            if any(self.duty[i : i + 48]):
                found.append(self.found(Rule.DAILY_REST, i, i + 48, 22 - rest))
            last = max(j for j in range(i, i + 48) if busy[j])
            begun = any(busy[last + 1 : last + 23])  # else the rest that was too late has been had
            i = i + 48 if begun else last + 23
        return found

    def weekly_rest(self) -> list[Found]:
        weeks: dict[tuple[int, int], list[int]] = {}
        for i, wall in enumerate(self.walls):
            weeks.setdefault(wall.isocalendar()[:2], []).append(i)
        found = []
        for places in weeks.values():
            busy = [self.work[i] or self.calls[i] for i in places]
            if any(self.calls[i] for i in places) and longest(busy) < 72:
                found.append(self.found(Rule.WEEKLY_REST, places[0], places[-1] + 1, 72 - longest(busy)))
        return found

    def days_running(self) -> list[Found]:
        found, i = [], 0
        while i < WATCHED:
            if self.calls[i]:
                end = i
                while any(self.calls[end : end + 48]):
                    end += 1
                if self.walls[end] > self.walls[i] + timedelta(days=7):
                    found.append(self.found(Rule.DAYS_RUNNING, i, end, end - self.later(i, 7)))
                i = end
            i += 1
        return found


def covered(spans: Iterable[tuple[datetime, datetime]]) -> list[bool]:
    """Which half hours lie within one of the spans."""
    inside = [False] * WATCHED
    for start, end in spans:
        for i in range((start - FIRST) // HALF, (end - FIRST) // HALF):
            inside[i] = True
    return inside


def longest(busy: list[bool]) -> int:
    best = run = 0
    for one in busy:
        run = 0 if one else run + 1
        best = max(best, run)
    return best


@settings(max_examples=60)
@given(rotas(), st.lists(st.tuples(st.integers(0, DRAWN), st.integers(1, 400)), max_size=2), st.booleans(), st.booleans())
def test_names_what_a_watcher_sees(shifts: list[Shift], gone: list[tuple[int, int]], works: bool, monthly: bool) -> None:
    away = [Window(FIRST + start * HALF, FIRST + (start + length) * HALF) for start, length in gone]
    per = DutyPer.MONTH if monthly else DutyPer.FOUR_WEEKS
    found = breaches(shifts, zone=ZONE, ordinary=OFFICE if works else None, away={"p": away}, duty_per=per)
    watched = [(one.rule, one.start_at, one.end_at, one.by_seconds) for one in found if one.rule not in (Rule.OVERLAP, Rule.AWAY)]
    assert sorted(watched) == Watch(shifts, away, works=works, monthly=monthly).breaks()


@settings(max_examples=40)
@given(rotas(), st.randoms())
def test_neither_order_nor_company_changes_what_is_named(shifts: list[Shift], draw: Random) -> None:
    alone = breaches(shifts, zone=ZONE, ordinary=OFFICE)
    others = [Shift("q", one.start_at, one.end_at, one.kind, one.key) for one in shifts]
    mixed = [*shifts, *others]
    draw.shuffle(mixed)
    found = breaches(mixed, zone=ZONE, ordinary=OFFICE)

    def said(person: str) -> list[tuple[Rule, datetime, datetime, int]]:
        return sorted((b.rule, b.start_at, b.end_at, b.by_seconds) for b in found if b.person == person and b.rule != Rule.OVERLAP)

    assert said("p") == said("q") == sorted((b.rule, b.start_at, b.end_at, b.by_seconds) for b in alone if b.rule != Rule.OVERLAP)


@settings(max_examples=40)
@given(rotas(), st.sampled_from(DutyPer))
def test_fewer_shifts_are_against_no_other_rules(shifts: list[Shift], per: DutyPer) -> None:
    def named(some: list[Shift]) -> set[Rule]:
        found = {one.rule for one in breaches(some, zone=ZONE, ordinary=OFFICE, duty_per=per)}
        return {Rule.DAILY_REST if rule == Rule.NIGHT_REST else rule for rule in found}  # the night is part of that rest

    called = [one for one in shifts if one.kind != Kind.OFF]
    off = [one for one in shifts if one.kind == Kind.OFF]
    for place in range(len(called)):
        assert named([*off, *called[:place], *called[place + 1 :]]) <= named(shifts)


@given(rotas())
def test_two_shifts_at_once_are_named_and_only_they(shifts: list[Shift]) -> None:
    spans = sorted((one.start_at, one.end_at) for one in shifts)
    meet = any(after[0] < before[1] for before, after in pairwise(spans))
    named = [one for one in breaches(shifts, zone=ZONE) if one.rule == Rule.OVERLAP]
    assert bool(named) == meet
    for one in named:
        first, second = one.shifts
        shared = min(first.end_at, second.end_at) - max(first.start_at, second.start_at)
        assert one.by_seconds == shared.total_seconds() > 0


@settings(max_examples=40)
@given(rotas())
def test_a_breach_names_shifts_of_its_person_that_meet_its_span(shifts: list[Shift]) -> None:
    for one in breaches(shifts, zone=ZONE, ordinary=OFFICE):
        assert one.by_seconds > 0
        assert one.shifts
        assert all(shift.person == one.person and shift.start_at < one.end_at and one.start_at < shift.end_at for shift in one.shifts)
