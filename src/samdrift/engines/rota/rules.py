"""The rules on working time that a rota is held against. Lengths are elapsed seconds, also over the nights when clocks change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from samdrift.engines.availability import Window
from samdrift.engines.period import SECOND, instant_after, microseconds_of, zone_named
from samdrift.engines.rota.clock import DAY, HOUR, Clock, Span, second_of
from samdrift.engines.worktime import WorkCalendar, open_spans
from samdrift.engines.worktime.spans import cut_out, merge


class ShiftReversed(ValueError):
    """A shift ends before it starts, or when it starts."""


class Kind(StrEnum):
    """Duty: at the disposal of the employer at the place of work (jour). Standby: elsewhere, ready to begin (beredskap). Off: a day without
    ordinary hours, given in return."""

    DUTY = "duty"
    STANDBY = "standby"
    OFF = "off"


class DutyPer(StrEnum):
    """What an employer counts duty by: the act (6 §) lets it use either."""

    FOUR_WEEKS = "four_weeks"
    MONTH = "month"


class Rule(StrEnum):
    OVERLAP = "overlap"
    AWAY = "away"
    DUTY_HOURS = "duty_hours"
    DUTY_MONTH = "duty_month"
    DAILY_REST = "daily_rest"
    NIGHT_REST = "night_rest"
    WEEKLY_REST = "weekly_rest"
    DAYS_RUNNING = "days_running"
    KNOWN_AHEAD = "known_ahead"


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a rule allows or asks for, in seconds, and where it is from."""

    seconds: int
    source: str


THE_ACT = "Arbetstidslagen (1982:673)"
LIMITS: Mapping[Rule, Limit] = {
    Rule.OVERLAP: Limit(0, ""),
    Rule.AWAY: Limit(0, ""),
    Rule.DUTY_HOURS: Limit(48 * HOUR, f"{THE_ACT} 6 §"),
    Rule.DUTY_MONTH: Limit(50 * HOUR, f"{THE_ACT} 6 §"),
    Rule.DAILY_REST: Limit(11 * HOUR, f"{THE_ACT} 13 §"),
    Rule.NIGHT_REST: Limit(5 * HOUR, f"{THE_ACT} 13 §"),
    Rule.WEEKLY_REST: Limit(36 * HOUR, f"{THE_ACT} 14 §"),
    Rule.DAYS_RUNNING: Limit(7 * DAY, ""),  # what agreements on stand-by hold; no law
    Rule.KNOWN_AHEAD: Limit(28 * DAY, f"{THE_ACT} 12 §"),  # the act's own least is two weeks
}
FOUR_WEEKS = timedelta(weeks=4)
LONGEST_DAY = DAY - LIMITS[Rule.DAILY_REST].seconds  # from the beginning of work to the end of it, so that the rest fits within 24 hours
BETWEEN_RUNS = DAY  # a whole day without a shift ends a run of days
SURELY_WITHIN = 6 * DAY  # no seven days on a calendar are shorter


@dataclass(frozen=True, slots=True)
class Shift:
    """A half-open span of aware instants that a person is on call, whole. ``key`` is what the caller calls it."""

    person: Hashable
    start_at: datetime
    end_at: datetime
    kind: Kind
    key: Hashable = None

    def __post_init__(self) -> None:
        if microseconds_of(self.end_at) <= microseconds_of(self.start_at):
            raise ShiftReversed(f"a shift from {self.start_at} to {self.end_at}")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is not kept: by whom (None: the rota as a whole), in which span, by how much, and through which shifts."""

    rule: Rule
    person: Hashable | None
    start_at: datetime
    end_at: datetime
    by_seconds: int
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    shift: Shift
    start: int
    end: int


def breaches(
    shifts: Iterable[Shift],
    *,
    zone: ZoneInfo | str,
    ordinary: WorkCalendar | None = None,
    away: Mapping[Hashable, Sequence[Window]] | None = None,
    duty_per: DutyPer = DutyPer.FOUR_WEEKS,
) -> list[Breach]:
    """This function will name everything in a rota that is against the rules on working time, in order of time.

    ordinary: the hours that everybody works beside the rota; not where they are ``away`` or have a shift of kind off. Whole seconds count.
    duty_per: which of the two limits on duty the employer counts by.

    Overlap: nobody has two shifts at once; by the seconds that they share. Away: nor one while away. Duty hours (6 §): at most 48 hours of
    duty in any four weeks that begin with a duty; windows that meet are one breach, by the worst of them. Duty month (6 §): at most 50
    hours of duty in each calendar month. Daily rest (13 §): 11 hours without work or duty within 24 hours from when work begins; stand-by
    does not break it. Night rest (13 §): such a rest holds the time from midnight to five; by what of it lies in none, in the span that
    one around the night can lie in; a free night in a day without its 11 hours is not named besides. Weekly rest (14 §): 36 hours without
    work, duty or stand-by within each week from Monday. Days running: from the first shift to the last with less than a day between, at
    most seven days on the calendar.

    >>> from zoneinfo import ZoneInfo
    >>> zone = ZoneInfo("Europe/Stockholm")
    >>> night = Shift("Elin", datetime(2026, 10, 24, 17, tzinfo=zone), datetime(2026, 10, 25, 8, tzinfo=zone), Kind.DUTY)
    >>> [(found.rule.value, found.by_seconds // 3600) for found in breaches([night], zone=zone)]
    [('daily_rest', 3), ('night_rest', 6)]
    """
    every = [_Placed(shift, second_of(shift.start_at), second_of(shift.end_at)) for shift in shifts]
    if not every:
        return []
    first, last = min(one.start for one in every), max(one.end for one in every)
    clock = Clock(zone_named(zone) if isinstance(zone, str) else zone, first, last)
    placed: dict[Hashable, list[_Placed]] = {}
    for one in every:
        placed.setdefault(one.shift.person, []).append(one)
    worked = _worked(ordinary, first, last)
    gone = away or {}
    found: list[Breach] = []
    for person, ones in placed.items():
        ones.sort(key=lambda one: (one.start, one.end))
        absent = merge((second_of(window.start_at), second_of(window.end_at)) for window in gone.get(person, ()))
        found += _of_person(clock, ones, worked, absent, duty_per)
    return sorted(found, key=lambda breach: breach.start_at)


def known_late(shifts: Iterable[Shift], *, known_at: datetime, zone: ZoneInfo | str) -> list[Breach]:
    """This function will name, as one breach of the rota as a whole, that shifts begin less than four weeks after it was made known.

    Days on the calendar of ``zone`` count; by the days that are missing for the first of them, in seconds. The act itself asks for two
    weeks (12 §); four are what agreements on stand-by hold.

    >>> from datetime import UTC
    >>> shift = Shift("Elin", datetime(2026, 11, 2, 17, tzinfo=UTC), datetime(2026, 11, 3, 8, tzinfo=UTC), Kind.STANDBY)
    >>> [late.by_seconds // 86400 for late in known_late([shift], known_at=datetime(2026, 10, 6, 9, tzinfo=UTC), zone="UTC")]
    [1]
    """
    microseconds_of(known_at)  # a naive instant is NaiveInstant
    clock = Clock(zone_named(zone) if isinstance(zone, str) else zone)
    known_on = clock.day_of(known_at)
    least = timedelta(seconds=LIMITS[Rule.KNOWN_AHEAD].seconds)
    early = sorted((one for one in shifts if clock.day_of(one.start_at) - known_on < least), key=lambda one: one.start_at)
    if not early:
        return []
    missing = least - (clock.day_of(early[0].start_at) - known_on)
    return [Breach(Rule.KNOWN_AHEAD, None, early[0].start_at, early[-1].end_at, int(missing.total_seconds()), tuple(early))]


def _of_person(clock: Clock, ones: list[_Placed], worked: list[Span], absent: list[Span], duty_per: DutyPer) -> Iterator[Breach]:
    yield from _overlaps(ones)
    yield from _away(ones, absent)
    calls = [one for one in ones if one.shift.kind != Kind.OFF]
    duties = [one for one in calls if one.shift.kind == Kind.DUTY]
    free = merge([*absent, *((one.start, one.end) for one in ones if one.shift.kind == Kind.OFF)])
    work = cut_out(worked, free) if free else worked
    if duties:
        yield from _duty_month(clock, duties) if duty_per == DutyPer.MONTH else _duty_hours(clock, duties)
        stretches = list(_stretches(merge([*work, *((one.start, one.end) for one in duties)])))
        short = list(_daily_rest(duties, stretches))
        yield from short
        yield from _night_rest(clock, duties, stretches, [(second_of(one.start_at), second_of(one.end_at)) for one in short])
    if calls:
        yield from _weekly_rest(clock, calls, merge([*work, *((one.start, one.end) for one in calls)]))
        yield from _days_running(clock, calls)


def _overlaps(ones: list[_Placed]) -> Iterator[Breach]:
    longest = ones[0]
    for one in ones[1:]:
        if one.start < longest.end:
            yield _breach(Rule.OVERLAP, one.start, min(one.end, longest.end), min(one.end, longest.end) - one.start, [longest, one])
        if one.end > longest.end:
            longest = one


def _away(ones: list[_Placed], absent: list[Span]) -> Iterator[Breach]:
    for one in ones:
        shared = [(max(start, one.start), min(end, one.end)) for start, end in absent if start < one.end and one.start < end]
        if shared and one.shift.kind != Kind.OFF:
            yield _breach(Rule.AWAY, shared[0][0], shared[-1][1], sum(end - start for start, end in shared), [one])


def _duty_hours(clock: Clock, duties: list[_Placed]) -> Iterator[Breach]:
    most = LIMITS[Rule.DUTY_HOURS].seconds
    spans = merge((one.start, one.end) for one in duties)  # what overlaps is one duty, and named as an overlap
    over: list[tuple[int, int, int]] = []
    for place, (start, _end) in enumerate(spans):
        close = clock.after(instant_after(start * SECOND), FOUR_WEEKS)
        served = 0
        for begins, ends in spans[place:]:
            if begins >= close:
                break
            served += min(ends, close) - begins
        if served > most:
            over.append((start, close, served - most))
    stretch: list[tuple[int, int, int]] = []
    for start, close, by in over:
        if stretch and start < stretch[-1][1]:
            first, _close, worst = stretch[-1]
            stretch[-1] = (first, close, max(worst, by))
        else:
            stretch.append((start, close, by))
    for start, close, by in stretch:
        yield _breach(Rule.DUTY_HOURS, start, close, by, _meeting(duties, start, close))


def _duty_month(clock: Clock, duties: list[_Placed]) -> Iterator[Breach]:
    most = LIMITS[Rule.DUTY_MONTH].seconds
    spans = merge((one.start, one.end) for one in duties)
    for begins, ends in clock.months_of(spans):
        served = sum(max(0, min(end, ends) - max(start, begins)) for start, end in spans)
        if served > most:
            yield _breach(Rule.DUTY_MONTH, begins, ends, served - most, _meeting(duties, begins, ends))


def _stretches(work: list[Span]) -> Iterator[list[Span]]:
    """Work with less than the rest of a day between; before and after each stretch lies such a rest."""
    least = LIMITS[Rule.DAILY_REST].seconds
    first = 0
    for place, (_start, end) in enumerate(work):
        if place + 1 == len(work) or work[place + 1][0] - end >= least:
            yield work[first : place + 1]
            first = place + 1


def _daily_rest(duties: list[_Placed], stretches: list[list[Span]]) -> Iterator[Breach]:
    """Each 24 hours from the beginning of a stretch of work must hold the rest."""
    least = LIMITS[Rule.DAILY_REST].seconds
    for stretch in stretches:
        begins, ends = stretch[0][0], stretch[-1][1]
        while ends - begins > LONGEST_DAY:
            rest = _longest_gap(stretch, begins, begins + DAY)
            concerned = _meeting(duties, begins, begins + DAY)
            if concerned:  # the ordinary hours by themselves are no matter of the rota's
                yield _breach(Rule.DAILY_REST, begins, begins + DAY, least - rest, concerned)
            begins += DAY


def _night_rest(clock: Clock, duties: list[_Placed], stretches: list[list[Span]], short: list[Span]) -> Iterator[Breach]:
    """What of a night lies within a stretch of work lies in no rest of a day. Where nobody works in the night and the day's rest is named
    as too short, it is the same fault."""
    around = LIMITS[Rule.DAILY_REST].seconds
    starts = [one.start for one in duties]
    for stretch in stretches:
        begins, ends = stretch[0][0], stretch[-1][1]
        if bisect_left(starts, begins) == bisect_left(starts, ends):
            continue  # ordinary hours alone, as most are
        for midnight, five in clock.nights_of(begins, ends):
            first, last = five - around, midnight + around
            concerned = _meeting(duties, first, last)
            if concerned and (_meets(stretch, midnight, five) or not _meets(short, midnight, five)):
                yield _breach(Rule.NIGHT_REST, first, last, min(five, ends) - max(midnight, begins), concerned)


def _weekly_rest(clock: Clock, calls: list[_Placed], busy: list[Span]) -> Iterator[Breach]:
    least = LIMITS[Rule.WEEKLY_REST].seconds
    starts = [start for start, _end in busy]
    for begins, ends in clock.weeks_of((one.start, one.end) for one in calls):
        first = max(0, bisect_right(starts, begins) - 1)
        rest = _longest_gap(busy[first : bisect_left(starts, ends)], begins, ends)
        if rest < least:
            yield _breach(Rule.WEEKLY_REST, begins, ends, least - rest, _meeting(calls, begins, ends))


def _days_running(clock: Clock, calls: list[_Placed]) -> Iterator[Breach]:
    most = timedelta(seconds=LIMITS[Rule.DAYS_RUNNING].seconds)
    runs: list[tuple[list[_Placed], int]] = []
    for one in calls:
        if runs and one.start - runs[-1][1] < BETWEEN_RUNS:
            run, last = runs[-1]
            runs[-1] = ([*run, one], max(last, one.end))
        else:
            runs.append(([one], one.end))
    for run, last in runs:
        if last - run[0].start > SURELY_WITHIN and last > (allowed := clock.after(run[0].shift.start_at, most)):
            yield _breach(Rule.DAYS_RUNNING, run[0].start, last, last - allowed, run)


def _longest_gap(spans: Sequence[Span], begins: int, ends: int) -> int:
    """The longest stretch of a window that no span covers; spans are merged and in order."""
    inside = [(max(start, begins), min(end, ends)) for start, end in spans if start < ends and begins < end]
    edges = [(begins, begins), *inside, (ends, ends)]
    return max(after[0] - before[1] for before, after in pairwise(edges))


def _meets(spans: Iterable[Span], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _meeting(ones: Iterable[_Placed], start: int, end: int) -> list[_Placed]:
    return [one for one in ones if one.start < end and start < one.end]


def _worked(ordinary: WorkCalendar | None, first: int, last: int) -> list[Span]:
    if ordinary is None:
        return []
    # the weeks of the first and the last shift, whole
    spans = open_spans(ordinary, instant_after((first - 8 * DAY) * SECOND), instant_after((last + 8 * DAY) * SECOND))
    return [(second_of(opens), second_of(closes)) for opens, closes in spans]


def _breach(rule: Rule, start: int, end: int, by_seconds: int, ones: Sequence[_Placed]) -> Breach:
    shifts = tuple(one.shift for one in ones)
    return Breach(rule, shifts[0].person, instant_after(start * SECOND), instant_after(end * SECOND), by_seconds, shifts)
