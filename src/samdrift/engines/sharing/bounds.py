"""Floors and caps: who stands at one when the others share in proportion, and why bounds cannot hold."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import SupportsIndex


class BoundsCannotHold(ValueError):
    """No shares that sum to the total keep all floors and caps: by how many minor units, `by_minor`."""

    def __init__(self, words: str, by_minor: int = 0, member: int | None = None) -> None:
        super().__init__(words)
        self.by_minor = by_minor
        self.member = member


class FloorAboveCap(BoundsCannotHold):
    """The floor of `member`, an index, is above its cap."""


class FloorsAboveTotal(BoundsCannotHold):
    """The floors sum to more than the total."""


class CapsBelowTotal(BoundsCannotHold):
    """All at their caps, and those of weight zero at their floors, pay less than the total."""


class NotABound(ValueError):
    """A floor, a cap, a fee, a share before or a change is no whole number of minor units from zero up."""


class NotOneEach(ValueError):
    """Floors, caps or the parts of a key are not one for each member."""


def held_at_bounds(
    total: int, weights: Sequence[int], floors: Iterable[SupportsIndex | None] | None, caps: Iterable[SupportsIndex | None] | None
) -> tuple[list[int], list[int]]:
    """This function will find who stands at a floor or a cap when ``total`` is shared in proportion to ``weights`` within the bounds.

    The answer has what those who stand at a bound pay, 0 for the others, and the weights of the others, 0 for those who stand at one: the
    others share what is left of the total in proportion. These shares, and no others, are r x weight cut at floor and cap with one rate r
    for all, and of all shares within the bounds they have the least sum of share**2 / weight. Found by pegging: share in proportion among
    the free, and settle first whichever moves more money, lifting to floors or cutting to caps (Bitran and Hax, Management Science 27,
    1981).

    >>> held_at_bounds(100, [6, 3, 1], None, [50, None, None])
    ([50, 0, 0], [0, 3, 1])
    """
    least = [floor or 0 for floor in _each(floors, len(weights))]
    most = [max(low, total) if cap is None else cap for low, cap in zip(least, _each(caps, len(weights)), strict=True)]
    _check(total, weights, least, most)
    free = list(weights)
    held = [0 if weight else low for weight, low in zip(weights, least, strict=True)]
    while True:
        left, whole = total - sum(held), sum(free)
        # Who is beyond a bound, by how much in units of 1 / whole, so that all stays in integers, and the bound
        lifts = [
            (i, by, low)
            for i, (weight, low) in enumerate(zip(free, least, strict=True))
            if weight and (by := low * whole - left * weight) > 0
        ]
        cuts = [
            (i, by, high)
            for i, (weight, high) in enumerate(zip(free, most, strict=True))
            if weight and (by := left * weight - high * whole) > 0
        ]
        if not lifts and not cuts:
            return held, free
        lifted, cut = (sum(by for _member, by, _bound in moves) for moves in (lifts, cuts))
        # More to lift than to cut: the rate falls, and who is below a floor now stays below it. Less: the mirror image. As much: this is
        # the rate.
        for member, _by, bound in [*(lifts if lifted >= cut else ()), *(cuts if cut >= lifted else ())]:
            held[member], free[member] = bound, 0


def whole_bound(bound: SupportsIndex) -> int:
    """This function will read a whole number of minor units from zero up.

    >>> whole_bound(50_000)
    50000
    """
    try:
        whole = operator.index(bound)
    except TypeError as error:
        raise NotABound(f"a bound is a whole number of minor units, not {bound!r}") from error
    if whole < 0:
        raise NotABound(f"a bound is zero or more, not {whole}")
    return whole


def _each(bounds: Iterable[SupportsIndex | None] | None, members: int) -> list[int | None]:
    listed = [None if bound is None else whole_bound(bound) for bound in (repeat(None, members) if bounds is None else bounds)]
    if len(listed) != members:
        raise NotOneEach(f"{len(listed)} bounds for {members} members")
    return listed


def _check(total: int, weights: Sequence[int], least: Sequence[int], most: Sequence[int]) -> None:
    for member, (low, high) in enumerate(zip(least, most, strict=True)):
        if low > high:
            raise FloorAboveCap(f"the floor of member {member} is {low}, above its cap of {high}", low - high, member)
    if (over := sum(least) - total) > 0:
        raise FloorsAboveTotal(f"the floors sum to {sum(least)}, {over} more than the total of {total}", over)
    # A weight of zero asks for nothing at any rate: such a member pays its floor
    reach = sum(high if weight else low for weight, low, high in zip(weights, least, most, strict=True))
    if (short := total - reach) > 0:
        raise CapsBelowTotal(f"within the caps all pay {reach} together, {short} less than the total of {total}", short)
