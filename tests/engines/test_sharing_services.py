"""Shares of services that members take together, beside what all groups of a few members cost and what can be worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import comb, isqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from samdrift.engines.prices import Kind, PricedService, Tariff, VolumeNotWhole
from samdrift.engines.sharing import TooMuchVolume, WrongLength, coalition_costs, shapley, shapley_of_services

KINDS: tuple[Kind, ...] = ("incremental", "all_unit")


@st.composite
def services(draw: st.DrawFn, members: int) -> PricedService:
    """A service at any tariff, in small numbers, so that members often take the same."""
    volumes = draw(st.lists(st.integers(0, 12), min_size=members, max_size=members))
    times = draw(st.sampled_from([1, 1, 6]))
    if draw(st.integers(0, 3)) == 0:
        costs = draw(st.lists(st.integers(0, 1_000), min_size=sum(volumes), max_size=sum(volumes)))
        return PricedService("table", Tariff.table([0, *costs]), volumes)
    starts = [0, *accumulate(draw(st.lists(st.integers(1, 40), max_size=3)))]
    per_unit = draw(st.lists(st.integers(0, 100), min_size=len(starts), max_size=len(starts)))
    tariff = Tariff(draw(st.integers(0, 1_000)), starts, per_unit, draw(st.sampled_from(KINDS)), draw(st.sampled_from([1, 1, 3, 100])))
    return PricedService("tiers", tariff, np.array(volumes) * times)


games = st.integers(1, 6).flatmap(lambda members: st.lists(services(members), min_size=1, max_size=3))


def exact_shapley(taken: Sequence[PricedService], n: int) -> list[Fraction]:
    """By definition, in whole minor units and fractions: what a member adds to each group of the others, weighed by the group's size."""

    def cost(group: int) -> int:
        return sum(service.tariff.cost_minor(sum(int(v) for i, v in enumerate(service.volumes) if group >> i & 1)) for service in taken)

    costs = [cost(group) for group in range(1 << n)]
    return [
        sum(
            (
                Fraction(costs[group | 1 << i] - costs[group], n * comb(n - 1, group.bit_count()))
                for group in range(1 << n)
                if not group >> i & 1
            ),
            Fraction(),
        )
        for i in range(n)
    ]


def costs_of_groups(taken: Sequence[PricedService], n: int) -> NDArray[np.float64]:
    total = np.zeros(1 << n)
    for service in taken:
        volumes = np.zeros(1 << n)
        for i in range(n):
            volumes[1 << i : 2 << i] = volumes[: 1 << i] + service.volumes[i]
        total += service.tariff.costs(volumes)
    return total


def shapley_of_groups(costs: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    size = np.zeros(1, dtype=np.int64)
    for _ in range(n - 1):
        size = np.concatenate((size, size + 1))
    weight = np.array([1 / (n * comb(n - 1, k)) for k in range(n)])[size]
    return np.array([((pairs := costs.reshape(-1, 2, 1 << i))[:, 1] - pairs[:, 0]).ravel() @ weight for i in range(n)])


def taken_by(members: int, kind: Kind, *, most: int, seed: int, pack: int = 1) -> PricedService:
    drawn = np.random.default_rng(seed)
    volumes = drawn.integers(0, most, members)
    total = int(volumes.sum())
    return PricedService(f"service {seed}", Tariff(2_000, [0, total // 8, total // 3, total // 2], [10, 7, 5, 3], kind, pack), volumes)


@given(games)
def test_gives_the_value_of_its_definition(taken: list[PricedService]) -> None:
    n = len(taken[0].volumes)
    largest = float(np.abs(costs_of_groups(taken, n)).max())
    wanted = [float(share) for share in exact_shapley(taken, n)]
    assert shapley_of_services(taken, n) == pytest.approx(wanted, rel=0, abs=1e-12 * largest)


@pytest.mark.parametrize("members", [15, pytest.param(21, id="as many as there are counties")])
def test_gives_what_all_groups_of_members_give(members: int) -> None:
    table = PricedService("table", Tariff.table([0, *np.random.default_rng(5).uniform(0, 9_999, 40 * members)]), [40] * members)
    mixed = [
        taken_by(members, "incremental", most=260, seed=1),
        taken_by(members, "all_unit", most=500, seed=2),
        taken_by(members, "incremental", most=60, seed=3, pack=25),
        table,
    ]
    costs = costs_of_groups(mixed, members)
    wanted = shapley_of_groups(costs, members)
    assert shapley_of_services(mixed, members) == pytest.approx(wanted, rel=0, abs=1e-10 * costs.max())


@pytest.mark.parametrize("big", [1, 7, 349, 5_000])
def test_hundreds_of_equal_members_and_a_big_one_pay_what_the_orders_of_joining_give(big: int) -> None:
    # The big one comes after 0, 1, ... 349 of the others with the same chance; the others share what is left
    tariff = Tariff(1_000, [0, 50, 200, 2_000], [9, 2, 6, 1], "all_unit")
    shares = shapley_of_services([PricedService("mail", tariff, [big] + [1] * 349)], 350)
    costs = tariff.costs(np.arange(350 + big))
    wanted = (costs[big : big + 350] - costs[:350]).mean()
    others = (costs[349 + big] - wanted) / 349
    assert shares == pytest.approx([wanted] + [others] * 349, rel=0, abs=1e-12 * costs.max())


@pytest.mark.parametrize("most", [30, 100])
def test_hundreds_pay_what_it_costs(most: int) -> None:
    taken = [taken_by(350, "incremental", most=most, seed=seed) for seed in range(2)]
    whole = sum(service.tariff.cost(int(service.volumes.sum())) for service in taken)
    assert shapley_of_services(taken, 350).sum() == pytest.approx(whole, rel=1e-12)


@given(games)
def test_members_pay_what_all_cost_and_nothing_for_what_they_do_not_take(taken: list[PricedService]) -> None:
    n = len(taken[0].volumes)
    largest = float(np.abs(costs_of_groups(taken, n)).max())
    shares = shapley_of_services(taken, n)
    whole = sum(service.tariff.cost(int(service.volumes.sum())) for service in taken)
    assert shares.sum() == pytest.approx(whole, rel=0, abs=1e-12 * largest)
    assert not shares[~np.any([service.volumes > 0 for service in taken], axis=0)].any()


@given(games, st.randoms(use_true_random=False))
def test_renaming_members_changes_nothing(taken: list[PricedService], random: Random) -> None:
    n = len(taken[0].volumes)
    order = list(range(n))
    random.shuffle(order)
    renamed = [PricedService(service.name, service.tariff, service.volumes[order]) for service in taken]
    assert shapley_of_services(renamed, n).tolist() == shapley_of_services(taken, n)[order].tolist()


@given(games)
def test_services_are_shared_each_by_itself(taken: list[PricedService]) -> None:
    n = len(taken[0].volumes)
    assert shapley_of_services(taken, n) == pytest.approx(sum(shapley_of_services([service], n) for service in taken))


def test_members_that_take_the_same_pay_the_same() -> None:
    volumes = np.random.default_rng(3).integers(1, 9, 120)
    shares = shapley_of_services([PricedService("mail", Tariff(500, [0, 70], [9.5, 3.1], "all_unit", 4), volumes)], 120)
    assert len(set(shares.tolist())) == len(set(volumes.tolist()))


def test_a_fixed_part_is_shared_equally_and_one_price_by_volume_however_large() -> None:
    large = PricedService("storage", Tariff(90, [0, 2**52], [2, 1], "incremental", pack=4), [2**50, 0, 2**51, 4])
    assert shapley_of_services([large], 4).tolist() == [30 + 2.0**51, 0, 30 + 2.0**52, 38]


def test_costs_of_hundreds_of_thousands_of_steps_keep_their_digits() -> None:
    # The third takes so much that all units are free; volumes that no group takes would cost thousands of times as much
    taken = PricedService("storage", Tariff(5, [0, 206_823], [0.1, 0], "all_unit"), [1, 1, 628_339])
    expected = shapley(coalition_costs([taken], 3))
    assert shapley_of_services([taken], 3) == pytest.approx(expected, rel=0, abs=1e-13 * taken.tariff.cost(206_822))


def test_a_runway_is_shared_as_littlechild_and_owen_do() -> None:
    # Four aircraft need runways of 8, 11, 13 and 18; no volume reaches the next one's step together with all that are smaller
    runway = Tariff.table([0, 8, 11, 11, 13, 13, 13, 13, 18, 18, 18, 18, 18, 18, 18, 18])
    shares = shapley_of_services([PricedService("runway", runway, [1, 2, 4, 8])], 4)
    assert shares == pytest.approx([8 / 4, 8 / 4 + 3 / 3, 8 / 4 + 3 / 3 + 2 / 2, 8 / 4 + 3 / 3 + 2 / 2 + 5], rel=1e-15)


def test_what_needs_no_distribution_needs_no_numba() -> None:
    code = """if True:
        import sys
        from samdrift.engines.prices import PricedService, Tariff
        from samdrift.engines.sharing import shapley_of_services
        office = PricedService("office", Tariff(90, [0, 99], [2.3, 1.1], "incremental"), [1, 2, 3, 4])
        runway = PricedService("runway", Tariff.table([0, 8, 11, 11, 13, 13, 13, 13, 18, 18, 18, 18, 18, 18, 18, 18]), [1, 2, 4, 8])
        early = PricedService("early", Tariff(90, [0, 3], [2.3, 1.1], "incremental"), [3, 4, 5, 7])
        late = PricedService("late", Tariff(90, [0, 16], [2.3, 1.1], "incremental"), [3, 4, 5, 7])
        one_pack = PricedService("one pack", Tariff(90, [0, 3], [2.3, 1.1], "all_unit", 19), [3, 4, 5, 7])
        equal = PricedService("equal", Tariff(90, [0, 9], [2, 1], "all_unit"), [5, 5, 5, 5])
        print(shapley_of_services([office, runway, early, late, one_pack, equal], 4), "numba" in sys.modules)
    """
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.endswith("False\n")


def test_nobody_pays_for_what_nobody_takes() -> None:
    unused = PricedService("unused", Tariff(90, [0, 9], [2, 1], "incremental"), [0, 0])
    assert shapley_of_services([unused], 2).tolist() == shapley_of_services([], 2).tolist() == [0, 0]


@pytest.mark.parametrize("members", [0, -1, 3])
def test_refuses_services_of_other_members(members: int) -> None:
    with pytest.raises(WrongLength):
        shapley_of_services([PricedService("mail", Tariff(0, [0], [1], "incremental"), [1, 2])], members)


@pytest.mark.parametrize("volumes", [[1.5, 2], [np.nan, 2]])
def test_refuses_volumes_that_are_not_whole(volumes: ArrayLike) -> None:
    with pytest.raises(VolumeNotWhole):
        shapley_of_services([PricedService("mail", Tariff(0, [0], [1], "incremental"), volumes)], 2)


def test_refuses_more_volume_than_steps_can_be_taken_for_and_names_the_service() -> None:
    tiers = Tariff(0, [0, 10], [2, 1], "incremental")
    with pytest.raises(TooMuchVolume, match="storage"):
        shapley_of_services([PricedService("mail", tiers, [3, 4]), PricedService("storage", tiers, [10**7, 10**7 + 1])], 2)
    assert shapley_of_services([PricedService("storage", tiers, [10**7, 2 * 10**7])], 2).tolist() == [10**7 + 5, 2 * 10**7 + 5]


def test_a_square_root_of_volume_is_shared_by_table() -> None:
    costs = [isqrt(10**12 * volume) for volume in range(8)]
    shares = shapley_of_services([PricedService("staff", Tariff.table(costs), [1, 2, 4])], 3)
    assert shares == pytest.approx([float(share) for share in exact_shapley([PricedService("staff", Tariff.table(costs), [1, 2, 4])], 3)])
