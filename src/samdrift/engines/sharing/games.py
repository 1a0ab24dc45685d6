"""A cost game: what each group of members would cost alone, costs[0] nothing; bit i of the index is member i."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samdrift.engines.prices import PricedService

Floats = NDArray[np.float64]
MOST_MEMBERS = 30  # a dense game of thirty members holds eight gigabytes
TOLERANCE = 1e-9  # of the largest cost: what rounding may make of a sum of shares, and of what a group pays


class NotAGame(ValueError):
    """The costs make no cost game."""


class WrongLength(NotAGame):
    """Costs are not one for each group of members, shares not one for each member."""


class CostsNotFinite(NotAGame):
    """A cost or a share is infinite or not a number."""


class EmptyGroupCosts(NotAGame):
    """The group of nobody costs something."""


class TooManyMembers(NotAGame):
    """More than thirty members: 2**n costs are too many to hold. `shapley_of_services` and `core_of_services` reach further."""


class SharesDoNotSum(ValueError):
    """The shares do not sum to what all members cost together."""


def game(costs: ArrayLike) -> tuple[Floats, int]:
    """This function will check the costs of a game, float64[2**n], and give them with n, the number of its members.

    >>> game([0, 3, 4, 5])[1]
    2
    """
    given = np.asarray(costs)
    n = given.size.bit_length() - 1
    if given.ndim != 1 or n < 1 or given.size != 1 << n:
        raise WrongLength(f"costs of shape {given.shape}: one for each group of members, a power of two, is wanted")
    if n > MOST_MEMBERS:  # before anything of that size is made
        raise TooManyMembers(f"{n} members: a dense game has {MOST_MEMBERS} at most")
    values = np.ascontiguousarray(given, dtype=np.float64)
    if not np.isfinite(values).all():
        raise CostsNotFinite("a cost is infinite or not a number")
    if values[0] != 0:
        raise EmptyGroupCosts(f"the group of nobody costs {values[0]}")
    return values, n


def shares_of(shares: ArrayLike, n: int) -> Floats:
    """This function will check shares, float64[n].

    >>> shares_of([1, 2], 2).tolist()
    [1.0, 2.0]
    """
    values = np.ascontiguousarray(shares, dtype=np.float64)
    if values.shape != (n,):
        raise WrongLength(f"shares of shape {values.shape} for {n} members")
    if not np.isfinite(values).all():
        raise CostsNotFinite("a share is infinite or not a number")
    return values


def of_equal_length(services: Sequence[PricedService], n: int) -> None:
    """This function will refuse services whose volumes are not those of ``n`` members, by WrongLength.

    >>> of_equal_length([], 3)
    """
    if n < 1:
        raise WrongLength(f"{n} members: there is nobody to share between")
    for service in services:
        if len(service.volumes) != n:
            raise WrongLength(f"{service.name}: {len(service.volumes)} volumes for {n} members")


def subset_sums(weights: Floats) -> Floats:
    """This function will sum ``weights`` over each group: float64[n] in, float64[2**n] out.

    >>> subset_sums(np.array([1.0, 2.0])).tolist()
    [0.0, 1.0, 2.0, 3.0]
    """
    sums = np.zeros(1 << len(weights))
    for i, weight in enumerate(weights):
        np.add(sums[: 1 << i], weight, out=sums[1 << i : 2 << i])
    return sums
