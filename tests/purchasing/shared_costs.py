"""Investments and licences that have been lived in: what members share, with long names, one disposed of, one over-used."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import Assignment
from samdrift.settle import actions as settling
from samdrift.settle.models import CostPool
from tests.builders import Cast, everywhere
from tests.purchasing.investments.builders import an_investment, disposed
from tests.purchasing.licences.builders import a_product, bought, held, holders

LONG_AGO = date(2024, 1, 1)


def investments_of(cast: Cast, first: Month, now: datetime) -> dict[str, Any]:
    """Two: one with a long name and a large sum that both members share, and one that was disposed of."""
    everyone: dict[Organization, int | None] = {cast.member: 3, cast.other: 1}
    long = "Handläggarstödsinförande för strandskyddsdispensärenden och kartläsning"
    one = an_investment(cast, long, amount_minor=123_456_789_01, life=60, starts=first, key="fixed", shares=everyone)
    gone = an_investment(cast, "Servrar", number="IT-2", starts=first, life=48)
    disposed(gone, timezone.localdate(now), at=now)
    return {"investment_id": one.pk}


def licences_of(cast: Cast, now: datetime) -> dict[str, Any]:
    """Two pools: one that is renewed soon and has long names, and one that is over-used; each has its pool of costs or waits for one."""
    today = timezone.localdate(now)
    product = a_product("RIT", steps=((0, 690_000), (100, 610_000)), period="year", fixed_minor=120_000, pack=5)
    bought(product, 1_200, until=today + timedelta(days=30))
    short = a_product("KART")
    bought(short, 1, since=LONG_AGO, until=today)
    bought(short, 1)
    for number in range(60):
        held(
            product,
            cast.member,
            f"marie-louise.von.osterreich-vastergotlandsson{number}@myndigheten.example",
            now - timedelta(days=100),
        )
    for key in ("bo", "berit"):
        held(product, cast.other, key, now)
    holders(cast.member, f"KART;anna;{LONG_AGO};;\nKART;sten;{LONG_AGO};;\n", by=cast.actor("carin"), at=now, over=True)
    with everywhere() as samdrift:
        settling.choose_licence_pool(cast.unit, product, CostPool.objects.get(code="POST"), by=samdrift, at=now)
        assignment = Assignment.objects.filter(product=product, owner=cast.member)[0]
    return {"product_id": product.pk, "assignment_id": assignment.pk}
