"""Licences for tests: `a_product()` costs 100 kr a licence and month, `bought(product, 3)` fills its pool, `held(...)` takes from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from samdrift.core.access import Actor, inside
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.licence_files import Imported, import_holders
from samdrift.run.purchasing.actions.licences import Prices, add_product, assign_licence, buy_licences
from samdrift.run.purchasing.models import Assignment, Entitlement, Product
from tests.builders import NOW, Cast, everywhere

JANUARY, NOVEMBER = Month(2026, 1), Month(2026, 11)
IN_OCTOBER = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)
HEADER = "product;key;from_on;site;last_used_on\n"
_numbers = count(1)


def a_product(
    code: str = "",
    *,
    steps: tuple[tuple[int, int], ...] = ((0, 10_000),),
    kind: str = "incremental",
    period: str = "month",
    fixed_minor: int = 0,
    pack: int = 1,
) -> Product:
    code = code or f"P{next(_numbers)}"
    prices = Prices(JANUARY, period, kind, steps, fixed_minor, pack)
    with everywhere() as actor:
        return add_product(code, f"Program {code}", "user", prices, name_en=f"Program {code}", by=actor, at=IN_OCTOBER)


def bought(product: Product, quantity: int, *, since: date = date(2026, 1, 1), until: date | None = None) -> Entitlement:
    with everywhere() as actor:
        return buy_licences(
            product,
            quantity,
            from_on=since,
            until_on=until,
            bought_on=since,
            reference=f"Köp {next(_numbers)}",
            by=actor,
            at=IN_OCTOBER,
        )


def held(product: Product, member: Organization, key: str, at: datetime = NOW) -> Assignment:
    with everywhere() as actor:
        return assign_licence(product, member, key, by=actor, at=at)


def holders(member: Organization, text: str, *, by: Actor, at: datetime = NOW, over: bool = False) -> Imported:
    with inside(by.walls):
        return import_holders(member, (HEADER + text).encode(), by=by, at=at, over=over)


def a_pool(cast: Cast, quantity: int = 3) -> Product:
    product = a_product("OFFICE")
    bought(product, quantity)
    return product
