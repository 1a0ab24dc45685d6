"""The licences' cost of a month: what each product costs, its pool, and entering it."""

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
from samdrift.run.purchasing.models import Product
from samdrift.settle import actions
from samdrift.settle.forms import OnePoolForm
from samdrift.settle.queries import licence_costs_of
from samdrift.settle.views.costs import tell_entered
from samdrift.settle.views.unit import unit_or_404, way_to_month, way_to_settlements
from samdrift.ui.names import named_text


@door(Deed.SETTLE)
def licence_costs_of_month(request: SeatedRequest, month: Month) -> HttpResponse:
    """What licences cost in a month; a POST enters what has a pool and is not entered."""
    unit = unit_or_404(request.actor)
    if request.method == "POST":
        tell_entered(request, actions.take_licence_costs(unit, month, by=request.actor, at=timezone.now()))
        return redirect("settlement_month", month)
    costs = licence_costs_of(unit, month)
    left = [cost for cost in costs if cost.pool and cost.amount_minor and cost.entered_minor is None]
    context = {
        "month": month,
        "first": month.starts_on,
        "costs": costs,
        "left_minor": sum(cost.amount_minor for cost in left),
        "left": len(left),
        "crumbs": way_to_month(month),
    }
    return render(request, "settle/licences.html", context)


@door(Deed.SETTLE)
def choose_licence_pool(request: SeatedRequest, product_id: int) -> HttpResponse:
    unit, product = unit_or_404(request.actor), get_object_or_404(Product, pk=product_id)
    form = OnePoolForm(request.POST or None, unit=unit)
    if form.is_valid():
        with answered_on(form, request):
            actions.choose_licence_pool(unit, product, form.cleaned_data["pool"], by=request.actor, at=timezone.now())
            messages.success(request, _("The pool is chosen."))
            return redirect("cost_pools")
    crumbs = [*way_to_settlements(), (_("Pools"), reverse("cost_pools"))]
    heading = _("Pool for the licences of %(product)s") % {"product": named_text(product).words}
    lede = _("Decide a key of licences held for the pool's service, so that each member pays for those it holds.")
    return form_page(request, form, heading=heading, button=_("Choose the pool"), crumbs=crumbs, lede=lede)
