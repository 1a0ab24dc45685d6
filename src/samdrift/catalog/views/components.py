"""Components, what stands on what, and what else stops when one does."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.catalog import actions
from samdrift.catalog.forms.components import ComponentForm, DependencyForm
from samdrift.catalog.models import Component, Dependency, part_of
from samdrift.catalog.queries import all_standing
from samdrift.catalog.views.architecture import page_of, standing_of, thing_or_404, to_architecture, to_thing, views_of
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.ui.names import named_text
from samdrift.ui.undo import done_with_undo

ROWS_A_PAGE = 50


@door(Deed.READ_CATALOG)
def architecture(request: SeatedRequest) -> HttpResponse:
    found = all_standing()
    context = {
        "rows": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "services": sum(one.part.kind == "service" for one in found),
        "components": sum(one.part.kind == "component" for one in found),
        "first": found[0] if found and found[0].services else None,
        "views": views_of(request, "architecture"),
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
    }
    return render(request, "catalog/architecture.html", context)


@door(Deed.READ_CATALOG)
def component(request: SeatedRequest, component_id: int) -> HttpResponse:
    found = _component(component_id)
    context = {
        "component": found,
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
        **standing_of(request, found),
    }
    return render(request, "catalog/component.html", context)


@door(Deed.CHANGE_CATALOG)
def add_component(request: SeatedRequest) -> HttpResponse:
    form = ComponentForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            made = actions.add_component(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("component", made.pk)
    return form_page(request, form, heading=_("Add a component"), button=_("Add"), crumbs=to_architecture())


@door(Deed.CHANGE_CATALOG)
def change_component(request: SeatedRequest, component_id: int) -> HttpResponse:
    found = _component(component_id)
    initial: dict[str, Any] = {name: getattr(found, name) for name in ComponentForm.base_fields}
    form = ComponentForm(request.POST or None, initial=initial)
    if form.is_valid():
        with answered_on(form, request):
            actions.change_component(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("component", found.pk)
    return form_page(request, form, heading=_("Change the component"), button=_("Save"), crumbs=to_thing(found))


@door(Deed.CHANGE_CATALOG)
def add_dependency(request: SeatedRequest, part: str) -> HttpResponse:
    """Say what a service or component stands on; the form names it, and lets one choose another."""
    found = thing_or_404(part)
    form = DependencyForm(request.POST or None, initial={"what": part})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            actions.add_dependency(typed["what"], typed["lower"], by=request.actor, at=timezone.now())
            return redirect(page_of(typed["what"]))
    return form_page(request, form, heading=_("Say what it stands on"), button=_("Save"), crumbs=to_thing(found))


@require_POST
@door(Deed.CHANGE_CATALOG)
def drop_dependency(request: SeatedRequest, dependency_id: int) -> HttpResponse:
    rows = Dependency.objects.select_related("service", "component", "on_service", "on_component")
    found = get_object_or_404(rows, pk=dependency_id)
    upper, lower = found.service or found.component, found.on_service or found.on_component
    assert upper is not None
    assert lower is not None
    actions.drop_dependency(found, by=request.actor, at=timezone.now())
    words = {"upper": named_text(upper).words, "lower": named_text(lower).words}
    part = part_of(upper)
    done_with_undo(
        request,
        _("%(upper)s no longer stands on %(lower)s.") % words,
        url=reverse("add_dependency", args=[part]),
        fields={"what": part, "lower": part_of(lower)},
    )
    return redirect(page_of(upper))


def _component(component_id: int) -> Component:
    return get_object_or_404(Component.objects.select_related("site__organization"), pk=component_id)
