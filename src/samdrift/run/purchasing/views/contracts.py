"""Contracts: how each stands under its ceiling, entering and renewing them, and who sells."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.run.purchasing.actions import contracts as writing
from samdrift.run.purchasing.actions.suppliers import add_supplier as write_supplier
from samdrift.run.purchasing.ceilings import renewed
from samdrift.run.purchasing.forms.purchases import ContractForm, SupplierForm
from samdrift.run.purchasing.models import Award, Contract
from samdrift.run.purchasing.queries.contracts import (
    Standing,
    call_offs_by_member,
    call_offs_of,
    contract_standing,
    contracts_standing,
    suppliers_in_order,
)
from samdrift.run.purchasing.views.parts import parts, way_to_purchasing
from samdrift.ui.names import named_text

Crumb = tuple[str, str]
A_PAGE = 20


def way_to_contracts() -> list[Crumb]:
    return [*way_to_purchasing(), (_("Contracts"), reverse("contracts"))]


def way_to(contract: Contract) -> list[Crumb]:
    return [*way_to_contracts(), (named_text(contract).words, reverse("contract", args=[contract.pk]))]


def standing_or_404(contract_id: int) -> Standing:
    standing = contract_standing(contract_id, on=timezone.localdate())
    if standing is None:
        raise Http404
    return standing


@door(Deed.READ_PURCHASING)
def contracts(request: SeatedRequest) -> HttpResponse:
    found = contracts_standing(on=timezone.localdate())
    context = {
        "views": parts("contracts"),
        "crumbs": way_to_purchasing(),
        "contracts": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "running": [standing for standing in found if standing.state not in ("over", "to_come")],
        "to_decide": [standing for standing in found if standing.state == "notice"],
        "early": [standing for standing in found if standing.state in ("early", "full")],
        "buys": request.actor.may(Deed.PURCHASE),
        "calls_off": request.actor.may(Deed.CALL_OFF),
    }
    return render(request, "purchasing/contracts.html", context)


@door(Deed.READ_PURCHASING)
def contract(request: SeatedRequest, contract_id: int) -> HttpResponse:
    """How it stands, and who called off what: all for the unit, one's own for a member."""
    standing = standing_or_404(contract_id)
    row, sees_all = standing.contract, request.actor.role in READS_ALL
    renewals = list(row.renewals.all())
    context = {
        "standing": standing,
        "contract": row,
        "renewals": renewals,
        "renewals_left": row.renewals_most - len(renewals),
        "call_offs": Paginator(call_offs_of(row, request.actor), A_PAGE).get_page(request.GET.get("page")),
        "by_member": call_offs_by_member(row) if sees_all else [],
        "sees_all": sees_all,
        "buys": request.actor.may(Deed.PURCHASE),
        "calls_off": request.actor.may(Deed.CALL_OFF),
        "crumbs": way_to_contracts(),
    }
    return render(request, "purchasing/contract.html", context)


@door(Deed.PURCHASE)
def add_contract(request: SeatedRequest) -> HttpResponse:
    award = _award(request)
    form = ContractForm(request.POST or None, suppliers=suppliers_in_order(), initial=_from_award(award))
    if form.is_valid():
        found = form.cleaned_data
        terms = writing.Terms(
            supplier=found["supplier"],
            reference=found["reference"],
            name=found["name"],
            name_en=found["name_en"],
            ceiling_minor=found["ceiling"],
            starts_on=found["starts_on"],
            ends_on=found["ends_on"],
            notice_days=found["notice_days"],
            renewals_most=found["renewals"],
            renewal_months=found["renewal_months"],
        )
        with answered_on(form, request):
            made = writing.add_contract(terms, award=award, by=request.actor, at=timezone.now())
            return redirect("contract", made.pk)
    lede = _("A contract that is entered stays as it is; renewals are entered when they come.")
    return form_page(request, form, heading=_("New contract"), button=_("Add the contract"), crumbs=way_to_contracts(), lede=lede)


def _award(request: SeatedRequest) -> Award | None:
    """The award that a contract follows from, named in the address."""
    number = request.GET.get("award", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return get_object_or_404(Award.objects.select_related("procurement", "supplier"), pk=int(number))


def _from_award(award: Award | None) -> dict[str, Any]:
    if award is None:
        return {}
    ceiling = f"{award.value_minor // 100},{award.value_minor % 100:02d}"
    return {"name": award.procurement.title[:120], "supplier": award.supplier_id, "reference": award.registry_number, "ceiling": ceiling}


@door(Deed.PURCHASE)
def renew_contract(request: SeatedRequest, contract_id: int) -> HttpResponse:
    """What a renewal brings, then the renewal: it cannot be undone."""
    standing = standing_or_404(contract_id)
    if request.method == "POST":
        writing.renew_contract(standing.contract, by=request.actor, at=timezone.now())
        return redirect("contract", contract_id)
    left = standing.contract.renewals_most - standing.contract.renewals.count()
    context = {
        "standing": standing,
        "contract": standing.contract,
        "until_on": renewed(standing.use.until_on, standing.contract.renewal_months) if left > 0 else None,
        "left": left - 1,
        "crumbs": way_to(standing.contract),
    }
    return render(request, "purchasing/renew_contract.html", context)


@door(Deed.PURCHASE)
def add_supplier(request: SeatedRequest) -> HttpResponse:
    form = SupplierForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            made = write_supplier(
                found["name"], short_name=found["short_name"], number=found["number"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("contracts")
    return form_page(request, form, heading=_("New supplier"), button=_("Add the supplier"), crumbs=way_to_contracts())
