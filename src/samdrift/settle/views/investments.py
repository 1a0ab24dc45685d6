"""The investments' cost of a month: each one's part, its pool, and entering it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.engines.period import Month
from samdrift.settle import actions
from samdrift.settle.queries import investment_costs_of
from samdrift.settle.views.costs import tell_entered
from samdrift.settle.views.unit import unit_or_404, way_to_month


@door(Deed.SETTLE)
def investment_costs_of_month(request: SeatedRequest, month: Month) -> HttpResponse:
    """What investments cost in a month; a POST enters what has a pool and is not entered."""
    unit = unit_or_404(request.actor)
    if request.method == "POST":
        tell_entered(request, actions.take_investment_costs(unit, month, by=request.actor, at=timezone.now()))
        return redirect("settlement_month", month)
    costs = investment_costs_of(unit, month)
    left = [cost for cost in costs if cost.pool and cost.entered_minor is None]
    context = {
        "month": month,
        "first": month.starts_on,
        "costs": costs,
        "left_minor": sum(cost.amount_minor for cost in left),
        "left": len(left),
        "crumbs": way_to_month(month),
    }
    return render(request, "settle/investments.html", context)
