"""What members need: their own until they send it in, then what everybody may read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.run.purchasing.actions import needs as writing
from samdrift.run.purchasing.forms.purchases import CpvForm, NeedForm
from samdrift.run.purchasing.models import Need
from samdrift.run.purchasing.queries.contracts import members_called_off_for
from samdrift.run.purchasing.queries.needs import needs_read_by, published_needs
from samdrift.run.purchasing.views.parts import parts, way_to_purchasing

Crumb = tuple[str, str]
A_PAGE = 50
FIRST = 10  # of those not sent in, above those that are; the rest stand on a page of their own


def way_to_needs() -> list[Crumb]:
    return [*way_to_purchasing(), (_("Needs"), reverse("needs"))]


@door(Deed.READ_PURCHASING)
def needs(request: SeatedRequest) -> HttpResponse:
    """Those that may be read, ?cpv= only those whose code begins with its digits."""
    form = CpvForm(request.GET)
    cpv = form.cleaned_data["cpv"] if form.is_valid() else ""
    own, only_own = needs_read_by(request.actor, cpv).filter(published__isnull=True), request.GET.get("show") == "own"
    number, asked = own.count(), request.GET.get("page")
    waiting = published_needs().filter(merged__isnull=True).count()
    context = {
        "views": parts("needs"),
        "crumbs": way_to_purchasing(),
        "own": Paginator(own, A_PAGE).get_page(asked) if only_own else own[:FIRST],
        "more": 0 if only_own else number - FIRST,
        "only_own": only_own,
        "form": form,
        "cpv": cpv,
        "sent": None if only_own else Paginator(published_needs(cpv), A_PAGE).get_page(asked),
        "waiting": waiting,
        "sees_all": request.actor.role in READS_ALL,
        "states": request.actor.may(Deed.CALL_OFF),
        "buys": request.actor.may(Deed.PURCHASE),
    }
    return render(request, "purchasing/needs.html", context)


@door(Deed.CALL_OFF)
def add_need(request: SeatedRequest) -> HttpResponse:
    form = NeedForm(request.POST or None, members=members_called_off_for(request.actor))
    if form.is_valid():
        with answered_on(form, request):
            writing.state_need(form.cleaned_data["member"], _wish(form), by=request.actor, at=timezone.now())
            return redirect("needs")
    lede = _("Other members do not see it until it is sent in.")
    return form_page(request, form, heading=_("New need"), button=_("State the need"), crumbs=way_to_needs(), lede=lede)


@door(Deed.CALL_OFF)
def change_need(request: SeatedRequest, need_id: int) -> HttpResponse:
    need = _own_or_404(request, need_id)
    kronor = f"{need.estimate_minor // 100},{need.estimate_minor % 100:02d}"
    told = {"what": need.what, "quantity": need.quantity, "estimate": kronor, "wanted_by": need.wanted_by, "cpv": need.cpv}
    form = NeedForm(request.POST or None, members=members_called_off_for(request.actor), need=need, initial=told)
    if form.is_valid():
        with answered_on(form, request):
            writing.change_need(need, _wish(form), by=request.actor, at=timezone.now())
            return redirect("needs")
    return form_page(request, form, heading=_("Change the need"), button=_("Change the need"), crumbs=way_to_needs())


@door(Deed.CALL_OFF)
def send_need(request: SeatedRequest, need_id: int) -> HttpResponse:
    """What everybody will read, then sending it in: it cannot be undone."""
    need = _own_or_404(request, need_id)
    if request.method == "POST":
        writing.send_need(need, by=request.actor, at=timezone.now())
        return redirect("needs")
    return render(request, "purchasing/send_need.html", {"need": need, "crumbs": way_to_needs()})


def _own_or_404(request: SeatedRequest, need_id: int) -> Need:
    return get_object_or_404(needs_read_by(request.actor), pk=need_id)


def _wish(form: NeedForm) -> writing.Wish:
    found = form.cleaned_data
    return writing.Wish(found["what"].strip(), found["quantity"], found["estimate"], found["wanted_by"], found["cpv"])
