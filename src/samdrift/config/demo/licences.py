"""Licences bought for all: who holds them, what is renewed soon, and the key by which one product's cost is split. Synthetic."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.catalog.actions import add_service
from samdrift.catalog.models import Service
from samdrift.config.demo.demo import moment
from samdrift.config.demo.federation import employees_now
from samdrift.core.access import Role
from samdrift.engines.sharing import split
from samdrift.run.purchasing.actions.licence_files import enter_holders
from samdrift.run.purchasing.actions.licences import Prices, add_product, buy_licences, move_licence
from samdrift.run.purchasing.licence_files import HolderRow
from samdrift.run.purchasing.models import Assignment, Product
from samdrift.settle.actions import add_pool, choose_licence_pool, decide_key
from samdrift.settle.models import AllocationKey

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

HELD_ALL_THE_TIME = 0.7


def build(demo: Demo) -> None:
    """This will add the products, buy their licences, and enter who holds them as a file from each member would."""
    demo.tell("Licences ...")
    draw = random.Random(f"{demo.plan['seed']} licences")  # its own, so that what is drawn elsewhere stays
    products = {}
    for described in demo.plan["licences"]["products"]:
        products[described["code"]] = product = _product(demo, described)
        if "pool" in described:
            _pool(demo, described, product)
    for number, member in enumerate(demo.members.values()):
        rows = [holder for described in demo.plan["licences"]["products"] for holder in _holders(demo, draw, described, number)]
        enter_holders(member, rows, over=True, by=demo.actor(demo.unit, Role.STAFF), at=demo.at)
    for described in demo.plan["licences"]["products"]:
        if "moved_to" in described:
            _moved_lately(demo, products[described["code"]], described["moved_to"])


def _first(demo: Demo) -> date:
    return demo.months_back(demo.plan["months_of_costs"])[0].starts_on


def _product(demo: Demo, described: dict[str, Any]) -> Product:
    by, first = demo.actor(demo.unit, Role.STAFF), _first(demo)
    at, today = moment(first, 9), timezone.localdate(demo.at)
    prices = Prices(
        demo.months_back(demo.plan["months_of_costs"])[0],
        described["period"],
        described["kind"],
        tuple((start, price) for start, price in described["steps"]),
        described.get("fixed", 0),
        described.get("pack", 1),
    )
    product = add_product(
        described["code"],
        described["name"],
        described["metric"],
        prices,
        name_en=described["name_en"],
        sold_by=described["sold_by"],
        by=by,
        at=at,
    )
    for number, (quantity, renewed_in) in enumerate(described["bought"], start=1):
        buy_licences(
            product,
            quantity,
            from_on=first,
            until_on=today + timedelta(days=renewed_in) if renewed_in else None,
            bought_on=first - timedelta(days=20),
            reference=f"{demo.plan['licences']['reference']}-{first.year}-{described['code']}-{number}",
            by=by,
            at=at,
        )
    return product


def _pool(demo: Demo, described: dict[str, Any], product: Product) -> None:
    """A service and a pool of its own, and a key that counts the licences, since there are tickets to count as well."""
    finance, month = demo.actor(demo.unit, Role.UNIT_FINANCE), demo.months_back(demo.plan["months_of_tickets"])[0]
    at = moment(month.previous().starts_on.replace(day=15), 15)
    service = add_service(
        Service.Kind.BUSINESS, described["name"], name_en=described["name_en"], by=demo.actor(demo.unit, Role.STAFF), at=at
    )
    pool = add_pool(demo.unit, described["pool"], described["name"], service, name_en=described["name_en"], by=finance, at=at)
    choose_licence_pool(demo.unit, product, pool, by=finance, at=at)
    decide_key(
        service,
        AllocationKey.Kind.LICENCES,
        product=product,
        from_month=month,
        decided_on=timezone.localdate(at),
        decided_by=demo.plan["council"],
        by=finance,
        at=at,
    )


def _holders(demo: Demo, draw: random.Random, described: dict[str, Any], number: int) -> list[HolderRow]:
    """One member's rows of a product: its part of them by employees, most held since the first month and used in the last weeks."""
    weights = [employees_now(row) for row in demo.plan["members"]]
    first, today = _first(demo), timezone.localdate(demo.at)
    known = (today - first).days
    rows = []
    for place in range(1, split(described["used"], weights)[number] + 1):
        from_on = first if draw.random() < HELD_ALL_THE_TIME else first + timedelta(days=draw.randrange(known - 100))
        ago = draw.randrange(95, 260) if draw.random() < described["idle"] else draw.randrange(40)
        used = max(today - timedelta(days=ago), from_on) if ago < known else None
        key = f"{described['holder']}-{number + 1:02}{place:04}"
        rows.append(HolderRow(place, described["code"], key, from_on, demo.plan["members"][number]["city"], used))
    return rows


def _moved_lately(demo: Demo, product: Product, ending: str) -> None:
    """The one that nobody had used for longest went to somebody else."""
    longest = Assignment.objects.filter(product=product).select_related("product", "owner").order_by("last_used_on", "pk")[0]
    move_licence(longest, f"{longest.key}-{ending}", by=demo.actor(demo.unit, Role.STAFF), at=demo.at - timedelta(days=6))
