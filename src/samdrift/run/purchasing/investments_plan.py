"""How an investment is written off: pure, from its cost and life to whole öre a month; and each member's share of a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from samdrift.engines.period import Month
from samdrift.engines.sharing import split


def months_between(first: Month, last: Month) -> int:
    """This function will count the months from one to another; below zero where the other is before."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_after(first: Month, months: int) -> Month:
    """This function will give the month so many months after another."""
    years, month = divmod(first.month - 1 + months, 12)
    return Month(first.year + years, month + 1)


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A month of a plan: its part of the cost, the rest where it was disposed of in it, and what is left after both."""

    number: int
    month: Month
    amount_minor: int
    rest_minor: int
    left_minor: int

    @property
    def cost_minor(self) -> int:
        return self.amount_minor + self.rest_minor


@dataclass(frozen=True)
class Plan:
    """A straight line: the cost in equal parts over the months of its life, the öre left over in the first of them (largest remainder).

    Disposed of in a month, that month takes its own part and all the parts after it, and no month after it has any.
    """

    amount_minor: int
    starts: Month
    life_months: int
    disposed: Month | None = None

    @cached_property
    def parts(self) -> list[int]:
        return split(self.amount_minor, [1] * self.life_months)

    @property
    def ends(self) -> Month:
        """The last month that costs anything: of its life, or the one in which it was disposed of."""
        last = month_after(self.starts, self.life_months - 1)
        return min(last, self.disposed) if self.disposed else last

    def of(self, month: Month) -> PlanMonth | None:
        """This function will give one month of the plan; None before it begins and after it ends."""
        place = months_between(self.starts, month)
        if place < 0 or month > self.ends:
            return None
        after = sum(self.parts[place + 1 :])
        rest = after if month == self.disposed else 0
        return PlanMonth(place + 1, month, self.parts[place], rest, after - rest)

    def left_after(self, month: Month) -> int:
        """This function will give the book value when a month's part is taken: all of the cost before the first month."""
        if month < self.starts:
            return self.amount_minor
        found = self.of(month)
        return found.left_minor if found else 0

    def months(self) -> list[PlanMonth]:
        """This function will list every month from the first to the last that costs anything; they sum to the cost exactly."""
        found, left = [], self.amount_minor
        for place in range(months_between(self.starts, self.ends) + 1):
            month, amount = month_after(self.starts, place), self.parts[place]
            rest = left - amount if month == self.disposed else 0
            left -= amount + rest
            found.append(PlanMonth(place + 1, month, amount, rest, left))
        return found


def shares_of(amount_minor: int, counts: Mapping[int, int]) -> dict[int, int]:
    """This function will split a month's cost by what is counted for each member, to the öre; ties go to the lowest id, as on the bills.

    Nothing counted for anybody gives no shares.
    """
    members = sorted(counts)
    if not any(counts.values()):
        return {}
    return dict(zip(members, split(amount_minor, [counts[member] for member in members]), strict=True))
