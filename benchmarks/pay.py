"""How fast it is told whether it paid: `python -m benchmarks.pay`.

350 members with three signed years each share ten services over five closed years, which makes 210,000 lines of bills; a database is made
for the run and dropped after it. The peer sums the same lines one by one in decimals.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.licences import AT, SEED, line
from benchmarks.timing import timed
from tests import harness

MEMBERS, YEARS, SERVICES = 350, (2021, 2022, 2023, 2024, 2025), 10
SIGNED = (2017, 2018, 2019)
AIM_SECONDS = 0.3
A_BATCH = 10_000


def a_federation_that_shares() -> Any:
    """This will add members with baselines, five years of closed bills, what remains and what was expected, and return the cast."""
    from samdrift.members.models import Headcount
    from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature, Expectation, RemainingCost
    from samdrift.settle.models import Closure, PublishedPool, Settlement, SettlementLine
    from tests.builders import a_cast, a_member, a_service, everywhere
    from tests.plan.baseline_builders import an_index
    from tests.settle.builders import a_key

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    members = [cast.member, cast.other, *(a_member(f"Myndighet nummer {number}") for number in range(MEMBERS - 2))]
    services = [a_service(f"Tjänst {number}") for number in range(SERVICES)]
    keys = [a_key(cast, service, "equal") for service in services]
    an_index({year: str(100 + 3 * (year - 2017)) for year in (*SIGNED, 2020, *YEARS, 2026)})
    signatory = cast.account("sten")
    with everywhere():
        Headcount.objects.bulk_create(
            Headcount(organization=member, year=2025, employees=int(drawn.integers(20, 900)), recorded_at=AT) for member in members
        )
        baselines = Baseline.objects.bulk_create(Baseline(owner=member, year=year, begun_at=AT) for member in members for year in SIGNED)
        BaselineLine.objects.bulk_create(
            BaselineLine(
                owner_id=one.owner_id, baseline=one, service=service, kind=kind, amount_minor=int(drawn.integers(10_000_00, 300_000_00))
            )
            for one in baselines
            for service in services
            for kind in ("licences", "support")
        )
        BaselineSignature.objects.bulk_create(
            BaselineSignature(
                owner_id=one.owner_id, baseline=one, account=signatory, at=AT, total_minor=int(drawn.integers(10**8, 10**9)), kept_minor=0
            )
            for one in baselines
        )
        RemainingCost.objects.bulk_create(
            RemainingCost(
                owner=member, year=year, service=services[0], kind="support", amount_minor=int(drawn.integers(0, 50_000_00)), stated_at=AT
            )
            for member in members
            for year in YEARS
        )
        facts = {"prices_of": 2020, "registry_number": "Dnr 1", "decided_on": date(2020, 5, 4), "recorded_at": AT}
        Expectation.objects.bulk_create(
            Expectation(owner=member, year=year, kind="support", amount_minor=int(drawn.integers(10**6, 10**8)), **facts)
            for member in members
            for year in YEARS
        )
        for month in (date(year, number, 1) for year in YEARS for number in range(1, 13)):
            settlement = Settlement.objects.create(unit=cast.unit, month=month, number=1, sent_at=AT, total_minor=0)
            pools = PublishedPool.objects.bulk_create(
                PublishedPool(
                    settlement=settlement,
                    service=service,
                    key=key,
                    code=f"P{place}",
                    name=service.name,
                    month=month,
                    amount_minor=1,
                    total_count=MEMBERS,
                )
                for place, (service, key) in enumerate(zip(services, keys, strict=True))
            )
            amounts = drawn.integers(1_000_00, 30_000_00, size=(MEMBERS, SERVICES))
            SettlementLine.objects.bulk_create(
                (
                    SettlementLine(
                        owner=member, settlement=settlement, pool=pool, count=1, amount_minor=int(amounts[at_member, at_pool]), moved_ppm=0
                    )
                    for at_member, member in enumerate(members)
                    for at_pool, pool in enumerate(pools)
                ),
                batch_size=A_BATCH,
            )
            Closure.objects.create(unit=cast.unit, month=month, settlement=settlement, at=AT + timedelta(days=1))
    return cast


def summed_one_by_one() -> dict[tuple[int, int], Decimal]:
    """The peer: every line of every closed bill, added up in decimals."""
    from samdrift.settle.models import SettlementLine

    found: dict[tuple[int, int], Decimal] = {}
    for owner_id, month, minor in SettlementLine.objects.values_list("owner_id", "settlement__month", "amount_minor").iterator(A_BATCH):
        key = (owner_id, month.year)
        found[key] = found.get(key, Decimal(0)) + Decimal(minor) / 100
    return found


def main() -> None:
    in_a_database(pay)


def pay() -> None:
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from samdrift.core.access import inside
    from samdrift.follow_up.queries.pay import pay_of_all, pay_of_member

    cast, aim = a_federation_that_shares(), f"aim {AIM_SECONDS * 1000:.0f} ms"
    with harness.as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("ANALYZE")  # as autovacuum has long done in a database that is not made anew
    karin = cast.actor("karin")
    with inside(karin.walls):
        took, found = timed(pay_of_all, 5)
        line(f"whether it paid, {len(found.members)} members over {len(YEARS)} years", took, aim)
        peer, _sums = timed(summed_one_by_one, 2)
        line(f"the same lines one by one in decimals: {peer / took:.1f}x as long", peer)
        line("one member", timed(lambda: pay_of_member(cast.member), 5)[0], aim)
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.account("karin"))
    client.get(reverse("pay"))
    line("its page", timed(lambda: client.get(reverse("pay")), 5)[0], aim)


if __name__ == "__main__":
    main()
