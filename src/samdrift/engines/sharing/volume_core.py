"""The core where a group's costs follow from its summed volumes at falling prices: hundreds of members, by smallest cuts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samdrift.engines.prices import PricedService
from samdrift.engines.sharing.core import CoreCheck
from samdrift.engines.sharing.games import TOLERANCE, Floats, SharesDoNotSum, of_equal_length, shares_of
from samdrift.engines.sharing.volume_shapley import in_units, one_price

Integers = NDArray[np.int64]
Members = NDArray[np.bool_]
ROUNDING = 1e-15  # of a service's largest cost: by how much rounding bends a straight line of costs
WHOLE = 2.0**60  # what all that flows is scaled to: capacities become whole numbers, and flows are exact
UNBOUNDED = 2**62
MOST_ARCS = 4_000_000  # between members and kinks: half a minute at worst


class NotConcave(ValueError):
    """A service's next unit can cost more than the one before, so that no cut answers for it."""


class TooManyKinks(ValueError):
    """Tiers, or steps of tables that differ, are too many together for so many members."""


@dataclass(frozen=True, slots=True)
class _Curve:
    """A concave cost of volume: price x volume, and for each kink drop x min(volume, at). The fixed part is a kink at one unit.

    ``highest`` is the most that any group can cost.
    """

    volumes: Floats
    price: float
    at: Floats
    drop: Floats
    highest: float


def core_of_services(services: Sequence[PricedService], n: int, shares: ArrayLike) -> CoreCheck:
    """This function will find the proper group that pays most beyond what it would cost alone, among all groups of ``n`` members.

    services: volumes int64[n] each, else WrongLength, and a cost that is concave in volume, else NotConcave, which names the service:
    a fixed part, prices that fall from tier to tier; packs, all-unit prices and tables as far as each further unit costs no more than
    the one before. shares: float64[n], SharesDoNotSum unless they sum to what all cost together, to 1e-9 of the largest cost.

    What a group gains by sharing, c(S) - x(S), is then the size of a cut between members and kinks, since each kink is one: money from
    members to what they need together (Picard, Management Science 22, 1976). One flow tells whether any group pays too much; if none
    does, one more from each member and one to each find the proper group that is next to it.
    ``excess`` is worked out from the tariffs for the group named; that of no other is higher by more than 1e-9 of the largest cost. One
    member has no proper group: its excess is minus infinity.

    >>> from samdrift.engines.prices import Tariff
    >>> mail = PricedService("mail", Tariff(60, [0, 4], [10, 4], "incremental"), [1, 2, 3])
    >>> core_of_services([mail], 3, [72, 36, 0])
    CoreCheck(inside=False, worst_group=(0, 1), excess=18.0)
    """
    of_equal_length(services, n)
    paid = shares_of(shares, n)
    taken = [service for service in services if service.volumes.any()]
    curves = [_curve(service) for service in taken]
    negligible = TOLERANCE * sum(curve.highest for curve in curves)
    left = _excess(taken, paid, np.ones(n, dtype=np.bool_))
    if abs(left) > negligible:
        raise SharesDoNotSum(f"the shares sum to {paid.sum()}; all members cost {paid.sum() - left} together")
    if n == 1:
        return CoreCheck(inside=True, worst_group=(), excess=-math.inf)
    groups = [group for group in _candidates(curves, paid, negligible) if 0 < np.count_nonzero(group) < n]
    excess, worst = max((_excess(taken, paid, group), tuple(np.flatnonzero(group).tolist())) for group in groups)
    return CoreCheck(inside=excess <= negligible, worst_group=worst, excess=excess)


def _excess(services: Sequence[PricedService], paid: Floats, group: Members) -> float:
    alone = math.fsum(service.tariff.cost(int(service.volumes[group].sum())) for service in services)
    return math.fsum(paid[group]) - alone


def _candidates(curves: Sequence[_Curve], paid: Floats, negligible: float) -> list[Members]:
    """The group that pays most beyond its cost, which may be nobody or everybody; then, unless it pays too much, the best proper one."""
    from samdrift.engines.sharing.cut_kernel import push  # numba, which only this needs and the web process does without

    n = len(paid)
    kinks = sum(len(curve.at) for curve in curves)
    if n * kinks > MOST_ARCS:
        raise TooManyKinks(f"{kinks} kinks in costs are too many for {n} members")
    gains = paid - sum((curve.price * curve.volumes for curve in curves), np.zeros(n))
    within = np.zeros((n, kinks))
    full = np.zeros(kinks)
    column = 0
    for curve in curves:
        columns = slice(column, column := column + len(curve.at))
        within[:, columns] = curve.drop * np.minimum.outer(curve.volumes, curve.at)
        full[columns] = curve.drop * curve.at
    scale = WHOLE / (np.abs(gains).sum() + full.sum() or 1.0)
    ahead, behind = _whole(within * scale), np.zeros((kinks, n), dtype=np.int64)
    supply, room = _whole(np.maximum(gains, 0) * scale), _whole(np.concatenate((np.maximum(-gains, 0), full)) * scale)
    level = np.empty(n + kinks, dtype=np.int64)
    wanted = int(supply.sum())
    sent = push(ahead, behind, supply, room, wanted, level)
    groups = [level[:n] >= 0] if sent < wanted else []
    if (wanted - sent) / scale <= 2 * negligible:  # twice, since a group that pays as little too much may be everybody
        groups.append(_smallest_proper_cut(ahead, behind, level))
    return groups


def _smallest_proper_cut(ahead: Integers, behind: Integers, level: Integers) -> Members:
    """The group of some members but not all from which least more can flow to the rest.

    Either it holds member 0 and there is a first member outside: that one is the sink, and all before it are sources. Or member 0 is
    outside and there is a first member within: that one is the source, and all before it are sinks. What has flowed for one such pair
    has both ends on one side of each later cut, so it may stay (after Hao and Orlin, Journal of Algorithms 17, 1994).
    """
    from samdrift.engines.sharing.cut_kernel import push

    n = len(ahead)
    smallest, group = UNBOUNDED, np.zeros(n, dtype=np.bool_)
    for holds_the_first in (True, False):
        onward, back = ahead.copy(), behind.copy()
        for member in range(1, n):
            ends = np.zeros((2, len(level)), dtype=np.int64)
            one, others = (1, 0) if holds_the_first else (0, 1)
            ends[one, member] = ends[others, :member] = UNBOUNDED
            flow = push(onward, back, ends[0], ends[1], smallest, level)
            if flow < smallest:
                smallest, group = flow, level[:n] >= 0
    return group


def _whole(capacities: Floats) -> Integers:
    return np.rint(capacities).astype(np.int64)


def _curve(service: PricedService) -> _Curve:
    """The cost as a sum of kinks, by tiers where the tariff has them, else by one volume after the other."""
    tariff, volumes = service.tariff, service.volumes.astype(np.float64)
    total = float(volumes.sum())
    fixed, bent, highest = tariff.fixed, 0.0, tariff.cost(total)
    price = one_price(service)
    if price is not None:
        starts, prices = np.zeros(1), np.array([price])
    elif tariff.kind == "incremental" and np.gcd.reduce(service.volumes) % tariff.pack == 0:
        reached = np.array(tariff.starts) < total
        starts, prices = np.array(tariff.starts)[reached], np.array(tariff.prices)[reached]
    else:
        units, costs = in_units(service)
        unit = total / float(units.sum())
        starts, prices, fixed = unit * np.arange(len(costs) - 1.0), np.diff(costs) / unit, 0.0
        highest = float(costs.max())
        bent = ROUNDING * highest / unit
    at, drop = np.append(1.0, starts[1:]), np.append(fixed, -np.diff(prices))
    if drop.min() < -bent:
        raise NotConcave(f"{service.name}: beyond {at[drop.argmin()]:g} a unit costs more than the one before")
    kept = drop > bent
    return _Curve(volumes, float(prices[-1]), at[kept], drop[kept], highest)
