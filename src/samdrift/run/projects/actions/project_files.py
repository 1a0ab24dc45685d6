"""Projects, milestones and maintenance plans from files: all rows or none. What is there adds nothing, an older file undoes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.catalog.models import Service
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.tables import Entered, Lined, WrongRow
from samdrift.members.models import Organization
from samdrift.run.projects.actions.files import Names, all_or_none, said_twice
from samdrift.run.projects.actions.maintenance import plan_maintenance
from samdrift.run.projects.actions.projects import add_milestone, begin_project, end_project, must_manage, reach_milestone
from samdrift.run.projects.models import MaintenancePlan, Milestone, Project, Proposal
from samdrift.run.projects.project_files import MilestoneRow, PlanRow, ProjectRow, read_milestones, read_plans, read_projects
from samdrift.run.projects.queries.keys import ProjectKey, keys_by_project

R = TypeVar("R", bound=Lined)


@transaction.atomic
def import_projects(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will begin the projects of a file from proposals that are approved, and end those that it says have ended.

    One that is there with the same figures, and a key that it has or had, is known.
    """
    by.must(Deed.RUN_PROJECTS)
    rows, wrong = read_projects(content)
    wrong += said_twice((row.line, row.code) for row in rows)
    names = Names()
    there = {project.code: project for project in Project.objects.select_related("proposal", "manager")}
    keys = keys_by_project(there.values())
    proposals = {proposal.title: proposal for proposal in Proposal.objects.filter(title__in={row.proposal for row in rows})}

    def enter(row: ProjectRow) -> bool:
        weights = {names.organization(member): weight for member, weight in row.payers.items()}
        known = there.get(row.code)
        if known is None:
            _begin(row, proposals, weights, names, by, at)
            return True
        _same(row, known, weights, names, keys.get(known.pk, ()))
        if row.ended_on is None or row.ended_on == known.ended_on:
            return False
        end_project(known, on=row.ended_on, by=by, at=at)
        return True

    return _entered(rows, wrong, enter)


def _begin(
    row: ProjectRow, proposals: Mapping[str, Proposal], weights: Mapping[Organization, int], names: Names, by: Actor, at: datetime
) -> None:
    if row.proposal not in proposals:
        raise ValueError(_("There is no proposal called “%(title)s”.") % {"title": row.proposal[:80]})
    project = begin_project(
        proposals[row.proposal],
        row.code,
        manager=names.employee(row.manager),
        budget_minor=row.budget_minor,
        started_on=row.started_on,
        weights=weights,
        by=by,
        at=at,
    )
    if row.ended_on is not None:
        end_project(project, on=row.ended_on, by=by, at=at)


def _same(row: ProjectRow, known: Project, weights: Mapping[Organization, int], names: Names, keys: Sequence[ProjectKey]) -> None:
    """What a file says of a project that is there; a key that it had before is no contradiction, so that an older file can be read."""
    says = (row.proposal, names.employee(row.manager), row.budget_minor, row.started_on)
    paid = {member.pk: weight for member, weight in weights.items()}
    if says != (known.proposal.title, known.manager, known.budget_minor, known.started_on) or paid not in [key.weights for key in keys]:
        raise ValueError(_("%(code)s is there already and says something else; it is changed on its page.") % {"code": row.code})


@transaction.atomic
def import_milestones(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will set the milestones of a file, and note those that it says are reached. A day that one was moved from is known."""
    by.must(Deed.RUN_PROJECTS)
    rows, wrong = read_milestones(content)
    wrong += said_twice((row.line, (row.project, row.milestone, row.due_on)) for row in rows)
    names, there = Names(), _Milestones({row.project for row in rows})

    def enter(row: MilestoneRow) -> bool:
        project = names.project(row.project)
        must_manage(project, by)
        known = there.known(project, row)
        if known is None:
            known = add_milestone(project, row.milestone, name_en=row.milestone_en, due_on=row.due_on, by=by, at=at)
            there.keep(known)
        elif row.reached_on in (None, known.reached_on):
            return False
        elif known.reached_on is not None:
            raise ValueError(_("“%(name)s” was reached on another day.") % {"name": known.name})
        if row.reached_on is not None:
            there.keep(reach_milestone(known, on=row.reached_on, by=by, at=at))
        return True

    return _entered(rows, wrong, enter)


class _Milestones:
    """The milestones of projects, each found by any of the days that it has or had."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._first: dict[int, int] = {}
        self._standing: dict[int, Milestone] = {}
        self._days: dict[tuple[int, str], dict[date, int]] = {}
        for one in Milestone.objects.filter(project__code__in=codes).select_related("project__manager").order_by("pk"):
            self.keep(one)

    def keep(self, one: Milestone) -> None:
        first = one.pk if one.supersedes_id is None else self._first[one.supersedes_id]
        self._first[one.pk], self._standing[first] = first, one
        self._days.setdefault((one.project_id, one.name), {})[one.due_on] = first

    def known(self, project: Project, row: MilestoneRow) -> Milestone | None:
        """The milestone that stands of those with a row's name and day, if its name is there at all."""
        days = self._days.get((project.pk, row.milestone))
        if days is None:
            return None
        if row.due_on not in days:
            raise ValueError(_("“%(name)s” is to be reached on another day; it is moved on the project's page.") % {"name": row.milestone})
        return self._standing[days[row.due_on]]


@transaction.atomic
def import_plans(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will plan the maintenance of systems as a file says. A plan that is there is changed on its page, never by a file."""
    by.must(Deed.RUN_PROJECTS)
    rows, wrong = read_plans(content)
    wrong += said_twice((row.line, (row.system.casefold(), row.year)) for row in rows)
    names = Names()
    systems = {service.name.casefold(): service for service in Service.objects.filter(kind=Service.Kind.BUSINESS)}
    there = {(plan.service_id, plan.year): plan for plan in MaintenancePlan.objects.filter(year__in={row.year for row in rows})}

    def enter(row: PlanRow) -> bool:
        service = systems.get(row.system.casefold())
        if service is None:
            raise ValueError(_("There is no business system called “%(name)s”.") % {"name": row.system[:80]})
        answers, known = names.employee(row.answers), there.get((service.pk, row.year))
        if known is None:
            plan_maintenance(service, row.year, answers=answers, budget_minor=row.budget_minor, aim=row.aim, by=by, at=at)
            return True
        if (known.answers_id, known.budget_minor, known.aim) != (answers.pk, row.budget_minor, row.aim):
            facts_there = {"system": service.name, "year": row.year}
            raise ValueError(_("%(system)s has another plan for %(year)s already; it is changed on its page.") % facts_there)
        return False

    return _entered(rows, wrong, enter)


def _entered(rows: Iterable[R], wrong: list[WrongRow], enter: Callable[[R], bool]) -> Entered:
    """Enters row by row; each tells whether it was new. One that is wrong already is not tried."""
    rows, refused = list(rows), {row.line for row in wrong}
    added = 0
    for row in rows:
        if row.line in refused:
            continue
        try:
            with transaction.atomic():
                added += enter(row)
        except (ValueError, Refused) as no:
            wrong.append(WrongRow(row.line, str(no)))
    return all_or_none(wrong, added, len(rows))
