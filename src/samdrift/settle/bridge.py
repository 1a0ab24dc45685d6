"""From one bill to the next: what made the difference, exactly to the öre, and where the bars of its picture stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

CUT_WHEN = 2  # the axis is cut where everything that moves fits in half of what never moves


class Cause(StrEnum):
    UPTAKE = "uptake"  # a service taken up or ended, or a pool that is new or gone
    KEY = "key"  # another key was decided
    COUNT = "count"  # another number counted, or another total to share it with
    MEMBERS = "members"  # another number of members in equal shares
    COST = "cost"  # the pool itself cost more or less
    LATE = "late"  # costs of earlier months that came late
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of a bill as the bridge needs it: which pool, under which key, and pool x count / total."""

    code: str
    key_id: int
    is_equal: bool
    pool_minor: int
    count: int
    total_count: int
    amount_minor: int
    other: Cause | None = None  # a late cost or a correction, which has no counterpart in the month before


@dataclass(frozen=True, slots=True)
class Change:
    cause: Cause
    amount_minor: int


def changes_between(before: Iterable[Billed], after: Iterable[Billed]) -> list[Change]:
    """This function will say what made the difference between two bills, in the order of `Cause`; the amounts sum to it exactly.

    For a pool in both: first the share changes with the old pool, then the pool with the new share. What does not change is left out.
    """
    sums = dict.fromkeys(Cause, 0)
    old = _usual(before, sums, -1)
    new = _usual(after, sums, 1)
    for code in old.keys() | new.keys():
        was, now = old.get(code), new.get(code)
        if was is None or now is None:
            sums[Cause.UPTAKE] += (now.amount_minor if now else 0) - (was.amount_minor if was else 0)
            continue
        shared = round(Fraction(was.pool_minor * now.count, now.total_count)) - was.amount_minor
        if was.key_id != now.key_id:
            cause = Cause.KEY
        elif (was.count, was.total_count) == (now.count, now.total_count):
            cause, shared = Cause.COST, 0
        else:
            cause = Cause.MEMBERS if now.is_equal else Cause.COUNT
        sums[cause] += shared
        sums[Cause.COST] += now.amount_minor - was.amount_minor - shared
    return [Change(cause, amount) for cause, amount in sums.items() if amount]


def _usual(lines: Iterable[Billed], sums: dict[Cause, int], sign: int) -> dict[str, Billed]:
    usual = {}
    for line in lines:
        if line.other is None:
            usual[line.code] = line
        else:
            sums[line.other] += sign * line.amount_minor
    return usual


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the bridge in shares of its width; `ends` is where the next bar begins."""

    starts: float
    width: float
    ends: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The bridge's bars: the first total, one a change, the last total. `cut_minor` is where a cut axis begins, else None."""

    bars: tuple[Bar, ...]
    cut_minor: int | None


def picture_of(first_minor: int, amounts: Sequence[int]) -> Picture:
    """This function will place the bars from one total over its changes to the next. Where the changes are small beside the totals the
    axis begins at a round sum below them."""
    levels = [first_minor]
    for amount in amounts:
        levels.append(levels[-1] + amount)
    low, high = min(levels), max(levels)
    cut = _round_below(low - (high - low) // 4, high - low) if low > CUT_WHEN * (high - low) > 0 else None
    base = min(low, 0) if cut is None else cut
    scale = max(high, 0) - base or 1
    ground = max(base, 0)  # a whole bar grows from zero, or from the cut

    def bar(one: int, other: int) -> Bar:
        left, right = sorted((one, other))
        return Bar((left - base) / scale, (right - left) / scale, (other - base) / scale)

    steps = [bar(one, other) for one, other in pairwise(levels)]
    return Picture((bar(ground, levels[0]), *steps, bar(ground, levels[-1])), cut)


def _round_below(minor: int, span: int) -> int:
    step: int = 10 ** max(len(str(span)) - 1, 2)
    return max(minor // step * step, 0)
