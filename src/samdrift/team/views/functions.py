"""Functions as pages: who leads them, where they sit. Members see names, sites and contact; posts are the unit's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.models import Organization
from samdrift.members.views.form_page import form_page
from samdrift.team import actions
from samdrift.team.forms import FunctionForm, ManagerForm
from samdrift.team.queries import employees_of, functions_in_order, functions_led_by, posts_of, sites_with_staff
from samdrift.team.queries.rotas import on_call
from samdrift.team.views.parts import function_at, to_function, to_team, views_of


@door(Deed.READ_ORGANIZATIONS)
def team(request: SeatedRequest) -> HttpResponse:
    functions = functions_in_order()
    sites = sites_with_staff()
    context = {
        "rows": [(function, sites.get(function.pk, 0)) for function in functions],
        "employees": sum(getattr(function, "size", 0) for function in functions),
        "may_change": request.actor.may(Deed.CHANGE_TEAM),
        "views": views_of(request, "team"),
        "led": functions_led_by(request.actor),
    }
    if request.actor.may(Deed.READ_ROTAS):
        now = timezone.now()
        called = on_call(now)
        context |= {"now": now, "on_call": [(function, called.get(function.pk, [])) for function in functions]}
    return render(request, "team/team.html", context)


@door(Deed.READ_ORGANIZATIONS)
def function(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = function_at(function_id)
    sees_posts = request.actor.role in READS_ALL
    context = {
        "function": found,
        "employees": employees_of(found),
        "posts": posts_of(found, on=timezone.localdate()) if sees_posts else [],
        "sees_posts": sees_posts,
        "may_change": request.actor.may(Deed.CHANGE_TEAM),
        "leads": found in functions_led_by(request.actor),
    }
    return render(request, "team/function.html", context)


@door(Deed.CHANGE_TEAM)
def add_function(request: SeatedRequest) -> HttpResponse:
    form = FunctionForm(request.POST or None)
    if form.is_valid():
        unit = get_object_or_404(Organization, pk=request.actor.owner_id)
        with answered_on(form, request):
            made = actions.add_function(unit, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function", made.pk)
    return form_page(request, form, heading=gettext_lazy("Add a function"), button=gettext_lazy("Add"), crumbs=to_team())


@door(Deed.CHANGE_TEAM)
def set_manager(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = function_at(function_id)
    form = ManagerForm(request.POST or None, function=found, initial={"employee": found.manager_id})
    if form.is_valid():
        with answered_on(form, request):
            actions.set_manager(found, form.cleaned_data["employee"], by=request.actor, at=timezone.now())
            return redirect("function", found.pk)
    return form_page(request, form, heading=gettext_lazy("Name the manager"), button=gettext_lazy("Save"), crumbs=to_function(found))
