"""The inner loop of coalition_costs, compiled; apart, so that numba is imported only when groups are priced."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samdrift.engines.sharing.compiled import compiled
from samdrift.engines.sharing.games import Floats

Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]


@compiled(
    "void(float64[::1], float64[:, ::1], int64[:, ::1], float64[:, ::1], float64[::1], boolean[::1], int64[::1],"
    " float64[::1], float64[::1], float64[::1])",
)
def add_costs(
    costs: Floats,
    sums: Floats,
    order: Integers,
    more: Floats,
    packs: Floats,
    listed: Truths,
    begins: Integers,
    reached: Floats,
    bases: Floats,
    prices: Floats,
) -> None:
    """This function will add each service's cost to each group's.

    sums: float64[services, groups of the first members], rising, and order: which group each is of; more: float64[services, groups of the
    other members], what they add. Lines begins[s]:begins[s + 1] are service s's. As sums rise, those on one line lie together, so that
    nothing is decided group by group.
    """
    size = sums.shape[1]
    units = np.empty(size)
    for block in range(more.shape[1]):
        paid = costs[block * size : (block + 1) * size]
        for s in range(sums.shape[0]):
            group, pack, extra = order[s], packs[s], more[s, block]
            for k in range(size):
                units[k] = np.ceil((sums[s, k] + extra) / pack) * pack
            if listed[s]:
                for k in range(size):
                    paid[group[k]] += bases[begins[s] + int(units[k])]
                continue
            end = size
            for line in range(begins[s + 1] - 1, begins[s] - 1, -1):
                start = np.searchsorted(sums[s], reached[line] - extra)
                for k in range(start, end):
                    paid[group[k]] += bases[line] + units[k] * prices[line]
                end = start
