"""What investments cost in a month, as settlements take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import Investment
from samdrift.run.purchasing.queries.investments import investment_costs
from samdrift.settle.models import CostEntry, CostPool
from samdrift.settle.queries.settlements import investment_code, pools_of

REST = "-R"


@dataclass(frozen=True, slots=True)
class InvestmentCost:
    """What an investment costs in a month: its part of the plan, or the rest when it was disposed of; the pool of its service, and what is
    entered already, None where nothing is."""

    investment: Investment
    voucher: str
    booked_on: date
    amount_minor: int
    is_rest: bool
    pool: CostPool | None
    entered_minor: int | None


def voucher_of(investment_id: int, month: Month, *, rest: bool = False) -> str:
    """This will return the voucher of an investment's part of a month, or of the rest that a disposal in it left."""
    return f"{investment_code(investment_id)}-{month}{REST if rest else ''}"


def investment_costs_of(unit: Organization, month: Month) -> list[InvestmentCost]:
    """This will return each investment's cost of a month by name, the rest after the part it follows.

    The rest is what is left of the plan, less what was entered for later months before anybody said that it was disposed of: all entries of
    an investment come to its cost, whatever was recorded first.
    """
    pools = {pool.service_id: pool for pool in pools_of(unit).order_by("-code")}  # the first by code
    found = investment_costs(month)
    entered, later = _entered(unit, [cost.investment for cost in found], month)
    costs = []
    for cost in found:
        assert cost.now is not None
        one, pool = cost.investment, pools.get(cost.investment.service_id)
        rest = max(cost.now.rest_minor - later.get(one.pk, 0), 0)
        for amount, is_rest in ((cost.now.amount_minor, False), (rest, True)):
            voucher = voucher_of(one.pk, month, rest=is_rest)
            if amount or voucher in entered:
                booked_on = cost.disposal.disposed_on if is_rest and cost.disposal else month.starts_on
                costs.append(InvestmentCost(one, voucher, booked_on, amount, is_rest, pool, entered.get(voucher)))
    return costs


def _entered(unit: Organization, investments: list[Investment], month: Month) -> tuple[dict[str, int], dict[int, int]]:
    """What is entered for the month by voucher, and what was for later months by investment; credits are somebody's own doing."""
    entries = CostEntry.objects.filter(owner=unit, investment__in=investments, month__gte=month.starts_on, amount_minor__gt=0)
    now: dict[str, int] = {}
    later: dict[int, int] = {}
    for investment_id, on, voucher, amount in entries.values_list("investment", "month", "voucher", "amount_minor"):
        if on == month.starts_on:
            now[voucher] = amount
        elif investment_id is not None:
            later[investment_id] = later.get(investment_id, 0) + amount
    return now, later
