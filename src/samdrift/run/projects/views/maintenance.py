"""The maintenance of business systems, year by year. What is spent is told by the settlement, fetched into this page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.run.projects.actions import maintenance as writing
from samdrift.run.projects.forms import PlanForm
from samdrift.run.projects.models.maintenance import FIRST_YEAR, LAST_YEAR
from samdrift.run.projects.queries.maintenance import plans_of
from samdrift.run.projects.views.parts import parts, way_to

A_PAGE = 50


@door(Deed.READ_PROJECTS)
def maintenance_plans(request: SeatedRequest) -> HttpResponse:
    """The plans of this year, or ?year= another."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    plans = plans_of(year)
    context = {
        "views": parts("maintenance_plans"),
        "plans": Paginator(plans, A_PAGE).get_page(request.GET.get("page")),
        "year": year,
        "earlier": year - 1,
        "later": year + 1,
        "total": sum(plan.budget_minor for plan in plans),
        "runs": request.actor.may(Deed.RUN_PROJECTS),
        "reads_costs": request.actor.may(Deed.READ_COSTS),
        "crumbs": way_to("projects"),
    }
    return render(request, "projects/maintenance_plans.html", context)


@door(Deed.RUN_PROJECTS)
def plan_maintenance(request: SeatedRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    form = PlanForm(request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        with answered_on(form, request):
            writing.plan_maintenance(given.pop("service"), year, **given, by=request.actor, at=timezone.now())
            return redirect(f"{reverse('maintenance_plans')}?year={year}")
    heading = _("Maintenance in %(year)s") % {"year": year}
    lede = _("A plan that is there for the system is changed.")
    return form_page(request, form, heading=heading, button=_("Save the plan"), crumbs=way_to("maintenance_plans"), lede=lede)
