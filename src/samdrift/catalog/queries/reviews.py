"""Reads of what should have been looked at again: needs, variants and methods whose review day has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Method, Requirement, Variant
from samdrift.catalog.queries.requirements import LATEST_FIRST
from samdrift.catalog.queries.variants import variants


class Reviewed(TextChoices):
    """What somebody looks at again."""

    NEED = "need", _("Need")
    VARIANT = "variant", _("Variant")
    METHOD = "method", _("Method")


@dataclass(frozen=True, slots=True, order=True)
class ReviewDue:
    """That something should have been looked at again on a day; `pk` is its row's."""

    review_on: date
    kind: Reviewed
    pk: int


def reviews_due(*, on: date, owner_id: int | None = None) -> list[ReviewDue]:
    """This will return what should have been looked at again by a day, the longest overdue first; with `owner_id`, one taker's own.

    Of needs those that count, of variants those that have not ended. Methods are the unit's to look at: with `owner_id` there are none.
    """
    found = {Reviewed.NEED: _needs_due(on, owner_id), Reviewed.VARIANT: variants(on=on, owner_id=owner_id).filter(review_on__lte=on)}
    due = [ReviewDue(day, kind, pk) for kind, rows in found.items() for day, pk in rows.order_by().values_list("review_on", "pk")]
    if owner_id is None:
        methods = Method.objects.filter(review_on__lte=on).order_by().values_list("review_on", "pk")
        due += [ReviewDue(day, Reviewed.METHOD, pk) for day, pk in methods]
    return sorted(due)


def reviews_due_by_service(services: Iterable[int], *, on: date) -> dict[int, int]:
    """This will return how many needs and variants of services should have been looked at again by a day, by the service's id."""
    wanted = list(services)
    found: Counter[int] = Counter()
    for rows in (_needs_due(on, None), variants(on=on).filter(review_on__lte=on)):
        found.update(rows.filter(service__in=wanted).order_by().values_list("service_id", flat=True))
    return found


def _needs_due(on: date, owner_id: int | None) -> QuerySet[Requirement]:
    latest = Requirement.objects.order_by(*LATEST_FIRST).distinct("owner_id", "service_id")
    if owner_id is not None:
        latest = latest.filter(owner_id=owner_id)
    return Requirement.objects.filter(pk__in=latest.values("pk"), review_on__lte=on)


def what_is_due(due: Iterable[ReviewDue]) -> list[tuple[ReviewDue, Requirement | Variant | Method]]:
    """This will return each review with the need, variant or method that it is about."""
    due = list(due)
    rows: dict[Reviewed, dict[int, Requirement | Variant | Method]] = {
        Reviewed.NEED: {**Requirement.objects.select_related("owner", "service").in_bulk(_of(due, Reviewed.NEED))},
        Reviewed.VARIANT: {**Variant.objects.select_related("owner", "service", "keeper").in_bulk(_of(due, Reviewed.VARIANT))},
        Reviewed.METHOD: {**Method.objects.select_related("method_owner").in_bulk(_of(due, Reviewed.METHOD))},
    }
    return [(one, rows[one.kind][one.pk]) for one in due]


def _of(due: Iterable[ReviewDue], kind: Reviewed) -> list[int]:
    return [one.pk for one in due if one.kind == kind]
