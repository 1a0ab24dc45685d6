"""Agreements as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import Adoption, Agreement, Coverage, Draft, Version
from samdrift.agree.queries.adoptions import PARTIES, Joining, joinings
from samdrift.agree.queries.parties import TAKERS_OF
from samdrift.core.order import InAlphabet
from samdrift.members.models import Organization


class Standing(models.TextChoices):
    """How an agreement stands: to the unit by its latest version, to a member by what that member has signed."""

    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered, proposed to nobody yet")
    WAITS = "waits", _("Waits for signatures")
    SIGNED = "signed", _("Signed by all")
    IN_FORCE = "in_force", _("In force")
    STARTS = "starts", _("Signed, not yet in force")
    ENDED = "ended", _("Ended")
    NOT_JOINED = "not_joined", _("Not joined")


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement with its latest version and how it stands; `in_force` and `proposal` are one member's own."""

    agreement: Agreement
    latest: Version | None
    standing: Standing
    is_drafted: bool = False
    in_force: Coverage | None = None
    starts_on: date | None = None
    proposal: Joining | None = None


def agreements_in_order(*, on: date, owner_id: int | None = None) -> list[Listed]:
    """This will list the agreements by name as they stand on a day: to the unit, or with `owner_id` to that taker, who sees no drafts."""
    agreements = Agreement.objects.select_related("provider", "function").prefetch_related(
        models.Prefetch("versions", Version.objects.select_related("tally").order_by("-number"))
    )
    if owner_id is not None:  # what functions and suppliers promise the unit is not for it to join
        kind = Organization.objects.get(pk=owner_id).kind
        agreements = agreements.filter(kind__in=[of for of, takers in TAKERS_OF.items() if kind in takers])
    found = list(agreements.order_by(InAlphabet("name")))
    if owner_id is not None:
        return _to_taker([a for a in found if a.versions.all()], on, owner_id)
    drafted = set(Draft.objects.values_list("agreement", flat=True))
    return [Listed(a, latest, _to_unit(latest), a.pk in drafted) for a in found for latest in [_latest(a)]]


def _latest(agreement: Agreement) -> Version | None:
    return next(iter(agreement.versions.all()), None)


def _to_unit(latest: Version | None) -> Standing:
    if latest is None:
        return Standing.DRAFT
    if not latest.tally.offered:
        return Standing.OFFERED
    return Standing.SIGNED if latest.tally.adopted >= latest.tally.offered else Standing.WAITS


def _to_taker(agreements: list[Agreement], on: date, owner_id: int) -> list[Listed]:
    coverages = Coverage.objects.filter(owner_id=owner_id).select_related("adoption__version").order_by("during")
    by_agreement: dict[int, list[Coverage]] = {}
    for coverage in coverages:
        by_agreement.setdefault(coverage.adoption.version.agreement_id, []).append(coverage)
    proposed = Adoption.objects.filter(owner_id=owner_id, state=Adoption.State.PROPOSED).select_related(*PARTIES)
    proposals = {joining.adoption.version.agreement_id: joining for joining in joinings(proposed)}
    return [_own(a, by_agreement.get(a.pk, []), proposals.get(a.pk), on) for a in agreements]


def _own(agreement: Agreement, coverages: list[Coverage], proposal: Joining | None, on: date) -> Listed:
    in_force = next((c for c in coverages if on in c.during), None)
    starts_on = next((c.during.lower for c in coverages if c.during.lower > on), None)
    if in_force:
        standing = Standing.IN_FORCE
    elif starts_on:
        standing = Standing.STARTS
    elif proposal:
        standing = Standing.WAITS
    else:
        standing = Standing.ENDED if coverages else Standing.NOT_JOINED
    return Listed(agreement, _latest(agreement), standing, in_force=in_force, starts_on=starts_on, proposal=proposal)
