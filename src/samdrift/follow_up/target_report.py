"""The targets of a named agreement held against imported histories, with a clock that stops at resolved and one that stops at closed.

Elapsed time around the clock, without pauses, at each ticket's last priority; no promise is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils import translation
from django.utils.translation import gettext as _

from samdrift.core.access import Actor, Deed
from samdrift.core.order import alphabetic
from samdrift.follow_up.attainment import (
    MET,
    MISSED,
    UNKNOWN,
    UNPROMISED,
    Clock,
    Histories,
    Numbers,
    Seconds,
    Tally,
    outcomes,
    stop_bounds,
    tallies,
)
from samdrift.follow_up.queries import Terms, histories, import_runs
from samdrift.follow_up.words import clock_words, hours_text, interval_of, share_of
from samdrift.members.models import Organization
from samdrift.members.queries import organizations_by_id
from samdrift.run.desk.models import ImportRun
from samdrift.ui.amounts import count_text
from samdrift.ui.names import named_text

RULE = "elapsed time around the clock, no pauses, the priority of the last row"
NEAR = 2 * 3600


@dataclass(frozen=True, slots=True)
class Gap:
    """The median of the seconds from resolved to closed, and how many lie near it (met) or not (missed).

    Where most do, closing follows a rule and not the work.
    """

    median: float
    near: Tally

    @property
    def looks_like_a_rule(self) -> bool:
        return self.near.interval[0] > 0.5


@dataclass(frozen=True, slots=True)
class TargetReport:
    """What came of the targets: outcomes[clock][i] is that of histories' ticket i. Members are those the actor may see, by id."""

    terms: Terms
    histories: Histories
    bounds: Mapping[Clock, tuple[Seconds, Seconds]]
    outcomes: Mapping[Clock, Numbers]
    members: Mapping[int, Organization]
    runs: Sequence[ImportRun]

    @property
    def unpromised(self) -> int:
        """How many tickets have a service and priority that the agreement promises nothing for."""
        return int((self.outcomes[Clock.RESOLVED] == UNPROMISED).sum())

    @property
    def counted(self) -> int:
        return len(self.histories) - self.unpromised

    def by_priority(self, clock: Clock) -> dict[int, Tally]:
        return tallies(self.outcomes[clock], self.histories.priority)

    def by_member(self, clock: Clock, priority: int) -> dict[int, Tally]:
        of_it = self.histories.priority == priority
        return tallies(self.outcomes[clock][of_it], self.histories.owner[of_it])

    def by_flag(self) -> dict[int, Tally]:
        """This will count what the log's own flag says, by priority, over the same tickets."""
        return tallies(self._flagged(), self.histories.priority)

    def flag_agrees(self, clock: Clock, priority: int) -> Tally:
        """This will count how often the log's flag says the same as a clock: met when it does, missed when not, where both are known."""
        flagged, found = self._flagged(), self.outcomes[clock]
        both = (self.histories.priority == priority) & (flagged <= MISSED) & (found <= MISSED)
        same = int((flagged[both] == found[both]).sum())
        return Tally(same, int(both.sum()) - same)

    def _flagged(self) -> Numbers:
        words = np.select([self.histories.flag == 1, self.histories.flag == 0], [MET, MISSED], UNKNOWN)
        return np.where(self.outcomes[Clock.RESOLVED] == UNPROMISED, UNPROMISED, words)

    def targets(self, priority: int) -> list[int]:
        """This will return the resolution times, in seconds, that tickets of a priority were held against: one, unless services differ."""
        return sorted({within for (_service, of_priority), within in self.terms.within.items() if of_priority == priority})

    def gap(self, priority: int) -> Gap | None:
        """This will say how long tickets lie between resolved and closed, over those where both are known; None where none is."""
        gaps = (self.histories.closed - self.histories.resolved)[self.histories.priority == priority]
        known = gaps[~np.isnan(gaps)]
        if not len(known):
            return None
        median = float(np.median(known))
        near = int((np.abs(known - median) <= NEAR).sum())
        return Gap(median, Tally(near, len(known) - near))

    def as_json(self) -> dict[str, Any]:
        """This function will return the report as plain values; docs/reference/incident-mapping.md describes the shape.

        The parts of `rows` share no ticket, so that they can be summed; `totals` are the sums over members.
        """
        agreement = self.terms.version.agreement
        rows, totals = [], []
        for clock in Clock:
            whole = self.by_priority(clock)
            totals += [_as_row(priority, None, clock, tally) for priority, tally in whole.items()]
            for priority in whole:
                of_members = self.by_member(clock, priority)
                rows += [_as_row(priority, m.name, clock, of_members[pk]) for pk, m in self.members.items() if pk in of_members]
        return {
            "agreement": agreement.name,
            "version": self.terms.version.number,
            "level": self.terms.level,
            "rule": RULE,
            "targets": [
                {"service": t.service.name, "priority": t.priority, "within_seconds": t.within_seconds} for t in self.terms.targets
            ],
            "tickets": len(self.histories),
            "unpromised": self.unpromised,
            "rows": rows,
            "totals": totals,
            "log_flag": [
                {"priority": priority, "in_time": t.met, "late": t.missed, "unknown": t.unknown, "total": t.total}
                for priority, t in self.by_flag().items()
            ],
            "sources": [
                {
                    name: getattr(run, name)
                    for name in ("file_name", "source", "source_url", "license", "license_url", "members_are_synthetic")
                }
                for run in self.runs
            ],
        }

    def as_text(self, language: str) -> str:
        """This function will write the report as aligned tables: by priority, then by member."""
        with translation.override(language):
            return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        agreement = named_text(self.terms.version.agreement).words
        facts = {"agreement": agreement, "version": self.terms.version.number, "level": self.terms.level}
        lines = [_("%(agreement)s, version %(version)s, level %(level)s") % facts]
        lines.append(_("Elapsed time around the clock, no pauses, each ticket's last priority. Thresholds of the log are inferred."))
        head = [
            _("Priority"),
            _("Target"),
            _("Clock stops"),
            _("Met"),
            _("Missed"),
            _("Unknown"),
            _("Tickets"),
            _("Share"),
            _("95 % interval"),
        ]
        table = [head]
        flags = self.by_flag()
        by_clock = {clock: self.by_priority(clock) for clock in Clock}
        for priority in by_clock[Clock.RESOLVED]:
            target = " / ".join(map(hours_text, self.targets(priority)))
            table += [[f"P{priority}", target, clock_words(clock), *_cells(tallied[priority])] for clock, tallied in by_clock.items()]
            table.append([f"P{priority}", target, _("the log's flag"), *_cells(flags[priority])])
        lines += ["", *aligned(table, left=3)]
        members = [[_("Member"), _("Priority"), _("Clock stops"), *head[3:]]]
        of_members = {(clock, p): self.by_member(clock, p) for clock in Clock for p in by_clock[clock]}
        for pk, member in self.members.items():
            members += [
                [member.short_name, f"P{p}", clock_words(clock), *_cells(of_members[clock, p][pk])]
                for p in by_clock[Clock.RESOLVED]
                for clock in Clock
                if pk in of_members[clock, p]
            ]
        lines += ["", *aligned(members, left=3)]
        for run in self.runs:
            lines += ["", ", ".join(filter(None, (run.source, run.license))) or run.file_name]
        if any(run.members_are_synthetic for run in self.runs):
            lines.append(_("No member is named in it; its locations are laid out over the members synthetically."))
        return lines


def target_report(terms: Terms, *, by: Actor) -> TargetReport:
    """This function will hold an agreement's resolution times against every imported ticket that the actor may count."""
    by.must(Deed.READ_REPORTS)
    found = histories(by)
    within = np.full(len(found), np.nan)
    for (service, priority), seconds in terms.within.items():
        within[(found.service == service) & (found.priority == priority)] = seconds
    bounds = {clock: stop_bounds(found, clock) for clock in Clock}
    met = {clock: outcomes(*bounds[clock], within) for clock in Clock}
    members = organizations_by_id(map(int, np.unique(found.owner)))
    in_order = dict(sorted(members.items(), key=lambda entry: alphabetic(entry[1].short_name)))
    return TargetReport(terms, found, bounds, met, in_order, import_runs())


def _as_row(priority: int, member: str | None, clock: Clock, tally: Tally) -> dict[str, Any]:
    low, high = tally.interval
    return {
        "priority": priority,
        "member": member,
        "clock": clock.value,
        "met": tally.met,
        "missed": tally.missed,
        "unknown": tally.unknown,
        "total": tally.total,
        "share_low": round(tally.low, 6),
        "share_high": round(tally.high, 6),
        "interval_low": round(low, 6),
        "interval_high": round(high, 6),
    }


def _cells(tally: Tally) -> list[str]:
    counts = (tally.met, tally.missed, tally.unknown, tally.total)
    return [*map(count_text, counts), share_of(tally), interval_of(tally)]


def aligned(table: Sequence[Sequence[str]], *, left: int) -> list[str]:
    """This function will pad cells so that columns line up: the first `left` to the left, figures to the right."""
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    padded = [[c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))] for row in table]
    return ["  ".join(row).rstrip() for row in padded]
