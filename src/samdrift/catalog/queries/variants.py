"""Reads of variants."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from samdrift.catalog.models import Variant
from samdrift.core.order import InAlphabet


def variants(*, on: date, owner_id: int | None = None) -> QuerySet[Variant]:
    """This will return the variants that have not ended on a day, the longest overdue for review first; with `owner_id`, one member's."""
    lasting = Q(during__upper_inf=True) | Q(during__endswith__gt=on)
    found = Variant.objects.filter(lasting).select_related("owner", "service", "keeper")
    if owner_id is not None:
        found = found.filter(owner_id=owner_id)
    return found.order_by("review_on", "owner", InAlphabet("service__name"), "pk")


def variants_noted(*, owner_id: int | None = None) -> list[Variant]:
    """This will return every variant, ended ones too, by member and service: what a file of them holds."""
    found = Variant.objects.select_related("owner", "service", "keeper")
    if owner_id is not None:
        found = found.filter(owner_id=owner_id)
    return list(found.order_by("owner", InAlphabet("service__name"), "during", "pk"))
