"""The investments' parts of a month, entered into the pools of their services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.tables import Entered
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import Investment
from samdrift.settle.actions.costs import enter_costs
from samdrift.settle.actions.locking import locked
from samdrift.settle.costs_file import CostRow
from samdrift.settle.models import AllocationKey
from samdrift.settle.queries.investments import InvestmentCost, investment_costs_of


class NoInvestmentHasAPool(Refused):
    words = _("No investment that costs anything in %(month)s has a pool.")
    way_on = _("Add a pool for the investment's service first.")


@transaction.atomic
def take_investment_costs(unit: Organization, month: Month, *, by: Actor, at: datetime) -> Entered:
    """This will enter each investment's part of a month, once: the voucher names investment and month. One that was disposed of in the
    month gets the rest in an entry of its own.

    The entry stands in the pool of the investment's service, the first by code, and is split by the investment's key.
    """
    by.must(Deed.SETTLE)
    unit = locked(unit)
    taken = [cost for cost in investment_costs_of(unit, month) if cost.pool is not None]
    if not taken:
        raise NoInvestmentHasAPool(month=month)
    new = [cost for cost in taken if cost.entered_minor is None]
    if new:
        _write_keys([cost.investment for cost in new], at)
        enter_costs(unit, month, [_row(cost) for cost in new], by=by, at=at)
    return Entered(len(new), len(taken) - len(new))


def _row(cost: InvestmentCost) -> CostRow:
    assert cost.pool is not None
    one = cost.investment
    return CostRow(0, cost.voucher, cost.booked_on, cost.pool.code, cost.amount_minor, one.name, investment_id=one.pk)


def _write_keys(investments: Iterable[Investment], at: datetime) -> None:
    """The investments' decisions as the keys that their lines on the bills point at; who shares and how much stays with the investment."""
    wanted = {one.pk: one for one in investments}
    there = set(AllocationKey.objects.filter(investment__in=wanted).values_list("investment", flat=True))
    AllocationKey.objects.bulk_create(
        AllocationKey(
            service_id=one.service_id,
            kind=one.key,
            investment=one,
            from_on=one.starts_on,
            decided_on=one.decided_on,
            decided_by=one.decided_by,
            recorded_at=at,
        )
        for pk, one in wanted.items()
        if pk not in there
    )
