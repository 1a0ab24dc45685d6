"""Every read of investments: their plans, what a month costs, and who shares it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from samdrift.core.order import InAlphabet
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.members.queries import latest_headcount
from samdrift.run.purchasing.investments_plan import Plan, PlanMonth
from samdrift.run.purchasing.models import Investment, InvestmentDisposal, InvestmentShare

Key = Investment.Key


@dataclass(frozen=True, slots=True)
class InMonth:
    """An investment in a month: its plan, the plan's month (None before it begins and after it ends) and what is left after it."""

    investment: Investment
    plan: Plan
    now: PlanMonth | None
    left_minor: int

    @property
    def cost_minor(self) -> int:
        return self.now.cost_minor if self.now else 0

    @property
    def disposal(self) -> InvestmentDisposal | None:
        return disposal_of(self.investment)


def disposal_of(investment: Investment) -> InvestmentDisposal | None:
    """This will return how an investment was disposed of early; None where it was not."""
    return getattr(investment, "disposal", None)


def plan_of(investment: Investment) -> Plan:
    """This will return how an investment is written off, as it was decided and disposed of."""
    disposal, starts_on = disposal_of(investment), investment.starts_on
    disposed = Month(disposal.disposed_on.year, disposal.disposed_on.month) if disposal else None
    return Plan(investment.amount_minor, Month(starts_on.year, starts_on.month), investment.life_months, disposed)


def all_investments() -> QuerySet[Investment]:
    return Investment.objects.select_related("service", "disposal").order_by(InAlphabet("name"), "number")


def in_month(investment: Investment, month: Month) -> InMonth:
    plan = plan_of(investment)
    return InMonth(investment, plan, plan.of(month), plan.left_after(month))


def investments_in(month: Month) -> list[InMonth]:
    """This will return every investment by name as it stands in a month."""
    return [in_month(investment, month) for investment in all_investments()]


def investment_costs(month: Month) -> list[InMonth]:
    """This will return the investments that cost anything in a month, by name."""
    rows = all_investments().filter(starts_on__lte=month.starts_on)
    return [found for found in (in_month(investment, month) for investment in rows) if found.cost_minor]


def counts_of(investments: Iterable[Investment], month: Month) -> dict[int, dict[int, int | None]]:
    """This will return what each investment's key counts for the members that share it, on the 1st of a month: investment -> member ->
    employees, weight, or 1 for equal shares; None for a member whose head count is not known."""
    found = {investment.pk: investment for investment in investments}
    heads: Mapping[int, int] = {}
    if any(investment.key == Key.HEADCOUNT for investment in found.values()):
        heads = latest_headcount(on=month.starts_on)
    counts: dict[int, dict[int, int | None]] = {pk: {} for pk in found}
    for pk, member, weight in InvestmentShare.objects.filter(investment__in=found).values_list("investment", "member", "weight"):
        counts[pk][member] = heads.get(member) if found[pk].key == Key.HEADCOUNT else weight
    return counts


def sharers_by_investment(investments: Iterable[Investment]) -> dict[int, list[tuple[Organization, int]]]:
    """This will return who shares each investment, by name, with the weight, by the investment's id."""
    weights: dict[int, dict[int, int]] = {}
    rows = InvestmentShare.objects.filter(investment__in=list(investments))
    for investment_id, member_id, weight in rows.values_list("investment", "member", "weight"):
        weights.setdefault(investment_id, {})[member_id] = weight
    members = list(Organization.objects.filter(pk__in=set().union(*weights.values())))
    return {pk: [(one, of[one.pk]) for one in members if one.pk in of] for pk, of in weights.items()}
