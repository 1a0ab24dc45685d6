"""How fast whole minor units are shared, within floors and caps too: a part of `benchmarks.sharing`.

Plain shares beside a loop in decimals. Within bounds beside what one would hand to a solver: the least sum of share**2 / weight, a convex
quadratic program, by HiGHS. Its answer is right to some millionths of the total and not whole, so agreement is to a hundred-thousandth.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import highspy
import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import timed
from samdrift.engines.sharing import Bounds, change_limits, split
from samdrift.engines.sharing.solver import silent_solver

TOTAL = 123_456_789
CHANGE_PPM = 300_000
SEED = 20260301


def peer_split(total: int, weights: list[int]) -> list[int]:
    """Largest remainder in decimals."""
    whole = sum(weights)
    quotas = [Decimal(total) * weight / whole for weight in weights]
    shares = [int(quota.to_integral_value(ROUND_DOWN)) for quota in quotas]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - quotas[i], i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


def peer_within(total: int, weights: list[int], bounds: Bounds) -> NDArray[np.float64]:
    """A quadratic program with one row, in thousands of units, since the solver's tolerance is absolute."""
    n = len(weights)
    model = highspy.HighsModel()
    model.lp_.num_col_, model.lp_.num_row_ = n, 1
    model.lp_.col_cost_ = np.zeros(n)
    model.lp_.col_lower_, model.lp_.col_upper_ = (np.array(bound, dtype=np.float64) / 1e3 for bound in bounds)
    model.lp_.row_lower_ = model.lp_.row_upper_ = np.array([total / 1e3])
    model.lp_.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.lp_.a_matrix_.start_, model.lp_.a_matrix_.index_ = np.arange(n + 1), np.zeros(n, dtype=np.int32)
    model.lp_.a_matrix_.value_ = np.ones(n)
    model.hessian_.dim_, model.hessian_.format_ = n, highspy.HessianFormat.kTriangular
    model.hessian_.start_, model.hessian_.index_ = np.arange(n + 1), np.arange(n)
    model.hessian_.value_ = 1 / np.array(weights)
    solver = silent_solver()
    solver.passModel(model)
    solver.run()
    return np.array(solver.getSolution().col_value) * 1e3


def near(shares: list[int], solved: NDArray[np.float64]) -> bool:
    return bool(np.abs(np.array(shares) - solved).max() < 1e-5 * TOTAL)


def line(name: str, count: int, ours: float, peer: float, *, agree: bool) -> None:
    print(
        f"{name:<32}{count:>6} {ours / count * 1e6:>11.2f} {peer / count * 1e6:>11.2f} {peer / ours:>9.1f}x  {'yes' if agree else 'NO'}",
        flush=True,
    )


def shares_of(members: int, times: int) -> None:
    rows = np.random.default_rng(SEED).integers(1, 1_100, (times, members)).tolist()
    ours, shares = timed(lambda: [split(TOTAL, row) for row in rows], 3)
    peer, expected = timed(lambda: [peer_split(TOTAL, row) for row in rows], 3)
    line(f"split, {members} members", times, ours, peer, agree=shares == expected)
    limits = [change_limits(before, change_ppm=CHANGE_PPM) for before in [*shares[1:], shares[0]]]
    asked = list(zip(rows, limits, strict=True))
    ours, within = timed(lambda: [split(TOTAL, row, floors=low, caps=high) for row, (low, high) in asked], 3)
    peer, solved = timed(lambda: [peer_within(TOTAL, row, bounds) for row, bounds in asked])
    agree = all(near(one, other) for one, other in zip(within, solved, strict=True))
    line(f"split within bounds, {members} members", times, ours, peer, agree=agree)


def main() -> None:
    print(f"{'':<32}{'times':>6} {'ours, µs':>11} {'peer, µs':>11} {'ratio':>10}  same answers")
    shares_of(21, 1_000)
    shares_of(350, 50)
