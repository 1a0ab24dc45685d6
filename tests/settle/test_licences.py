"""From licences held to the bill: the month's cost entered once, split by what each held on the 1st, and explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.core.access import inside
from samdrift.run.purchasing.models import Product
from samdrift.run.purchasing.queries.licences import licence_costs
from samdrift.settle.actions import (
    Entered,
    NoProductHasAPool,
    PoolOfAnotherUnit,
    ProductMissing,
    ProductNotWanted,
    choose_licence_pool,
    decide_key,
    take_licence_costs,
)
from samdrift.settle.checks import differences
from samdrift.settle.explain import explain_line
from samdrift.settle.models import CostEntry, CostPool, SettlementLine
from tests.builders import Cast, a_service, a_unit, everywhere
from tests.purchasing.licences.builders import a_product, bought, held
from tests.settle.builders import IN_NOVEMBER, JANUARY, OCTOBER, a_pool, close, send

SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


def licensed(cast: Cast) -> Product:
    """Three licences at 100.01 kr: two held at the member and one at the other; five bought in all."""
    product = a_product("OFFICE", steps=((0, 10_001),))
    bought(product, 5)
    for member, key in ((cast.member, "anna"), (cast.member, "sten"), (cast.other, "bo")):
        held(product, member, key, SUMMER)
    return product


def with_a_pool(cast: Cast) -> Product:
    product = licensed(cast)
    service = a_service("Kontorsprogram")
    pool = a_pool(cast, "KONTOR", service)
    with everywhere() as actor:
        decide_key(
            service,
            "licences",
            product=product,
            from_month=JANUARY,
            decided_on=date(2025, 11, 12),
            decided_by="Rådet",
            by=actor,
            at=SUMMER,
        )
        choose_licence_pool(cast.unit, product, pool, by=actor, at=SUMMER)
    return product


def take(cast: Cast) -> Entered:
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        return take_licence_costs(cast.unit, OCTOBER, by=ulla, at=IN_NOVEMBER)


def test_the_bill_has_the_share_that_the_licence_page_shows(cast: Cast) -> None:
    with_a_pool(cast)
    assert take(cast) == Entered(1, 0)
    settlement = send(cast)
    with everywhere():
        shares = licence_costs(OCTOBER)[0].shares
        lines = {line.owner_id: line for line in SettlementLine.objects.filter(settlement=settlement)}
        assert {owner: line.amount_minor for owner, line in lines.items()} == {m: s.amount_minor for m, s in shares.items()}
        assert [lines[m.pk].amount_minor for m in (cast.member, cast.other)] == [33_337, 16_668]
        key = explain_line(lines[cast.member.pk])[1]
        assert key.facts["product"] == "OFFICE"
        assert differences() == []


def test_the_cost_of_a_month_is_entered_once(cast: Cast) -> None:
    product = with_a_pool(cast)
    take(cast)
    bought(product, 10, since=date(2026, 9, 1))  # found later: what is entered stays
    assert take(cast) == Entered(0, 1)
    with everywhere():
        entry = CostEntry.objects.get()
    assert (entry.voucher, entry.amount_minor, entry.month) == ("LIC-OFFICE-2026-10", 50_005, date(2026, 10, 1))
    send(cast)
    close(cast)
    assert take(cast) == Entered(0, 1)


def test_refuses_to_take_costs_that_have_no_pool(cast: Cast) -> None:
    licensed(cast)
    with pytest.raises(NoProductHasAPool):
        take(cast)


def test_refuses_a_pool_of_another_unit(cast: Cast) -> None:
    product = licensed(cast)
    another = a_unit("En annan enhet")
    with everywhere() as actor:
        pool = CostPool.objects.create(owner=another, service=cast.desk_service, code="X", name="X")
        with pytest.raises(PoolOfAnotherUnit):
            choose_licence_pool(cast.unit, product, pool, by=actor, at=SUMMER)


@pytest.mark.parametrize(("kind", "has_product", "refusal"), [("licences", False, ProductMissing), ("equal", True, ProductNotWanted)])
def test_refuses_a_key_whose_product_does_not_fit(cast: Cast, kind: str, has_product: bool, refusal: type[Exception]) -> None:
    product = licensed(cast)
    with everywhere() as actor, pytest.raises(refusal):
        decide_key(
            cast.desk_service,
            kind,
            product=product if has_product else None,
            from_month=JANUARY,
            decided_on=date(2025, 11, 12),
            decided_by="Rådet",
            by=actor,
            at=SUMMER,
        )


def test_finance_takes_the_costs_and_the_bill_leads_to_the_members_own_licences(cast: Cast, as_: Callable[[str], Client]) -> None:
    product = licensed(cast)
    service = a_service("Kontorsprogram")
    pool = a_pool(cast, "KONTOR", service)
    ulla = as_("ulla")
    typed = {"kind": "licences", "from_month": "2026-11", "decided_on": "2026-11-01", "decided_by": "Rådet", "shares": ""}
    assert ulla.post(reverse("decide_key", args=[service.pk]), typed).status_code == 422
    assert ulla.post(reverse("decide_key", args=[service.pk]), {**typed, "from_month": "2026-10", "product": product.pk}).status_code == 302
    assert ulla.post(reverse("licence_costs_of_month", args=[OCTOBER])).status_code == 409
    assert ulla.post(reverse("choose_licence_pool", args=[product.pk]), {"pool": pool.pk}).status_code == 302
    assert ulla.post(reverse("licence_costs_of_month", args=[OCTOBER])).status_code == 302
    assert "500,05" in ulla.get(reverse("licence_costs_of_month", args=[OCTOBER])).content.decode()
    assert ulla.get(reverse("settlement_month", args=[OCTOBER])).status_code == 200
    settlement = send(cast)
    carin = as_("carin")
    bill = carin.get(reverse("bill", args=[settlement.pk, cast.member.pk]), {"row": "all"}).content.decode()
    counted = f"{reverse('licence_holders', args=[product.pk, cast.member.pk])}?on=2026-10-01"
    assert counted in bill
    page = carin.get(counted).content.decode()
    assert "anna" in page
    assert "sten" in page


def test_a_month_asks_as_much_for_three_products_as_for_thirty(cast: Cast, as_: Callable[[str], Client]) -> None:
    ulla, counts = as_("ulla"), []
    pool = a_pool(cast, "KONTOR", a_service("Kontorsprogram"))
    address = reverse("licence_costs_of_month", args=[OCTOBER])
    for more in (3, 27):
        for _product in range(more):
            product = a_product()
            bought(product, 2)
            held(product, cast.member, "anna", SUMMER)
            with everywhere() as actor:
                choose_licence_pool(cast.unit, product, pool, by=actor, at=SUMMER)
        ulla.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert ulla.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
