"""Proposals as pages: ranked, one of them, made, wanted, decided on, begun as a project."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.run.projects.actions import projects as beginning
from samdrift.run.projects.actions import proposals as writing
from samdrift.run.projects.forms import DecisionForm, ProjectForm, ProposalForm
from samdrift.run.projects.models import Project, ProjectDecision, Proposal
from samdrift.run.projects.queries.proposals import backed_by, backers_of, numbers_by_state, ranked_proposals
from samdrift.run.projects.views.parts import member_of, parts, way_to
from samdrift.ui.names import named_text

A_PAGE = 50


@door(Deed.READ_PROJECTS)
def proposals(request: SeatedRequest) -> HttpResponse:
    """The proposals in their order; ?state= those that are decided on."""
    asked = request.GET.get("state", "")
    state = asked if asked in Proposal.State.values else Proposal.State.OPEN
    numbers, member = numbers_by_state(), member_of(request.actor)
    context = {
        "views": parts("proposals"),
        "states": [
            {"label": label, "url": f"?state={value}", "current": value == state, "count": numbers.get(value, 0)}
            for value, label in Proposal.State.choices
        ],
        "state": state,
        "rows": Paginator(ranked_proposals(state), A_PAGE).get_page(request.GET.get("page")),
        "open": numbers.get(Proposal.State.OPEN, 0),
        "mine": backed_by(member.pk) if member else set(),
        "backs": member is not None and request.actor.may(Deed.PROPOSE) and state == Proposal.State.OPEN,
        "proposes": request.actor.may(Deed.PROPOSE),
        "crumbs": way_to("projects"),
    }
    return render(request, "projects/proposals.html", context)


@door(Deed.READ_PROJECTS)
def proposal(request: SeatedRequest, proposal_id: int) -> HttpResponse:
    found, member = _proposal(proposal_id), member_of(request.actor)
    backers = backers_of(found)
    is_open, project = found.state == Proposal.State.OPEN, Project.objects.filter(proposal=found).first()
    is_over = found.state == Proposal.State.DECLINED or (project is not None and project.ended_on is not None)
    context = {
        "proposal": found,
        "backers": backers,
        "decision": ProjectDecision.objects.filter(proposal=found).first(),
        "project": project,
        "backs": not is_over and member is not None and request.actor.may(Deed.PROPOSE) and member not in backers,
        "withdraws": is_open and member in backers and request.actor.may(Deed.PROPOSE),
        "runs": request.actor.may(Deed.RUN_PROJECTS),
        "is_open": is_open,
        "is_over": is_over,
        "crumbs": way_to("proposals"),
    }
    return render(request, "projects/proposal.html", context)


@door(Deed.PROPOSE)
def propose_project(request: SeatedRequest) -> HttpResponse:
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        proposed_by = get_object_or_404(Organization, pk=request.actor.owner_id)
        with answered_on(form, request):
            made = writing.propose_project(proposed_by, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("proposal", made.pk)
    lede = _("All members read it and can say “We too”.")
    return form_page(request, form, heading=_("New proposal"), button=_("Propose it"), crumbs=way_to("proposals"), lede=lede)


@require_POST
@door(Deed.PROPOSE)
def back_proposal(request: SeatedRequest, proposal_id: int) -> HttpResponse:
    member = get_object_or_404(Organization, pk=request.actor.owner_id, kind__in=MEMBERS)
    found = _proposal(proposal_id)
    writing.back_proposal(found, member, by=request.actor, at=timezone.now())
    messages.success(request, _("%(member)s wants this too.") % {"member": named_text(member).words})
    return redirect("proposal", found.pk)


@require_POST
@door(Deed.PROPOSE)
def withdraw_backing(request: SeatedRequest, proposal_id: int) -> HttpResponse:
    member = get_object_or_404(Organization, pk=request.actor.owner_id, kind__in=MEMBERS)
    found = _proposal(proposal_id)
    writing.withdraw_backing(found, member, by=request.actor, at=timezone.now())
    messages.success(request, _("%(member)s does not want this any more.") % {"member": named_text(member).words})
    return redirect("proposal", found.pk)


@door(Deed.RUN_PROJECTS)
def decide_proposal(request: SeatedRequest, proposal_id: int) -> HttpResponse:
    found = _proposal(proposal_id)
    writing.refuse_when_decided(found)
    form = DecisionForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if form.is_valid():
        given = dict(form.cleaned_data)
        approved = given.pop("approved") == "yes"
        with answered_on(form, request):
            writing.decide_proposal(found, approved, **given, by=request.actor, at=timezone.now())
            return redirect("proposal", found.pk)
    heading = _("Decision on %(title)s") % {"title": named_text(found, "title").words}
    return form_page(request, form, heading=heading, button=_("Record the decision"), crumbs=_to(found))


@door(Deed.RUN_PROJECTS)
def begin_project(request: SeatedRequest, proposal_id: int) -> HttpResponse:
    found = _proposal(proposal_id)
    beginning.refuse_unless_it_can_begin(found)
    initial = {"started_on": timezone.localdate(), "budget_minor": f"{found.cost_minor // 100},{found.cost_minor % 100:02}"}
    form = ProjectForm(request.POST or None, backers=backers_of(found), initial=initial)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("manager", "budget_minor", "started_on")}
        with answered_on(form, request):
            made = beginning.begin_project(
                found, form.cleaned_data["code"], **given, weights=form.weights(), by=request.actor, at=timezone.now()
            )
            return redirect("project", made.pk)
    heading = _("Begin %(title)s") % {"title": named_text(found, "title").words}
    lede = _("Those who want it pay it, in proportion to their weights.")
    return form_page(request, form, heading=heading, button=_("Begin the project"), crumbs=_to(found), lede=lede)


def _proposal(proposal_id: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("proposed_by"), pk=proposal_id)


def _to(found: Proposal) -> Crumbs:
    return [*way_to("proposals"), (named_text(found, "title").words, reverse("proposal", args=[found.pk]))]
