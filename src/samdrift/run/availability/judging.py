"""From rows to a month's figure and verdict: pure, so that a page, a report and a check agree.

The rules. Agreed time is the target's calendar over the days that an agreement covers. Maintenance announced beforehand is left out: for
the whole of a taker from the agreed time, for one of its sites from that site's outages. Sites hit by one outage add up, to the whole at
most; of several outages at once the largest share counts. A month's allowance is what its targets allow of its counted time, and the
month is broken when more was down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from samdrift.agree.models import WHOLE_PPM, Coverage, Target
from samdrift.catalog.models import Service
from samdrift.engines.availability import Availability, Window, measure
from samdrift.engines.availability import Outage as Stretch
from samdrift.engines.period import Month
from samdrift.engines.worktime import WorkCalendar
from samdrift.run.availability.figures import MaintenanceCounted, MonthFigure, OutageCounted, Part, Reason, Verdict
from samdrift.run.availability.models import MaintenanceHit, Outage, OutageHit
from samdrift.run.availability.spans import clipped, month_window, window_of

Pieces = Sequence[tuple[Window, WorkCalendar]]
A_BLINK = 1e-6  # seconds; sums of shares are floats, and a promise kept to the second is kept


@dataclass(slots=True)
class Taken:
    """What is known of one taker's use of one service: its coverages, hits and maintenance, of any months."""

    owner_id: int
    service: Service
    coverages: list[Coverage] = field(default_factory=list)
    outage_hits: list[OutageHit] = field(default_factory=list)
    maintenance_hits: list[MaintenanceHit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rules:
    """The targets by (version, service, level), and each calendar as pieces over everything that is asked about."""

    targets: dict[tuple[int, int, int], Target]
    pieces: dict[int, Pieces]

    def target_of(self, coverage: Coverage) -> Target | None:
        return self.targets.get((coverage.adoption.version_id, coverage.service_id, coverage.level_id))


@dataclass(frozen=True, slots=True)
class Agreed:
    """A stretch of a month with the target and the calendar pieces that rule it."""

    during: Window
    coverage: Coverage
    target: Target
    pieces: Pieces

    def on(self, window: Window) -> Agreed | None:
        """What of it lies in a window; None when nothing does."""
        during = clipped(self.during, window)
        return Agreed(during, self.coverage, self.target, within(self.pieces, during)) if during else None

    def until(self, at: datetime) -> Agreed | None:
        return self.on(Window(self.during.start_at, at)) if at > self.during.start_at else None

    def measured(self, stretches: Iterable[Stretch], planned: Iterable[Window]) -> Availability:
        return measure(self.pieces, self.during, stretches, planned)


def month_figure(taken: Taken, month: Month, rules: Rules, *, at: datetime, rows: bool = False) -> MonthFigure:
    """This will judge one month of one taker's service; with `rows`, what each outage and maintenance window took of it as well.

    A month that runs is measured until `at`; its allowance is the whole month's.
    """
    whole = month_window(month)
    if whole.start_at > at:
        return MonthFigure(taken.owner_id, taken.service, month, Verdict.UNKNOWN, Reason.AHEAD)
    agreed, reason = agreed_stretches(taken, rules, whole)
    if reason:
        return MonthFigure(taken.owner_id, taken.service, month, Verdict.UNKNOWN, reason)
    runs = at < whole.end_at
    planned = planned_windows(taken)
    stretches = [stretch for row in outages_of(taken) for stretch in row.stretches]
    parts = tuple(_part(part, stretches, planned, at=at) for part in agreed)
    covered = sum((part.during.end_at - part.during.start_at).total_seconds() for part in agreed)
    return MonthFigure(
        taken.owner_id,
        taken.service,
        month,
        *_verdict(parts, runs=runs),
        parts=parts,
        whole=covered >= (whole.end_at - whole.start_at).total_seconds(),
        runs=runs,
        outages=tuple(_counted_outages(taken, agreed, planned, at=at)) if rows else (),
        maintenance=tuple(_counted_maintenance(taken, agreed, at=at)) if rows else (),
    )


def agreed_stretches(taken: Taken, rules: Rules, whole: Window) -> tuple[list[Agreed], Reason | None]:
    """This will cut a window into the stretches that a target rules; none of them, with the reason."""
    found: list[Agreed] = []
    reason = Reason.NO_AGREEMENT
    for coverage in sorted(taken.coverages, key=lambda coverage: coverage.during.lower):
        during = clipped(window_of(coverage.during), whole)
        if during is None:
            continue
        target = rules.target_of(coverage)
        if target is None:
            reason = Reason.NO_TARGET
            continue
        pieces = within(rules.pieces[target.calendar_id], during)
        if not pieces:
            reason = Reason.NO_TIME
            continue
        # Time before the calendar's first version has no hours: nothing is agreed there.
        found.append(Agreed(Window(pieces[0][0].start_at, pieces[-1][0].end_at), coverage, target, pieces))
    return found, None if found else reason


def _part(agreed: Agreed, stretches: Sequence[Stretch], planned: Sequence[Window], *, at: datetime) -> Part:
    full = agreed.measured(stretches, planned)
    past = agreed.until(at)
    so_far = full if past and past.during == agreed.during else past.measured(stretches, planned) if past else None
    allowed = (full.agreed_seconds - full.excluded_seconds) * (WHOLE_PPM - agreed.target.share_ppm) / WHOLE_PPM
    return Part(
        agreed.during,
        agreed.coverage,
        agreed.target,
        so_far.agreed_seconds if so_far else 0,
        so_far.excluded_seconds if so_far else 0,
        so_far.down_seconds if so_far else 0.0,
        allowed,
    )


def _verdict(parts: Sequence[Part], *, runs: bool) -> tuple[Verdict, Reason | None]:
    down, allowed = sum(part.down_seconds for part in parts), sum(part.allowed_seconds for part in parts)
    if down > allowed + A_BLINK:
        return Verdict.BROKEN, None
    if runs:
        return Verdict.SO_FAR, None
    if not any(part.counted_seconds for part in parts):
        return Verdict.UNKNOWN, Reason.NO_TIME
    return Verdict.HELD, None


@dataclass(frozen=True, slots=True)
class OneOutage:
    """One outage as it hit one taker: the stretches that the engine takes, cut where a site was under maintenance."""

    outage: Outage
    share: float
    sites: tuple[str, ...]
    stretches: tuple[Stretch, ...]


def outages_of(taken: Taken) -> list[OneOutage]:
    """This will gather a taker's hits by outage, oldest first. Hits on several sites add up, to the whole at most."""
    by_outage: dict[int, list[OutageHit]] = defaultdict(list)
    for hit in taken.outage_hits:
        by_outage[hit.statement.outage_id].append(hit)
    planned = {site: windows for site, windows in _windows_by_site(taken).items() if site is not None}
    made = [_one_outage(hits, planned) for hits in by_outage.values()]
    return sorted(made, key=lambda row: (row.outage.start_at, row.outage.pk))


def _one_outage(hits: Sequence[OutageHit], planned: dict[int, list[Window]]) -> OneOutage:
    outage = hits[0].statement.outage
    share = min(sum(hit.share_ppm for hit in hits), WHOLE_PPM) / WHOLE_PPM
    sites = tuple(sorted(hit.site.name for hit in hits if hit.site))
    if not any(hit.site_id in planned for hit in hits):
        return OneOutage(outage, share, sites, (Stretch(outage.start_at, outage.end_at, share, str(outage.pk)),))
    # Between two edges the same sites are under maintenance; the others' shares add up.
    edges = {outage.start_at} | ({outage.end_at} if outage.end_at else set())
    for hit in hits:
        for window in planned.get(hit.site_id or 0, ()):
            edges |= {
                at for at in (window.start_at, window.end_at) if outage.start_at < at and (outage.end_at is None or at < outage.end_at)
            }
    cuts: list[datetime | None] = [*sorted(edges), *([] if outage.end_at else [None])]
    stretches = []
    for start, end in pairwise(cuts):
        assert start is not None
        ppm = sum(hit.share_ppm for hit in hits if not _is_planned(start, planned.get(hit.site_id or 0, ())))
        if ppm:
            stretches.append(Stretch(start, end, min(ppm, WHOLE_PPM) / WHOLE_PPM, str(outage.pk)))
    return OneOutage(outage, share, sites, tuple(stretches))


def _is_planned(at: datetime, windows: Iterable[Window]) -> bool:
    return any(window.start_at <= at < window.end_at for window in windows)


def _windows_by_site(taken: Taken) -> dict[int | None, list[Window]]:
    found: dict[int | None, list[Window]] = defaultdict(list)
    for hit in taken.maintenance_hits:
        found[hit.site_id].append(Window(hit.window.start_at, hit.window.end_at))
    return found


def planned_windows(taken: Taken) -> list[Window]:
    """This will return the maintenance of the whole taker, which its agreed time leaves out."""
    return _windows_by_site(taken)[None]


def _counted_outages(taken: Taken, agreed: Sequence[Agreed], planned: Sequence[Window], *, at: datetime) -> Iterable[OutageCounted]:
    past = [part for part in (part.until(at) for part in agreed) if part]
    for row in outages_of(taken):
        counted = sum(part.measured([stretch], planned).longest_seconds for part in past for stretch in row.stretches)
        down = sum(part.measured(row.stretches, planned).down_seconds for part in past)
        if counted:
            yield OutageCounted(row.outage, down / counted, row.sites, counted)


def _counted_maintenance(taken: Taken, agreed: Sequence[Agreed], *, at: datetime) -> Iterable[MaintenanceCounted]:
    past = [part for part in (part.until(at) for part in agreed) if part]
    by_window: dict[int, list[MaintenanceHit]] = defaultdict(list)
    for hit in taken.maintenance_hits:
        by_window[hit.window_id].append(hit)
    for hits in sorted(by_window.values(), key=lambda hits: hits[0].window.start_at):
        window = hits[0].window
        span = Window(window.start_at, window.end_at)
        open_seconds = sum(part.measured([], [span]).excluded_seconds for part in past)
        sites = tuple(sorted(hit.site.name for hit in hits if hit.site))
        if open_seconds:
            yield MaintenanceCounted(window, sites, 0 if sites else open_seconds)


def within(pieces: Pieces, during: Window) -> Pieces:
    """This will cut calendar pieces down to a window."""
    cut = [(clipped(window, during), calendar) for window, calendar in pieces]
    return [(window, calendar) for window, calendar in cut if window]
