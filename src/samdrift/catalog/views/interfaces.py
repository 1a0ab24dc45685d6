"""Interfaces as pages: what is offered, by whom, in which version, who uses it, and how one is retired."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.catalog import actions
from samdrift.catalog.forms.interfaces import InterfaceForm, RetireForm, UseForm
from samdrift.catalog.models import Interface, InterfaceUse, part_of
from samdrift.catalog.queries import interfaces_in_order, retired_and_used, users_of
from samdrift.catalog.views.architecture import to_architecture, views_of
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.names import named_text
from samdrift.ui.undo import done_with_undo

ROWS_A_PAGE = 50


@door(Deed.READ_CATALOG)
def interfaces(request: SeatedRequest) -> HttpResponse:
    found, today = interfaces_in_order(), timezone.localdate()
    context = {
        "rows": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "overdue": retired_and_used(on=today),
        "today": today,
        "views": views_of(request, "interfaces"),
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
    }
    return render(request, "catalog/interfaces.html", context)


@door(Deed.READ_CATALOG)
def interface(request: SeatedRequest, interface_id: int) -> HttpResponse:
    found = _interface(interface_id)
    context = {
        "interface": found,
        "users": users_of(found),
        "today": timezone.localdate(),
        "crumbs": to_architecture("interfaces"),
        "may_change": request.actor.may(Deed.CHANGE_CATALOG),
    }
    return render(request, "catalog/interface.html", context)


@door(Deed.CHANGE_CATALOG)
def offer_interface(request: SeatedRequest) -> HttpResponse:
    form = InterfaceForm(request.POST or None, initial={"from_on": timezone.localdate(), "offered_by": request.GET.get("by", "")})
    if form.is_valid():
        with answered_on(form, request):
            made = actions.offer_interface(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("interface", made.pk)
    return form_page(request, form, heading=_("Add an interface"), button=_("Add"), crumbs=to_architecture("interfaces"))


@door(Deed.CHANGE_CATALOG)
def use_interface(request: SeatedRequest, interface_id: int) -> HttpResponse:
    found = _interface(interface_id)
    form = UseForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.use_interface(found, form.cleaned_data["user"], by=request.actor, at=timezone.now())
            return redirect("interface", found.pk)
    return form_page(request, form, heading=_("Say who uses it"), button=_("Save"), crumbs=_to(found))


@require_POST
@door(Deed.CHANGE_CATALOG)
def leave_interface(request: SeatedRequest, use_id: int) -> HttpResponse:
    found = get_object_or_404(InterfaceUse.objects.select_related("interface", "service", "component"), pk=use_id)
    actions.leave_interface(found, by=request.actor, at=timezone.now())
    words = {"user": named_text(found.user).words, "interface": found.interface}
    done_with_undo(
        request,
        _("%(user)s no longer uses %(interface)s.") % words,
        url=reverse("use_interface", args=[found.interface_id]),
        fields={"user": part_of(found.user)},
    )
    return redirect("interface", found.interface_id)


@door(Deed.CHANGE_CATALOG)
def retire_interface(request: SeatedRequest, interface_id: int) -> HttpResponse:
    """End an interface; who still uses it is named before one chooses the day."""
    found = _interface(interface_id)
    form = RetireForm(request.POST or None, initial={"on": found.until_on})
    if form.is_valid():
        with answered_on(form, request):
            actions.retire_interface(found, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("interface", found.pk)
    users = ", ".join(named_text(use.user).words for use in users_of(found))
    lede = _("Still used by %(users)s: choose a day that gives them time to move.") % {"users": users} if users else _("Nobody uses it.")
    return form_page(request, form, heading=_("Retire the interface"), button=_("Retire it"), crumbs=_to(found), lede=lede)


def _interface(interface_id: int) -> Interface:
    return get_object_or_404(Interface.objects.select_related("service", "component"), pk=interface_id)


def _to(found: Interface) -> Crumbs:
    return [*to_architecture("interfaces"), (str(found), reverse("interface", args=[found.pk]))]
