"""Capabilities and what serves them at each member; the systems that do the same job at several."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.catalog import actions, queries
from samdrift.catalog.forms.capabilities import CapabilityForm, StateCostForm, SystemForm
from samdrift.catalog.models import CapabilitySystem, PublishedCost
from samdrift.catalog.views.architecture import to_architecture, views_of
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.members.queries import members_in_order, sees_inside
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.undo import done_with_undo

MEMBERS_A_PAGE = 25
CANDIDATES_A_PAGE = 10
CAPABILITIES_A_PAGE = 50
SYSTEMS_SHOWN = 30
PUBLISHED_SHOWN = 5


@door(Deed.READ_REPORTS)
def capabilities(request: SeatedRequest) -> HttpResponse:
    """For those who see all, members and what serves each capability there; for a member, its own beside what others publish."""
    if request.actor.role not in READS_ALL:
        return _of_one(request, get_object_or_404(Organization, pk=request.actor.owner_id))
    members = Paginator(members_in_order(), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    systems = queries.systems_at(member.pk for member in members)
    columns = queries.served_ones(systems)
    context = {
        "columns": columns,
        "members": members,
        "rows": [(member, [systems.get((member.pk, capability.pk), []) for capability in columns]) for member in members],
        "views": views_of(request, "capabilities"),
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
        "may_name": request.actor.may(Deed.NAME_SYSTEMS),
    }
    return render(request, "catalog/capabilities.html", context)


@door(Deed.READ_REPORTS)
def capabilities_of(request: SeatedRequest, organization_id: int) -> HttpResponse:
    return _of_one(request, _member_or_404(request, organization_id))


def _of_one(request: SeatedRequest, member: Organization) -> HttpResponse:
    systems, published = queries.systems_at([member.pk]), queries.published_of(member.pk)
    others: dict[int, list[PublishedCost]] = {}
    for cost in queries.published_costs(but_of=member.pk):
        others.setdefault(cost.capability_id, []).append(cost)
    rows = [
        (
            capability,
            [(system, (capability.pk, system.name) in published) for system in systems.get((member.pk, capability.pk), [])],
            others.get(capability.pk, [])[:PUBLISHED_SHOWN],
            max(0, len(others.get(capability.pk, [])) - PUBLISHED_SHOWN),
        )
        for capability in queries.served_ones(systems)
    ]
    everything = [system for _capability, found, _others, _more in rows for system, _published in found]
    context = {
        "member": member,
        "rows": Paginator(rows, CAPABILITIES_A_PAGE).get_page(request.GET.get("page")),
        "shared": sum(system.service_id is not None for system in everything),
        "own": sum(system.service_id is None for system in everything),
        "crumbs": to_architecture("capabilities") if request.actor.role in READS_ALL else to_architecture(),
        "views": [] if request.actor.role in READS_ALL else views_of(request, "capabilities"),
        "may_name": request.actor.may(Deed.NAME_SYSTEMS),
        "may_publish": request.actor.may(Deed.PUBLISH_COSTS),
    }
    return render(request, "catalog/capabilities_of.html", context)


@door(Deed.READ_REPORTS)
def candidates(request: SeatedRequest) -> HttpResponse:
    """Own systems that do the same job at two members or more, by capability, with what each costs."""
    for_all = request.actor.role in READS_ALL
    found = queries.candidates(owner_id=None if for_all else request.actor.owner_id)
    page = Paginator(found, CANDIDATES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "number": len(found),
        "yearly_minor": sum(one.yearly_minor for one in found),
        "page_obj": page,
        "rows": [(one, one.systems[:SYSTEMS_SHOWN], len(one.systems) - SYSTEMS_SHOWN) for one in page],
        "for_all": for_all,
        "views": views_of(request, "candidates"),
    }
    return render(request, "catalog/candidates.html", context)


@door(Deed.CHANGE_CATALOG)
def add_capability(request: SeatedRequest) -> HttpResponse:
    form = CapabilityForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.add_capability(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("capabilities")
    return form_page(request, form, heading=_("Add a capability"), button=_("Add"), crumbs=to_architecture("capabilities"))


@door(Deed.NAME_SYSTEMS)
def name_system(request: SeatedRequest, organization_id: int) -> HttpResponse:
    member = _member_or_404(request, organization_id)
    form = SystemForm(request.POST or None, initial={"capability": request.GET.get("capability")})
    if form.is_valid():
        with answered_on(form, request):
            actions.name_system(member, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("capabilities_of", member.pk)
    return form_page(request, form, heading=_("Say which system serves it"), button=_("Save"), crumbs=_to(member), lede=member.name)


@door(Deed.NAME_SYSTEMS)
def state_cost(request: SeatedRequest, system_id: int) -> HttpResponse:
    found = _system_or_404(system_id)
    form = StateCostForm(request.POST or None, initial={"yearly_minor": _typed(found.yearly_minor)})
    if form.is_valid():
        with answered_on(form, request):
            actions.state_cost(found, form.cleaned_data["yearly_minor"], by=request.actor, at=timezone.now())
            return redirect("capabilities_of", found.owner_id)
    heading = _("What %(system)s costs") % {"system": found.name}
    lede = _("What is published follows.") if (found.capability_id, found.name) in queries.published_of(found.owner_id) else ""
    return form_page(request, form, heading=heading, button=_("Save"), crumbs=_to(found.owner), lede=lede)


@require_POST
@door(Deed.PUBLISH_COSTS)
def publish_cost(request: SeatedRequest, system_id: int) -> HttpResponse:
    found = _system_or_404(system_id)
    actions.publish_cost(found, by=request.actor, at=timezone.now())
    messages.success(request, _("All members see now what %(system)s costs.") % {"system": found.name})
    return redirect("capabilities_of", found.owner_id)


@require_POST
@door(Deed.PUBLISH_COSTS)
def withdraw_cost(request: SeatedRequest, system_id: int) -> HttpResponse:
    found = _system_or_404(system_id)
    actions.withdraw_cost(found, by=request.actor, at=timezone.now())
    messages.success(request, _("The other members no longer see %(system)s.") % {"system": found.name})
    return redirect("capabilities_of", found.owner_id)


@require_POST
@door(Deed.NAME_SYSTEMS)
def drop_system(request: SeatedRequest, system_id: int) -> HttpResponse:
    found = _system_or_404(system_id)
    was_published = (found.capability_id, found.name) in queries.published_of(found.owner_id)
    actions.drop_system(found, by=request.actor, at=timezone.now())
    system = found.service.name if found.service else found.name
    words = {"system": system, "capability": found.capability.name}
    told = [_("%(system)s no longer serves %(capability)s.") % words]
    if was_published:
        told.append(_("The other members no longer see %(system)s.") % {"system": found.name})
    done_with_undo(
        request,
        " ".join(told),
        url=reverse("name_system", args=[found.owner_id]),
        fields={
            "capability": found.capability_id,
            "service": found.service_id,
            "name": found.name,
            "yearly_minor": _typed(found.yearly_minor),
        },
    )
    return redirect("capabilities_of", found.owner_id)


def _typed(minor: int | None) -> str:
    """An amount as somebody would type it."""
    return "" if minor is None else f"{minor // 100},{minor % 100:02}"


def _member_or_404(request: SeatedRequest, organization_id: int) -> Organization:
    found = get_object_or_404(Organization, pk=organization_id, kind__in=MEMBERS)
    if not sees_inside(request.actor, found):
        raise Http404
    return found


def _system_or_404(system_id: int) -> CapabilitySystem:
    return get_object_or_404(CapabilitySystem.objects.select_related("owner", "capability", "service"), pk=system_id)


def _to(member: Organization) -> Crumbs:
    return [*to_architecture("capabilities"), (member.short_name, reverse("capabilities_of", args=[member.pk]))]
