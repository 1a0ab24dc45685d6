"""What licences cost in a month, as settlements take it."""

from __future__ import annotations

from dataclasses import dataclass

from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import Product
from samdrift.run.purchasing.queries.licences import licence_costs
from samdrift.settle.models import CostEntry, CostPool, ProductPool


@dataclass(frozen=True, slots=True)
class LicenceCost:
    """What a product's licences cost in a month, the pool chosen for it, and what is entered already; None where nothing is."""

    product: Product
    voucher: str
    amount_minor: int
    pool: CostPool | None
    entered_minor: int | None


def licence_costs_of(unit: Organization, month: Month) -> list[LicenceCost]:
    """This will return each product's licence cost of a month by name, to be read within the walls of all members."""
    pools = {chosen.product_id: chosen.pool for chosen in ProductPool.objects.filter(owner=unit).select_related("pool__service")}
    costs = [(f"LIC-{cost.product.code}-{month}", cost) for cost in licence_costs(month)]
    entries = CostEntry.objects.filter(owner=unit, voucher__in=[voucher for voucher, _cost in costs])
    entered = dict(entries.values_list("voucher", "amount_minor"))
    return [
        LicenceCost(cost.product, voucher, cost.total_minor, pools.get(cost.product.pk), entered.get(voucher)) for voucher, cost in costs
    ]
