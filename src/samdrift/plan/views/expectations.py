"""What decisions expect, and the price index, as pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import form_page
from samdrift.plan.actions import expectations as writing
from samdrift.plan.baselines_forms import ExpectationForm, IndexChoiceForm, IndexValueForm
from samdrift.plan.queries.expectations import chosen_index, expectations_read_by, index_names, index_rows
from samdrift.plan.views.follow_up_parts import parts, to_follow_up

A_PAGE = 50


@door(Deed.READ_BILLS)
def expectations(request: SeatedRequest) -> HttpResponse:
    """What decisions say that members will pay, by member and year."""
    found = expectations_read_by(request.actor).select_related("decision")
    context = {
        "views": parts(request.actor, "expectations"),
        "crumbs": to_follow_up(),
        "page_obj": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "sees_all": request.actor.role in READS_ALL,
        "follows": request.actor.may(Deed.FOLLOW_UP),
    }
    return render(request, "plan/expectations.html", context)


@door(Deed.FOLLOW_UP)
def add_expectation(request: SeatedRequest) -> HttpResponse:
    year = timezone.localdate().year
    form = ExpectationForm(request.POST or None, initial={"year": year, "prices_of": year})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            writing.record_expectation(
                typed["member"],
                typed["year"],
                typed["kind"],
                typed["amount"],
                prices_of=typed["prices_of"],
                registry_number=typed["registry_number"],
                decided_on=typed["decided_on"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("expectations")
    lede = _("A figure for the same member, year and kind counts instead of the one before.")
    crumbs = [*to_follow_up(), (gettext_lazy("What was expected"), reverse("expectations"))]
    return form_page(request, form, heading=_("What a decision expects"), button=_("Record it"), crumbs=crumbs, lede=lede)


@door(Deed.READ_REPORTS)
def price_index(request: SeatedRequest) -> HttpResponse:
    """The index that is chosen, with its values and where they come from."""
    choice = chosen_index()
    names = index_names()
    context = {
        "views": parts(request.actor, "price_index"),
        "crumbs": to_follow_up(),
        "choice": choice,
        "rows": index_rows(choice.name) if choice else [],
        "others": [name for name in names if choice is None or name != choice.name],
        "follows": request.actor.may(Deed.FOLLOW_UP),
        "may_choose": request.actor.may(Deed.FOLLOW_UP) and bool(names),
    }
    return render(request, "plan/price_index.html", context)


@door(Deed.FOLLOW_UP)
def add_index_value(request: SeatedRequest) -> HttpResponse:
    choice = chosen_index()
    initial = {"name": choice.name if choice else "", "year": timezone.localdate().year - 1}
    form = IndexValueForm(request.POST or None, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            writing.record_index_value(
                typed["name"], typed["year"], typed["value"], typed["source"], month=typed["month"], by=request.actor, at=timezone.now()
            )
            return redirect("price_index")
    crumbs = [*to_follow_up(), (gettext_lazy("Price index"), reverse("price_index"))]
    lede = _("A value for the same time counts instead of the one before.")
    return form_page(request, form, heading=_("A value of a price index"), button=_("Record it"), crumbs=crumbs, lede=lede)


@door(Deed.FOLLOW_UP)
def choose_index(request: SeatedRequest) -> HttpResponse:
    form = IndexChoiceForm(request.POST or None, names=index_names(), initial={"decided_on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            writing.choose_index(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("price_index")
    crumbs = [*to_follow_up(), (gettext_lazy("Price index"), reverse("price_index"))]
    lede = _("Every amount of every year is brought to one year's prices by it; another index gives other figures at once.")
    return form_page(request, form, heading=_("Choose a price index"), button=_("Choose it"), crumbs=crumbs, lede=lede)
