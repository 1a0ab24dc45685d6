"""What projects' hours cost in a month, and in closed months before it, as settlements take it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.models import Project, Rate
from samdrift.run.projects.queries.keys import key_in, keys_by_project
from samdrift.run.projects.queries.projects import MonthCost, month_costs, rate_in, rates
from samdrift.settle.models import CostEntry, CostPool, ProjectPool
from samdrift.settle.queries.settlements import last_closed, month_of


@dataclass(frozen=True, slots=True)
class HoursEntered:
    """A cost of a project's hours that is entered, and what is not credited of it; a credit of one has nothing left."""

    voucher: str
    pool_code: str
    amount_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class ProjectCharge:
    """A project's hours in a month, what they cost, and what is entered of it. `month` is when they were worked: that of the page, or a
    closed one whose hours were written late."""

    project: Project
    month: Month
    minutes: int
    rate: Rate | None
    amount_minor: int
    pool: CostPool | None
    paid: bool
    entered: tuple[HoursEntered, ...]

    @property
    def seconds(self) -> int:
        return 60 * self.minutes

    @property
    def entered_minor(self) -> int | None:
        return sum(entry.amount_minor for entry in self.entered) if self.entered else None

    @property
    def waiting_minor(self) -> int:
        """What is not entered: below zero where it is to be credited, and then no more than is left to credit."""
        left = self.amount_minor - (self.entered_minor or 0)
        return max(left, -sum(entry.left_minor for entry in self.entered))

    @property
    def missing(self) -> str:
        """Why what waits cannot be entered: no rate, no pool, or nobody who pays; nothing where it can."""
        if self.rate is None:
            return "rate"
        if not self.paid:
            return "payers"
        return "pool" if self.pool is None and self.waiting_minor > 0 else ""

    @property
    def takes(self) -> bool:
        return bool(self.waiting_minor) and not self.missing


def hours_voucher(project: Project, month: Month, number: int = 1) -> str:
    """This will return the voucher of a project's hours in a month; the differences entered later are numbered from 2."""
    return f"PRJ-{project.code}-{month}" + (f"-{number}" if number > 1 else "")


def project_charges_of(unit: Organization, month: Month) -> list[ProjectCharge]:
    """This will return what each project costs in a month by code, then what waits of closed months before it, the earliest first.

    A cost that is entered stays as it is: where hours or a rate were written since, the difference waits.
    """
    last = last_closed(unit)
    costs = {(cost.project_id, cost.month): cost for cost in month_costs() if _is_shown(cost.month, month, last)}
    entered = {key: found for key, found in _entered(unit, month).items() if _is_shown(key[1], month, last)}
    keys, known = keys_by_project({project for project, _month in costs.keys() | entered.keys()}), rates()
    projects = Project.objects.in_bulk(keys.keys() | {project for project, _month in costs.keys() | entered.keys()})
    pools = {chosen.project_id: chosen.pool for chosen in ProjectPool.objects.filter(owner=unit).select_related("pool")}
    found = []
    for project_id, worked in costs.keys() | entered.keys():
        cost = costs.get((project_id, worked)) or MonthCost(project_id, worked, 0, rate_in(worked, known))
        found.append(
            ProjectCharge(
                projects[project_id],
                worked,
                cost.minutes,
                cost.rate,
                cost.amount_minor,
                pools.get(project_id),
                key_in(month, keys.get(project_id, ())) is not None,
                tuple(entered.get((project_id, worked), ())),
            )
        )
    waiting = (charge for charge in found if charge.month == month or charge.waiting_minor)
    return sorted(waiting, key=lambda charge: (charge.month != month, charge.month, charge.project.code))


def _is_shown(worked: Month, month: Month, last: Month | None) -> bool:
    """The page's own month, and those before it that are closed; what is open has a page of its own."""
    return worked == month or (worked < month and last is not None and worked <= last)


def _entered(unit: Organization, month: Month) -> dict[tuple[int, Month], list[HoursEntered]]:
    """What is entered for hours up to a month, by project and month, in the order of entering; what somebody else credited is theirs."""
    entries = CostEntry.objects.filter(owner=unit, project__isnull=False, month__lte=month.starts_on)
    credited = dict(entries.filter(credits__isnull=False).order_by().values_list("credits").annotate(Sum("amount_minor")))
    found: dict[tuple[int, Month], list[HoursEntered]] = {}
    rows = entries.filter(minutes__isnull=False).order_by("entered_at", "pk")
    for pk, project_id, on, voucher, code, amount in rows.values_list("pk", "project", "month", "voucher", "pool__code", "amount_minor"):
        if project_id is not None:
            left = amount + credited.get(pk, 0) if amount > 0 else 0
            found.setdefault((project_id, month_of(on)), []).append(HoursEntered(voucher, code, amount, left))
    return found
