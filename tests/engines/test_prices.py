"""What a volume costs, by published cases, by hand, and by what must hold for any tariff."""

from __future__ import annotations

import math
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from samdrift.engines import prices
from samdrift.engines.prices import BadVolume, Kind, PricedService, Tariff, VolumeNotWhole

KINDS: tuple[Kind, ...] = ("incremental", "all_unit")


@st.composite
def tariffs(draw: st.DrawFn, kind: Kind | None = None) -> Tariff:
    steps = draw(st.lists(st.integers(1, 500), max_size=5))
    starts = [0, *accumulate(steps)]
    per_unit = draw(st.lists(st.integers(0, 10**7), min_size=len(starts), max_size=len(starts)))
    return Tariff(
        draw(st.integers(0, 10**8)),
        starts,
        per_unit,
        draw(st.sampled_from([kind] if kind else KINDS)),
        draw(st.integers(1, 40)),
    )


VOLUMES = st.integers(0, 20_000)


@given(tariffs())
def test_nothing_costs_nothing(tariff: Tariff) -> None:
    assert tariff.cost(0) == 0 == tariff.cost_minor(0)


@given(tariffs(), VOLUMES)
def test_the_exact_cost_is_the_cost(tariff: Tariff, units: int) -> None:
    assert tariff.cost_minor(units) == tariff.cost(units)


@given(tariffs(), st.lists(VOLUMES, max_size=30))
def test_many_volumes_at_once_cost_what_each_costs(tariff: Tariff, volumes: list[int]) -> None:
    assert tariff.costs(volumes).tolist() == [tariff.cost(volume) for volume in volumes]


@given(tariffs("incremental"), VOLUMES, VOLUMES)
def test_more_units_never_cost_less_where_each_is_priced_in_its_tier(tariff: Tariff, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert tariff.cost_minor(less) <= tariff.cost_minor(more)


@given(tariffs(), st.integers(1, 20_000))
def test_a_pack_begun_is_a_pack_paid(tariff: Tariff, units: int) -> None:
    whole = math.ceil(units / tariff.pack) * tariff.pack
    assert tariff.cost_minor(units) == tariff.cost_minor(whole)


@given(tariffs("incremental"), st.integers(1, 3_000))
def test_incremental_is_the_sum_of_each_unit_at_its_own_price(tariff: Tariff, units: int) -> None:
    whole = math.ceil(units / tariff.pack) * tariff.pack
    each = (max((s, p) for s, p in zip(tariff.starts, tariff.prices, strict=True) if s <= unit)[1] for unit in range(whole))
    assert tariff.cost_minor(units) == tariff.fixed + sum(each)


@given(st.lists(st.integers(0, 10**7), max_size=50))
def test_a_table_answers_what_stands_in_it(costs: list[int]) -> None:
    table = Tariff.table(np.array([0, *costs], dtype=np.float64))
    assert [table.cost_minor(volume) for volume in range(len(costs) + 1)] == [0, *costs]


def test_the_quantity_discounts_of_a_textbook() -> None:
    """Nahmias, Production and Operations Analysis, example 4.4: bags at 0.30 up to 500, 0.29 up to 1,000, 0.28 from there."""
    starts, each = [0, 500, 1000], [30, 29, 28]
    assert Tariff(0, starts, each, "all_unit").cost_minor(499) == 14_970
    assert Tariff(0, starts, each, "all_unit").cost_minor(500) == 14_500
    assert Tariff(0, starts, each, "incremental").cost_minor(500) == 15_000
    assert Tariff(0, starts, each, "incremental").cost_minor(1_200) == 15_000 + 14_500 + 5_600


def test_an_exact_cost_outgrows_a_float() -> None:
    assert Tariff(1, [0], [10**9 + 1], "incremental").cost_minor(10**15 + 1) == 1 + (10**9 + 1) * (10**15 + 1)


def test_tariffs_of_the_same_numbers_are_the_same() -> None:
    assert Tariff(0, np.array([0.0, 5.0]), np.array([2.0, 1.0]), "all_unit") == Tariff(0, [0, 5], [2, 1], "all_unit")


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ((0, [], [], "incremental"), prices.BadTiers),
        ((0, [0, 5], [1], "incremental"), prices.BadTiers),
        ((0, [1], [1], "incremental"), prices.BadTiers),
        ((0, [0, 5, 5], [1, 1, 1], "incremental"), prices.BadTiers),
        ((0, [0, math.nan], [1, 1], "incremental"), prices.BadTiers),
        ((0, [0, math.inf], [1, 1], "incremental"), prices.BadTiers),
        ((-1, [0], [1], "incremental"), prices.BadPrice),
        ((0, [0], [-1], "all_unit"), prices.BadPrice),
        ((0, [0], [math.inf], "all_unit"), prices.BadPrice),
        ((math.nan, [0], [1], "all_unit"), prices.BadPrice),
        ((0, [0], [1], "stepwise"), prices.UnknownKind),
        ((0, [0], [1], "all_unit", 0), prices.BadPack),
        ((0, [0], [1], "all_unit", 2.5), prices.BadPack),
    ],
)
def test_refuses_numbers_that_make_no_tariff(arguments: tuple, refusal: type[ValueError]) -> None:  # type: ignore[type-arg]
    with pytest.raises(refusal):
        Tariff(*arguments)


def test_refuses_a_table_in_which_nothing_costs_something() -> None:
    with pytest.raises(prices.BadPrice):
        Tariff.table([1, 2])
    with pytest.raises(prices.BadTiers):
        Tariff.table([])


@pytest.mark.parametrize("volume", [-1, math.nan, math.inf])
def test_refuses_what_is_no_volume(volume: float) -> None:
    with pytest.raises(prices.BadVolume):
        Tariff(0, [0], [1], "incremental").cost(volume)


@pytest.mark.parametrize("volume", [3, 1.5])
def test_refuses_a_volume_that_has_no_place_in_the_table(volume: float) -> None:
    with pytest.raises(prices.BadVolume):
        Tariff.table([0, 5, 9]).cost(volume)


def test_refuses_an_exact_cost_of_prices_that_are_not_whole() -> None:
    with pytest.raises(prices.PriceNotWhole):
        Tariff(0, [0], [1.5], "incremental").cost_minor(1)
    with pytest.raises(prices.PriceNotWhole):
        Tariff(0, [0, 1.5], [1, 2], "incremental").cost_minor(2)
    with pytest.raises(prices.BadVolume):
        Tariff(0, [0], [1], "incremental").cost_minor(-1)


@pytest.mark.parametrize("volumes", [[], [[1, 2]], [-1, 2], [2**53, 1], ["a"]])
def test_refuses_volumes_that_members_cannot_take(volumes: ArrayLike) -> None:
    with pytest.raises(BadVolume):
        PricedService("mail", Tariff(0, [0], [1], "incremental"), volumes)


@pytest.mark.parametrize("volumes", [[0.5, 1], [math.nan, 1], [math.inf, 1]])
def test_refuses_a_part_of_a_unit_where_volumes_are_summed(volumes: list[float]) -> None:
    with pytest.raises(VolumeNotWhole):
        PricedService("mail", Tariff(0, [0], [1], "incremental"), volumes)


def test_refuses_more_than_the_table_has_a_cost_for() -> None:
    with pytest.raises(BadVolume):
        PricedService("staff", Tariff.table([0, 5, 9]), [2, 1])
    assert PricedService("staff", Tariff.table([0, 5, 9]), [1, 1]).volumes.tolist() == [1, 1]


@pytest.mark.parametrize("volumes", [[-1], [math.nan], [math.inf]])
def test_refuses_many_at_once_for_any_that_is_no_volume(volumes: list[float]) -> None:
    for tariff in (Tariff(0, [0], [1], "incremental"), Tariff.table([0, 1])):
        with pytest.raises(BadVolume):
            tariff.costs(volumes)
