"""Whether shares are the nucleolus, told from costs and shares alone by Kohlberg's criterion."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samdrift.engines.sharing.balance import balanced_part
from samdrift.engines.sharing.games import game, shares_of
from samdrift.engines.sharing.groups import Slacks, Span
from samdrift.engines.sharing.least_worst import LeastWorst, solve_with_all
from samdrift.engines.sharing.nucleolus import SAME, Over, check_over


def check_nucleolus(costs: ArrayLike, shares: ArrayLike, over: Over = "imputations", *, tolerance: float = SAME) -> bool:
    """This function will tell whether shares are the nucleolus, by the criterion that its certificate states and by no solver's word.

    costs: float64[2**n]; shares: float64[n]; over: as in `nucleolus`. All 2**n excesses x(S) - c(S) are looked at, from the largest
    down. At each one the groups that have it or more must be balanced: weights above zero sum to one over each member (Kohlberg, SIAM
    Journal on Applied Mathematics 20, 1971; Sobolev, 1975, for "efficient"). Over "imputations" those who pay all that they cost alone
    may have weights too. What follows from groups that are balanced needs no second look, so n - 1 levels are enough (Benedek, Fliege
    and Nguyen, Mathematical Programming 190, 2021). A linear program proposes weights, and they count only when whole numbers confirm
    them. Shares that do not sum to the cost of all, or ask somebody for more than alone over "imputations", are not the nucleolus.

    tolerance: as a part of the largest cost; excesses within it are equal. Shares rounded to whole minor units need a few units' worth.

    >>> check_nucleolus([0, 90, 80, 130, 70, 120, 110, 150], [60, 50, 40])
    True
    >>> check_nucleolus([0, 90, 80, 130, 70, 120, 110, 150], [61, 50, 39])
    False
    """
    values, n = game(costs)
    vector = shares_of(shares, n)
    check_over(over)
    near = tolerance * float(np.abs(values).max())
    room = values[1 << np.arange(n)] - vector
    if abs(float(vector.sum()) - values[-1]) > near or (over == "imputations" and float(room.min()) < -near):
        return False
    bounded = room <= near if over == "imputations" else np.zeros(n, dtype=bool)
    slacks = Slacks.at(values, vector)
    span = Span(n)
    while span.rank < n:
        slacks.leave_out(span)
        level = Slacks(np.where(slacks.table <= slacks.table.min() + near, 0.0, np.inf))
        groups, members = _balanced(level, span, bounded)
        if not groups:
            return False
        for group in (*groups, *(1 << member for member in members)):
            span.settle(group)
    return True


def _balanced(level: Slacks, span: Span, bounded: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """Some groups of the level, and bounded members, that are balanced together with the span; none when no groups of it are.

    None are when shares can change so that what is settled stays and every group of the level is better off (Farkas), which is sought.
    """
    n = len(bounded)
    program = LeastWorst(lower=np.full(n, -1.0), upper=np.where(bounded, 0.0, 1.0))
    for group in span.settled:
        program.settle(group, 0.0)
    program.draw(dict.fromkeys(level.worst(np.zeros(n), below=np.inf, most=2 * n), 0.0))
    optimum = solve_with_all(program, level)
    # the bound of one on everybody else only keeps the program finite, and speaks for nobody
    return balanced_part(optimum.groups, [member for member in optimum.at_bound if bounded[member]], optimum.settled)
