"""What each group of members would pay for its services together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samdrift.engines.prices import PricedService, Tariff
from samdrift.engines.sharing.games import MOST_MEMBERS, Floats, TooManyMembers, of_equal_length, subset_sums

IN_A_BLOCK = 11  # members whose groups are priced at once: two thousand costs stay near the processor


def coalition_costs(services: Sequence[PricedService], n: int) -> Floats:
    """This function will price every group of ``n`` members: float64[2**n], each service at its tariff for what the group takes of it.

    Bit i of the index is member i. Each service's cost is that of Tariff.cost, exactly where prices are whole. Services of other than n
    members: WrongLength; more than thirty members: TooManyMembers.

    >>> mail = PricedService("mail", Tariff(50, [0, 10], [10, 8], "incremental"), [6, 6])
    >>> coalition_costs([mail], 2).tolist()
    [0.0, 110.0, 110.0, 166.0]
    """
    if n > MOST_MEMBERS:
        raise TooManyMembers(f"{n} members: a dense game has {MOST_MEMBERS} at most")
    of_equal_length(services, n)
    costs = np.zeros(1 << n)
    if services:
        # Here, since a page that splits a cost to the öre need not wait the second that numba takes to import
        from samdrift.engines.sharing.coalition_kernel import add_costs

        first = min(n, IN_A_BLOCK)
        sums = np.array([subset_sums(service.volumes[:first].astype(np.float64)) for service in services])
        order = np.argsort(sums, axis=1)
        more = np.array([subset_sums(service.volumes[first:].astype(np.float64)) for service in services])
        lines = [_lines(service.tariff) for service in services]
        begins = np.cumsum([0, *(len(reached) for reached, _bases, _prices in lines)])
        packs = np.array([float(service.tariff.pack) for service in services])
        listed = np.array([service.tariff.kind == "table" for service in services])
        reached, bases, prices = (np.concatenate(arrays) for arrays in zip(*lines, strict=True))
        add_costs(costs, np.take_along_axis(sums, order, axis=1), order, more, packs, listed, begins, reached, bases, prices)
    return costs


def _lines(tariff: Tariff) -> tuple[Floats, Floats, Floats]:
    """A tariff as straight lines: the whole volume from which each holds, its cost at volume 0, and its cost per unit.

    A table is a line for each volume, of which only the cost is read.
    """
    starts, prices = np.array(tariff.starts), np.array(tariff.prices)
    if tariff.kind == "table":
        return starts, prices, np.zeros_like(prices)
    # A tier is reached by the first unit of the pack that reaches it; nothing is paid before the first unit
    reached = np.maximum((np.ceil(starts / tariff.pack) - 1) * tariff.pack + 1, 1.0)
    if tariff.kind == "all_unit":
        return reached, np.full_like(prices, tariff.fixed), prices
    before = np.concatenate(([0.0], np.cumsum(np.diff(starts) * prices[:-1])))
    return reached, tariff.fixed + before - starts * prices, prices
