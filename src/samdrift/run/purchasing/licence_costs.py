"""What a month's licences cost and whose share is which: pure, from a price list and counts to whole öre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from samdrift.engines.period import Month
from samdrift.engines.prices import Kind, Tariff
from samdrift.engines.sharing import split

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Share:
    """What a member pays of a product in a month, and what it would pay alone for what it holds, under the same tariff."""

    count: int
    amount_minor: int
    alone_minor: int

    @property
    def gain_minor(self) -> int:
        return self.alone_minor - self.amount_minor


def sum_of(shares: Iterable[Share]) -> Share:
    """This function will add shares up."""
    listed = list(shares)
    return Share(*(sum(getattr(share, name) for share in listed) for name in ("count", "amount_minor", "alone_minor")))


@dataclass(frozen=True, slots=True)
class Price:
    """A tariff with the period that it is for, a month or a year."""

    tariff: Tariff
    yearly: bool

    def period_minor(self, units: int) -> int:
        return self.tariff.cost_minor(units)

    def month_minor(self, units: int, month: Month) -> int:
        """This function will give a month's part of a cost: of a year's a twelfth, so that the twelve months of a year sum to it."""
        cost = self.period_minor(units)
        return split(cost, [1] * MONTHS_A_YEAR)[month.month - 1] if self.yearly else cost


def tariff_from(fixed_minor: int, steps: Iterable[tuple[int, int]], kind: str, pack: int) -> Tariff:
    """This will make a tariff of a price list's words and whole öre; what makes none is NotATariff."""
    starts, prices = zip(*steps, strict=True) if (steps := list(steps)) else ((), ())
    return Tariff(fixed_minor, starts, prices, cast(Kind, kind), pack)


def shares_of(total_minor: int, counts: Mapping[int, int], price: Price, month: Month) -> dict[int, Share]:
    """This function will split what the pool costs in a month by the licences held on the 1st, to the öre, with what each holder would
    pay alone; ties go to the lowest id, as in every settlement."""
    holders = sorted(member for member, count in counts.items() if count)
    if not holders:
        return {}
    parts = split(total_minor, [counts[member] for member in holders])
    return {
        member: Share(counts[member], part, price.month_minor(counts[member], month)) for member, part in zip(holders, parts, strict=True)
    }
