"""The catalog as pages: what is shared, at which levels, who answers for it; what one's own organization takes, or how many take it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import actions
from samdrift.catalog.forms.services import ChangeLevelForm, EndForm, LevelForm, OwnerForm, ServiceForm, TakeForm
from samdrift.catalog.models import Service, Uptake
from samdrift.catalog.queries import (
    levels_by_service,
    levels_of,
    prices_in_force,
    prices_of,
    services_in_order,
    takers_by_service,
    takers_of,
    uptakes_in_force,
    uptakes_of,
)
from samdrift.catalog.queries.reviews import reviews_due_by_service
from samdrift.catalog.views.architecture import standing_of
from samdrift.catalog.views.parts import parts
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.models import Organization
from samdrift.members.queries import sees_inside
from samdrift.members.views.form_page import Crumbs, form_page

TAKERS_A_PAGE = SERVICES_A_PAGE = 50


@door(Deed.READ_CATALOG)
def catalog(request: SeatedRequest) -> HttpResponse:
    today, for_all = timezone.localdate(), request.actor.role in READS_ALL
    services, levels = services_in_order(), levels_by_service()
    page = Paginator(sorted(services, key=lambda s: Service.Kind.values.index(s.kind)), SERVICES_A_PAGE).get_page(request.GET.get("page"))
    taken = {} if for_all else {uptake.service_id: uptake for uptake in uptakes_in_force(on=today, owner_id=request.actor.owner_id)}
    takers = takers_by_service(on=today) if for_all else {}
    rows = {
        kind: [(s, levels.get(s.pk, []), taken.get(s.pk), takers.get(s.pk, 0)) for s in page if s.kind == kind] for kind in Service.Kind
    }
    owned = [s for s in services if s.service_owner and s.service_owner.account_id == request.actor.account_id] if for_all else []
    overdue = reviews_due_by_service([s.pk for s in owned], on=today) if owned else {}
    context = {
        "parts": parts(request, "catalog"),
        "page_obj": page,
        "kinds": [(kind, kind.label, rows[kind]) for kind in Service.Kind if rows[kind]],
        "owned": [(s, overdue.get(s.pk, 0)) for s in owned],
        "number": len(services),
        "taken": len(taken),
        "for_all": for_all,
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
    }
    return render(request, "catalog/catalog.html", context)


@door(Deed.READ_CATALOG)
def service(request: SeatedRequest, service_id: int) -> HttpResponse:
    found = _service(service_id)
    today, for_all = timezone.localdate(), request.actor.role in READS_ALL
    own = [] if for_all else uptakes_of(found, owner_id=request.actor.owner_id)
    prices = prices_in_force(on=today, service=found)
    context = {
        "service": found,
        "levels": [(level, prices.get(level.pk)) for level in levels_of(found)],
        "coming": [price for price in prices_of(found) if price.from_on > today],
        "takers": Paginator(takers_of(found, on=today) if for_all else [], TAKERS_A_PAGE).get_page(request.GET.get("page")),
        "own": own,
        "own_id": request.actor.owner_id,
        "reads_coverage": request.actor.may(Deed.READ_REPORTS),
        "now_taken": next((uptake for uptake in own if today in uptake.during), None),
        "for_all": for_all,
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
        **standing_of(request, found),
    }
    return render(request, "catalog/service.html", context)


@door(Deed.READ_CATALOG)
def services_taken(request: SeatedRequest, organization_id: int) -> HttpResponse:
    """What one organization takes: a slot of its page, or a page of its own."""
    found = get_object_or_404(Organization, pk=organization_id)
    if not sees_inside(request.actor, found):
        raise Http404
    template = "catalog/services_taken.html" if request.headers.get("HX-Request") else "catalog/services_taken_page.html"
    return render(request, template, {"organization": found, "uptakes": uptakes_in_force(on=timezone.localdate(), owner_id=found.pk)})


@door(Deed.CHANGE_CATALOG)
def add_service(request: SeatedRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None)
    if form.is_valid():
        typed = {**form.cleaned_data, "kind": Service.Kind(form.cleaned_data["kind"])}
        with answered_on(form, request):
            made = actions.add_service(**typed, by=request.actor, at=timezone.now())
            return redirect("service", made.pk)
    return form_page(request, form, heading=_("Add a service"), button=_("Add"), crumbs=_to_catalog())


@door(Deed.CHANGE_CATALOG)
def name_owner(request: SeatedRequest, service_id: int) -> HttpResponse:
    found = _service(service_id)
    form = OwnerForm(request.POST or None, initial={"employee": found.service_owner_id})
    if form.is_valid():
        with answered_on(form, request):
            actions.name_service_owner(found, form.cleaned_data["employee"], by=request.actor, at=timezone.now())
            return redirect("service", found.pk)
    return form_page(request, form, heading=_("Name the service owner"), button=_("Save"), crumbs=_to(found))


@door(Deed.CHANGE_CATALOG)
def add_level(request: SeatedRequest, service_id: int) -> HttpResponse:
    found = _service(service_id)
    form = LevelForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.add_level(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("service", found.pk)
    return form_page(request, form, heading=_("Add a level"), button=_("Add"), crumbs=_to(found))


@door(Deed.CHANGE_CATALOG)
def take(request: SeatedRequest, service_id: int) -> HttpResponse:
    found = _service(service_id)
    today = timezone.localdate()
    form = TakeForm(request.POST or None, service=found, on=today, initial={"from_on": today})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            actions.take_service(typed["taker"], found, typed["level"], from_on=typed["from_on"], by=request.actor, at=timezone.now())
            return redirect("service", found.pk)
    return form_page(request, form, heading=_("Let a member take the service"), button=_("Save"), crumbs=_to(found))


@door(Deed.CHANGE_CATALOG)
def change_level(request: SeatedRequest, uptake_id: int) -> HttpResponse:
    found = _uptake(uptake_id)
    form = ChangeLevelForm(request.POST or None, service=found.service, initial={"level": found.level_id, "on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.change_level(found, form.cleaned_data["level"], on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("service", found.service_id)
    return form_page(request, form, heading=_("Change the level"), button=_("Save"), crumbs=_to(found.service), lede=found.owner.name)


@door(Deed.CHANGE_CATALOG)
def end(request: SeatedRequest, uptake_id: int) -> HttpResponse:
    found = _uptake(uptake_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.end_uptake(found, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("service", found.service_id)
    return form_page(request, form, heading=_("End what is taken"), button=_("End it"), crumbs=_to(found.service), lede=found.owner.name)


def _service(service_id: int) -> Service:
    return get_object_or_404(Service.objects.select_related("service_owner__site"), pk=service_id)


def _uptake(uptake_id: int) -> Uptake:
    return get_object_or_404(Uptake.objects.select_related("owner", "service", "level"), pk=uptake_id)


def _to_catalog() -> Crumbs:
    return [(_("Catalog"), reverse("catalog"))]


def _to(service: Service) -> Crumbs:
    return [*_to_catalog(), (service.name, reverse("service", args=[service.pk]))]
