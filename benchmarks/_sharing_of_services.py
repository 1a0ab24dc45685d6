"""How fast services of hundreds of members are shared, and a core of them looked into: a part of `benchmarks.sharing`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import highspy
import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import timed
from samdrift.engines.prices import PricedService, Tariff
from samdrift.engines.sharing import core_of_services, shapley_of_services
from samdrift.engines.sharing.solver import silent_solver

Floats = NDArray[np.float64]
SERVICES = 50
VOLUME = 5_500  # of each service, taken by all members together
FIXED, PRICES = 2_000, (10, 7, 5, 3)
SEED = 20260301
ORDERS = 200
NEAR = 0.01  # off by so much, drawn orders are taken to be as good


def taken_by(members: int) -> list[PricedService]:
    """Services that every member takes something of, each at a fixed part and four tiers whose prices fall."""
    drawn = np.random.default_rng(SEED)
    starts = (0, VOLUME // 8, VOLUME // 3, VOLUME // 2)
    tariff = Tariff(FIXED, starts, PRICES, "incremental")
    chances = [drawn.dirichlet(np.full(members, 3.0)) for _ in range(SERVICES)]
    return [PricedService(f"service {k}", tariff, 1 + drawn.multinomial(VOLUME - members, chance)) for k, chance in enumerate(chances)]


def peer_shapley(services: Sequence[PricedService], members: int) -> Floats:
    """What one does where groups are too many: orders of joining drawn at random, and the mean of what each member adds in them."""
    drawn = np.random.default_rng(SEED)
    added = np.zeros(members)
    for _ in range(ORDERS):
        order = drawn.permutation(members)
        costs = sum((service.tariff.costs(service.volumes[order].cumsum()) for service in services), np.zeros(members))
        added[order] += np.diff(costs, prepend=0.0)
    return added / ORDERS


def peer_excess(services: Sequence[PricedService], members: int, shares: Floats) -> float:
    """The largest flow as a linear program with HiGHS, which gives the excess when some group pays too much, but not yet the group."""
    starts, drops = np.array(services[0].tariff.starts), -np.diff(PRICES)
    at, drop = np.append(1.0, starts[1:]), np.append(FIXED, drops)
    within = np.hstack([drop * np.minimum.outer(service.volumes, at) for service in services])
    gains = shares - PRICES[-1] * sum(service.volumes for service in services)
    kinks = within.shape[1]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = within.size, members + kinks
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.ones(within.size), np.zeros(within.size), within.ravel()
    lp.row_lower_ = np.full(members + kinks, -np.inf)
    lp.row_upper_ = np.concatenate((np.maximum(gains, 0), np.tile(drop * at, len(services))))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(within.size + 1) * 2
    lp.a_matrix_.index_ = np.stack((np.repeat(np.arange(members), kinks), members + np.tile(np.arange(kinks), members)), axis=1).ravel()
    lp.a_matrix_.value_ = np.ones(within.size * 2)
    solver = silent_solver()
    solver.passModel(lp)
    solver.run()
    return float(np.maximum(gains, 0).sum() - solver.getInfo().objective_function_value)


def compiled() -> None:
    """What is paid once: numba is imported, kernels are compiled or read from where they were kept."""
    few = [PricedService("few", Tariff(60, [0, 4], [10, 4], "incremental"), [1, 1, 2, 2])]
    first, shares = timed(lambda: shapley_of_services(few, 4))
    cut, _ = timed(lambda: core_of_services(few, 4, shares))
    print(f"numba imported, kernels compiled or read: {first:.1f} s for shares, {cut:.1f} s for the core\n")


def line(name: str, members: int, ours: float, must: float, peer: float, says: str) -> None:
    print(f"{name:<24}{members:>8}{ours:>10.3f}{must:>12.1f}{peer:>10.2f}{peer / ours:>9.0f}x  {says}", flush=True)


def main() -> None:
    compiled()
    print(f"{'':<24}{'members':>8}{'ours, s':>10}{'must reach':>12}{'peer, s':>10}{'ratio':>10}")
    for members, must in ((100, 5.0), (350, 30.0)):
        services = taken_by(members)
        ours, shares = timed(partial(shapley_of_services, services, members))
        peer, drawn = timed(partial(peer_shapley, services, members))
        off = float(np.abs(drawn / shares - 1).max())
        until = peer * (off / NEAR) ** 2  # the error falls as the root of the orders drawn
        says = f"exact; the peer is off by up to {off:.0%} after {peer:.2f} s, its time is reckoned on to {NEAR:.0%}"
        line("shapley_of_services", members, ours, must, until, says)
        core(services, members, shares)


def core(services: Sequence[PricedService], members: int, shares: Floats) -> None:
    change = np.random.default_rng(SEED).normal(size=members) * shares.mean()
    for name, paid in (("core, shares inside", shares), ("core, shares outside", shares + change - change.mean())):
        ours, found = timed(partial(core_of_services, services, members, paid))
        peer, excess = timed(partial(peer_excess, services, members, paid))
        same = abs(max(found.excess, 0.0) - excess) < 1e-6 * shares.sum()
        says = f"{'same' if same else 'OTHER'} answer; the peer's is one flow"
        line(name, members, ours, 2.0, peer, says if found.excess > 0 else f"{says}, and leaves open which group is next to it")
