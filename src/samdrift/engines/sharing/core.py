"""The core: shares at which no group of members pays more than it would cost alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from samdrift.engines.sharing.games import TOLERANCE, SharesDoNotSum, game, shares_of, subset_sums

IN_A_ROW = 14  # members whose groups are looked at together


@dataclass(frozen=True, slots=True)
class CoreCheck:
    """This will say whether shares are in the core, and which proper group pays most beyond what it would cost alone, by how much.

    inside: no group does, to 1e-9 of the largest cost. worst_group: its members, ascending. excess: below zero when every group gains.

    >>> CoreCheck(inside=False, worst_group=(0, 2), excess=3.0).inside
    False
    """

    inside: bool
    worst_group: tuple[int, ...]
    excess: float


def core(costs: ArrayLike, shares: ArrayLike) -> CoreCheck:
    """This function will find the proper group that pays most beyond what it would cost alone; shares are in the core where none does.

    costs: float64[2**n]; shares: float64[n], SharesDoNotSum unless they sum to costs[-1], to 1e-9 of the largest cost, which is also what
    ``inside`` forgives. Of groups that pay as much beyond, the one of the lowest index. One member has no proper group: its excess is minus
    infinity. A core may be empty, and then no shares are inside. Source: Gillies, Solutions to general non-zero-sum games, 1959; of costs,
    Young, Cost allocation, Handbook of Game Theory 2, 1994.

    >>> core([0, 60, 60, 90], [70, 20])
    CoreCheck(inside=False, worst_group=(0,), excess=10.0)
    """
    values, n = game(costs)
    paid = shares_of(shares, n)
    rounding = TOLERANCE * float(max(values.max(), -values.min()))
    if abs(paid.sum() - values[-1]) > rounding:
        raise SharesDoNotSum(f"the shares sum to {paid.sum()}, all members cost {values[-1]}")
    excess, worst = -math.inf, 0
    # Row by row of the groups of the first members, so that what is compared stays near the processor
    first, others = subset_sums(paid[:IN_A_ROW]), subset_sums(paid[IN_A_ROW:])
    beyond = np.empty_like(first)
    for row, more in enumerate(others):
        np.subtract(first, values[row * first.size : (row + 1) * first.size], out=beyond)
        if row == 0:
            beyond[0] = -math.inf  # nobody
        if row == others.size - 1:
            beyond[-1] = -math.inf  # everybody
        column = int(beyond.argmax())
        if beyond[column] + more > excess:
            excess, worst = float(beyond[column] + more), row * first.size + column
    return CoreCheck(inside=excess <= rounding, worst_group=tuple(i for i in range(n) if worst >> i & 1), excess=excess)
