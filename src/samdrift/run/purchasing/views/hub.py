"""What is bought together, part by part."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.run.purchasing.queries.licences import pools, renewals
from samdrift.run.purchasing.views.parts import parts


@door(Deed.READ_PURCHASING)
def purchasing(request: SeatedRequest) -> HttpResponse:
    today = timezone.localdate()
    found = pools(on=today)
    context = {
        "views": parts("purchasing"),
        "products": len(found),
        "over": [pool for pool in found if pool.over],
        "renewals": renewals(on=today)[:5],
    }
    return render(request, "purchasing/purchasing.html", context)
