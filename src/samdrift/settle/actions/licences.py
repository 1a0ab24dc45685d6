"""The licences' monthly cost, entered into the pools that are chosen for the products."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.tables import Entered
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import Product
from samdrift.settle.actions.costs import enter_cost
from samdrift.settle.actions.locking import locked
from samdrift.settle.costs_file import CostRow
from samdrift.settle.models import CostPool, ProductPool
from samdrift.settle.queries.licences import licence_costs_of


class NoProductHasAPool(Refused):
    words = _("No product that costs anything in %(month)s has a pool.")
    way_on = _("Choose a pool for a product first.")


class PoolOfAnotherUnit(BadInput):
    words = _("The pool is not the unit's.")


@transaction.atomic
def choose_licence_pool(unit: Organization, product: Product, pool: CostPool, *, by: Actor, at: datetime) -> ProductPool:
    """This will choose the pool that a product's licence cost is entered into from now on; what was entered before stays."""
    by.must(Deed.SETTLE)
    unit = locked(unit)
    if pool.owner_id != unit.pk:
        raise PoolOfAnotherUnit
    chosen, _made = ProductPool.objects.update_or_create(owner=unit, product=product, defaults={"pool": pool})
    audit.record("choose_licence_pool", of=chosen, by=by, at=at)
    return chosen


@transaction.atomic
def take_licence_costs(unit: Organization, month: Month, *, by: Actor, at: datetime) -> Entered:
    """This will enter what each product's licences cost in a month into the product's pool, once: the voucher names product and month.

    What is entered stays although purchases or prices are mended later; the difference is then a cost or a credit of its own.
    """
    by.must(Deed.SETTLE)
    unit = locked(unit)
    taken = [cost for cost in licence_costs_of(unit, month) if cost.pool is not None and cost.amount_minor]
    if not taken:
        raise NoProductHasAPool(month=month)
    new = [cost for cost in taken if cost.entered_minor is None]
    for cost in new:
        assert cost.pool is not None
        row = CostRow(0, cost.voucher, month.starts_on, cost.pool.code, cost.amount_minor, cost.product.name)
        enter_cost(unit, month, row, by=by, at=at)
    return Entered(len(new), len(taken) - len(new))
