"""What those who use a method say of it: that they do, what they do otherwise, what they suggest; and the owner's answers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from samdrift.catalog.actions import methods_use as actions
from samdrift.catalog.forms.methods import AnswerForm, MethodVariationForm, SuggestionForm
from samdrift.catalog.models import Suggestion
from samdrift.catalog.queries import methods as queries
from samdrift.catalog.views.methods import method_shown, to_method
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.members.queries import sees_inside
from samdrift.members.views.form_page import form_page
from samdrift.ui.differences import word_changes


@require_POST
@door(Deed.STATE_NEEDS)
def use_method(request: SeatedRequest, method_id: int) -> HttpResponse:
    found, now = method_shown(method_id), timezone.now()
    actions.use_method(found, _own(request), by=request.actor, on=timezone.localdate(now), at=now)
    return redirect("method", found.pk)


@require_POST
@door(Deed.STATE_NEEDS)
def stop_using_method(request: SeatedRequest, method_id: int) -> HttpResponse:
    found, now = method_shown(method_id), timezone.now()
    actions.stop_using_method(found, _own(request), by=request.actor, on=timezone.localdate(now), at=now)
    return redirect("method", found.pk)


@door(Deed.STATE_NEEDS)
def write_variation(request: SeatedRequest, method_id: int, organization_id: int) -> HttpResponse:
    found, member = method_shown(method_id), get_object_or_404(Organization, pk=organization_id, kind__in=MEMBERS)
    if not sees_inside(request.actor, member):
        raise Http404
    standing = queries.variation_of(found, owner_id=member.pk)
    form = MethodVariationForm(request.POST or None, initial={"text": standing.text if standing else found.head.version.text})
    if form.is_valid():
        with answered_on(form, request):
            actions.write_variation(found, member, form.cleaned_data["text"], by=request.actor, at=timezone.now())
            return redirect("method", found.pk)
    lede = _("%(member)s and the unit see it, and what differs from the method.") % {"member": member.name}
    return form_page(request, form, heading=_("Do otherwise"), button=_("Save"), crumbs=to_method(found), lede=lede)


@door(Deed.READ_CATALOG)
def method_variation(request: SeatedRequest, method_id: int, organization_id: int) -> HttpResponse:
    """What one member does instead, as what differs from the version that counts."""
    found = method_shown(method_id)
    member = get_object_or_404(Organization, pk=organization_id)
    variation = queries.variation_of(found, owner_id=member.pk) if sees_inside(request.actor, member) else None
    if variation is None:
        raise Http404
    context = {
        "method": found,
        "member": member,
        "variation": variation,
        "changes": word_changes(found.head.version.text, variation.text),
        "crumbs": to_method(found),
        "may_state": request.actor.may(Deed.STATE_NEEDS),
    }
    return render(request, "catalog/method_variation.html", context)


@door(Deed.SUGGEST)
def suggest_change(request: SeatedRequest, method_id: int) -> HttpResponse:
    found = method_shown(method_id)
    form = SuggestionForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.suggest_change(found, form.cleaned_data["text"], by=request.actor, at=timezone.now())
            return redirect("method", found.pk)
    return form_page(request, form, heading=_("Suggest a change"), button=_("Send"), crumbs=to_method(found))


@door(Deed.CHANGE_CATALOG)
def answer_suggestion(request: SeatedRequest, suggestion_id: int) -> HttpResponse:
    suggestion = get_object_or_404(Suggestion.objects.select_related("method__method_owner"), pk=suggestion_id)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            actions.answer_suggestion(suggestion, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("method", suggestion.method_id)
    heading = _("Answer the suggestion")
    return form_page(request, form, heading=heading, button=_("Send the answer"), crumbs=to_method(suggestion.method), lede=suggestion.text)


def _own(request: SeatedRequest) -> Organization:
    return get_object_or_404(Organization, pk=request.actor.owner_id)
