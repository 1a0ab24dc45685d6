"""Which tickets of a log were in time, under targets and two clocks: pure, on arrays.

Elapsed time around the clock, without pauses. A time that is not known but bounded still counts where its bounds agree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Seconds = npt.NDArray[np.float64]
Z_95 = 1.959963984540054  # the normal distribution's 97.5th percentile


class Clock(StrEnum):
    """Where the clock stops."""

    RESOLVED = "resolved"
    CLOSED = "closed"


class Outcome(StrEnum):
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


MET, MISSED, UNKNOWN, UNPROMISED = range(4)
CODES = {Outcome.MET: MET, Outcome.MISSED: MISSED, Outcome.UNKNOWN: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Histories:
    """One entry a ticket. Instants are epoch seconds, NaN where the log does not say. `seen_open` is the last instant at which the
    history shows it open, at least when it was opened. `flag` is the log's own word: 1 in time, 0 late, -1 unknown."""

    ticket: Numbers
    owner: Numbers
    service: Numbers
    priority: Numbers
    opened: Seconds
    resolved: Seconds
    closed: Seconds
    seen_open: Seconds
    flag: Numbers

    def __len__(self) -> int:
        return len(self.ticket)


def stop_bounds(histories: Histories, clock: Clock) -> tuple[Seconds, Seconds]:
    """This function will return, for each ticket, the least and the most seconds after which the clock stopped.

    They are the same where the time is known. A ticket resolved at an unknown time was resolved after it was last seen open and no later
    than it was closed; one closed at an unknown time was closed after it was resolved. The most is infinite where nothing bounds it.
    """
    opened, seen_open = histories.opened, np.fmax(histories.seen_open, histories.opened)
    if clock == Clock.RESOLVED:
        known, least, most = histories.resolved, seen_open, histories.closed
    else:
        known, least, most = histories.closed, np.fmax(seen_open, histories.resolved), np.full(len(opened), np.nan)
    missing = np.isnan(known)
    earliest = np.where(missing, least, known) - opened
    latest = np.where(missing, most, known) - opened
    return earliest, np.where(np.isnan(latest), np.inf, latest)


def outcomes(earliest: Seconds, latest: Seconds, within: Seconds) -> Numbers:
    """This function will say of each ticket whether its target was met: MET when even the later bound is in time, MISSED when even the
    earlier one is late, else UNKNOWN; UNPROMISED where `within` is NaN. In time means within that many seconds, those included.

    >>> hour = np.array([3600.0])
    >>> outcomes(hour, hour, hour).item() == MET, outcomes(hour * 0, hour * 2, hour).item() == UNKNOWN
    (True, True)
    """
    found = np.full(len(within), UNKNOWN)
    found[latest <= within] = MET
    found[earliest > within] = MISSED
    found[np.isnan(within)] = UNPROMISED
    return found


def wilson(met: int, total: int) -> tuple[float, float]:
    """This function will return Wilson's 95 % interval for a share (E. B. Wilson, JASA 22, 1927); of nothing it is everything, 0 to 1.

    >>> [round(bound, 4) for bound in wilson(0, 10)]
    [0.0, 0.2775]
    """
    if not 0 <= met <= total:
        raise ValueError(f"{met} of {total} is no share")
    if total == 0:
        return 0.0, 1.0
    share, z2 = met / total, Z_95**2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    reach = Z_95 / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return (0.0 if met == 0 else max(middle - reach, 0.0)), (1.0 if met == total else min(middle + reach, 1.0))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many met their target, missed it, or cannot be told. The share is a range when some cannot."""

    met: int = 0
    missed: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.met + self.missed + self.unknown

    @property
    def low(self) -> float:
        """The share when all that cannot be told were missed."""
        return self.met / self.total if self.total else 0.0

    @property
    def high(self) -> float:
        """The share when all that cannot be told were met."""
        return (self.met + self.unknown) / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """From the lower end of the interval around `low` to the upper end of the one around `high`."""
        return wilson(self.met, self.total)[0], wilson(self.met + self.unknown, self.total)[1]


def tally(found: Numbers) -> Tally:
    """This function will count outcomes, leaving out what was not promised anything."""
    counts = np.bincount(found, minlength=4)
    return Tally(int(counts[MET]), int(counts[MISSED]), int(counts[UNKNOWN]))


def tallies(found: Numbers, by: Numbers) -> dict[int, Tally]:
    """This function will count outcomes for each value of `by`; values all of whose tickets were promised nothing are left out."""
    values, group = np.unique(by, return_inverse=True)
    counts = np.bincount(group * 4 + found, minlength=4 * len(values)).reshape(-1, 4)
    counted = {int(value): Tally(*map(int, row[:UNPROMISED])) for value, row in zip(values, counts, strict=True)}
    return {value: one for value, one in counted.items() if one.total}


def curve(earliest: Seconds, latest: Seconds, hours: Sequence[float]) -> list[tuple[float, float]]:
    """This function will return, for each number of hours, the share certainly and the share possibly finished within it."""
    if not len(earliest):
        return [(0.0, 0.0) for _hours in hours]
    limits = np.asarray(hours) * 3600
    certain = np.searchsorted(np.sort(latest), limits, side="right") / len(latest)
    possible = np.searchsorted(np.sort(earliest), limits, side="right") / len(earliest)
    return [(float(low), float(high)) for low, high in zip(certain, possible, strict=True)]
