"""What a volume costs: tariffs with a fixed part, tiers and packs, or a table of costs; in one unit of money throughout, such as öre."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

Kind = Literal["incremental", "all_unit", "table"]
EXACT = 2**53  # the largest whole number up to which a float holds every one


class NotATariff(ValueError):
    """The numbers make no tariff."""


class UnknownKind(NotATariff):
    """A tariff is incremental or all_unit; a table is made by Tariff.table."""


class BadTiers(NotATariff):
    """Tiers begin at 0, rise, and each has a price."""


class BadPrice(NotATariff):
    """A price or a fixed part is below zero or not finite; in a table the first cost is not zero."""


class BadPack(NotATariff):
    """A pack is a whole number of units, one at least."""


class BadVolume(ValueError):
    """A volume is below zero, not finite, or has no place in the table."""


class VolumeNotWhole(BadVolume):
    """A volume that members take together is not a whole number."""


class PriceNotWhole(ValueError):
    """The tariff's prices are not whole minor units, so that no exact cost in them follows."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """This will price a volume: a fixed part for any volume above zero, then each unit by its tier, in whole packs.

    starts: float64[t], the volume at which each tier begins, the first 0, rising. prices: float64[t], per unit. kind: `incremental`
    prices each unit in the tier that it falls in, `all_unit` prices all of them at the last tier with start <= volume (the two kinds of
    quantity discount in Benton and Park, European Journal of Operational Research 92, 1996). pack: the volume is rounded up to whole
    packs before it is priced. Numbers that make no tariff are a child of NotATariff each.

    >>> Tariff(0, [0, 100], [120, 90], "incremental").cost(150)
    16500.0
    >>> Tariff(0, [0, 100], [120, 90], "all_unit").cost(150)
    13500.0
    """

    fixed: float
    starts: tuple[float, ...]
    prices: tuple[float, ...]
    kind: Kind
    pack: int = 1

    def __init__(self, fixed: float, starts: Iterable[float], prices: Iterable[float], kind: Kind, pack: int = 1) -> None:
        set_to = object.__setattr__  # the only place that fills a frozen one: arrays are kept as tuples, so that tariffs compare and hash
        set_to(self, "fixed", float(fixed))
        set_to(self, "starts", tuple(float(start) for start in starts))
        set_to(self, "prices", tuple(float(price) for price in prices))
        set_to(self, "kind", kind)
        set_to(self, "pack", _whole_pack(pack))
        self._check()

    @classmethod
    def table(cls, costs: Iterable[float]) -> Tariff:
        """This function will make a tariff of costs: float64[V + 1], the cost of each whole volume from 0 (which costs 0) to V.

        >>> Tariff.table([0, 500, 900]).cost(2)
        900.0
        """
        listed = tuple(costs)
        return cls(0, range(len(listed)), listed, "table")

    def cost(self, volume: float) -> float:
        """This function will price a volume; 0 costs 0. Below zero, not finite, or outside a table: BadVolume.

        >>> Tariff(50, [0], [10], "incremental", pack=6).cost(7)
        170.0
        """
        if not (math.isfinite(volume) and volume >= 0):
            raise BadVolume(f"no volume: {volume}")
        if self.kind == "table":
            return self._in_table(volume)
        if volume == 0:
            return 0.0
        units = self._in_packs(volume)
        if self.kind == "all_unit":
            return self.fixed + units * self.prices[self._last_tier(units)]
        ends = (*self.starts[1:], math.inf)
        tiers = zip(self.starts, ends, self.prices, strict=True)
        return self.fixed + sum((min(units, end) - start) * price for start, end, price in tiers if units > start)

    def costs(self, volumes: ArrayLike) -> NDArray[np.float64]:
        """This function will price many volumes at once, as ``cost`` does each: an array of any shape in, float64 of that shape out.

        >>> Tariff(0, [0, 100], [120, 90], "all_unit").costs([0, 99, 100]).tolist()
        [0.0, 11880.0, 9000.0]
        """
        given = np.asarray(volumes, dtype=np.float64)
        if not (np.isfinite(given).all() and (given >= 0).all()):
            raise BadVolume("a volume is below zero or not finite")
        prices = np.array(self.prices)
        if self.kind == "table":
            if (given != np.floor(given)).any() or given.max(initial=0) >= len(prices):
                raise BadVolume(f"the table has whole volumes up to {len(prices) - 1}")
            return prices[given.astype(np.int64)]
        units = np.ceil(given / self.pack) * self.pack if self.pack > 1 else given
        starts = np.array(self.starts)
        tier = np.searchsorted(starts, units, side="right") - 1
        if self.kind == "all_unit":
            priced = units * prices[tier]
        else:
            before = np.concatenate(([0.0], np.cumsum(np.diff(starts) * prices[:-1])))
            priced = before[tier] + (units - starts[tier]) * prices[tier]
        return np.where(given > 0, self.fixed + priced, 0.0)

    def cost_minor(self, units: SupportsIndex) -> int:
        """This function will price whole units exactly, in whole minor units (öre) however large; prices that are not whole: PriceNotWhole.

        >>> Tariff(5_000, [0, 10], [12_000, 9_950], "incremental").cost_minor(11)
        134950
        """
        volume = operator.index(units)
        if volume < 0:
            raise BadVolume(f"no volume: {volume}")
        if self.kind == "table":
            return _whole(self._in_table(volume))
        if volume == 0:
            return 0
        packed = -(-volume // self.pack) * self.pack
        fixed, prices = _whole(self.fixed), [_whole(price) for price in self.prices]
        if self.kind == "all_unit":
            return fixed + packed * prices[self._last_tier(packed)]
        ends = [*map(Fraction, self.starts[1:]), Fraction(packed)]
        total = fixed + sum(
            (min(Fraction(packed), end) - Fraction(start)) * price
            for start, end, price in zip(self.starts, ends, prices, strict=True)
            if packed > start
        )
        if total.denominator != 1:
            raise PriceNotWhole("a tier begins within a unit")
        return int(total)

    def _in_packs(self, volume: float) -> float:
        return math.ceil(Fraction(volume) / self.pack) * self.pack if self.pack > 1 else volume

    def _last_tier(self, units: float) -> int:
        return max(tier for tier, start in enumerate(self.starts) if start <= units)

    def _in_table(self, volume: float) -> float:
        if volume != int(volume) or volume >= len(self.prices):
            raise BadVolume(f"the table has whole volumes up to {len(self.prices) - 1}, not {volume}")
        return self.prices[int(volume)]

    def _check(self) -> None:
        if self.kind not in ("incremental", "all_unit", "table"):
            raise UnknownKind(f"no kind of tariff: {self.kind!r}")
        if not self.starts or len(self.starts) != len(self.prices):
            raise BadTiers(f"{len(self.starts)} tiers and {len(self.prices)} prices")
        if self.starts[0] != 0 or not math.isfinite(self.starts[-1]) or any(not one < other for one, other in pairwise(self.starts)):
            raise BadTiers("tiers begin at 0 and rise")
        if any(not (math.isfinite(price) and price >= 0) for price in (self.fixed, *self.prices)):
            raise BadPrice("a price is below zero or not finite")
        if self.kind == "table" and self.prices[0] != 0:
            raise BadPrice("nothing costs nothing")


@dataclass(frozen=True, slots=True, eq=False)
class PricedService:
    """This will hold what members take of a service together: ``volumes``, int64[n], one for each; a group costs ``tariff`` of its sum.

    >>> int(PricedService("mail", Tariff(0, [0], [10], "incremental"), [3, 0, 4]).volumes.sum())
    7
    """

    name: str
    tariff: Tariff
    volumes: NDArray[np.int64]

    def __init__(self, name: str, tariff: Tariff, volumes: ArrayLike) -> None:
        given = np.asarray(volumes)
        if given.ndim != 1 or given.size == 0 or given.dtype.kind not in "iuf":
            raise BadVolume(f"{name}: one volume for each member is wanted")
        if not np.isfinite(given).all() or (given != np.floor(given)).any():
            raise VolumeNotWhole(f"{name}: a volume is not a whole number")
        if (given < 0).any() or given.sum(dtype=np.float64) >= EXACT:
            raise BadVolume(f"{name}: a volume is below zero, or all of them are too many")
        whole = given.astype(np.int64)
        if tariff.kind == "table" and whole.sum() >= len(tariff.prices):
            raise BadVolume(f"{name}: the table has volumes up to {len(tariff.prices) - 1}, the members take {whole.sum()}")
        whole.flags.writeable = False
        set_to = object.__setattr__
        set_to(self, "name", name)
        set_to(self, "tariff", tariff)
        set_to(self, "volumes", whole)


def _whole_pack(pack: SupportsIndex) -> int:
    try:
        whole = operator.index(pack)
    except TypeError as error:
        raise BadPack(f"a pack is a whole number of units, not {pack!r}") from error
    if whole < 1:
        raise BadPack(f"a pack holds one unit at least, not {whole}")
    return whole


def _whole(price: float) -> int:
    if not price.is_integer() or price > EXACT:
        raise PriceNotWhole(f"{price} is no whole number of minor units")
    return int(price)
