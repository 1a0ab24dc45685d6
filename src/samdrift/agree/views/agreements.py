"""Reading agreements: the list, a version, what covers a member, and the gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info

from samdrift.agree import actions
from samdrift.agree.forms import AgreementForm
from samdrift.agree.models import Adoption, Version
from samdrift.agree.queries import (
    IS_CLOSED,
    TAKERS_OF,
    Joining,
    Meaning,
    adoptions_to_sign,
    agreements_in_order,
    clauses_of,
    coming_month,
    coverages_in_force,
    coverages_to_come,
    deviations_read_by,
    differences,
    gaps,
    joinings_of,
    latest_version,
    may_propose_for,
    side_of,
    target_in_words,
    targets_of,
    targets_promised_by,
    version_before,
    versions_of,
)
from samdrift.catalog.models import Level, Service
from samdrift.core.access import READS_ALL, Actor, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.members.models import Organization
from samdrift.ui.amounts import in_english

A_PAGE = 50
FEW_SERVICES = 2


@dataclass(slots=True)
class AtLevel:
    """What a version promises at one level; `is_own` for the level that the reader's organization takes."""

    level: Level
    is_own: bool
    meanings: list[Meaning] = field(default_factory=list)


@dataclass(slots=True)
class OfService:
    """What a version promises of one service."""

    service: Service
    levels: list[AtLevel] = field(default_factory=list)
    is_open: bool = False


def by_service(meanings: Iterable[Meaning], own: Iterable[int] = ()) -> list[OfService]:
    """This will gather meanings, in their order, by service and level."""
    found: list[OfService] = []
    mine = set(own)
    for meaning in meanings:
        target = meaning.target
        if not found or found[-1].service != target.service:
            found.append(OfService(target.service))
        levels = found[-1].levels
        if not levels or levels[-1].level != target.level:
            levels.append(AtLevel(target.level, target.level_id in mine))
        levels[-1].meanings.append(meaning)
    first_own = next((of for of in found if any(at.is_own for at in of.levels)), None)
    for of in found:  # a long list shows one service whole, so that it is seen what a service says
        of.is_open = len(found) <= FEW_SERVICES or of is (first_own or found[0])
    return found


def languages() -> dict[str, str]:
    """This will name the language that binds and the one that is a translation, in the reader's language."""
    first, other = settings.LANGUAGES[0][0], settings.LANGUAGES[1][0]
    first_name, other_name = (str(get_language_info(code)["name_translated"]) for code in (first, other))
    if not in_english():  # which writes languages with a capital
        first_name, other_name = first_name.lower(), other_name.lower()
    return {"binding": first, "binding_name": first_name, "translation": other, "translation_name": other_name}


def owner_seen_by(actor: Actor) -> int | None:
    """This will return None for those who see everybody's adoptions, else the actor's own organization."""
    return None if actor.role in READS_ALL else actor.owner_id


def own_kinds(actor: Actor) -> tuple[str, ...]:
    """This will return the kinds of agreement that an actor's organization can take."""
    kind = Organization.objects.get(pk=actor.owner_id).kind
    return tuple(of for of, takers in TAKERS_OF.items() if kind in takers)


@door(Deed.READ_AGREEMENTS)
def agreements(request: SeatedRequest) -> HttpResponse:
    """The list: to the unit how each stands with all, to a member its own standing."""
    today, owner_id = timezone.localdate(), owner_seen_by(request.actor)
    context = {
        "agreements": agreements_in_order(on=today, owner_id=owner_id),
        "to_sign": _by_version(adoptions_to_sign(request.actor)),
        "gap_count": len(gaps(on=today, owner_id=owner_id)),
        "sees_all": owner_id is None,
        "writes": request.actor.may(Deed.WRITE_AGREEMENTS),
        "reads_deviations": request.actor.may(Deed.READ_DEVIATIONS),
        "deviation_count": deviations_read_by(request.actor).filter(~IS_CLOSED).count(),
    }
    return render(request, "agree/agreements.html", context)


def _by_version(adoptions: Iterable[Adoption]) -> list[tuple[Version, list[Adoption]]]:
    gathered: dict[Version, list[Adoption]] = {}
    for adoption in adoptions:
        gathered.setdefault(adoption.version, []).append(adoption)
    return list(gathered.items())


@door(Deed.WRITE_AGREEMENTS)
def add_agreement(request: SeatedRequest) -> HttpResponse:
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answered_on(form, request):
            agreement = actions.add_agreement(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("start_draft", agreement.pk)
    return render(request, "agree/add_agreement.html", {"form": form}, status=status_of(form))


@door(Deed.READ_AGREEMENTS)
def version(request: SeatedRequest, version_id: int) -> HttpResponse:
    """What is promised, the text, what has changed, and the signatures that the reader may see."""
    found = get_object_or_404(Version.objects.select_related("agreement__provider", "agreement__function", "tally"), pk=version_id)
    today, owner_id = timezone.localdate(), owner_seen_by(request.actor)
    joined = joinings_of(found, owner_id=owner_id)
    before = version_before(found)
    month = coming_month(on=today, from_on=found.from_on)
    services = by_service(
        target_in_words(targets_promised_by(found), month=month), [taken.level_id for j in joined if owner_id for taken in j.levels]
    )
    context = languages() | {
        "version": found,
        "latest": latest_version(found.agreement),
        "versions": versions_of(found.agreement),
        "services": services,
        "clauses": clauses_of(found),
        "changed": differences(before, found) if before else None,
        "sees_all": owner_id is None,
        "waiting": [j for j in joined if j.waits_for],
        "signed": [j for j in joined if not j.waits_for],
        "own": joined[-1] if joined and owner_id else None,
        "to_sign": _signed_here(request.actor, joined),
        "may_propose": may_propose_for(request.actor, request.actor.owner_id) and found.agreement.kind in own_kinds(request.actor),
        "writes": request.actor.may(Deed.WRITE_AGREEMENTS),
    }
    return render(request, "agree/version.html", context)


def _signed_here(actor: Actor, joined: Iterable[Joining]) -> list[Joining]:
    """The proposals that wait for the reader: one account signs once, so its own signature on the other side leaves them out."""
    mine = (j for j in joined if side_of(actor, j.adoption) in j.waits_for)
    return [j for j in mine if actor.account_id not in {signed.account_id for signed in (j.provider, j.taker) if signed}]


@door(Deed.READ_AGREEMENTS)
def gap_list(request: SeatedRequest) -> HttpResponse:
    """Uses of services without an agreement in force: all of them for the unit, its own for a member."""
    owner_id = owner_seen_by(request.actor)
    found = gaps(on=timezone.localdate(), owner_id=owner_id)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"gaps": page, "sees_all": owner_id is None, "takers": len({gap.uptake.owner_id for gap in found})}
    return render(request, "agree/gaps.html", context)


@door(Deed.READ_AGREEMENTS)
def coverage(request: SeatedRequest) -> HttpResponse:
    """What covers the reader's own organization."""
    return _coverage_page(request, get_object_or_404(Organization, pk=request.actor.owner_id))


@door(Deed.READ_AGREEMENTS)
def coverage_of(request: SeatedRequest, organization_id: int) -> HttpResponse:
    """What covers an organization: another's is for those who see all."""
    seen = Organization.objects.exclude(kind=Organization.Kind.FEDERATION)
    if request.actor.role not in READS_ALL:
        seen = seen.filter(pk=request.actor.owner_id)
    return _coverage_page(request, get_object_or_404(seen, pk=organization_id))


def _coverage_page(request: SeatedRequest, taker: Organization) -> HttpResponse:
    today = timezone.localdate()
    covered = coverages_in_force(on=today, owner_id=taker.pk)
    targets = targets_of(covered)
    meanings = target_in_words([t for c in covered for t in targets[c.pk]], month=coming_month(on=today))
    said = {meaning.target.pk: meaning for meaning in meanings}
    context = {
        "taker": taker,
        "is_own": taker.pk == request.actor.owner_id,
        "covered": [(c, [said[t.pk] for t in targets[c.pk]]) for c in covered],
        "to_come": coverages_to_come(after=today, owner_id=taker.pk),
        "gaps": gaps(on=today, owner_id=taker.pk),
        "opened": len(covered) <= FEW_SERVICES,
    }
    return render(request, "agree/coverage.html", context)
