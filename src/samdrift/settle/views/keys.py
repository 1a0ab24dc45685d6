"""How each service's cost is split: in force, before, and deciding anew."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.catalog.models import Service
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.engines.period import Month
from samdrift.members.views.form_page import form_page
from samdrift.settle import actions
from samdrift.settle.forms import KeyForm, shares_text
from samdrift.settle.models import AllocationKey
from samdrift.settle.queries import keys_in_force, keys_of, last_closed, services_with_keys, sharers_of, unit_of
from samdrift.settle.views.unit import Crumb, way_to_settlements
from samdrift.ui.names import named_text


def _way_to_keys(request: SeatedRequest) -> list[Crumb]:
    first = way_to_settlements() if request.actor.may(Deed.READ_COSTS) else [(_("Bills"), reverse("bills"))]
    return [*first, (_("Keys"), reverse("keys"))]


@door(Deed.READ_BILLS)
def keys(request: SeatedRequest) -> HttpResponse:
    context = {
        "rows": services_with_keys(on=timezone.localdate()),
        "settles": request.actor.may(Deed.SETTLE),
        "crumbs": _way_to_keys(request)[:-1],
    }
    return render(request, "settle/keys.html", context)


@door(Deed.READ_BILLS)
def key_history(request: SeatedRequest, service_id: int) -> HttpResponse:
    """Every key decided for a service, with its fixed shares; the one in force first among those that have begun."""
    service = get_object_or_404(Service, pk=service_id)
    found = keys_of(service)
    counting = {key.from_on: key.pk for key in reversed(found)}
    context = {
        "service": service,
        "keys": [(key, counting[key.from_on] == key.pk) for key in found],
        "in_force": keys_in_force(on=timezone.localdate()).get(service.pk),
        "settles": request.actor.may(Deed.SETTLE),
        "crumbs": _way_to_keys(request),
    }
    return render(request, "settle/key_history.html", context)


@door(Deed.SETTLE)
def decide_key(request: SeatedRequest, service_id: int) -> HttpResponse:
    service = get_object_or_404(Service, pk=service_id)
    form = KeyForm(request.POST or None, initial=_as_it_is(request, service))
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            actions.decide_key(
                service,
                found["kind"],
                from_month=found["from_month"],
                decided_on=found["decided_on"],
                decided_by=found["decided_by"],
                decision=found["decision"],
                shares=found["shares"],
                product=found["product"] if found["kind"] == AllocationKey.Kind.LICENCES else None,
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("key_history", service.pk)
    name = named_text(service).words
    crumbs = [*_way_to_keys(request), (name, reverse("key_history", args=[service.pk]))]
    lede = _("A key that is decided stays as it is; the one recorded last for a month counts.")
    return form_page(request, form, heading=_("Decide how the cost is split"), button=_("Decide the key"), crumbs=crumbs, lede=lede)


def _as_it_is(request: SeatedRequest, service: Service) -> dict[str, object]:
    """The key in force and who shares now, from the first month that is open."""
    today = timezone.localdate()
    key = keys_in_force(on=today).get(service.pk)
    unit = unit_of(request.actor)
    last = last_closed(unit) if unit else None
    weights = dict(key.shares.values_list("member", "weight")) if key else {}
    return {
        "kind": key.kind if key else AllocationKey.Kind.EQUAL,
        "product": key.product_id if key else None,
        "from_month": str(last.next() if last else Month(today.year, today.month)),
        "decided_on": today,
        "shares": shares_text(sharers_of(service, on=today), weights),
    }
