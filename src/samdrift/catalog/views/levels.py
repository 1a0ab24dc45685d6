"""What a level grades and costs, as forms."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import actions
from samdrift.catalog.forms.grades import GradesForm, PriceForm
from samdrift.catalog.models import Level, Price
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.names import named_text


@door(Deed.CHANGE_CATALOG)
def grade_level(request: SeatedRequest, level_id: int) -> HttpResponse:
    level = _level(level_id)
    form = GradesForm(request.POST or None, initial=level.grades._asdict() if level.grades else None)
    if form.is_valid():
        with answered_on(form, request):
            actions.grade_level(level, form.grades(), by=request.actor, at=timezone.now())
            return redirect("service", level.service_id)
    lede = _("What the service runs at follows from the levels that are taken, and so does what every member rides on.")
    return form_page(
        request, form, heading=_("Grades of %(level)s") % {"level": named_text(level).words}, button=_("Save"), crumbs=_to(level), lede=lede
    )


@door(Deed.CHANGE_CATALOG)
def set_price(request: SeatedRequest, level_id: int) -> HttpResponse:
    level = _level(level_id)
    form = PriceForm(request.POST or None, initial={"from_on": timezone.localdate(), "per": Price.Per.EMPLOYEE})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            per, from_on = Price.Per(typed["per"]), typed["from_on"]
            actions.set_price(level, typed["amount"], per, from_on=from_on, decision=typed["decision"], by=request.actor, at=timezone.now())
            return redirect("service", level.service_id)
    lede = _("It counts from that day on, until a later price does. What was settled before stays as it was.")
    return form_page(
        request, form, heading=_("Price of %(level)s") % {"level": named_text(level).words}, button=_("Save"), crumbs=_to(level), lede=lede
    )


def _level(level_id: int) -> Level:
    return get_object_or_404(Level.objects.select_related("service"), pk=level_id)


def _to(level: Level) -> Crumbs:
    return [(_("Catalog"), reverse("catalog")), (named_text(level.service).words, reverse("service", args=[level.service_id]))]
