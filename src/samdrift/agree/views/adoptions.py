"""Joining a version: proposing, signing, giving notice."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from samdrift.agree import actions
from samdrift.agree.forms import ConfirmForm, LastDayForm, PaperForm, ProposalForm, SignForm
from samdrift.agree.models import Adoption, Agreement, Coverage, Version
from samdrift.agree.queries import (
    TAKERS_OF,
    adoptions_read_by,
    adoptions_to_sign,
    joinings,
    joinings_of,
    levels_offered,
    may_propose_for,
    side_of,
    side_without_account,
)
from samdrift.catalog.queries import uptakes_in_force
from samdrift.core.access import AT_A_MEMBER, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.core.errors import NotAllowed
from samdrift.core.order import InAlphabet
from samdrift.core.walls import TAKERS
from samdrift.members.models import Organization
from samdrift.members.views.form_page import form_page
from samdrift.team.models import Function
from samdrift.ui.names import named_text


@door(Deed.READ_AGREEMENTS)
def propose(request: SeatedRequest, version_id: int) -> HttpResponse:
    """The unit chooses who is to join; a member's signatory proposes for its own."""
    version = get_object_or_404(Version.objects.select_related("agreement__function"), pk=version_id)
    if request.actor.role in AT_A_MEMBER:
        return redirect("propose_to", version.pk, request.actor.owner_id)
    request.actor.must(Deed.WRITE_AGREEMENTS)
    joined = {(joining.adoption.owner_id, joining.adoption.function_id): joining for joining in joinings_of(version)}
    takers = [(taker, address, joined.get(key)) for taker, address, key in _possible_takers(version)]
    return render(request, "agree/propose.html", {"version": version, "takers": takers})


def _possible_takers(version: Version) -> list[tuple[Organization | Function, str, tuple[int, int | None]]]:
    """Who may join, each with the page that proposes it: the functions of the unit where functions take."""
    agreement = version.agreement
    organizations = Organization.objects.filter(kind__in=TAKERS_OF[agreement.kind])
    found: list[tuple[Organization | Function, str, tuple[int, int | None]]] = []
    if agreement.kind != Agreement.Kind.FUNCTIONS:
        for taker in organizations.exclude(pk=agreement.provider_id):
            found.append((taker, reverse("propose_to", args=[version.pk, taker.pk]), (taker.pk, None)))
    if agreement.kind in (Agreement.Kind.FUNCTIONS, Agreement.Kind.UNDERPINNING):
        for function in Function.objects.order_by(InAlphabet("name"), "pk"):
            if function.pk == agreement.function_id:
                continue
            address = reverse("propose_to_function", args=[version.pk, function.unit_id, function.pk])
            found.append((function, address, (function.unit_id, function.pk)))
    return found


@door(Deed.READ_AGREEMENTS)
def propose_to(request: SeatedRequest, version_id: int, taker_id: int, function_id: int | None = None) -> HttpResponse:
    """From when and at which levels one taker is to join; what it takes today is filled in."""
    version = get_object_or_404(Version.objects.select_related("agreement__provider", "agreement__function"), pk=version_id)
    takers = Organization.objects.filter(kind__in=TAKERS)
    if request.actor.role in AT_A_MEMBER:
        takers = takers.filter(pk=request.actor.owner_id)
    taker = get_object_or_404(takers, pk=taker_id)
    function = get_object_or_404(Function, pk=function_id, unit=taker) if function_id else None
    if not may_propose_for(request.actor, taker.pk):
        raise NotAllowed
    today = timezone.localdate()
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        offered=levels_offered(version),
        taken={uptake.service_id: uptake.level_id for uptake in uptakes_in_force(on=today, owner_id=taker.pk)},
        initial={"from_on": max(version.from_on, today)},
    )
    if form.is_valid():
        with answered_on(form, request):
            chosen = {"levels": form.levels(), "from_on": form.cleaned_data["from_on"]}
            adoption = actions.propose_adoption(version, taker, **chosen, function=function, by=request.actor, at=timezone.now())
            return redirect("adoption", adoption.pk)
    waiting = [j for j in joinings_of(version, owner_id=taker.pk) if j.waits_for and j.adoption.function_id == function_id]
    context = {"version": version, "taker": function or taker, "form": form, "waiting": waiting[-1] if waiting else None}
    return render(request, "agree/propose_to.html", context, status=status_of(form))


@door(Deed.READ_AGREEMENTS)
def adoption(request: SeatedRequest, adoption_id: int) -> HttpResponse:
    """One taker's adoption: levels, days, signatures, and what one may do with it."""
    found = get_object_or_404(adoptions_read_by(request.actor), pk=adoption_id)
    (joining,) = joinings([found])
    side = side_of(request.actor, found)
    coverages = list(Coverage.objects.filter(owner_id=found.owner_id, adoption=found))
    today = timezone.localdate()
    context = {
        "adoption": found,
        "joining": joining,
        "signs": side in joining.waits_for,
        "has_signed": any(s and s.account_id == request.actor.account_id for s in (joining.provider, joining.taker)),
        "ends": side is not None and any(c.during.upper is None or c.during.upper > today for c in coverages),
        "starts_on": min((c.during.lower for c in coverages), default=None),
        "until_on": max((c.during.upper for c in coverages if c.during.upper), default=None),
        "is_over": found.state == Adoption.State.SIGNED and not any(c.during.upper is None or c.during.upper > today for c in coverages),
        "is_own": found.owner_id == request.actor.owner_id,
        "paper": request.actor.may(Deed.RECORD_PAPER) and side_without_account(found, on=today) in joining.waits_for,
        "one_person": found.version.agreement.provider.is_one_legal_person_with(found.owner),
        "deviates": request.actor.may(Deed.HANDLE_DEVIATIONS) and found.state == Adoption.State.SIGNED,
    }
    return render(request, "agree/adoption.html", context)


@door(Deed.SIGN)
def sign_adoption(request: SeatedRequest, adoption_id: int) -> HttpResponse:
    """Say in three lines what the signature does, then sign: it cannot be taken back."""
    found = get_object_or_404(adoptions_read_by(request.actor), pk=adoption_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answered_on(form, request):
            actions.sign_adoption(found, by=request.actor, at=timezone.now())
            return redirect("adoption", found.pk)
    (joining,) = joinings([found])
    side = side_of(request.actor, found)
    if side is None:
        raise actions.NotTheOneToSign(taker=named_text(found.taker).words)
    starts_on = max(found.during.lower, timezone.localdate())
    covered = Coverage.objects.filter(
        owner_id=found.owner_id, adoption__function=found.function_id, adoption__version__agreement=found.version.agreement_id
    )
    ended = covered.filter(during__contains=starts_on).select_related("adoption__version").first()
    context = {
        "adoption": found,
        "joining": joining,
        "side": side,
        "is_last": joining.waits_for == [side],
        "waits": side in joining.waits_for,
        "starts_on": starts_on,
        "ended": ended.adoption.version if ended else None,
        "form": form,
    }
    return render(request, "agree/sign.html", context, status=status_of(form))


@door(Deed.RECORD_PAPER)
def paper_signature(request: SeatedRequest, adoption_id: int) -> HttpResponse:
    """Record what a side without an account has signed on paper."""
    found = get_object_or_404(adoptions_read_by(request.actor), pk=adoption_id)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answered_on(form, request):
            actions.record_paper_signature(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("adoption", found.pk)
    name = f"{named_text(found.version.agreement).words}, {found.taker_in_short}"
    return form_page(
        request,
        form,
        heading=gettext("Record a signature on paper"),
        button=gettext("Record the signature"),
        crumbs=[(gettext("Agreements"), reverse("agreements")), (name, reverse("adoption", args=[found.pk]))],
        lede=gettext("For a side that has no account here. It counts from the day on the paper and cannot be taken back."),
    )


@door(Deed.SIGN)
def sign_version(request: SeatedRequest, version_id: int) -> HttpResponse:
    """Sign for several members at once: those that have signed are ticked, the others can be."""
    version = get_object_or_404(Version.objects.select_related("agreement__provider", "agreement__function"), pk=version_id)
    waiting = joinings([adoption for adoption in adoptions_to_sign(request.actor) if adoption.version_id == version.pk])
    if not waiting:
        return redirect("agreement_version", version.pk)
    form = SignForm(request.POST if request.method == "POST" else None, waiting=waiting)
    if form.is_valid():
        with answered_on(form, request):
            actions.sign_adoptions(form.adoptions(), by=request.actor, at=timezone.now())
            return redirect("agreement_version", version.pk)
    context = {"version": version, "waiting": waiting, "form": form, "starts_on": max(version.from_on, timezone.localdate())}
    return render(request, "agree/sign_version.html", context, status=status_of(form))


@door(Deed.SIGN)
def end_adoption(request: SeatedRequest, adoption_id: int) -> HttpResponse:
    """Give notice: the last day, and what it means."""
    found = get_object_or_404(adoptions_read_by(request.actor), pk=adoption_id)
    form = LastDayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answered_on(form, request):
            actions.end_adoption(found, last_on=form.cleaned_data["last_on"], by=request.actor, at=timezone.now())
            return redirect("adoption", found.pk)
    (joining,) = joinings([found])
    earliest = actions.earliest_last_day(found, on=timezone.localdate())
    context = {"adoption": found, "version": found.version, "joining": joining, "form": form, "earliest": earliest}
    return render(request, "agree/end.html", context, status=status_of(form))
