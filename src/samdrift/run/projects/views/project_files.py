"""Projects, milestones and maintenance plans from files and to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Entered, kronor, table_as_file
from samdrift.members.views.table_page import table_page
from samdrift.run.projects import project_files as files
from samdrift.run.projects.actions import project_files as writing
from samdrift.run.projects.models import MaintenancePlan, Milestone
from samdrift.run.projects.queries.projects import projects_with_payers
from samdrift.run.projects.views.parts import way_to
from samdrift.ui.forms import TableForm


@door(Deed.RUN_PROJECTS)
def import_projects(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return writing.import_projects(content, by=request.actor, at=timezone.now())

    lede = _("All of them begin, or none when a row is wrong. Each comes from an approved proposal and is paid by those who want it.")
    return _import(request, files.PROJECTS, enter, (_("Projects from a file"), lede), "projects", "projects_table")


@door(Deed.RUN_PROJECTS)
def import_milestones(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return writing.import_milestones(content, by=request.actor, at=timezone.now())

    lede = _("All of them are set, or none when a row is wrong. One that is there is moved on its project's page, with a reason.")
    return _import(request, files.MILESTONES, enter, (_("Milestones from a file"), lede), "projects", "milestones_table")


@door(Deed.RUN_PROJECTS)
def import_plans(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return writing.import_plans(content, by=request.actor, at=timezone.now())

    lede = _("All of them are entered, or none when a row is wrong. A plan that is there is not changed by a file.")
    return _import(request, files.PLANS, enter, (_("Maintenance plans from a file"), lede), "maintenance_plans", "plans_table")


def _import(
    request: SeatedRequest, columns: Sequence[str], enter: Callable[[bytes], Entered], words: tuple[str, str], back: str, table: str
) -> HttpResponse:
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=columns),
        enter,
        heading=words[0],
        lede=words[1],
        crumbs=way_to(back),
        back=reverse(back),
        table=lambda kind: reverse(table, args=[kind]),
    )


@door(Deed.READ_PROJECTS)
def projects_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every project with the key that counts now, as the import reads it."""
    rows = [
        (
            project.code,
            project.proposal.title,
            project.manager.email or project.manager.name,
            kronor(project.budget_minor),
            project.started_on,
            project.ended_on,
            files.payers_text(weights),
        )
        for project, weights in projects_with_payers(on=timezone.localdate())
    ]
    return table_as_file("projects", files.PROJECTS, rows, kind=kind)


@door(Deed.READ_PROJECTS)
def milestones_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The milestones that stand, of every project, as the import reads them."""
    standing = Milestone.objects.filter(moved_to=None).select_related("project").order_by("project__code", "due_on", "pk")
    rows = [(one.project.code, one.name, one.name_en, one.due_on, one.reached_on) for one in standing]
    return table_as_file("milestones", files.MILESTONES, rows, kind=kind)


@door(Deed.READ_PROJECTS)
def plans_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every maintenance plan, the latest year first, as the import reads it."""
    plans = MaintenancePlan.objects.select_related("service", "answers").order_by("-year", "service__name", "pk")
    rows = [(p.service.name, p.year, p.answers.email or p.answers.name, kronor(p.budget_minor), p.aim) for p in plans]
    return table_as_file("maintenance-plans", files.PLANS, rows, kind=kind)
