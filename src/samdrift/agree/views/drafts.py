"""Writing the next version, and offering it."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from samdrift.agree import actions
from samdrift.agree.forms import ClauseForm, FromDayForm, OfferForm, TargetForm, TermsForm
from samdrift.agree.models import Agreement, Draft, DraftClause, DraftTarget
from samdrift.agree.queries import (
    clauses_of,
    coming_month,
    differences,
    latest_version,
    target_in_words,
    targets_promised_by,
)
from samdrift.agree.views.agreements import by_service, languages
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.engines.period import Month
from samdrift.members.views.form_page import form_page
from samdrift.ui.names import named_text


def _draft(agreement_id: int) -> Draft:
    return get_object_or_404(Draft.objects.select_related("agreement__provider", "agreement__function"), agreement=agreement_id)


def _next_month(today: date) -> date:
    return Month(today.year, today.month).next().starts_on


@door(Deed.WRITE_AGREEMENTS)
def start_draft(request: SeatedRequest, agreement_id: int) -> HttpResponse:
    """From which day the next version is meant to hold; a draft that stands already is gone on with."""
    agreement = get_object_or_404(Agreement.objects.select_related("provider"), pk=agreement_id)
    if request.method != "POST" and Draft.objects.filter(agreement=agreement).exists():
        return redirect("draft", agreement.pk)
    form = FromDayForm(request.POST if request.method == "POST" else None, initial={"from_on": _next_month(timezone.localdate())})
    if form.is_valid():
        with answered_on(form, request):
            actions.start_draft(agreement, from_on=form.cleaned_data["from_on"], by=request.actor, at=timezone.now())
            return redirect("draft", agreement.pk)
    context = {"agreement": agreement, "form": form, "latest": latest_version(agreement)}
    return render(request, "agree/start_draft.html", context, status=status_of(form))


@door(Deed.WRITE_AGREEMENTS)
def draft(request: SeatedRequest, agreement_id: int) -> HttpResponse:
    """The draft: its day, its targets with what they mean, its text, and what it changes."""
    found = _draft(agreement_id)
    form = FromDayForm(request.POST if request.method == "POST" else None, initial={"from_on": found.from_on})
    if form.is_valid():
        with answered_on(form, request):
            actions.date_draft(found, form.cleaned_data["from_on"], by=request.actor, at=timezone.now())
            return redirect("draft", agreement_id)
    latest = latest_version(found.agreement)
    month = coming_month(on=timezone.localdate(), from_on=found.from_on)
    context = languages() | {
        "draft": found,
        "form": form,
        "latest": latest,
        "number": latest.number + 1 if latest else 1,
        "services": by_service(target_in_words(targets_promised_by(found), month=month)),
        "clauses": clauses_of(found),
        "changed": differences(latest, found) if latest else None,
    }
    return render(request, "agree/draft.html", context, status=status_of(form))


@door(Deed.WRITE_AGREEMENTS)
def terms(request: SeatedRequest, agreement_id: int) -> HttpResponse:
    """Notice, and a penalty where the parties are different legal persons."""
    found = _draft(agreement_id)
    form = TermsForm(request.POST if request.method == "POST" else None, draft=found)
    if form.is_valid():
        with answered_on(form, request):
            actions.set_terms(found, **form.terms(), by=request.actor, at=timezone.now())
            return redirect("draft", agreement_id)
    name = f"{named_text(found.agreement).words}, {gettext('draft')}"
    return form_page(
        request,
        form,
        heading=gettext("Notice and penalty"),
        button=gettext("Save the terms"),
        crumbs=[(gettext("Agreements"), reverse("agreements")), (name, reverse("draft", args=[agreement_id]))],
        lede=gettext("Between parties of one legal person there is no penalty: a month that falls short opens a deviation."),
    )


@door(Deed.WRITE_AGREEMENTS)
def clause(request: SeatedRequest, agreement_id: int, clause_id: int | None = None) -> HttpResponse:
    """Write a new clause, or one that stands in the draft anew."""
    found = _draft(agreement_id)
    row = get_object_or_404(DraftClause, pk=clause_id, draft=found) if clause_id else None
    form = ClauseForm(request.POST if request.method == "POST" else None, clause=row)
    if form.is_valid():
        with answered_on(form, request):
            actions.write_clause(found, **form.cleaned_data, clause=row, by=request.actor, at=timezone.now())
            return redirect("draft", agreement_id)
    return render(request, "agree/clause_form.html", languages() | {"draft": found, "clause": row, "form": form}, status=status_of(form))


@require_POST
@door(Deed.WRITE_AGREEMENTS)
def drop_clause(request: SeatedRequest, agreement_id: int, clause_id: int) -> HttpResponse:
    row = get_object_or_404(DraftClause.objects.select_related("draft"), pk=clause_id, draft=_draft(agreement_id))
    actions.drop_clause(row, by=request.actor, at=timezone.now())
    return redirect("draft", agreement_id)


@door(Deed.WRITE_AGREEMENTS)
def target(request: SeatedRequest, agreement_id: int, target_id: int | None = None) -> HttpResponse:
    """Promise something new, or change what is promised."""
    found = _draft(agreement_id)
    row = get_object_or_404(DraftTarget.objects.select_related("service", "level"), pk=target_id, draft=found) if target_id else None
    form = TargetForm(request.POST if request.method == "POST" else None, clauses=clauses_of(found), target=row)
    if form.is_valid():
        with answered_on(form, request):
            actions.set_target(found, **form.terms(), by=request.actor, at=timezone.now())
            return redirect("draft", agreement_id)
    return render(request, "agree/target_form.html", {"draft": found, "target": row, "form": form}, status=status_of(form))


@require_POST
@door(Deed.WRITE_AGREEMENTS)
def drop_target(request: SeatedRequest, agreement_id: int, target_id: int) -> HttpResponse:
    row = get_object_or_404(DraftTarget.objects.select_related("draft"), pk=target_id, draft=_draft(agreement_id))
    actions.drop_target(row, by=request.actor, at=timezone.now())
    return redirect("draft", agreement_id)


@door(Deed.WRITE_AGREEMENTS)
def offer_version(request: SeatedRequest, agreement_id: int) -> HttpResponse:
    """Say what offering means, then do it: it cannot be undone."""
    found = _draft(agreement_id)
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answered_on(form, request):
            version = actions.offer_version(found, decision=form.cleaned_data["decision"], by=request.actor, at=timezone.now())
            return redirect("agreement_version", version.pk)
    latest = latest_version(found.agreement)
    context = {
        "draft": found,
        "form": form,
        "latest": latest,
        "number": latest.number + 1 if latest else 1,
        "clause_count": len(clauses_of(found)),
        "target_count": len(targets_promised_by(found)),
    }
    return render(request, "agree/offer.html", context, status=status_of(form))
