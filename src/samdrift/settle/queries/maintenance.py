"""What the maintenance of business systems has cost, held against its plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from samdrift.members.models import Organization
from samdrift.run.projects.models import MaintenancePlan
from samdrift.run.projects.queries.maintenance import plans_of
from samdrift.settle.models import CostEntry


@dataclass(frozen=True, slots=True)
class PlanSpent:
    """A plan and what is entered into the pools of its service in the year, in öre; what a project costs has a budget of its own."""

    plan: MaintenancePlan
    spent_minor: int

    @property
    def left_minor(self) -> int:
        return self.plan.budget_minor - self.spent_minor


def plans_with_spent(unit: Organization, year: int) -> list[PlanSpent]:
    """This will return a year's maintenance plans by name with what each has spent."""
    plans = plans_of(year)
    in_the_year = {"month__gte": date(year, 1, 1), "month__lt": date(year + 1, 1, 1)}
    entries = CostEntry.objects.filter(owner=unit, project=None, pool__service__in=[plan.service_id for plan in plans], **in_the_year)
    spent = dict(entries.order_by().values_list("pool__service").annotate(Sum("amount_minor")))
    return [PlanSpent(plan, spent.get(plan.service_id, 0)) for plan in plans]
