"""Whole minor units shared out so that not one is lost or made."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import SupportsFloat, SupportsIndex

from samdrift.engines.sharing.bounds import held_at_bounds

Weight = int | Fraction | Decimal | float


class UnfairWeights(ValueError):
    """The weights cannot share anything out."""


class NoWeights(UnfairWeights):
    """There is nobody to share between."""


class NegativeWeight(UnfairWeights):
    """A weight is below zero."""


class WeightNotFinite(UnfairWeights):
    """A weight is infinite or not a number."""


class AllWeightsZero(UnfairWeights):
    """Every weight is zero, so that no share follows from them."""


class TotalNotWhole(ValueError):
    """The total is not a whole number of minor units."""


def split(
    total: SupportsIndex,
    weights: Iterable[Weight],
    *,
    floors: Iterable[SupportsIndex | None] | None = None,
    caps: Iterable[SupportsIndex | None] | None = None,
) -> list[int]:
    """This function will share ``total`` whole minor units in proportion to ``weights``, so that the shares sum to it exactly.

    Each share is its quota (total x weight / sum of weights) rounded down, and the units left go one each to the largest remainders,
    ties to the lowest index: Hamilton's method (Balinski and Young, Fair Representation, 1982). A total below zero gives the mirror image.
    A weight of zero gets nothing. The arithmetic is in integers; a float means the shortest decimal that reads back as it, so that
    [0.1, 0.2] shares as [1, 2]. Empty, negative, infinite or all-zero weights and a total that is no whole number are refused, each by
    its own ValueError.

    floors, caps: the least and the most of each member, whole minor units from zero up, None for none. Quotas are cut at them, and what
    that frees or takes is shared in proportion among the others, exactly (`bounds.held_at_bounds`); then they are rounded as above, which
    leaves no bound. Of a total below zero they bound the size of each share. A weight of zero gets its floor and no more. Bounds that no
    shares can keep are refused by a child of BoundsCannotHold, which says which and by how much.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    >>> split(100, [6, 3, 1], floors=[None, None, 15], caps=[50, None, None])
    [50, 35, 15]
    """
    units = _whole(total)
    parts = in_proportion(weights)
    fixed = [0] * len(parts)
    if floors is not None or caps is not None:
        fixed, parts = held_at_bounds(abs(units), parts, floors, caps)
    free, whole = abs(units) - sum(fixed), sum(parts) or 1  # no weight left: all stand at a bound, and nothing is left to share
    shares, remainders = [], []
    for bound, part in zip(fixed, parts, strict=True):
        quotient, remainder = divmod(free * part, whole)
        shares.append(bound + quotient)
        remainders.append(remainder)
    left = abs(units) - sum(shares)
    # sorted() is stable, also in reverse, so that equal remainders keep the order of the members
    for index in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:left]:
        shares[index] += 1
    return [-share for share in shares] if units < 0 else shares


def in_proportion(weights: Iterable[Weight]) -> list[int]:
    """This function will give integers in the very proportions of ``weights``, which it checks.

    >>> in_proportion([0.5, 0.25, 0])
    [2, 1, 0]
    """
    exact = [_exact(weight) for weight in weights]
    if not exact:
        raise NoWeights("nobody to share between")
    if min(exact) < 0:
        raise NegativeWeight(f"weight {exact.index(min(exact))} is below zero")
    if not any(exact):
        raise AllWeightsZero("all weights are zero")
    scale = math.lcm(*(weight.denominator for weight in exact))
    return [weight.numerator * (scale // weight.denominator) for weight in exact]


def _whole(total: SupportsIndex) -> int:
    try:
        return operator.index(total)
    except TypeError as error:
        raise TotalNotWhole(f"a total is a whole number of minor units, not {total!r}") from error


def _exact(weight: Weight | SupportsFloat | SupportsIndex) -> int | Fraction:
    if isinstance(weight, int | Fraction):
        return weight
    if isinstance(weight, SupportsIndex):  # numpy's integers, which overflow
        return operator.index(weight)
    number = weight if isinstance(weight, Decimal) else Decimal(repr(float(weight)))
    if not number.is_finite():
        raise WeightNotFinite(f"a weight is {number}")
    return Fraction(number)
