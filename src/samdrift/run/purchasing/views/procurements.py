"""Joint procurements: merging needs, inviting tenders, awarding."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.members.views.form_page import form_page
from samdrift.run.purchasing.actions import procurements as writing
from samdrift.run.purchasing.forms.purchases import AwardForm, FindNeedsForm, NeedsForm, ProcurementForm, TenderForm
from samdrift.run.purchasing.models import CpvCode, Procurement, PublishedNeed
from samdrift.run.purchasing.queries.contracts import suppliers_in_order
from samdrift.run.purchasing.queries.needs import needs_of, needs_to_merge
from samdrift.run.purchasing.queries.procurements import awards_of, procurements_in_order, steps_of
from samdrift.run.purchasing.views.parts import parts, way_to_purchasing

Crumb = tuple[str, str]
A_PAGE = 50


def way_to_procurements() -> list[Crumb]:
    return [*way_to_purchasing(), (_("Procurements"), reverse("procurements"))]


def _way_to(procurement: Procurement) -> list[Crumb]:
    return [*way_to_procurements(), (procurement.title, reverse("procurement", args=[procurement.pk]))]


@door(Deed.READ_PURCHASING)
def procurements(request: SeatedRequest) -> HttpResponse:
    context = {
        "views": parts("procurements"),
        "crumbs": way_to_purchasing(),
        "procurements": Paginator(procurements_in_order(), A_PAGE).get_page(request.GET.get("page")),
        "to_merge": needs_to_merge().count(),
        "buys": request.actor.may(Deed.PURCHASE),
    }
    return render(request, "purchasing/procurements.html", context)


@door(Deed.READ_PURCHASING)
def procurement(request: SeatedRequest, procurement_id: int) -> HttpResponse:
    """The line of steps, who asked for what, and what was decided."""
    row = get_object_or_404(procurements_in_order(), pk=procurement_id)
    asked = list(needs_of(row))
    context = {
        "procurement": row,
        "cpv": CpvCode.objects.filter(code=row.cpv).first(),
        "steps": steps_of(row, begun_on=timezone.localdate(row.begun_at)),
        "needs": Paginator(asked, A_PAGE).get_page(request.GET.get("page")),
        "quantity": sum(need.quantity for need in asked),
        "estimate_minor": sum(need.estimate_minor for need in asked),
        "tender": getattr(row, "tender", None),
        "awards": awards_of(row),
        "to_merge": needs_to_merge().count(),
        "buys": request.actor.may(Deed.PURCHASE),
        "crumbs": way_to_procurements(),
    }
    return render(request, "purchasing/procurement.html", context)


@door(Deed.PURCHASE)
def start_procurement(request: SeatedRequest) -> HttpResponse:
    """A new procurement; the needs that may be ticked come a page at a time, ?find= only those with a word in them."""
    asked = request.GET.get("cpv", "")[:8]
    form, shown = ProcurementForm(request.POST or None, needs=needs_to_merge(), initial={"cpv": asked}), _needs_shown(request)
    form.show(shown)
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            made = writing.start_procurement(found["title"], found["cpv"], needs=found["needs"], by=request.actor, at=timezone.now())
            return redirect("procurement", made.pk)
    page = {"heading": _("New procurement"), "button": _("Begin the procurement"), "crumbs": way_to_procurements()}
    return _with_needs(request, form, shown, page | {"cpv": asked})


@door(Deed.PURCHASE)
def merge_needs(request: SeatedRequest, procurement_id: int) -> HttpResponse:
    row = get_object_or_404(Procurement, pk=procurement_id)
    form, shown = NeedsForm(request.POST or None, needs=needs_to_merge()), _needs_shown(request)
    form.show(shown)
    if form.is_valid():
        with answered_on(form, request):
            writing.merge_needs(row, form.cleaned_data["needs"], by=request.actor, at=timezone.now())
            return redirect("procurement", row.pk)
    lede = _("They become part of one requirement, until tenders are invited.")
    page = {"heading": _("Merge needs"), "button": _("Merge the needs"), "crumbs": _way_to(row), "lede": lede}
    return _with_needs(request, form, shown, page)


def _needs_shown(request: SeatedRequest) -> Page[PublishedNeed]:
    return Paginator(needs_to_merge(request.GET.get("find", "").strip()[:200]), A_PAGE).get_page(request.GET.get("page"))


def _with_needs(request: SeatedRequest, form: NeedsForm, shown: Page[PublishedNeed], page: dict[str, Any]) -> HttpResponse:
    """The form's page; where not all needs fit, with a way to the others."""
    is_searched = bool(request.GET.get("find", "").strip())
    search = FindNeedsForm(request.GET) if is_searched or shown.paginator.num_pages > 1 else None
    more = {"form": form, "search": search, "needs": shown, "back": page["crumbs"][-1][1]}
    return render(request, "purchasing/needs_form.html", page | more, status=status_of(form))


@door(Deed.PURCHASE)
def invite_tenders(request: SeatedRequest, procurement_id: int) -> HttpResponse:
    row = get_object_or_404(Procurement, pk=procurement_id)
    form = TenderForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            writing.invite_tenders(
                row, advertised_on=found["advertised_on"], closes_on=found["closes_on"], by=request.actor, at=timezone.now()
            )
            return redirect("procurement", row.pk)
    lede = _("The requirement is set from then on: no need is merged after that.")
    return form_page(request, form, heading=_("Invite tenders"), button=_("Note the invitation"), crumbs=_way_to(row), lede=lede)


@door(Deed.PURCHASE)
def award(request: SeatedRequest, procurement_id: int) -> HttpResponse:
    row = get_object_or_404(Procurement, pk=procurement_id)
    form = AwardForm(request.POST or None, suppliers=suppliers_in_order())
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            writing.award(
                row,
                found["supplier"],
                found["value"],
                decided_on=found["decided_on"],
                registry_number=found["registry_number"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("procurement", row.pk)
    return form_page(request, form, heading=_("Award"), button=_("Record the award"), crumbs=_way_to(row))
