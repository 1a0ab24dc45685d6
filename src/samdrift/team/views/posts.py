"""Posts as forms."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.team import actions
from samdrift.team.forms import ActingForm, EndForm, HolderForm, PostForm
from samdrift.team.views.parts import function_at, post_at, to_function


@door(Deed.CHANGE_TEAM)
def add_post(request: SeatedRequest, function_id: int) -> HttpResponse:
    found = function_at(function_id)
    form = PostForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.add_post(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function", found.pk)
    lede = gettext_lazy("The post begins vacant. Name who holds it afterwards.")
    return form_page(request, form, heading=gettext_lazy("Add a post"), button=gettext_lazy("Add"), crumbs=to_function(found), lede=lede)


@door(Deed.CHANGE_TEAM)
def fill_post(request: SeatedRequest, post_id: int) -> HttpResponse:
    found = post_at(post_id)
    begins = {"employee": found.employee_id, "on": timezone.localdate(), "share_percent": found.share_percent}
    form = HolderForm(request.POST or None, function=found.function, initial=begins)
    if form.is_valid():
        with answered_on(form, request):
            actions.fill_post(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function", found.function_id)
    heading = gettext_lazy("Who holds the post?")
    return form_page(request, form, heading=heading, button=gettext_lazy("Save"), crumbs=to_function(found.function), lede=found.title)


@door(Deed.CHANGE_TEAM)
def act_in_post(request: SeatedRequest, post_id: int) -> HttpResponse:
    found = post_at(post_id)
    begins = {"from_on": timezone.localdate(), "share_percent": found.share_percent}
    form = ActingForm(request.POST or None, function=found.function, initial=begins)
    if form.is_valid():
        with answered_on(form, request):
            actions.act_in_post(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("function", found.function_id)
    heading, lede = gettext_lazy("Who acts in the post?"), gettext_lazy("While its holder is away. The holder keeps it.")
    return form_page(request, form, heading=heading, button=gettext_lazy("Save"), crumbs=to_function(found.function), lede=lede)


@door(Deed.CHANGE_TEAM)
def end_post(request: SeatedRequest, post_id: int) -> HttpResponse:
    found = post_at(post_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.end_post(found, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("function", found.function_id)
    heading = gettext_lazy("End the post")
    return form_page(request, form, heading=heading, button=heading, crumbs=to_function(found.function), lede=found.title)
