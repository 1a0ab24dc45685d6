"""The core of services that members take together, beside all groups of a few members and groups that are known among many."""

from __future__ import annotations

from itertools import accumulate
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samdrift.engines.prices import PricedService, Tariff
from samdrift.engines.sharing import (
    CostsNotFinite,
    NotConcave,
    SharesDoNotSum,
    TooManyKinks,
    WrongLength,
    core_of_services,
    shapley_of_services,
)
from tests.engines.test_sharing_services import costs_of_groups


@st.composite
def falling(draw: st.DrawFn, members: int) -> PricedService:
    """A service whose next unit never costs more than the one before."""
    volumes = draw(st.lists(st.integers(0, 9), min_size=members, max_size=members))
    if draw(st.integers(0, 3)) == 0:
        steps = sorted(draw(st.lists(st.integers(0, 50), min_size=sum(volumes), max_size=sum(volumes))), reverse=True)
        return PricedService("table", Tariff.table([0, *accumulate(steps)]), volumes)
    starts = [0, *accumulate(draw(st.lists(st.integers(1, 15), max_size=3)))]
    per_unit = sorted(draw(st.lists(st.integers(0, 50), min_size=len(starts), max_size=len(starts))), reverse=True)
    pack = draw(st.sampled_from([1, 3]))
    return PricedService("tiers", Tariff(draw(st.integers(0, 100)), starts, per_unit, "incremental", pack), np.array(volumes) * pack)


games = st.integers(2, 8).flatmap(lambda members: st.lists(falling(members), min_size=1, max_size=3))


def all_excesses(taken: list[PricedService], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    paid = np.zeros(1 << len(shares))
    for i, share in enumerate(shares):
        paid[1 << i : 2 << i] = paid[: 1 << i] + share
    return paid - costs_of_groups(taken, len(shares))


def assert_worst(taken: list[PricedService], shares: NDArray[np.float64]) -> None:
    found = core_of_services(taken, len(shares), shares)
    excesses = all_excesses(taken, shares)
    rounding = 1e-11 * max(float(costs_of_groups(taken, len(shares)).max()), float(np.abs(shares).max()))
    assert found.excess == pytest.approx(excesses[1:-1].max(), rel=0, abs=rounding)
    assert excesses[sum(1 << i for i in found.worst_group)] == pytest.approx(found.excess, rel=0, abs=rounding)
    assert found.inside == (found.excess <= 1e-9 * costs_of_groups(taken, len(shares)).max())


@given(games, st.integers(0, 3), st.integers(0, 2**32))
def test_finds_the_worst_of_all_groups(taken: list[PricedService], rule: int, seed: int) -> None:
    n = len(taken[0].volumes)
    drawn = np.random.default_rng(seed)
    costs = costs_of_groups(taken, n)
    if rule == 0:
        shares = drawn.dirichlet(np.ones(n)) * costs[-1]
    elif rule == 1:
        shares = shapley_of_services(taken, n)
    elif rule == 2:
        change = drawn.normal(size=n) * costs[-1] / 50
        shares = shapley_of_services(taken, n) + change - change.mean()
    else:  # a corner of the core: each pays what it adds in one order of joining
        joined = np.concatenate(([0], np.cumsum(1 << (order := drawn.permutation(n)))))
        shares = np.zeros(n)
        shares[order] = np.diff(costs[joined])
    assert_worst(taken, shares)
    assert rule in (0, 2) or core_of_services(taken, n, shares).inside


@pytest.mark.parametrize("seed", range(3))
def test_finds_the_worst_of_all_groups_of_twelve(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    taken = [
        PricedService(str(k), Tariff(2_000, [0, 90, 200, 400], [10, 7.5, 5, 3.1], "incremental"), drawn.integers(0, 99, 12))
        for k in range(8)
    ]
    shares = shapley_of_services(taken, 12)
    for near in (0, 100, 1_000):
        change = drawn.normal(size=12) * near
        assert_worst(taken, shares + change - change.mean())


def test_finds_the_groups_that_pay_too_much_among_hundreds() -> None:
    # Ten lots of thirty take a service each. Six lots pay 60 too much, which the other four pay too little: the worst group is those six
    drawn = np.random.default_rng(8)
    taken, shares = [], np.zeros(300)
    lots = drawn.permutation(300).reshape(10, 30)
    for number, lot in enumerate(lots):
        volumes = np.zeros(300, dtype=np.int64)
        volumes[lot] = drawn.integers(1, 20, 30)
        taken.append(PricedService(str(number), Tariff(900, [0, 50, 100], [9, 6, 2], "incremental"), volumes))
        shares[lot] += (60 if number < 6 else -90) / 30
    shares += shapley_of_services(taken, 300)
    found = core_of_services(taken, 300, shares)
    assert found.worst_group == tuple(sorted(lots[:6].ravel().tolist()))
    assert found.excess == pytest.approx(360)
    assert not found.inside


def test_the_shapley_value_is_in_the_core_where_prices_fall() -> None:
    # Such a game is what Shapley called convex (of costs: concave), in 1971, and its value lies in the core
    drawn = np.random.default_rng(4)
    taken = [PricedService(str(k), Tariff(500, [0, 200, 700], [10, 7, 3], "incremental"), drawn.integers(0, 25, 150)) for k in range(5)]
    found = core_of_services(taken, 150, shapley_of_services(taken, 150))
    assert found.inside
    assert found.excess < 0


@given(games, st.randoms(use_true_random=False))
def test_renaming_members_changes_nothing(taken: list[PricedService], random: Random) -> None:
    n = len(taken[0].volumes)
    order = list(range(n))
    random.shuffle(order)
    whole = costs_of_groups(taken, n)[-1]
    shares = np.arange(1.0, n + 1) * whole / (n * (n + 1) / 2)
    renamed = [PricedService(service.name, service.tariff, service.volumes[order]) for service in taken]
    assert core_of_services(renamed, n, shares[order]).excess == pytest.approx(core_of_services(taken, n, shares).excess, abs=1e-11 * whole)


def test_one_member_has_no_proper_group() -> None:
    found = core_of_services([PricedService("mail", Tariff(5, [0], [1], "incremental"), [3])], 1, [8])
    assert (found.inside, found.worst_group, found.excess) == (True, (), -np.inf)


def test_where_nothing_costs_anything_nobody_pays() -> None:
    assert core_of_services([], 3, [0, 0, 0]).inside
    assert not core_of_services([PricedService("mail", Tariff(0, [0], [2], "incremental"), [1, 1])], 2, [3, 1]).inside


CONCAVE = {
    "a pack that divides all volumes": PricedService("x", Tariff(9, [0, 10], [5, 3], "incremental", 4), [8, 4, 12]),
    "a pack that holds them all": PricedService("x", Tariff(9, [0, 10], [5, 3], "incremental", 100), [8, 4, 13]),
    "all units at the only price reached": PricedService("x", Tariff(9, [0, 100], [5, 3], "all_unit"), [8, 4, 13]),
    "tiers that rise beyond reach": PricedService("x", Tariff(9, [0, 10, 25], [5, 3, 7], "incremental"), [8, 4, 13]),
    "a table that bends downwards": PricedService("x", Tariff.table(np.sqrt(np.arange(26.0))), [8, 4, 13]),
    "a table that falls": PricedService("x", Tariff.table([0, 5, 6, 4]), [1, 1, 1]),
    "a straight table in fractions": PricedService("x", Tariff.table(np.arange(26) * 0.1), [8, 4, 13]),
}


@pytest.mark.parametrize("service", CONCAVE.values(), ids=CONCAVE.keys())
def test_takes_every_cost_that_is_concave_on_the_volumes_there_are(service: PricedService) -> None:
    for shares in ([0.5, 0.3, 0.2], [0.2, 0.4, 0.4]):
        assert_worst([service], np.array(shares) * costs_of_groups([service], 3)[-1])


BENT_UPWARDS = {
    "rising tiers": Tariff(0, [0, 10], [3, 5], "incremental"),
    "packs": Tariff(9, [0, 10], [5, 3], "incremental", 6),
    "a discount on all units": Tariff(9, [0, 10], [5, 3], "all_unit"),
    "a table": Tariff.table([0, 5, 5, 9, *range(9, 31)]),
}


@pytest.mark.parametrize("tariff", BENT_UPWARDS.values(), ids=BENT_UPWARDS.keys())
def test_refuses_a_cost_that_is_not_concave_and_names_the_service(tariff: Tariff) -> None:
    fine = PricedService("mail", Tariff(5, [0], [1], "incremental"), [3, 1, 1])
    with pytest.raises(NotConcave, match="backup"):
        core_of_services([fine, PricedService("backup", tariff, [8, 4, 13])], 3, [1, 1, 1])


def test_refuses_shares_that_are_not_of_these_costs() -> None:
    mail = PricedService("mail", Tariff(5, [0], [1], "incremental"), [3, 2])
    with pytest.raises(SharesDoNotSum):
        core_of_services([mail], 2, [5, 5.001])
    assert core_of_services([mail], 2, [5, 5 + 1e-9]).inside
    with pytest.raises(WrongLength):
        core_of_services([mail], 2, [10])
    with pytest.raises(WrongLength):
        core_of_services([mail], 3, [5, 5, 0])
    with pytest.raises(CostsNotFinite):
        core_of_services([mail], 2, [np.nan, 5])


def test_refuses_more_kinks_than_it_can_cut() -> None:
    table = Tariff.table(np.sqrt(np.arange(5_000.0)))
    with pytest.raises(TooManyKinks):
        core_of_services([PricedService("staff", table, [5] * 999 + [4])], 1_000, np.full(1_000, table.cost(4_999) / 1_000))
