"""Calling off from a contract, and noting what came."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.run.purchasing.actions import calloffs as writing
from samdrift.run.purchasing.forms.purchases import CallOffForm, DeliveryForm
from samdrift.run.purchasing.queries.contracts import call_off_read_by, members_called_off_for
from samdrift.run.purchasing.views.contracts import standing_or_404, way_to
from samdrift.ui.amounts import kr_text
from samdrift.ui.times import day_text


@door(Deed.CALL_OFF)
def call_off(request: SeatedRequest, contract_id: int) -> HttpResponse:
    standing = standing_or_404(contract_id)
    contract = standing.contract
    form = CallOffForm(request.POST or None, members=members_called_off_for(request.actor), initial={"on": timezone.localdate()})
    if form.is_valid():
        found = form.cleaned_data
        order = writing.Order(found["reference"], found["on"], found["amount"], found["what"])
        with answered_on(form, request):
            writing.call_off(contract, found["member"], order, by=request.actor, at=timezone.now())
            return redirect("contract", contract.pk)
    facts = {"left": kr_text(standing.left_minor), "day": day_text(standing.use.until_on)}
    lede = _("%(left)s is left under the ceiling, until %(day)s.") % facts
    words = _("Order from the contract")
    return form_page(request, form, heading=words, button=words, crumbs=way_to(contract), lede=lede)


@door(Deed.CALL_OFF)
def deliver(request: SeatedRequest, call_off_id: int) -> HttpResponse:
    row = call_off_read_by(request.actor, call_off_id)
    if row is None:
        raise Http404
    form = DeliveryForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            amount = form.amount_minor(row)
            writing.deliver(row, on=form.cleaned_data["on"], amount_minor=amount, by=request.actor, at=timezone.now())
            messages.success(request, _("%(reference)s is noted as delivered.") % {"reference": row.reference})
            return redirect("contract", row.contract_id)
    facts = {"what": row.what, "member": row.owner.short_name, "amount": kr_text(row.amount_minor), "day": day_text(row.on)}
    lede = _("%(what)s, called off by %(member)s on %(day)s for %(amount)s.") % facts
    return form_page(request, form, heading=_("Delivered"), button=_("Note the delivery"), crumbs=way_to(row.contract), lede=lede)
