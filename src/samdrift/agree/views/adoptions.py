"""Joining a version: proposing, signing, giving notice."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from samdrift.agree import actions
from samdrift.agree.forms import ConfirmForm, LastDayForm, ProposalForm, SignForm
from samdrift.agree.models import Adoption, Coverage, Version
from samdrift.agree.queries import adoptions_read_by, adoptions_to_sign, joinings, joinings_of, levels_offered, may_propose_for, side_of
from samdrift.catalog.queries import uptakes_in_force
from samdrift.core.access import AT_A_MEMBER, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.core.errors import NotAllowed
from samdrift.core.order import InAlphabet
from samdrift.core.walls import TAKERS
from samdrift.members.models import Organization


@door(Deed.READ_AGREEMENTS)
def propose(request: SeatedRequest, version_id: int) -> HttpResponse:
    """The unit chooses who is to join; a member's signatory proposes for its own."""
    version = get_object_or_404(Version.objects.select_related("agreement"), pk=version_id)
    if request.actor.role in AT_A_MEMBER:
        return redirect("propose_to", version.pk, request.actor.owner_id)
    request.actor.must(Deed.WRITE_AGREEMENTS)
    takers = Organization.objects.filter(kind__in=TAKERS).exclude(pk=version.agreement.provider_id).order_by(InAlphabet("name"))
    joined = {joining.adoption.owner_id: joining for joining in joinings_of(version)}
    return render(request, "agree/propose.html", {"version": version, "takers": [(taker, joined.get(taker.pk)) for taker in takers]})


@door(Deed.READ_AGREEMENTS)
def propose_to(request: SeatedRequest, version_id: int, taker_id: int) -> HttpResponse:
    """From when and at which levels one taker is to join; what it takes today is filled in."""
    version = get_object_or_404(Version.objects.select_related("agreement__provider"), pk=version_id)
    takers = Organization.objects.filter(kind__in=TAKERS)
    if request.actor.role in AT_A_MEMBER:
        takers = takers.filter(pk=request.actor.owner_id)
    taker = get_object_or_404(takers, pk=taker_id)
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
            adoption = actions.propose_adoption(version, taker, **chosen, by=request.actor, at=timezone.now())
            return redirect("adoption", adoption.pk)
    waiting = [j for j in joinings_of(version, owner_id=taker.pk) if j.waits_for]
    context = {"version": version, "taker": taker, "form": form, "waiting": waiting[-1] if waiting else None}
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
        raise actions.NotTheOneToSign(taker=found.owner.name)
    starts_on = max(found.during.lower, timezone.localdate())
    covered = Coverage.objects.filter(owner_id=found.owner_id, adoption__version__agreement=found.version.agreement_id)
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


@door(Deed.SIGN)
def sign_version(request: SeatedRequest, version_id: int) -> HttpResponse:
    """Sign for several members at once: those that have signed are ticked, the others can be."""
    version = get_object_or_404(Version.objects.select_related("agreement__provider"), pk=version_id)
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
    return render(request, "agree/end.html", {"adoption": found, "joining": joining, "form": form}, status=status_of(form))
