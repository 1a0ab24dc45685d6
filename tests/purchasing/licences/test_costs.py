"""What a month costs each member, and would alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.engines.prices import Tariff
from samdrift.run.purchasing.actions.licences import NotAPriceList, PriceIsThere, Prices, change_prices, return_licence
from samdrift.run.purchasing.licence_costs import Price, Share, shares_of
from samdrift.run.purchasing.models import Product
from samdrift.run.purchasing.queries.licence_report import NoSuchMember, licences_as_dict, licences_as_text, member_called
from samdrift.run.purchasing.queries.licences import ProductCost, licence_costs
from tests.builders import NOW, TODAY, Cast, everywhere
from tests.purchasing.licences.builders import JANUARY, NOVEMBER, a_product, bought, held

SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


def cost(product: Product, month: Month = NOVEMBER) -> ProductCost:
    with everywhere():
        return licence_costs(month, product=product)[0]


def test_the_pool_is_split_by_what_is_held_on_the_first_to_the_ore(cast: Cast) -> None:
    """Worked by hand: 4 bought at 100 kr, 3 of them over 2 at 80 kr: 100 + 100 + 80 + 80 = 360 kr, split 2 : 1."""
    product = a_product(steps=((0, 10_000), (2, 8_000)))
    bought(product, 4)
    for member, key in ((cast.member, "anna"), (cast.member, "sten"), (cast.other, "bo")):
        held(product, member, key, SUMMER)
    held(product, cast.other, "berit", NOW)  # after the 1st: next month's
    found = cost(product)
    assert (found.bought, found.assigned, found.total_minor) == (4, 3, 36_000)
    assert found.shares == {cast.member.pk: Share(2, 24_000, 20_000), cast.other.pk: Share(1, 12_000, 10_000)}
    assert [found.shares[m.pk].gain_minor for m in (cast.member, cast.other)] == [-4_000, -2_000]
    assert [s.count for s in cost(product, NOVEMBER.next()).shares.values()] == [2, 2]


def test_buying_together_is_a_gain_where_more_cost_less(cast: Cast) -> None:
    product = a_product(steps=((0, 10_000), (2, 5_000)), kind="all_unit")
    bought(product, 2)
    held(product, cast.member, "anna", SUMMER)
    held(product, cast.other, "bo", SUMMER)
    assert [share.gain_minor for share in cost(product).shares.values()] == [5_000, 5_000]


def test_a_licence_returned_before_the_first_is_not_paid_for(cast: Cast) -> None:
    product = a_product()
    bought(product, 1)
    assignment = held(product, cast.member, "anna", SUMMER)
    with everywhere() as actor:
        return_licence(assignment, by=actor, at=datetime(2026, 11, 1, 9, tzinfo=UTC))
    assert cost(product).shares == {}
    assert list(cost(product, NOVEMBER.previous()).shares) == [cast.member.pk]


def test_new_prices_leave_the_months_before_as_they_were(cast: Cast) -> None:
    product = a_product()
    bought(product, 2)
    held(product, cast.member, "anna", SUMMER)
    with everywhere() as actor:
        change_prices(product, Prices(NOVEMBER, "month", "incremental", ((0, 15_000),)), by=actor, at=NOW)
        with pytest.raises(PriceIsThere):
            change_prices(product, Prices(NOVEMBER, "month", "incremental", ((0, 1),)), by=actor, at=NOW)
    assert [cost(product, month).total_minor for month in (NOVEMBER.previous(), NOVEMBER)] == [20_000, 30_000]


@pytest.mark.parametrize("steps", [(), ((5, 100),), ((0, 100), (0, 90)), ((0, -1),)])
def test_refuses_steps_that_make_no_price_list(cast: Cast, steps: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(NotAPriceList):
        a_product(steps=steps)


@given(st.integers(0, 10**9), st.integers(0, 10_000))
def test_the_twelve_months_of_a_year_sum_to_it(price: int, units: int) -> None:
    yearly = Price(Tariff(0, [0], [price], "incremental"), yearly=True)
    assert sum(yearly.month_minor(units, month) for month in JANUARY.until(Month(2027, 1))) == price * units


@given(st.integers(0, 10**12), st.dictionaries(st.integers(1, 400), st.integers(0, 5_000)))
def test_the_shares_sum_to_what_the_pool_costs(total: int, counts: dict[int, int]) -> None:
    price = Price(Tariff(0, [0], [100], "incremental"), yearly=False)
    shares = shares_of(total, counts, price, NOVEMBER)
    assert sum(share.amount_minor for share in shares.values()) == (total if any(counts.values()) else 0)
    assert sum(share.count for share in shares.values()) == sum(counts.values())


def test_a_member_reads_its_own_share_from_the_totals_to_an_ore(cast: Cast) -> None:
    product = a_product(steps=((0, 10_001),))
    bought(product, 7)
    for member, keys in ((cast.member, "abc"), (cast.other, "de")):
        for key in keys:
            held(product, member, key, SUMMER)
    right, carin = cost(product).shares[cast.member.pk], cast.actor("carin")
    with inside(carin.walls):
        own = licence_costs(NOVEMBER, product=product, owner_id=cast.member.pk)[0]
    assert list(own.shares) == [cast.member.pk]
    assert (own.bought, own.assigned) == (7, 5)
    assert abs(own.shares[cast.member.pk].amount_minor - right.amount_minor) <= 1


def test_a_product_without_prices_costs_nothing_yet(cast: Cast) -> None:
    product = a_product()
    assert cost(product, Month(2025, 12)).price_list is None


def test_the_report_tells_pools_and_members(cast: Cast) -> None:
    product = a_product("OFFICE")
    bought(product, 3)
    held(product, cast.member, "anna", SUMMER)
    with everywhere():
        report = licences_as_dict(on=TODAY)
        (found,) = report["products"]
        assert {name: found[name] for name in ("bought", "assigned", "free", "month_minor")} == {
            "bought": 3,
            "assigned": 1,
            "free": 2,
            "month_minor": 30_000,
        }
        assert found["members"] == [
            {"member": "Länsverket", "has": 1, "unused": 1, "cost_minor": 30_000, "alone_minor": 10_000, "gain_minor": -20_000}
        ]
        assert licences_as_dict(on=TODAY, member=member_called("havsverket"))["products"][0]["members"] == []
        assert "OFFICE" in licences_as_text(report)
        with pytest.raises(NoSuchMember):
            member_called("Ingen")
    assert report["on"] == date(2026, 11, 23).isoformat()
