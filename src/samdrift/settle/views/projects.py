"""The projects' cost of a month: each one's hours and rate, its pool, and entering it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.engines.period import Month
from samdrift.members.views.form_page import form_page
from samdrift.run.projects.models import Project
from samdrift.settle import actions
from samdrift.settle.forms import OnePoolForm
from samdrift.settle.models import ProjectPool
from samdrift.settle.queries import project_charges_of
from samdrift.settle.views.costs import tell_entered
from samdrift.settle.views.unit import unit_or_404, way_to_month, way_to_settlements
from samdrift.ui.names import named_text


@door(Deed.SETTLE)
def project_costs_of_month(request: SeatedRequest, month: Month) -> HttpResponse:
    """What projects cost in a month, and what came late of closed ones; a POST enters what can be and is not entered."""
    unit = unit_or_404(request.actor)
    if request.method == "POST":
        tell_entered(request, actions.take_project_costs(unit, month, by=request.actor, at=timezone.now()))
        return redirect("settlement_month", month)
    charges = project_charges_of(unit, month)
    left = [charge for charge in charges if charge.takes]
    context = {
        "month": month,
        "first": month.starts_on,
        "groups": [
            ("now", [charge for charge in charges if charge.month == month]),
            ("late", [charge for charge in charges if charge.month != month]),
        ],
        "charges": charges,
        "left_minor": sum(charge.waiting_minor for charge in left),
        "left": len(left),
        "crumbs": way_to_month(month),
    }
    return render(request, "settle/projects.html", context)


@door(Deed.SETTLE)
def choose_project_pool(request: SeatedRequest, project_id: int) -> HttpResponse:
    unit, project = unit_or_404(request.actor), get_object_or_404(Project, pk=project_id)
    chosen = ProjectPool.objects.filter(owner=unit, project=project).first()
    form = OnePoolForm(request.POST or None, unit=unit, initial={"pool": chosen.pool_id if chosen else None})
    if form.is_valid():
        with answered_on(form, request):
            actions.choose_project_pool(unit, project, form.cleaned_data["pool"], by=request.actor, at=timezone.now())
            messages.success(request, _("The pool is chosen."))
            return redirect("cost_pools")
    crumbs = [*way_to_settlements(), (_("Pools"), reverse("cost_pools"))]
    heading = _("Pool for the project %(project)s") % {"project": named_text(project, "title").words}
    lede = _("Those who pay the project pay it by its own key, whoever takes the pool's service.")
    return form_page(request, form, heading=heading, button=_("Choose the pool"), crumbs=crumbs, lede=lede)
