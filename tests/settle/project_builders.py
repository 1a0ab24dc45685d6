"""Projects whose hours are settled, for tests: `a_pooled_project(cast)`, and its months entered."""

from __future__ import annotations

from datetime import date, datetime

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.run.projects.models import Project, Proposal
from samdrift.run.projects.queries.projects import rates
from samdrift.settle.actions import Entered, choose_project_pool, take_project_costs
from samdrift.settle.models import CostEntry, CostPool
from tests.builders import Cast, everywhere
from tests.projects.builders import a_project, a_rate, hours
from tests.settle.builders import IN_NOVEMBER, OCTOBER


def take(cast: Cast, month: Month = OCTOBER, at: datetime = IN_NOVEMBER) -> Entered:
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        return take_project_costs(cast.unit, month, by=ulla, at=at)


def pooled(cast: Cast, project: Project, code: str = "DESK") -> None:
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        choose_project_pool(cast.unit, project, CostPool.objects.get(code=code), by=ulla, at=IN_NOVEMBER)


def a_pooled_project(cast: Cast, minutes: int = 600) -> Project:
    """A project of both members, the first with two parts of three, whose hours of a week in October cost 100.00 each."""
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    with everywhere():
        known = rates()
    if not known:
        a_rate(100_00)
    pooled(cast, project)
    if minutes:
        hours(cast, project, minutes)
    return project


def an_unpaid_project(cast: Cast) -> Project:
    """One such as no action makes."""
    facts = {"proposed_by": cast.member, "cost_minor": 1, "yearly_minor": 0, "proposed_at": IN_NOVEMBER}
    with everywhere():
        proposal = Proposal.objects.create(title="Ingen betalar", **facts)
        facts = {"manager": cast.employee("elin"), "budget_minor": 1, "started_on": date(2026, 9, 1)}
        return Project.objects.create(proposal=proposal, code="INGEN", title=proposal.title, **facts)


def entered() -> list[tuple[str, int, str]]:
    with everywhere():
        rows = CostEntry.objects.filter(project__isnull=False).order_by("entered_at", "pk")
        return [(row.voucher, row.amount_minor, f"{row.month:%Y-%m}") for row in rows]
