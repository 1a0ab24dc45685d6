"""Where the bars of being spread out stand: each measure before and after, on a scale of its own from zero. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

ROW = 78  # px a measure
LONGEST = 0.62  # of the width, so that a bar's words have room after it

Told = tuple[Fraction, Fraction, Fraction]  # a mean with the lowest and the highest it is made of


@dataclass(frozen=True, slots=True)
class Bar:
    """A mean's bar, the range across it, and where its words begin: in shares of the width."""

    width: float
    low: float
    high: float
    words_at: float

    @property
    def has_range(self) -> bool:
        return self.low != self.high

    @property
    def span(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A measure in the picture, `y` px from its top; None where a side is not told."""

    y: int
    before: Bar | None
    after: Bar | None


def picture_of(measures: Iterable[tuple[Told | None, Told | None]]) -> tuple[PictureRow, ...]:
    """This function will place each measure's two bars; within a measure a bar twice as long is twice as much."""
    return tuple(_row(place * ROW, before, after) for place, (before, after) in enumerate(measures))


def _row(y: int, before: Told | None, after: Told | None) -> PictureRow:
    longest = max((max(told) for told in (before, after) if told), default=Fraction(0)) or Fraction(1)
    return PictureRow(y, _bar(before, longest), _bar(after, longest))


def _bar(told: Told | None, longest: Fraction) -> Bar | None:
    if told is None:
        return None
    value, low, high = (LONGEST * float(figure / longest) for figure in told)
    return Bar(value, low, high, max(value, high))
