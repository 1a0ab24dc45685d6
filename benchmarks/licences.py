"""How fast a pool of 50,000 assignments is shown, counted and filled from a file: `python -m benchmarks.licences`.

21 members hold 50,000 licences of ten products, half of them of one; a database is made for the run and dropped after it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.timing import first_fifty, timed

MEMBERS, PRODUCTS, ASSIGNMENTS, HOLDERS = 21, 10, 50_000, 5_000
AIM_SECONDS = 0.1
SEED = 20261101
AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
FIRST = date(2026, 1, 1)
T = TypeVar("T")


def line(name: str, seconds: float, more: str = "") -> None:
    print(f"{name:<52}{seconds * 1000:>9.1f} ms  {more}", flush=True)


def a_federation_with_licences() -> tuple[Any, list[Any]]:
    """This will fill the pools, and return the cast and the products."""
    from django.db import connection

    from samdrift.engines.period import Month
    from samdrift.run.purchasing.actions.licences import Prices, add_product, buy_licences, count_changes
    from samdrift.run.purchasing.models import Assignment
    from tests.builders import a_cast, a_member, everywhere

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    members = [cast.member, cast.other, *(a_member(f"Myndighet nummer {number}") for number in range(MEMBERS - 2))]
    with everywhere() as actor:
        prices = Prices(Month(2026, 1), "year", "incremental", ((0, 690_000), (100, 610_000), (1_000, 545_000)))
        products = [add_product(f"P{n}", f"Produkt {n}", "user", prices, by=actor, at=AT) for n in range(PRODUCTS)]
        rows = []
        for number in range(ASSIGNMENTS):
            product = products[0] if number % 2 else products[int(drawn.integers(PRODUCTS))]
            from_on = FIRST + timedelta(days=int(drawn.integers(300)))
            used = from_on + timedelta(days=int(drawn.integers((AT.date() - from_on).days)))
            rows.append(Assignment(owner=members[number % MEMBERS], product=product, key=f"p{number}", from_on=from_on, last_used_on=used))
        Assignment.objects.bulk_create(rows, batch_size=5_000)
        for product in products:
            buy_licences(product, ASSIGNMENTS, from_on=FIRST, until_on=date(2027, 1, 1), bought_on=FIRST, reference="A", by=actor, at=AT)
            changes: dict[date, int] = {}
            for row in rows:
                if row.product is product:
                    changes[row.from_on] = changes.get(row.from_on, 0) + 1
            count_changes(product, changes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE purchasing_assignment")
    return cast, products


def main() -> None:
    in_a_database(licences)


def licences() -> None:
    from samdrift.core.access import inside
    from samdrift.engines.period import Month
    from samdrift.run.purchasing.actions.licence_files import enter_holders
    from samdrift.run.purchasing.licence_files import HolderRow
    from samdrift.run.purchasing.queries.licence_checks import differences
    from samdrift.run.purchasing.queries.licences import assignments_of, held_now, licence_costs, pool_of, pools, renewals

    cast, (product, *_others) = a_federation_with_licences()
    today, month = AT.date(), Month(2026, 11)
    aim = f"aim {AIM_SECONDS * 1000:.0f} ms"

    def page_of_pool(owner_id: int | None) -> int:
        licence_costs(month, product=product, owner_id=owner_id)
        renewals(on=today, product=product)
        return pool_of(product, on=today).assigned + len(held_now(on=today, product=product, owner_id=owner_id))

    def page_of_pools(owner_id: int | None) -> int:
        return len(pools(on=today)) + len(held_now(on=today, owner_id=owner_id))

    for who, owner_id in (("elin", None), ("carin", cast.member.pk)):
        actor = cast.actor(who)
        with inside(actor.walls):
            whose = "the unit" if owner_id is None else "a member"
            line(f"one product's pool, {whose}", timed(partial(page_of_pool, owner_id), 5)[0], aim)
            line(f"all pools, {whose}", timed(partial(page_of_pools, owner_id), 5)[0], aim)
            found = assignments_of(product, owner_id=cast.member.pk)
            line(f"a member's first 50 holders, {whose}", timed(partial(first_fifty, found), 5)[0], aim)
    with inside(cast.actor("elin").walls):
        line("a month of all products, split", timed(lambda: licence_costs(month), 5)[0])
        rows = [HolderRow(n, product.code, f"ny {n}", FIRST, "", today) for n in range(HOLDERS)]
        by = cast.actor("elin")
        took, entered = timed(lambda: enter_holders(cast.member, rows, by=by, at=AT, over=True))
        line(f"{entered.added} holders from a file", took)
        took, found_wrong = timed(differences)
        line("check: every pool counted again", took, f"{len(found_wrong)} differences")


if __name__ == "__main__":
    main()
