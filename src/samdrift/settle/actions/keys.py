"""Deciding how a service's cost is split."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.engines.period import Month
from samdrift.members.actions.decisions import must_be_decided_by, must_decide_on
from samdrift.members.models import Decision, Organization, Subject
from samdrift.run.purchasing.models import Product
from samdrift.settle.actions.locking import locked
from samdrift.settle.models import AllocationKey, KeyShare
from samdrift.settle.queries import keys_in_force, last_closed, the_unit

Kind = AllocationKey.Kind


class KeyIsDecided(Refused):
    words = _("This very key is already decided for %(service)s from %(month)s.")


class KeyForAClosedMonth(Refused):
    words = _("%(month)s is closed, so a key cannot begin there.")
    way_on = _("Decide the key from the first month that is open.")


class SharesMissing(BadInput):
    words = _("Fixed shares need at least one share above zero.")


class SharesNotWanted(BadInput):
    words = _("Only a key of fixed shares has shares.")


class ProductMissing(BadInput):
    words = _("A key of licences says which product's.")


class ProductNotWanted(BadInput):
    words = _("Only a key of licences has a product.")


class NobodyDecided(BadInput):
    words = _("Name the decision, or say who decided it and when.")


@transaction.atomic
def decide_key(
    service: Service,
    kind: str,
    *,
    from_month: Month,
    by: Actor,
    at: datetime,
    decided_on: date | None = None,
    decided_by: str = "",
    decision: Decision | None = None,
    shares: Mapping[Organization, int] | None = None,
    product: Product | None = None,
) -> AllocationKey:
    """This will record the key that splits a service's cost from a month on: what is counted, who decided it and when.

    A decision in the register says who and when by itself. Without one they are given, and refused where others decide on keys that day.
    `product` is what is counted under a key of licences. `shares` are the members' weights under fixed shares, whole numbers in any
    proportion; a share of 0 pays nothing. A key for the same month that was recorded before stays as a row and counts no more.
    """
    by.must(Deed.SETTLE)
    unit = the_unit()
    last = last_closed(locked(unit)) if unit else None
    if last and from_month <= last:
        raise KeyForAClosedMonth(month=from_month)
    shares = shares or {}
    if kind == Kind.FIXED and not any(shares.values()):
        raise SharesMissing
    if kind != Kind.FIXED and shares:
        raise SharesNotWanted
    if kind == Kind.LICENCES and product is None:
        raise ProductMissing
    if kind != Kind.LICENCES and product is not None:
        raise ProductNotWanted
    decided_on, decided_by = _who_decided(decision, decided_on, decided_by)
    before = keys_in_force(on=from_month.starts_on).get(service.pk)
    rests_on = (product, decision)
    if before and (before.product, before.decision) == rests_on and _same(before, kind, from_month, decided_on, decided_by, shares):
        raise KeyIsDecided(service=service, month=from_month)
    key = AllocationKey(
        service=service,
        kind=kind,
        product=product,
        from_on=from_month.starts_on,
        decided_on=decided_on,
        decided_by=decided_by,
        decision=decision,
        recorded_at=at,
    )
    keep(key)
    KeyShare.objects.bulk_create(KeyShare(key=key, member=member, weight=weight) for member, weight in shares.items())
    audit.record("decide_key", of=key, by=by, at=at)
    return key


def _who_decided(decision: Decision | None, decided_on: date | None, decided_by: str) -> tuple[date, str]:
    if decision is not None:
        must_decide_on(decision, Subject.KEY)
        return decision.decided_on, decision.body.name
    if decided_on is None or not decided_by.strip():
        raise NobodyDecided
    must_be_decided_by(decided_by, Subject.KEY, on=decided_on)
    return decided_on, decided_by.strip()


def _same(key: AllocationKey, kind: str, month: Month, decided_on: date, decided_by: str, shares: Mapping[Organization, int]) -> bool:
    weights = {member.pk: weight for member, weight in shares.items()}
    said = (kind, month.starts_on, decided_on, decided_by, weights)
    return said == (key.kind, key.from_on, key.decided_on, key.decided_by, dict(key.shares.values_list("member", "weight")))
