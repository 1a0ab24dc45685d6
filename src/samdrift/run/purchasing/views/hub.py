"""What is bought together, part by part."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.engines.period import Month
from samdrift.run.purchasing.queries.contracts import contracts_standing
from samdrift.run.purchasing.queries.investments import investments_in
from samdrift.run.purchasing.queries.licences import pools, renewals
from samdrift.run.purchasing.queries.needs import needs_to_merge
from samdrift.run.purchasing.views.parts import parts


@door(Deed.READ_PURCHASING)
def purchasing(request: SeatedRequest) -> HttpResponse:
    today = timezone.localdate()
    found = pools(on=today)
    contracts = contracts_standing(on=today)
    invested = investments_in(Month(today.year, today.month))
    context = {
        "views": parts("purchasing"),
        "products": len(found),
        "over": [pool for pool in found if pool.over],
        "renewals": renewals(on=today)[:5],
        "contracts": [standing for standing in contracts if standing.state not in ("over", "to_come")][:5],
        "to_decide": sum(standing.state == "notice" for standing in contracts),
        "needs_waiting": needs_to_merge().count(),
        "investments": sum(1 for row in invested if row.left_minor),
        "left_minor": sum(row.left_minor for row in invested),
        "cost_minor": sum(row.cost_minor for row in invested),
    }
    return render(request, "purchasing/purchasing.html", context)
