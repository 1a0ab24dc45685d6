"""Reads of joint procurements: how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from samdrift.run.purchasing.models import Award, Contract, OrderedOnDay, Procurement, Tender


class Counted(TypedDict):
    """What stands beside a procurement: its needs, the members that stated them, what they come to, and how far it has come."""

    needs: int
    members: int
    estimate_minor: int | None
    is_tendered: bool
    is_awarded: bool
    has_contract: bool


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    CountedProcurement = WithAnnotations[Procurement, Counted]


def procurements_in_order() -> QuerySet[CountedProcurement]:
    """This will return the procurements, the latest first, each with `needs`, `members`, `estimate_minor` and how far it has come."""
    awards = Award.objects.filter(procurement=OuterRef("pk"))
    return (
        Procurement.objects.annotate(
            needs=Count("merged"),
            members=Count("merged__need__member", distinct=True),
            estimate_minor=Sum("merged__need__estimate_minor"),
            is_tendered=Exists(Tender.objects.filter(procurement=OuterRef("pk"))),
            is_awarded=Exists(awards),
            has_contract=Exists(Contract.objects.filter(award__procurement=OuterRef("pk"))),
        )
        .select_related("tender")
        .order_by("-begun_at", "-pk")
    )


def step_reached(procurement: CountedProcurement) -> str:
    """This will name the last step that one of `procurements_in_order` has come to: need, tender, award or contract."""
    reached = {"contract": procurement.has_contract, "award": procurement.is_awarded, "tender": procurement.is_tendered}
    return next((name for name, has_come in reached.items() if has_come), "need")


@dataclass(frozen=True, slots=True)
class Step:
    """One of need, tender, award, contract and call-off; `on` is the day it was reached, None while it has not been."""

    words: str
    on: date | None


def steps_of(procurement: Procurement, *, begun_on: date) -> list[Step]:
    """This will return the line of steps of a procurement: the same for everybody, whoever called off."""
    tender = Tender.objects.filter(procurement=procurement).first()
    award = Award.objects.filter(procurement=procurement).first()
    contract = Contract.objects.filter(award__procurement=procurement).order_by("starts_on").first()
    called = OrderedOnDay.objects.filter(contract__award__procurement=procurement, number__gt=0).order_by("on").first()
    return [
        Step(_("Need"), begun_on),
        Step(_("Tender"), tender.advertised_on if tender else None),
        Step(_("Award"), award.decided_on if award else None),
        Step(_("Contract"), contract.starts_on if contract else None),
        Step(_("Call-off"), called.on if called else None),
    ]


def tenders_in_order() -> QuerySet[Tender]:
    """This will return every invitation to tender, in order of the day, each with its procurement."""
    return Tender.objects.select_related("procurement").order_by("advertised_on", "pk")


def awards_in_order() -> QuerySet[Award]:
    """This will return the awards of all procurements, in order of the day, each with its procurement and supplier."""
    return Award.objects.select_related("procurement", "supplier").order_by("decided_on", "pk")


def awards_of(procurement: Procurement) -> QuerySet[Award]:
    """This will return the awards of a procurement, each with its contract where there is one."""
    return Award.objects.filter(procurement=procurement).select_related("supplier").prefetch_related("contracts")
