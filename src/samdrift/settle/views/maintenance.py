"""What is spent on the maintenance of systems: a slot of the plans' page, or a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.settle.queries.maintenance import plans_with_spent
from samdrift.settle.views.unit import unit_or_404


@door(Deed.READ_COSTS)
def maintenance_spent(request: SeatedRequest, year: int) -> HttpResponse:
    """What each plan of a year has spent, from the costs in its service's pools."""
    if not 2000 <= year <= 2100:
        raise Http404
    rows = plans_with_spent(unit_or_404(request.actor), year)
    template = "settle/maintenance_spent.html" if request.headers.get("HX-Request") else "settle/maintenance_spent_page.html"
    crumbs = [(_("Maintenance of systems"), f"{reverse('maintenance_plans')}?year={year}")]
    return render(request, template, {"rows": rows, "year": year, "crumbs": crumbs})
