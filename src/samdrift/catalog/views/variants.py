"""What members have that differs from the standard: a list, one more, an end."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import actions, queries
from samdrift.catalog.forms.grades import ReviewForm, VariantForm
from samdrift.catalog.forms.services import EndForm
from samdrift.catalog.models import Variant
from samdrift.catalog.views.parts import parts
from samdrift.catalog.views.reviews import a_year_on, back_from_review
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.members.queries import sees_inside
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.names import named_text

VARIANTS_A_PAGE = 50


@door(Deed.READ_REPORTS)
def variants(request: SeatedRequest) -> HttpResponse:
    """The unit's list of all of them, or a member's own; those overdue for review stand first."""
    today, for_all = timezone.localdate(), request.actor.role in READS_ALL
    found = queries.variants(on=today, owner_id=None if for_all else request.actor.owner_id)
    context = {
        "parts": parts(request, "variants"),
        "page_obj": Paginator(found, VARIANTS_A_PAGE).get_page(request.GET.get("page")),
        "overdue": found.filter(review_on__lte=today).count(),
        "cost_minor": sum(found.filter(during__contains=today).values_list("price_minor", flat=True)),
        "for_all": for_all,
        "today": today,
        "may_state": request.actor.may(Deed.STATE_NEEDS),
        "own_id": request.actor.owner_id,
    }
    return render(request, "catalog/variants.html", context)


@door(Deed.STATE_NEEDS)
def add_variant(request: SeatedRequest, organization_id: int) -> HttpResponse:
    member = get_object_or_404(Organization, pk=organization_id, kind__in=MEMBERS)
    if not sees_inside(request.actor, member):
        raise Http404
    form = VariantForm(request.POST or None, member=member, initial={"from_on": timezone.localdate()})
    if form.is_valid():
        typed, now = form.cleaned_data, timezone.now()
        with answered_on(form, request):
            actions.add_variant(
                member,
                typed["service"],
                typed["what_differs"],
                keeper=typed["keeper"],
                price_minor=typed["price"],
                review_on=typed["review_on"],
                from_on=typed["from_on"],
                by=request.actor,
                on=timezone.localdate(now),
                at=now,
            )
            return redirect("variants")
    return form_page(request, form, heading=_("Add a variant"), button=_("Add"), crumbs=_to_variants(), lede=named_text(member).words)


@door(Deed.STATE_NEEDS)
def review_variant(request: SeatedRequest, variant_id: int) -> HttpResponse:
    variant = get_object_or_404(Variant.objects.select_related("owner", "service"), pk=variant_id)
    now = timezone.now()
    form = ReviewForm(request.POST or None, initial={"review_on": a_year_on(timezone.localdate(now))})
    if form.is_valid():
        with answered_on(form, request):
            actions.review_variant(variant, **form.cleaned_data, by=request.actor, on=timezone.localdate(now), at=now)
            return back_from_review(request, "variants")
    lede = f"{variant.owner.short_name}, {named_text(variant.service).words}: {variant.what_differs}"
    return form_page(request, form, heading=_("The variant stays as it is"), button=_("Save"), crumbs=_to_variants(), lede=lede)


@door(Deed.STATE_NEEDS)
def end_variant(request: SeatedRequest, variant_id: int) -> HttpResponse:
    variant = get_object_or_404(Variant.objects.select_related("owner", "service"), pk=variant_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            actions.end_variant(variant, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("variants")
    lede = f"{variant.owner.short_name}, {named_text(variant.service).words}: {variant.what_differs}"
    return form_page(request, form, heading=_("End the variant"), button=_("End it"), crumbs=_to_variants(), lede=lede)


def _to_variants() -> Crumbs:
    return [(_("Catalog"), reverse("catalog")), (_("Variants"), reverse("variants"))]
