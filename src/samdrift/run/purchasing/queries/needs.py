"""Reads of what members need."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from samdrift.core.access import READS_ALL, Actor
from samdrift.run.purchasing.models import Need, Procurement, PublishedNeed


def needs_read_by(actor: Actor, cpv: str = "") -> QuerySet[Need]:
    """This will return the needs that an actor may read, sent in or not, those wanted first at the top; with digits, those whose CPV code
    begins with them."""
    rows = Need.objects.filter(cpv__startswith=cpv).select_related("owner", "published").order_by("wanted_by", "pk")
    return rows if actor.role in READS_ALL else rows.filter(owner=actor.owner_id)


def published_needs(cpv: str = "") -> QuerySet[PublishedNeed]:
    """This will return every need that was sent in, with who asked and, in `merged`, the procurement it is part of;
    those that are part of none first. With digits, those whose CPV code begins with them."""
    return (
        PublishedNeed.objects.filter(cpv__startswith=cpv)
        .select_related("member")
        .prefetch_related("merged__procurement")
        .order_by(F("merged").asc(nulls_first=True), "wanted_by", "pk")
    )


def needs_to_merge(words: str = "") -> QuerySet[PublishedNeed]:
    """This will return the needs that were sent in and are part of no procurement yet; with words, those that have them in what is needed
    or in the member's name, or whose CPV code begins with them."""
    rows = PublishedNeed.objects.select_related("member").filter(merged__isnull=True).order_by("wanted_by", "pk")
    member = Q(member__short_name__icontains=words) | Q(member__name__icontains=words)
    said = Q(what__icontains=words) | member | Q(cpv__startswith=words)
    return rows.filter(said) if words else rows


def sent_needs() -> QuerySet[PublishedNeed]:
    """This will return every need that was sent in, as it was sent."""
    return PublishedNeed.objects.select_related("member").order_by("sent_at", "pk")


def needs_of(procurement: Procurement) -> QuerySet[PublishedNeed]:
    """This will return who asked for what in a procurement."""
    rows = PublishedNeed.objects.select_related("member").filter(merged__procurement=procurement)
    return rows.order_by("member", "pk")
