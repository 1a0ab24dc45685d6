"""Keys: what a cost is shared by, as weights that lose nothing. Equal shares are weights of 1, and counts are weights as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import SupportsIndex

from samdrift.engines.prices import Tariff
from samdrift.engines.sharing.bounds import BoundsCannotHold, NotOneEach, whole_bound
from samdrift.engines.sharing.split import Weight, in_proportion


class BaseFeesAboveTotal(BoundsCannotHold):
    """The base fees alone come to more than the total."""


def tariff_weights(tariff: Tariff, volumes: Iterable[SupportsIndex]) -> list[int]:
    """This function will weigh each member by what its own volume costs at a tariff: base fee and tiers alike, in whole minor units.

    volumes: whole units, one for each member. Split by these weights, a cost is borne as by the price list, all of its prices scaled by
    the same factor so that they come to the cost. Who takes nothing weighs nothing. A volume below zero is prices.BadVolume, prices that
    are not whole minor units are prices.PriceNotWhole.

    >>> tariff_weights(Tariff(1_350_000, [0, 500], [3_000, 2_500], "incremental"), [0, 100, 600])
    [0, 1650000, 3100000]
    """
    return [tariff.cost_minor(volume) for volume in volumes]


def base_fee_weights(total: SupportsIndex, fee: SupportsIndex, volumes: Iterable[Weight]) -> list[Fraction]:
    """This function will weigh each member by the same base fee and, for what is left of a total, its volume.

    total, fee: whole minor units from zero up; each member pays the fee, whatever its volume. The weights sum to the total, so that split
    of it gives each its fee and its part of the rest, rounded once; a later credit is split by the same weights. Fees that come to more
    than the total are BaseFeesAboveTotal. A fee and a price per unit: a two-part tariff, its price set by the cost.

    >>> [str(weight) for weight in base_fee_weights(10_000, 1_000, [3, 3, 1])]
    ['4000', '4000', '2000']
    """
    whole, each = whole_bound(total), whole_bound(fee)
    parts = in_proportion(volumes)
    fees, everybody = each * len(parts), sum(parts)
    if fees > whole:
        raise BaseFeesAboveTotal(f"the base fees come to {fees}, {fees - whole} more than the total of {whole}", fees - whole)
    return [each + Fraction((whole - fees) * part, everybody) for part in parts]


def hybrid_weights(*parts: tuple[Weight, Iterable[Weight]]) -> list[Fraction]:
    """This function will weigh each member by several keys at once: so much by one, so much by another.

    parts: how much of the cost goes by a key (per cent or any numbers in proportion), and the key's weights, one for each member. The
    weights sum to 1, and a split by them is rounded once, not once for each key. Keys of unequal lengths are NotOneEach; a key by which
    nobody counts is AllWeightsZero. From an old key to a new in n equal steps: (n - k, old) and (k, new) in step k.

    >>> [str(weight) for weight in hybrid_weights((30, [1, 1, 1]), (70, [50, 30, 20]))]
    ['9/20', '31/100', '6/25']
    """
    amounts = in_proportion([amount for amount, _weights in parts])
    keys = [in_proportion(weights) for _amount, weights in parts]
    if len({len(key) for key in keys}) > 1:
        raise NotOneEach(f"keys of {', '.join(str(len(key)) for key in keys)} members")
    shares = [(Fraction(amount, sum(amounts) * sum(key)), key) for amount, key in zip(amounts, keys, strict=True)]
    return [sum((rate * key[member] for rate, key in shares), Fraction(0)) for member in range(len(keys[0]))]
