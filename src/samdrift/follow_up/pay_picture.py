"""Where the bars of "Did it pay?" stand: from the signed baseline over what was expected to what it came to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samdrift.follow_up.pay import Pay
from samdrift.settle.bridge import Bar

# A bridge's words, in its order
BASELINE, EXPECTED_SAVING, EXPECTED, KEPT_AND_BILLED, ONCE, ACTUAL = "baseline", "saving", "expected", "paid", "once", "actual"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the bridge: a whole sum that a bar shows from zero, or a change from the row before. In öre."""

    what: str
    minor: int
    is_whole: bool
    bar: Bar


@dataclass(frozen=True, slots=True)
class PayPicture:
    """The rows of the bridge in shares of its width, and where the baseline's range begins and ends."""

    steps: tuple[Step, ...]
    range_starts: float
    range_width: float

    @property
    def has_range(self) -> bool:
        return self.range_width > 0


def picture_of_pay(pay: Pay) -> PayPicture | None:
    """This function will place the bridge's bars; all begin at zero, so that a bar twice as long is twice as much. None without a figure.

    Where something was expected the first change leads to it, and what followed leads from it to what it came to.
    """
    if not pay.has_figure:
        return None
    expected = pay.expected_minor
    rows: list[tuple[str, int, bool]] = [(BASELINE, pay.baseline_minor, True)]
    if expected is not None:
        rows += [(EXPECTED_SAVING, expected - pay.baseline_minor, False), (EXPECTED, expected, True)]
    before = pay.baseline_minor if expected is None else expected
    paid = pay.billed_minor + pay.kept_minor
    if pay.once_minor and expected is None:
        rows += [(KEPT_AND_BILLED, paid - before, False), (ONCE, pay.once_minor, False)]
    else:  # what was expected holds its one-off costs, so the difference is told as one
        rows.append((KEPT_AND_BILLED, pay.actual_minor - before, False))
    rows.append((ACTUAL, pay.actual_minor, True))
    scale = max(_highest(rows), pay.high_minor) or 1
    low = min(0, _lowest(rows))
    scale -= low
    return PayPicture(_placed(rows, low, scale), (pay.low_minor - low) / scale, (pay.high_minor - pay.low_minor) / scale)


def _levels(rows: Sequence[tuple[str, int, bool]]) -> list[int]:
    levels, level = [], 0
    for _what, minor, is_whole in rows:
        level = minor if is_whole else level + minor
        levels.append(level)
    return levels


def _highest(rows: Sequence[tuple[str, int, bool]]) -> int:
    return max(_levels(rows))


def _lowest(rows: Sequence[tuple[str, int, bool]]) -> int:
    return min(_levels(rows))


def _placed(rows: Sequence[tuple[str, int, bool]], low: int, scale: int) -> tuple[Step, ...]:
    steps, before = [], 0
    for (what, minor, is_whole), level in zip(rows, _levels(rows), strict=True):
        left, right = sorted((0 if is_whole else before, level))
        steps.append(Step(what, minor, is_whole, Bar((left - low) / scale, (right - left) / scale, (level - low) / scale)))
        before = level
    return tuple(steps)
