"""The target report as a page shows it: marks with their places in per cent of the width, and the words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samdrift.follow_up.attainment import Clock, Tally, curve
from samdrift.follow_up.target_report import TargetReport
from samdrift.follow_up.words import UNIT, clock_words, hours_text, interval_of, points_text, range_text, share_of
from samdrift.members.models import Organization
from samdrift.ui.amounts import count_text, share_text

ROW = 108  # px a priority in the picture
DAY = 24
STEPS_IN_DAYS = (0.25, 0.5, 1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365)
MOST_TICKS = 7
PLOT = 220  # px high, the curves
FINENESS = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """A share under one clock: where its dot, its range and its interval lie (0 to 1), and its words."""

    tally: Tally
    at: float
    low: float
    high: float
    band: tuple[float, float]
    share: str
    interval: str

    @property
    def bare_interval(self) -> str:
        """The interval where there is no room for its unit."""
        return self.interval.rstrip(UNIT)

    @property
    def anchor(self) -> str:
        """Which end of the label stands at the mark, so that it stays inside the picture."""
        return "start" if self.at < 0.2 else "end" if self.at > 0.75 else "middle"


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """One priority in the picture, `y` px from its top."""

    priority: int
    y: int
    target: str
    resolved: Mark
    closed: Mark
    flag: Mark | None
    difference: str

    @property
    def total(self) -> int:
        return self.resolved.tally.total

    @property
    def clocks(self) -> list[tuple[Clock, str, Mark]]:
        return [(Clock.RESOLVED, clock_words(Clock.RESOLVED), self.resolved), (Clock.CLOSED, clock_words(Clock.CLOSED), self.closed)]

    @property
    def sum(self) -> str:
        """The arithmetic of both shares."""
        return " · ".join(f"{words}: {_sum(mark.tally)}" for _clock, words, mark in self.clocks)

    @property
    def overlaps(self) -> bool:
        """Whether the two clocks' intervals overlap, so that the difference may be chance."""
        return self.closed.band[1] >= self.resolved.band[0] and self.resolved.band[1] >= self.closed.band[0]


@dataclass(frozen=True, slots=True)
class MemberRow:
    member: Organization
    resolved: Mark
    closed: Mark


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of hours on the axis, and the shares finished within it."""

    at: float
    words: str
    anchor: str
    resolved: str
    closed: str
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class Curves:
    """How the share finished grows with time, under both clocks, as SVG paths in a box of 1000 by 1000."""

    limit: str
    target_at: float
    target: str
    resolved: str
    possibly: str
    closed: str
    ticks: Sequence[Tick]
    resolved_y: float
    closed_y: float

    @property
    def target_anchor(self) -> str:
        return "start" if self.target_at < 0.5 else "end"

    @property
    def label_x(self) -> int:
        return 12 if self.target_at < 0.5 else -12

    @property
    def closed_dy(self) -> int:
        """The label stands under its mark, or over it where the axis is near."""
        return -8 if self.closed_y > 0.88 else 22


def mark(tally: Tally) -> Mark:
    """This function will place a tally's share; the dot of a range lies in its middle."""
    return Mark(tally, (tally.low + tally.high) / 2, tally.low, tally.high, tally.interval, share_of(tally), interval_of(tally))


def _sum(tally: Tally) -> str:
    least = f"{count_text(tally.met)} ÷ {count_text(tally.total)} = {share_text(tally.low)}"
    if not tally.unknown:
        return least
    return f"{least} – ({count_text(tally.met)} + {count_text(tally.unknown)}) ÷ {count_text(tally.total)} = {share_text(tally.high)}"


def priority_rows(report: TargetReport) -> list[PriorityRow]:
    """This function will return a row for each priority that the report counts tickets of."""
    resolved, closed, flags = report.by_priority(Clock.RESOLVED), report.by_priority(Clock.CLOSED), report.by_flag()
    rows = []
    for number, priority in enumerate(resolved):
        flag = flags[priority] if flags[priority].unknown < flags[priority].total else None
        target = " / ".join(map(hours_text, report.targets(priority)))
        marks = mark(resolved[priority]), mark(closed[priority])
        rows.append(PriorityRow(priority, number * ROW, target, *marks, mark(flag) if flag else None, difference(*marks)))
    return rows


def difference(resolved: Mark, closed: Mark) -> str:
    """This function will write how many percentage points the clock moves the share, as a range where one of them is a range."""
    least, most = resolved.low - closed.high, resolved.high - closed.low
    return points_text(max(least, 0.0), max(most, 0.0))


def member_rows(report: TargetReport, priority: int) -> list[MemberRow]:
    """This function will return a row for each member with tickets of a priority, by name."""
    resolved, closed = report.by_member(Clock.RESOLVED, priority), report.by_member(Clock.CLOSED, priority)
    return [MemberRow(member, mark(resolved[pk]), mark(closed[pk])) for pk, member in report.members.items() if pk in resolved]


def curves(report: TargetReport, priority: int) -> Curves:
    """This function will draw how the share finished grows with time, far enough to see the target and most of the tickets."""
    of_it = report.histories.priority == priority
    bounds = {clock: (earliest[of_it], latest[of_it]) for clock, (earliest, latest) in report.bounds.items()}
    target = max(report.targets(priority)) / 3600
    limit = _limit(target, bounds[Clock.CLOSED][0] / 3600)
    hours = [limit * i / FINENESS for i in range(FINENESS + 1)]
    resolved, closed = (curve(*bounds[clock], hours) for clock in Clock)
    at_ticks = dict.fromkeys(sorted({*_ticks(limit), target}))
    shares = {clock: dict(zip(at_ticks, curve(*bounds[clock], list(at_ticks)), strict=True)) for clock in Clock}
    return Curves(
        limit=hours_text(int(limit * 3600)),
        target_at=target / limit,
        target=hours_text(int(target * 3600)),
        resolved=_line([low for low, _high in resolved]),
        possibly=_band(resolved),
        closed=_line([low for low, _high in closed]),
        ticks=[_tick(h, limit, shares, is_target=h == target) for h in at_ticks],
        resolved_y=1 - sum(shares[Clock.RESOLVED][target]) / 2,
        closed_y=1 - sum(shares[Clock.CLOSED][target]) / 2,
    )


def _limit(target: float, closed_hours: np.ndarray) -> float:
    known = closed_hours[np.isfinite(closed_hours)]
    most = max(2 * target, float(np.quantile(known, 0.9)) if len(known) else 0.0)
    return float(np.ceil(most / DAY) * DAY) if most > DAY else most


def _ticks(limit: float) -> list[float]:
    step = next((s for s in STEPS_IN_DAYS if limit / (s * DAY) <= MOST_TICKS), STEPS_IN_DAYS[-1]) * DAY
    return [step * i for i in range(1, int(limit / step) + 1)]


def _tick(hours: float, limit: float, shares: Mapping[Clock, Mapping[float, tuple[float, float]]], *, is_target: bool) -> Tick:
    days, at = hours / DAY, hours / limit
    words = hours_text(int(hours * 3600)) if is_target or days != int(days) else f"{int(days)}\u00a0d"
    anchor = "end" if at > 0.97 else "middle"
    return Tick(at, words, anchor, range_text(*shares[Clock.RESOLVED][hours]), range_text(*shares[Clock.CLOSED][hours]), is_target)


def _line(shares: Sequence[float]) -> str:
    return "M" + "L".join(f"{1000 * i / (len(shares) - 1):.0f} {1000 * (1 - share):.0f}" for i, share in enumerate(shares))


def _band(shares: Sequence[tuple[float, float]]) -> str:
    """The area between what is certain and what is possible."""
    last = len(shares) - 1
    back = "".join(f"L{1000 * i / last:.0f} {1000 * (1 - shares[i][1]):.0f}" for i in range(last, -1, -1))
    return _line([low for low, _high in shares]) + back + "Z"
