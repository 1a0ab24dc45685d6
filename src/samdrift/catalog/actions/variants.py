"""Writes of variants: what one member has that differs from the standard."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.actions.grades import NegativePrice, ReviewedBefore, own_or_on_behalf
from samdrift.catalog.actions.services import EndsBeforeItStarts
from samdrift.catalog.models import Service, Variant
from samdrift.core import audit
from samdrift.core.access import Actor
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization, Person


class VariantIsThere(Refused):
    words = _("%(member)s has that variant of %(service)s already, from the same day.")


class VariantEndedAlready(Refused):
    words = _("The variant has ended already.")


class KeeperElsewhere(BadInput):
    words = _("%(name)s does not work at %(member)s.")


class OnlyMembersVary(BadInput):
    words = _("%(name)s is no member: the standard is the unit's own.")


@transaction.atomic
def add_variant(
    member: Organization,
    service: Service,
    what_differs: str,
    *,
    keeper: Person,
    price_minor: int,
    review_on: date,
    from_on: date,
    by: Actor,
    on: date,
    at: datetime,
    until_on: date | None = None,
) -> Variant:
    """This will note that a member has something that differs from a service's standard, who keeps it and what it costs. `on` is today."""
    own_or_on_behalf(member, by)
    if member.kind not in MEMBERS:
        raise OnlyMembersVary(name=member.name)
    if keeper.owner_id != member.pk:
        raise KeeperElsewhere(name=keeper.name, member=member.name)
    if price_minor < 0:
        raise NegativePrice
    if review_on <= on:
        raise ReviewedBefore(on=review_on)
    if until_on is not None and until_on <= from_on:
        raise EndsBeforeItStarts
    row = Variant(
        owner=member,
        service=service,
        what_differs=what_differs,
        keeper=keeper,
        price_minor=price_minor,
        review_on=review_on,
        during=DateRange(from_on, until_on),
    )
    keep(row, {"catalog_variant_once": VariantIsThere(member=member.name, service=service.name)})
    audit.record("add_variant", of=row, by=by, at=at)
    return row


@transaction.atomic
def review_variant(variant: Variant, *, review_on: date, by: Actor, on: date, at: datetime) -> None:
    """This will note that a variant has been looked at and stays, and when it is looked at again. `on` is today."""
    row = Variant.objects.select_for_update(of=("self",)).select_related("owner").get(pk=variant.pk)
    own_or_on_behalf(row.owner, by)
    if row.during.upper is not None and row.during.upper <= on:
        raise VariantEndedAlready
    if review_on <= on:
        raise ReviewedBefore(on=review_on)
    row.review_on = review_on
    row.save(update_fields=["review_on"])
    audit.record("review_variant", of=row, by=by, at=at)


@transaction.atomic
def end_variant(variant: Variant, *, on: date, by: Actor, at: datetime) -> None:
    """This will end a variant: `on` is the first day without it. One that has not lasted a day is taken back whole."""
    row = Variant.objects.select_for_update(of=("self",)).select_related("owner").get(pk=variant.pk)
    own_or_on_behalf(row.owner, by)
    starts, ends = row.during.lower, row.during.upper
    if ends is not None and ends <= on:
        raise VariantEndedAlready
    audit.record("end_variant", of=row, by=by, at=at)
    if starts is not None and on <= starts:
        row.delete()
    else:
        row.during = DateRange(starts, on)
        row.save(update_fields=["during"])
