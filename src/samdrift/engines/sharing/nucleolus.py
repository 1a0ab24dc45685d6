"""The nucleolus: shares under which the group that is worst off is as well off as can be, then the next, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from samdrift.engines.sharing.balance import balanced_part
from samdrift.engines.sharing.games import Floats, NotAGame, game
from samdrift.engines.sharing.groups import Slacks, Span, members_of
from samdrift.engines.sharing.least_worst import LeastWorst, solve_with_all

Over = Literal["imputations", "efficient"]
SAME = 1e-9  # of the largest cost: excesses that differ by less are equal, one that is nearer to zero is zero
SMALL = 1e-6  # of the largest cost: what is smaller than this is not magnified, since one would see the rounding of costs


class NoImputation(NotAGame):
    """Members pay more together than the sum of what each costs alone, so that somebody must pay more than alone; "efficient" remains."""


class UnknownShares(ValueError):
    """Shares are chosen over "imputations" or "efficient"."""


@dataclass(frozen=True, slots=True)
class Level:
    """An excess, x(S) - c(S), and groups of which none can be better off than that unless another becomes worse off."""

    excess: float
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why no shares are better, by Kohlberg's criterion: at each level the groups so far, with those alone at cost, are balanced.

    levels: falling in excess. at_own_cost: the members who pay all that they cost alone, and so may not pay more; nobody over
    "efficient". Balanced: weights above zero for the groups, and not below for the members, sum to one over each member.
    """

    levels: tuple[Level, ...]
    at_own_cost: tuple[int, ...]

    @property
    def core_is_empty(self) -> bool:
        """Whether some group pays more than it would alone whatever the shares are."""
        return bool(self.levels) and self.levels[0].excess > 0


@dataclass(frozen=True, slots=True, eq=False)
class Nucleolus:
    """Shares, float64[n], and the certificate that they are the nucleolus."""

    shares: Floats
    certificate: Certificate


def nucleolus(costs: ArrayLike, over: Over = "imputations") -> Nucleolus:
    """This function will share the cost of all so that the group worst off is as well off as can be, then the next, and so on.

    costs: float64[2**n]; a group's excess is what it pays beyond its own cost. over: "imputations" lets nobody pay more than they cost
    alone, and is refused by NoImputation where that cannot be; "efficient" (the prenucleolus) asks only that shares sum to the cost of
    all. Where the core is empty the answer stands, and its certificate's first excess is above zero.

    Schmeidler, SIAM Journal on Applied Mathematics 17 (1969). Linear programs one after the other (Maschler, Peleg and Shapley,
    Mathematics of Operations Research 4, 1979), each with the rows of the few groups that matter (Hallefjord, Helming and Jörnsten,
    International Journal of Game Theory 24, 1995), found by a search through all 2**n. A group with a dual price is at the worst excess
    in every solution; prices sum to one, so there is one outside the span of those settled before, and n - 1 programs are enough.
    Excesses are told apart down to a billionth of the largest cost.

    >>> nucleolus([0, 90, 80, 130, 70, 120, 110, 150]).shares.tolist()
    [60.0, 50.0, 40.0]
    """
    values, n = game(costs)
    check_over(over)
    alone = values[1 << np.arange(n)]
    largest = float(np.abs(values).max())
    saved = float(alone.sum() - values[-1])
    if over == "imputations" and saved < -SAME * largest:
        raise NoImputation(f"all together cost {values[-1]}, more than the {alone.sum()} of everybody alone")
    start = alone - saved / n
    slacks = Slacks.at(values, start)
    # the program shares out what is left when everybody saves equally, of the order of one
    unit = max(float(slacks.table.max()), -float(slacks.table.min()), SMALL * largest) or 1.0
    np.divide(slacks.table, unit, out=slacks.table)
    upper = np.full(n, max(saved, 0.0) / n / unit if over == "imputations" else np.inf)
    rest, levels = _descend(slacks, upper)
    shares = start + rest * unit
    bounded = np.flatnonzero(alone - shares <= SAME * largest).tolist() if over == "imputations" else []
    found = tuple(Level(_zeroed(excess * unit, largest), tuple(map(members_of, sorted(groups)))) for excess, groups in levels)
    return Nucleolus(shares, Certificate(found, tuple(bounded)))


def check_over(over: str) -> None:
    """This function will refuse a set of shares that is neither of the two.

    >>> check_over("efficient")
    """
    if over not in get_args(Over):
        raise UnknownShares(f"shares over {over!r}: {' or '.join(get_args(Over))} is wanted")


def _descend(slacks: Slacks, upper: Floats) -> tuple[Floats, list[tuple[float, list[int]]]]:
    """Shares, and groups by excess; ``slacks`` is used up: what is settled is left out of it."""
    n = len(upper)
    everybody = (1 << n) - 1
    costs = slacks.table.ravel()
    program = LeastWorst(lower=np.full(n, -np.inf), upper=upper)
    program.settle(everybody, 0.0)
    # each member and all others bound the excess from below as long as the member's share is not settled
    ends = {group for i in range(n) for group in (1 << i, everybody ^ 1 << i)} - {0, everybody}
    program.draw({group: float(costs[group]) for group in sorted(ends)})
    span = Span(n)
    levels: list[tuple[float, list[int]]] = []
    shares = np.zeros(n)
    while span.rank < n:
        slacks.leave_out(span)
        optimum = solve_with_all(program, slacks)
        shares = optimum.shares
        groups, members = balanced_part(optimum.groups, optimum.at_bound, optimum.settled)
        if not groups:
            raise RuntimeError("the prices of the linear program balance no groups")
        for member in members:
            if span.settle(1 << member):
                program.settle(1 << member, upper[member])
        for group in groups:
            if span.settle(group):
                program.settle(group, float(costs[group]) + optimum.excess)
        program.let_go(span)
        if levels and levels[-1][0] - optimum.excess <= SAME:
            levels[-1][1].extend(groups)
        else:
            levels.append((optimum.excess, groups))
    return shares, levels


def _zeroed(excess: float, largest: float) -> float:
    return excess if abs(excess) > SAME * largest else 0.0
