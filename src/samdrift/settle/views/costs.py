"""Pools and costs: a file of them, or one at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.core.tables import Entered
from samdrift.engines.period import Month
from samdrift.members.views.form_page import form_page
from samdrift.members.views.table_page import sent_in, shown_rows
from samdrift.settle import actions
from samdrift.settle.forms import CostForm, CostsFileForm, PoolForm
from samdrift.settle.queries import is_closed, pools_of
from samdrift.settle.views.unit import month_text, unit_or_404, way_to_month, way_to_settlements


@door(Deed.SETTLE)
def import_costs(request: SeatedRequest, month: Month) -> HttpResponse:
    """Send a file of costs; every row that cannot be used is named, and then none is entered."""
    unit = unit_or_404(request.actor)
    form = CostsFileForm(request.POST or None, request.FILES or None)
    entered, wrong = sent_in(request, form, lambda content: actions.import_costs(unit, month, content, by=request.actor, at=timezone.now()))
    if entered is not None:
        tell_entered(request, entered)
        return redirect("settlement_month", month)
    context = {
        "form": form,
        "month": month,
        "first": month.starts_on,
        **shown_rows(wrong),
        "pools": pools_of(unit),
        "closed": is_closed(unit, month),
        "crumbs": way_to_month(month),
    }
    return render(request, "settle/import_costs.html", context, status=status_of(form))


@door(Deed.SETTLE)
def enter_cost(request: SeatedRequest, month: Month) -> HttpResponse:
    unit = unit_or_404(request.actor)
    form = CostForm(request.POST or None, pools=list(pools_of(unit)))
    if form.is_valid():
        with answered_on(form, request):
            tell_entered(request, actions.enter_cost(unit, month, form.row(), by=request.actor, at=timezone.now()))
            return redirect("settlement_month", month)
    heading = _("A cost of %(month)s") % {"month": month_text(month)}
    lede = _("The month is closed: the cost is settled with the next month that is open.") if is_closed(unit, month) else ""
    return form_page(request, form, heading=heading, button=_("Enter the cost"), crumbs=way_to_month(month), lede=lede)


def tell_entered(request: SeatedRequest, entered: Entered) -> None:
    """This will say how many costs were entered, and how many were there."""
    added = ngettext("%(number)s cost entered.", "%(number)s costs entered.", entered.added) % {"number": entered.added}
    known = ngettext("%(number)s was there already.", "%(number)s were there already.", entered.known) % {"number": entered.known}
    messages.success(request, f"{added} {known}" if entered.known else added)


@door(Deed.READ_COSTS)
def pools(request: SeatedRequest) -> HttpResponse:
    context = {
        "pools": pools_of(unit_or_404(request.actor)),
        "settles": request.actor.may(Deed.SETTLE),
        "crumbs": way_to_settlements(),
    }
    return render(request, "settle/pools.html", context)


@door(Deed.SETTLE)
def add_pool(request: SeatedRequest) -> HttpResponse:
    unit = unit_or_404(request.actor)
    form = PoolForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            actions.add_pool(
                unit, found["code"], found["name"], found["service"], name_en=found["name_en"], by=request.actor, at=timezone.now()
            )
            return redirect("cost_pools")
    crumbs = [*way_to_settlements(), (_("Pools"), reverse("cost_pools"))]
    return form_page(request, form, heading=_("New pool"), button=_("Add the pool"), crumbs=crumbs)
