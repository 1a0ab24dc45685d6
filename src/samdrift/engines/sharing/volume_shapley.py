"""The Shapley value where a group's costs follow from its summed volumes: exact for hundreds of members."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from samdrift.engines.prices import PricedService
from samdrift.engines.sharing.games import Floats, of_equal_length

Integers = NDArray[np.int64]
MOST_VOLUME = 4_000_000  # costs and two distributions of it are a hundred megabytes for each processor
NEGLIGIBLE = 1e-12  # of the largest cost: steps that sum to less are what rounding left, and move no share by more


class TooMuchVolume(ValueError):
    """A service's volume, in the largest unit that divides every member's, is too much for one step at a time."""


def shapley_of_services(services: Sequence[PricedService], n: int) -> Floats:
    """This function will share what ``services`` cost all members by the Shapley value: float64[n], in the tariffs' unit of money.

    services: any tariffs; their volumes are int64[n] each, else WrongLength. The value of a sum of games is the sum of their values, so
    each service is shared by itself: its fixed part equally among those who take any of it, a price that is the same for every unit in
    proportion to volume, a step that only single members reach as in the airport game (Littlechild and Owen, Management Science 20,
    1973), and what is left by Owen's multilinear extension (Management Science 18, 1972): the mean over q of what a member adds to a
    group that each of the others has joined with probability q. It is a polynomial in q and Gauss-Legendre nodes integrate it
    exactly. Off by some 1e-13 of the largest cost that a volume up to what all take has. Time grows as takers squared times summed
    volume, which is counted in the largest unit that divides every member's volume; more than four million such units: TooMuchVolume.

    >>> from samdrift.engines.prices import Tariff
    >>> mail = PricedService("mail", Tariff(60, [0, 4], [10, 4], "incremental"), [1, 2, 3, 0])
    >>> shapley_of_services([mail], 4).round(6).tolist()
    [28.0, 35.0, 45.0, 0.0]
    """
    of_equal_length(services, n)
    total = np.zeros(n)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # the kernel lets go of the interpreter
        for shares in threads.map(_of_service, services):
            total += shares
    return total


def one_price(service: PricedService) -> float | None:
    """This function will find the price of each unit where all units that members can reach together cost the same, else None.

    >>> from samdrift.engines.prices import Tariff
    >>> one_price(PricedService("mail", Tariff(60, [0, 100], [10, 4], "incremental"), [20, 30]))
    10.0
    """
    tariff, total = service.tariff, int(service.volumes.sum())
    if tariff.kind == "table" or np.gcd.reduce(service.volumes) % tariff.pack:
        return None
    reached = {price for start, price in zip(tariff.starts, tariff.prices, strict=True) if start <= total}
    return reached.pop() if len(reached) == 1 else None


def in_units(service: PricedService) -> tuple[Integers, Floats]:
    """This function will count volumes in the largest unit that divides them all: int64[n], with the cost of 0, 1, 2 ... such units.

    >>> from samdrift.engines.prices import Tariff
    >>> units, costs = in_units(PricedService("mail", Tariff(0, [0], [1], "incremental"), [20, 30]))
    >>> units.tolist(), costs.tolist()
    ([2, 3], [0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
    """
    unit = int(np.gcd.reduce(service.volumes)) or 1
    units = service.volumes // unit
    total = int(units.sum())
    if total > MOST_VOLUME:
        raise TooMuchVolume(f"{service.name}: {total} units of {unit}, more than {MOST_VOLUME}; count in larger ones")
    return units, service.tariff.costs(np.arange(total + 1) * unit)


def _of_service(service: PricedService) -> Floats:
    taken = service.volumes > 0
    shares = np.zeros(len(taken))
    if not taken.any():
        return shares
    price = one_price(service)
    if price is not None:
        shares[taken] = service.tariff.fixed / np.count_nonzero(taken) + price * service.volumes[taken]
    else:
        units, costs = in_units(service)
        sizes, size, counts = np.unique(units[taken], return_inverse=True, return_counts=True)
        shares[taken] = _of_sizes(sizes, counts, costs)[size]
    return shares


def _of_sizes(sizes: Integers, counts: Integers, costs: Floats) -> Floats:
    """The share of one member of each size: sizes rise from above 0, costs are of each volume from 0 to what all take."""
    if len(sizes) == 1:
        return costs[-1:] / counts
    # Volumes below and above the middle count alike: a game and its dual, c(N) - c(N without S), have the same value. Their mean is
    # used, since what members add at q is then what they add at 1 - q, and half of the nodes are enough.
    steps = np.diff(costs)
    steps = (steps + steps[::-1]) / 2
    half = (len(steps) + 1) // 2
    single, takers = _single_steps(sizes, counts, half)
    others = np.delete(steps[:half], single)
    price = np.median(others) if len(others) else 0.0  # if one price explains all steps that are not single, then this one
    steps -= price
    each = np.zeros(half + 1)
    each[single + 1] = (steps[single] + np.where(single < len(steps) - 1 - single, steps[single], 0.0)) / takers
    shares: Floats = price * sizes + _running(each)[np.minimum(sizes, half)]
    steps[single] = steps[-1 - single] = 0.0
    if np.abs(steps).sum() > NEGLIGIBLE * np.abs(costs).max():
        from samdrift.engines.sharing.volume_kernel import add_marginals  # numba, which only this needs and the web process does without

        nodes, weights = _nodes(int(counts.sum()))
        add_marginals(sizes, counts, np.concatenate(([0.0], _running(steps))), nodes, weights, shares)
    return shares


def _single_steps(sizes: Integers, counts: Integers, half: int) -> tuple[Integers, Integers]:
    """Which of the first ``half`` steps are reached just when a member large enough takes part, and how many are large enough."""
    reached_by = np.searchsorted(sizes, np.arange(1, half + 1))  # the first size that reaches the step alone, if any does
    volumes = np.concatenate(([0], np.cumsum(sizes * counts)))
    takers = counts.sum() - np.concatenate(([0], np.cumsum(counts)))
    single = np.flatnonzero(volumes[reached_by] <= np.arange(half))  # all who are smaller do not reach it together
    return single, takers[reached_by[single]]


def _running(steps: Floats) -> Floats:
    """The sums of the first one, two, three ... steps; of a million of them, so with the most digits that the machine has."""
    return np.cumsum(steps, dtype=np.longdouble).astype(np.float64)


@lru_cache(maxsize=64)
def _nodes(takers: int) -> tuple[Floats, Floats]:
    """Probabilities up to a half and their weights, which integrate what a member adds to ``takers`` - 1 others exactly."""
    points, weights = np.polynomial.legendre.leggauss((takers + 1) // 2)  # exact to a degree of twice as many, less one
    low = (len(points) + 1) // 2
    folded = weights[:low].copy()
    if len(points) % 2:
        folded[-1] /= 2  # a half is its own mirror image
    return (1 + points[:low]) / 2, folded
