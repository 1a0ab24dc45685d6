"""How fast the nucleolus is found and checked, beside two libraries in the same run: a part of `benchmarks.sharing`.

Games of 12 to 21 members of four kinds: tiered services with fixed costs, taken by some; costs near a sum of their own, with chance; games
whose groups tie, as Benedek, Fliege and Nguyen drew them (Mathematical Programming 190, 2021); and an estate with claims, which has many
levels. A peer that gives other shares than ours is held against `check_nucleolus`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

import numpy as np

from benchmarks.timing import timed
from samdrift.engines.sharing import check_nucleolus, nucleolus
from samdrift.engines.sharing.games import Floats, subset_sums

MEMBERS = (12, 15, 18, 21)
MOST_OF_TUCOOPY = 12  # every group is a row of its dense programs
SERVICES, TIERS, TIMES = 50, 4, 3
AIM_SECONDS, AIM_RATIO = 1.0, 10
SEED = 20261125


def tiered(n: int, drawn: np.random.Generator) -> Floats:
    costs = np.zeros(1 << n)
    for _service in range(SERVICES):
        volume = subset_sums(np.where(drawn.random(n) < 0.7, drawn.uniform(0, 400, n), 0.0))
        starts = np.sort(drawn.integers(200, 4000, TIERS)).astype(np.float64)
        prices = np.sort(drawn.uniform(10, 100, TIERS + 1))[::-1]
        costs += prices[0] * volume + drawn.uniform(1e3, 1e5) * (volume > 0)
        for start, change in zip(starts, np.diff(prices), strict=True):
            costs += change * np.maximum(volume - start, 0)
    return costs


def near_a_sum(n: int, drawn: np.random.Generator) -> Floats:
    costs = subset_sums(drawn.integers(100, 1000, n).astype(np.float64)) * (1 + 0.1 * drawn.random(1 << n))
    costs[-1] *= 0.9  # so that together is no dearer than alone
    return costs


def tied(n: int, drawn: np.random.Generator) -> Floats:
    costs = -drawn.integers(1, 101, 1 << n).astype(np.float64)
    costs[1 << np.arange(n)] = costs[0] = 0
    costs[-1] = -drawn.integers(100 * (n - 2), 100 * n + 1)
    return costs


def estate(n: int, drawn: np.random.Generator) -> Floats:
    claims = drawn.integers(1, 1000, n).astype(np.float64)
    left: Floats = np.maximum(0, 0.4 * claims.sum() - subset_sums(claims)[::-1])  # by the others
    return -left


KINDS: dict[str, Callable[[int, np.random.Generator], Floats]] = {
    "tiered services": tiered,
    "near a sum": near_a_sum,
    "tied": tied,
    "estate": estate,
}


def by_coopgame(costs: Floats, times: int) -> tuple[float, Floats]:
    """Seconds, without those in which its game is made of a list, and shares."""
    coopgame = import_module("coopgame")
    game = coopgame.Game(costs[1:].tolist())
    seconds, shares = timed(lambda: coopgame.cost_nucleolus(game), times)
    return seconds, np.array(shares)


def by_tucoopy(costs: Floats, n: int) -> tuple[float, Floats]:
    tucoopy = import_module("tucoopy")
    game = tucoopy.Game(n, {group: -float(cost) for group, cost in enumerate(costs)})
    seconds, found = timed(lambda: tucoopy.nucleolus(game))
    return seconds, -np.array(found.x)


def told(name: str, peer: tuple[float, Floats], ours: float, shares: Floats, costs: Floats) -> str:
    seconds, other = peer
    off = float(np.abs(other - shares).max() / np.abs(costs).max())
    answer = "same shares" if off < 1e-9 else f"shares {off:.0e} off, check says {'yes' if check_nucleolus(costs, other) else 'no'}"
    return f"{name} {seconds * 1e3:.0f} ms, {seconds / ours:.1f}x, {answer}"


def compare(n: int, kind: str) -> None:
    costs = KINDS[kind](n, np.random.default_rng(SEED + n))
    times = TIMES if n <= 15 else 1
    ours, found = timed(lambda: nucleolus(costs), times)
    check, holds = timed(partial(check_nucleolus, costs, found.shares))
    peers = [told("coopgame", by_coopgame(costs, times), ours, found.shares, costs)]
    if n <= MOST_OF_TUCOOPY:
        peers.append(told("tucoopy", by_tucoopy(costs, n), ours, found.shares, costs))
    levels = len(found.certificate.levels)
    print(
        f"{n:>2} {kind:<16}{ours * 1e3:>7.1f} ms{levels:>4} levels, checked in {check * 1e3:>6.1f} ms: {'yes' if holds else 'NO'}   "
        + "; ".join(peers),
        flush=True,
    )


def main() -> None:
    nucleolus(np.zeros(4))  # the solver is loaded once a process
    for n in MEMBERS:
        for kind in KINDS:
            compare(n, kind)
    print(f"aim at {MEMBERS[-1]} members: under {AIM_SECONDS:.0f} s, {AIM_RATIO} times coopgame", flush=True)
