"""Projects as pages: all of them, one of them, and what its manager writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.core.access import Actor, Deed, Role
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.engines.period import Month
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.run.projects.actions import projects as writing
from samdrift.run.projects.actions.time import record_time
from samdrift.run.projects.forms import ForecastForm, FundingForm, HoursForm, MilestoneForm, MoveForm, RateForm
from samdrift.run.projects.models import Milestone, Project
from samdrift.run.projects.queries.keys import key_in, keys_by_project, payers_of
from samdrift.run.projects.queries.projects import (
    entries_read_by,
    latest_forecast,
    month_costs,
    paid_by_member,
    projects_with_standing,
    rates,
)
from samdrift.run.projects.queries.proposals import backers_of
from samdrift.run.projects.views.parts import parts, unit_of, way_to
from samdrift.team.queries import employee_of
from samdrift.ui.names import named_text

SHOWN_ENTRIES, A_PAGE = 20, 50


@door(Deed.READ_PROJECTS)
def projects(request: SeatedRequest) -> HttpResponse:
    found = projects_with_standing()
    known = rates()
    context = {
        "views": parts("projects"),
        "rows": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "running": sum(standing.project.ended_on is None for standing in found),
        "over": sum(standing.over for standing in found),
        "rate": known[0] if known else None,
        "runs": request.actor.may(Deed.RUN_PROJECTS),
        "settles": request.actor.may(Deed.SETTLE),
        "today": timezone.localdate(),
    }
    return render(request, "projects/projects.html", context)


@door(Deed.READ_PROJECTS)
def project(request: SeatedRequest, project_id: int) -> HttpResponse:
    found = _project(project_id)
    costs, keys, today = month_costs([found]), keys_by_project([found]), timezone.localdate()
    key = key_in(Month(today.year, today.month), keys.get(found.pk, ()))
    outcome = sum(cost.amount_minor for cost in costs)
    paid = paid_by_member(costs, keys).get(found.pk, {})
    forecast = latest_forecast(found)
    milestones = _with_days_before(found.milestones.order_by("due_on", "pk"))
    context = {
        "project": found,
        "costs": costs,
        "minutes": sum(cost.minutes for cost in costs),
        "outcome": outcome,
        "forecast": forecast,
        "over": max(outcome, forecast.amount_minor if forecast else 0) > found.budget_minor,
        "milestones": Paginator(milestones, A_PAGE).get_page(request.GET.get("page")),
        "reached": sum(milestone.reached_on is not None for milestone, _before in milestones),
        "payers": [(member, weight, paid.get(member.pk, 0)) for member, weight in payers_of(key, paid)],
        "weights": sum(key.weights.values()) if key else 0,
        "key": key,
        "changes": [(one.change, payers_of(one)) for one in keys.get(found.pk, ()) if one.change],
        "settles": found.ended_on is None and request.actor.may(Deed.SETTLE),
        "unpriced": any(cost.rate is None for cost in costs),
        "entries": entries_read_by(request.actor).filter(project=found).order_by("-week", "employee__name")[:SHOWN_ENTRIES],
        "manages": found.ended_on is None and _manages(found, request.actor),
        "enters": found.ended_on is None and request.actor.may(Deed.RUN_PROJECTS),
        "today": today,
        "crumbs": way_to("projects"),
    }
    return render(request, "projects/project.html", context)


@door(Deed.RUN_PROJECTS)
def add_milestone(request: SeatedRequest, project_id: int) -> HttpResponse:
    found, form = _project(project_id), MilestoneForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.add_milestone(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("project", found.pk)
    return form_page(request, form, heading=_("New milestone"), button=_("Add the milestone"), crumbs=_to(found))


@require_POST
@door(Deed.RUN_PROJECTS)
def reach_milestone(request: SeatedRequest, milestone_id: int) -> HttpResponse:
    milestone = get_object_or_404(Milestone.objects.select_related("project__manager"), pk=milestone_id)
    writing.reach_milestone(milestone, by=request.actor, at=timezone.now())
    messages.success(request, _("%(name)s is reached.") % {"name": named_text(milestone).words})
    return redirect("project", milestone.project_id)


@door(Deed.RUN_PROJECTS)
def move_milestone(request: SeatedRequest, milestone_id: int) -> HttpResponse:
    milestone = get_object_or_404(Milestone.objects.select_related("project__manager"), pk=milestone_id)
    form = MoveForm(request.POST or None, initial={"due_on": milestone.due_on})
    if form.is_valid():
        with answered_on(form, request):
            writing.move_milestone(milestone, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("project", milestone.project_id)
    heading = _("Move the milestone %(name)s") % {"name": named_text(milestone).words}
    lede = _("The day that it had stays to be seen, with your reason.")
    return form_page(request, form, heading=heading, button=_("Move the milestone"), crumbs=_to(milestone.project), lede=lede)


@door(Deed.SETTLE)
def change_funding(request: SeatedRequest, project_id: int) -> HttpResponse:
    found, today = _project(project_id), timezone.localdate()
    month = Month(today.year, today.month)
    key = key_in(month, keys_by_project([found]).get(found.pk, ()))
    weights = key.weights if key else {}
    initial = {"from_month": str(month), "decided_on": today}
    form = FundingForm(request.POST or None, backers=backers_of(found.proposal), weights=weights, initial=initial)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("decided_on", "decided_by", "registry_number")}
        with answered_on(form, request):
            writing.change_funding(
                found, form.cleaned_data["from_month"], **given, weights=form.weights(), by=request.actor, at=timezone.now()
            )
            return redirect("project", found.pk)
    heading = _("Who pays %(title)s") % {"title": named_text(found, "title").words}
    lede = _("Those who want it can pay it. Months before keep the key that they had, and so do their bills.")
    return form_page(request, form, heading=heading, button=_("Change the key"), crumbs=_to(found), lede=lede)


@door(Deed.RUN_PROJECTS)
def say_forecast(request: SeatedRequest, project_id: int) -> HttpResponse:
    found, form = _project(project_id), ForecastForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.say_forecast(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("project", found.pk)
    return form_page(request, form, heading=_("New forecast"), button=_("Save the forecast"), crumbs=_to(found))


@require_POST
@door(Deed.RUN_PROJECTS)
def end_project(request: SeatedRequest, project_id: int) -> HttpResponse:
    found = _project(project_id)
    writing.end_project(found, by=request.actor, at=timezone.now())
    return redirect("project", found.pk)


@door(Deed.RUN_PROJECTS)
def enter_hours(request: SeatedRequest, project_id: int) -> HttpResponse:
    found, unit = _project(project_id), unit_of(request.actor)
    form = HoursForm(request.POST or None, initial={"employee": employee_of(request.actor), "week": timezone.localdate()})
    if form.is_valid():
        given = form.cleaned_data
        with answered_on(form, request):
            entry = record_time(unit, given["employee"], found, given["week"], given["hours"], by=request.actor, at=timezone.now())
            messages.success(request, _("The hours of %(name)s are entered.") % {"name": entry.employee.name})
            return redirect("project", found.pk)
    return form_page(request, form, heading=_("Hours of a week"), button=_("Enter the hours"), crumbs=_to(found))


@door(Deed.SETTLE)
def decide_rate(request: SeatedRequest) -> HttpResponse:
    form = RateForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if form.is_valid():
        given = dict(form.cleaned_data)
        with answered_on(form, request):
            writing.decide_rate(given.pop("from_month"), given.pop("hour_minor"), **given, by=request.actor, at=timezone.now())
            return redirect("projects")
    lede = _("What an hour in a project costs from a month on. A week belongs to the month of its Thursday.")
    return form_page(request, form, heading=_("New rate"), button=_("Decide the rate"), crumbs=way_to("projects"), lede=lede)


def _manages(found: Project, actor: Actor) -> bool:
    return actor.may(Deed.RUN_PROJECTS) and (actor.role == Role.DIRECTOR or found.manager.account_id == actor.account_id)


def _with_days_before(rows: Iterable[Milestone]) -> list[tuple[Milestone, list[tuple[date, str]]]]:
    """The milestones that stand, each with the days that it had before and why it was moved from them, the latest first."""
    by_id = {row.pk: row for row in rows}
    moved = {row.supersedes_id for row in by_id.values()}
    standing = []
    for row in by_id.values():
        if row.pk in moved:
            continue
        before, one = [], row
        while one.supersedes_id is not None:
            reason, one = one.reason, by_id[one.supersedes_id]
            before.append((one.due_on, reason))
        standing.append((row, before))
    return standing


def _project(project_id: int) -> Project:
    return get_object_or_404(Project.objects.select_related("manager", "proposal"), pk=project_id)


def _to(found: Project) -> Crumbs:
    return [*way_to("projects"), (named_text(found, "title").words, reverse("project", args=[found.pk]))]
