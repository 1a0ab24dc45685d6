"""Projects: what they come to, from hours and rates, and who pays which part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samdrift.core.access import Actor
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.models import Forecast, Milestone, Project, ProjectMonth, Rate, TimeEntry
from samdrift.run.projects.queries.keys import ProjectKey, key_in, keys_by_project, shares_of

MINUTES_AN_HOUR = 60


def cost_of(minutes: int, hour_minor: int) -> int:
    """This function will price minutes at a rate an hour, to the nearest öre, half an öre upwards.

    >>> cost_of(61, 1_00)
    102
    """
    return (minutes * hour_minor * 2 + MINUTES_AN_HOUR) // (2 * MINUTES_AN_HOUR)


@dataclass(frozen=True, slots=True)
class MonthCost:
    """A project's hours in a month and what they cost: minutes x rate / 60, to the nearest öre. Without a rate there is no amount."""

    project_id: int
    month: Month
    minutes: int
    rate: Rate | None

    @property
    def seconds(self) -> int:
        return 60 * self.minutes

    @property
    def amount_minor(self) -> int:
        return 0 if self.rate is None else cost_of(self.minutes, self.rate.hour_minor)


@dataclass(frozen=True, slots=True)
class ProjectCost:
    """What a project costs in a month, and what each member that pays it pays of that."""

    project: Project
    cost: MonthCost
    shares: dict[int, int]  # member's id -> öre


@dataclass(frozen=True, slots=True)
class Standing:
    """A project in the list: what its hours came to, what it was last said to come to, and the milestone that is next."""

    project: Project
    outcome_minor: int
    forecast: Forecast | None
    next_milestone: Milestone | None

    @property
    def over(self) -> bool:
        expected = max(self.outcome_minor, self.forecast.amount_minor if self.forecast else 0)
        return expected > self.project.budget_minor


def rates() -> list[Rate]:
    """This will return every rate an hour, the one that counts for a month before those that it replaces."""
    return list(Rate.objects.order_by("-from_on", "-recorded_at", "-pk"))


def rate_in(month: Month, known: Iterable[Rate]) -> Rate | None:
    """This will return the rate of a month among those from `rates`, if one is decided."""
    return next((rate for rate in known if rate.from_on <= month.starts_on), None)


def month_costs(projects: Iterable[Project] | None = None, month: Month | None = None) -> list[MonthCost]:
    """This will return what projects (all, unless some are given) cost, month by month."""
    rows = ProjectMonth.objects.filter(minutes__gt=0)
    if projects is not None:
        rows = rows.filter(project__in=projects)
    if month is not None:
        rows = rows.filter(month=month.starts_on)
    known = rates()
    found = []
    for project_id, on, minutes in rows.order_by("month", "project").values_list("project", "month", "minutes"):
        in_month = Month(on.year, on.month)
        found.append(MonthCost(project_id, in_month, minutes, rate_in(in_month, known)))
    return found


def outcomes(costs: Iterable[MonthCost]) -> dict[int, int]:
    """This will return what each project's months come to together, in öre, by its id."""
    sums: dict[int, int] = {}
    for cost in costs:
        sums[cost.project_id] = sums.get(cost.project_id, 0) + cost.amount_minor
    return sums


def project_costs(month: Month) -> list[ProjectCost]:
    """This will return what each project with hours in a month costs then, split among those who pay it by its key of the month."""
    costs = {cost.project_id: cost for cost in month_costs(month=month)}
    keys = keys_by_project(costs)
    projects = Project.objects.filter(pk__in=costs).order_by("code")
    return [ProjectCost(project, costs[project.pk], _shares(costs[project.pk], keys)) for project in projects]


def paid_by_member(costs: Iterable[MonthCost], keys: Mapping[int, Sequence[ProjectKey]]) -> dict[int, dict[int, int]]:
    """This will sum what each member pays of each project's months, each by its own key, as it is settled: project -> member -> öre."""
    sums: dict[int, dict[int, int]] = {}
    for cost in costs:
        paid = sums.setdefault(cost.project_id, {})
        for member_id, part in _shares(cost, keys).items():
            paid[member_id] = paid.get(member_id, 0) + part
    return sums


def _shares(cost: MonthCost, keys: Mapping[int, Sequence[ProjectKey]]) -> dict[int, int]:
    return shares_of(cost.amount_minor, key_in(cost.month, keys.get(cost.project_id, ())))


def projects_with_standing() -> list[Standing]:
    """This will return every project with where it stands: those that run first, by code."""
    milestones = Prefetch("milestones", Milestone.objects.filter(reached_on=None, moved_to=None), to_attr="ahead")
    forecasts = Forecast.objects.order_by("project_id", "-recorded_at", "-pk").distinct("project_id")
    latest = {forecast.project_id: forecast for forecast in forecasts}
    came_to = outcomes(month_costs())
    projects = Project.objects.select_related("manager").prefetch_related(milestones).order_by("code")
    found = [Standing(p, came_to.get(p.pk, 0), latest.get(p.pk), next(iter(_ahead(p)), None)) for p in projects]
    return sorted(found, key=lambda standing: standing.project.ended_on is not None)


def _ahead(project: Project) -> Sequence[Milestone]:
    return getattr(project, "ahead", ())


def projects_with_payers(*, on: date) -> list[tuple[Project, dict[str, int]]]:
    """This will return every project, by code, with the weights of its key of a day's month by the members' short names."""
    projects = list(Project.objects.select_related("proposal", "manager").order_by("code"))
    keys, members = keys_by_project(projects), Organization.objects.in_bulk()
    found = []
    for project in projects:
        key = key_in(Month(on.year, on.month), keys.get(project.pk, ()))
        named = {members[pk].short_name: weight for pk, weight in (key.weights if key else {}).items()}
        found.append((project, named))
    return found


def running_projects() -> QuerySet[Project]:
    """This will return the projects that have not ended, by code."""
    return Project.objects.filter(ended_on=None).order_by("code")


def latest_forecast(project: Project) -> Forecast | None:
    return Forecast.objects.filter(project=project).order_by("-recorded_at", "-pk").first()


def entries_read_by(actor: Actor) -> QuerySet[TimeEntry]:
    """This will return the time entries that count (no later row corrects them) and that the actor may read: their own, those of people
    whom they lead, and those in projects that they manage."""
    me = actor.account_id
    read = Q(employee__account=me) | Q(employee__function__manager__account=me) | Q(project__manager__account=me)
    counting = TimeEntry.objects.order_by("employee_id", "project_id", "week", "-entered_at", "-pk").distinct(
        "employee_id", "project_id", "week"
    )
    return (
        TimeEntry.objects.filter(read, pk__in=counting.values("pk"))
        .select_related("employee", "project")
        .order_by("week", "project__code", "pk")
    )


def entries_that_count(employees: Iterable[int], projects: Iterable[int], weeks: Iterable[date]) -> dict[tuple[int, int, date], TimeEntry]:
    """This will return the entry that counts for each employee, project and week among those given."""
    found = TimeEntry.objects.filter(employee__in=employees, project__in=projects, week__in=weeks).order_by("entered_at", "pk")
    return {(entry.employee_id, entry.project_id, entry.week): entry for entry in found}
