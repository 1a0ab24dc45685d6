"""The least worst excess: a linear program whose rows, one a group, are drawn as they are broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from samdrift.engines.sharing.games import Floats
from samdrift.engines.sharing.groups import Slacks, Span, members_of
from samdrift.engines.sharing.solver import silent_solver

if TYPE_CHECKING:
    from highspy import Highs

LP_TOLERANCE = 1e-10  # the least that HiGHS takes
TOLERANCE = 2e-10  # by which a group may be worse off than the worst before it is drawn, costs being of the order of one
NOTHING = 1e-9  # a dual price below this is zero: those of a vertex are quotients of small whole numbers
MOST = 60  # groups drawn at a time


@dataclass(frozen=True, slots=True)
class Optimum:
    """A solution: shares, the worst excess, and what has a dual price: groups, settled groups, and members at their upper bound.

    Only a basis has prices, so that one combination of these groups and members, and no other, is zero.
    """

    shares: Floats
    excess: float
    groups: list[int]
    settled: list[int]
    at_bound: list[int]


def _simplex() -> Highs:
    solver = silent_solver()
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("presolve", "off")  # each program is the one before with a few more rows, and starts where that ended
    solver.setOptionValue("primal_feasibility_tolerance", LP_TOLERANCE)
    solver.setOptionValue("dual_feasibility_tolerance", LP_TOLERANCE)
    return solver


class LeastWorst:
    """The least t such that x(S) - t <= c(S) for each group S that is drawn, x(S) being given for each group that is settled."""

    def __init__(self, *, lower: Floats, upper: Floats) -> None:
        self._n = len(upper)
        self._drawn: dict[int, int] = {}  # by row
        self._settled: dict[int, int] = {}  # by row
        self._known: set[int] = set()
        self._solver = _simplex()
        for bounds in zip(lower, upper, strict=True):
            self._solver.addVar(*bounds)
        self._solver.addVar(-np.inf, np.inf)
        self._solver.changeColCost(self._n, 1.0)

    def draw(self, costs: dict[int, float]) -> bool:
        """Add a row for each group that is drawn for the first time, with what it costs; False when there is none."""
        new = [group for group in costs if group not in self._known]
        if not new:
            return False
        rows = [members_of(group) for group in new]
        starts = np.cumsum([0, *(len(row) + 1 for row in rows)], dtype=np.int32)
        values = np.ones(starts[-1])
        values[starts[1:] - 1] = -1.0
        self._drawn |= dict(enumerate(new, self._solver.getNumRow()))
        self._known |= set(new)
        self._solver.addRows(
            len(new),
            np.full(len(new), -np.inf),
            np.array([costs[group] for group in new]),
            len(values),
            starts[:-1],
            np.array([i for row in rows for i in (*row, self._n)], dtype=np.int32),
            values,
        )
        return True

    def settle(self, group: int, total: float) -> None:
        """Fix what a group pays together."""
        members = np.array(members_of(group), dtype=np.int32)
        self._settled[self._solver.getNumRow()] = group
        self._solver.addRow(total, total, len(members), members, np.ones(len(members)))

    def let_go(self, span: Span) -> None:
        """Free the rows of groups that pay what follows from those settled."""
        held = set(span.holding(self._drawn.values()))
        for row in [row for row, group in self._drawn.items() if group in held]:
            self._solver.changeRowBounds(row, -np.inf, np.inf)
            del self._drawn[row]

    def solve(self) -> Optimum:
        """Solve for the groups drawn so far."""
        self._solver.run()
        ended = self._solver.getModelStatus()
        if ended.name != "kOptimal":
            raise RuntimeError(f"the linear program of groups ended as {ended.name}")
        solution = self._solver.getSolution()
        values = np.array(solution.col_value)
        priced = np.flatnonzero(np.abs(solution.row_dual) > NOTHING).tolist()
        # where a minimum is sought the price of an upper bound is below zero
        at_bound = np.flatnonzero(np.array(solution.col_dual[: self._n]) < -NOTHING).tolist()
        return Optimum(
            values[:-1],
            float(values[-1]),
            [self._drawn[row] for row in priced if row in self._drawn],
            [self._settled[row] for row in priced if row in self._settled],
            at_bound,
        )


def solve_with_all(program: LeastWorst, slacks: Slacks) -> Optimum:
    """This function will solve the program for every group of finite slack, drawing those worse off than the worst until none is.

    >>> program = LeastWorst(lower=np.full(2, -np.inf), upper=np.full(2, np.inf))
    >>> program.settle(0b11, 10.0)
    >>> slacks = Slacks(np.array([[np.inf, 4.0, 8.0, np.inf]]))
    >>> program.draw({0b01: 4.0, 0b10: 8.0})
    True
    >>> solve_with_all(program, slacks).shares.tolist()
    [3.0, 7.0]
    """
    costs = slacks.table.ravel()
    while True:
        optimum = program.solve()
        broken = slacks.worst(optimum.shares, below=-optimum.excess - TOLERANCE, most=MOST)
        if not program.draw({group: float(costs[group]) for group in broken}):
            return optimum
