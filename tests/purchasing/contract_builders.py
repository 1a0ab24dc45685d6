"""Contracts, needs and procurements for tests: `a_contract(cast)`, `a_call_off(cast, contract)`, `a_need(cast)`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from samdrift.core.access import inside
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.calloffs import Order, call_off
from samdrift.run.purchasing.actions.contracts import Terms, add_contract
from samdrift.run.purchasing.actions.needs import Wish, send_need, state_need
from samdrift.run.purchasing.actions.suppliers import add_supplier
from samdrift.run.purchasing.models import CallOff, Contract, Need, PublishedNeed
from tests.builders import NOW, TODAY, Cast

CEILING = 1_000_000_00
_numbers = count(1)


def a_supplier(cast: Cast, name: str = "") -> Organization:
    actor = cast.actor("elin")
    name = name or f"Leverantör {next(_numbers)}"
    with inside(actor.walls):
        return add_supplier(f"{name} AB", short_name=name, number="", by=actor, at=NOW)


def some_terms(supplier: Organization, **other: Any) -> Terms:
    said: dict[str, Any] = {
        "supplier": supplier,
        "reference": f"R-{next(_numbers)}",
        "name": "Datorer och skärmar",
        "ceiling_minor": CEILING,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "notice_days": 90,
        "renewals_most": 2,
        "renewal_months": 12,
    }
    return Terms(**{**said, **other})


def a_contract(cast: Cast, **other: Any) -> Contract:
    terms = some_terms(other.pop("supplier", None) or a_supplier(cast), **other)
    actor = cast.actor("elin")
    with inside(actor.walls):
        return add_contract(terms, by=actor, at=NOW)


def an_order(amount_minor: int = 100_000_00, *, on: date = TODAY, reference: str = "", what: str = "Tjugo datorer") -> Order:
    return Order(reference or f"B-{next(_numbers)}", on, amount_minor, what)


def a_call_off(cast: Cast, contract: Contract, order: Order | None = None, *, who: str = "carin", at: datetime = NOW) -> CallOff:
    actor = cast.actor(who)
    member = cast.other if who == "berit" else cast.member
    with inside(actor.walls):
        return call_off(contract, member, order or an_order(), by=actor, at=at)


def a_need(cast: Cast, what: str = "", *, who: str = "carin") -> Need:
    actor = cast.actor(who)
    member = cast.other if who == "berit" else cast.member
    with inside(actor.walls):
        wish = Wish(what or f"Drönare {next(_numbers)}", 3, 90_000_00, date(2027, 3, 1))
        return state_need(member, wish, by=actor, at=NOW)


def a_sent_need(cast: Cast, what: str = "", *, who: str = "carin") -> PublishedNeed:
    need, actor = a_need(cast, what, who=who), cast.actor(who)
    with inside(actor.walls):
        return send_need(need, by=actor, at=NOW)


IN_JUNE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
