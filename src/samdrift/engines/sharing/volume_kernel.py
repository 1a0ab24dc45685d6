"""The distribution of a group's volume, and what one more member adds; apart, so that numba is imported only when shares are worked out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samdrift.engines.sharing.compiled import compiled

UNSEEN = 1e-40  # chances so small change nothing, and smaller ones are slow to multiply


@compiled("void(int64[::1], int64[::1], float64[::1], float64[::1], float64[::1], float64[::1])", nogil=True)
def add_marginals(
    sizes: NDArray[np.int64],
    counts: NDArray[np.int64],
    costs: NDArray[np.float64],
    nodes: NDArray[np.float64],
    weights: NDArray[np.float64],
    shares: NDArray[np.float64],
) -> None:
    """This will add to each size's share what one member of it adds to the cost of the others, at each node q with its weight.

    Each member takes part with probability q. `chance` is the distribution of all members' volume; taking one member out of it undoes a
    step of the convolution, chance[x] = (1 - q) without[x] + q without[x - size]. From below that never magnifies an error as long as
    q <= 1/2, which is why the nodes are no larger.
    """
    most = len(costs) - 1
    chance = np.empty(most + 1)
    without = np.empty(most + 1)
    for node, q in enumerate(nodes):
        chance[:] = 0.0
        chance[0] = 1.0
        bottom, top = 0, 0  # of the volumes whose chance is seen
        for size, count in zip(sizes, counts):  # noqa: B905 -- numba knows no strict
            for _member in range(count):
                top += size
                for x in range(top, bottom + size - 1, -1):
                    chance[x] = chance[x] * (1 - q) + chance[x - size] * q
                for x in range(bottom, bottom + size):
                    chance[x] *= 1 - q
                while chance[top] < UNSEEN:
                    chance[top] = 0.0
                    top -= 1
                while chance[bottom] < UNSEEN:
                    chance[bottom] = 0.0
                    bottom += 1
        scale = 1 / (1 - q)
        for index, size in enumerate(sizes):
            last = min(top, most - size)
            added = 0.0
            for x in range(bottom, min(bottom + size, last + 1)):
                without[x] = chance[x] * scale
                added += without[x] * (costs[x + size] - costs[x])
            for x in range(bottom + size, last + 1):
                without[x] = (chance[x] - q * without[x - size]) * scale
                added += without[x] * (costs[x + size] - costs[x])
            shares[index] += added * weights[node]
