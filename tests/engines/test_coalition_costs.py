"""What each group of members pays for its services, against the tariff itself, group by group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines import prices
from samdrift.engines.prices import PricedService, Tariff
from samdrift.engines.sharing import TooManyMembers, WrongLength, coalition_costs, core, shapley
from samdrift.engines.sharing.games import subset_sums
from tests.engines.games_oracle import members_of
from tests.engines.test_prices import tariffs

FLAT = Tariff(0, [0], [1], "incremental")


def one_by_one(services: Sequence[PricedService], n: int) -> list[float]:
    groups = [list(members_of(group)) for group in range(1 << n)]
    return [sum(service.tariff.cost(int(service.volumes[group].sum())) for service in services) for group in groups]


@st.composite
def priced(draw: st.DrawFn, n: int) -> PricedService:
    volumes = draw(st.lists(st.integers(0, draw(st.sampled_from([5, 600]))), min_size=n, max_size=n))
    if sum(volumes) < 30 and draw(st.booleans()):
        steps = draw(st.lists(st.integers(0, 10**6), min_size=sum(volumes), max_size=sum(volumes)))
        return PricedService("drawn", Tariff.table(np.cumsum([0, *steps])), volumes)
    return PricedService("drawn", draw(tariffs()), volumes)


@given(st.integers(1, 5).flatmap(lambda n: st.lists(priced(n), min_size=1, max_size=4)))
def test_each_group_pays_its_services_tariffs_to_the_unit(services: list[PricedService]) -> None:
    n = len(services[0].volumes)
    assert coalition_costs(services, n).tolist() == one_by_one(services, n)


@pytest.mark.parametrize("kind", ["incremental", "all_unit"])
@pytest.mark.parametrize("pack", [1, 3])
def test_a_volume_exactly_on_a_step_pays_the_tier_that_it_reaches(kind: prices.Kind, pack: int) -> None:
    service = PricedService("backup", Tariff(7, [0, 10, 30], [5, 4, 2], kind, pack), [9, 1, 20, 1])
    costs = coalition_costs([service], 4)
    assert costs.tolist() == one_by_one([service], 4)
    if pack == 1 and kind == "all_unit":
        assert (costs[0b0001], costs[0b0011], costs[0b0111], costs[0b1111]) == (7 + 45, 7 + 40, 7 + 60, 7 + 62)


def test_steps_that_one_pack_reaches_and_steps_within_a_unit() -> None:
    """The tariff is asked at whole volumes only, but begins where it likes."""
    services = [
        PricedService("storage", Tariff(1, [0, 2.5, 3, 7, 8], [9, 8, 7, 6, 5], "all_unit", pack), [1, 2, 0, 3, 4]) for pack in (1, 10)
    ]
    assert coalition_costs(services, 5).tolist() == one_by_one(services, 5)


def test_more_members_than_are_priced_at_once_and_prices_that_are_not_whole() -> None:
    drawn = np.random.default_rng(14)
    services = [
        PricedService("licences", Tariff(99.5, [0, 100, 250], [0.29, 0.28, 0.1], "incremental", 12), drawn.integers(0, 60, 14)),
        PricedService("backup", Tariff(0.1, [0, 200], [0.3, 0.1], "all_unit"), drawn.integers(0, 60, 14)),
        PricedService("staff", Tariff.table(np.sqrt(np.arange(200))), drawn.integers(0, 9, 14)),
        PricedService("unused", FLAT, [0] * 14),
        PricedService("storage", Tariff(5, [0, 10**15], [3, 1], "incremental"), drawn.integers(0, 10**14, 14)),
    ]
    expected = sum((service.tariff.costs(subset_sums(service.volumes.astype(np.float64))) for service in services), np.zeros(1 << 14))
    assert np.allclose(coalition_costs(services, 14), expected, rtol=1e-14, atol=0)


def test_all_unit_prices_can_empty_the_core_and_falling_tiers_cannot() -> None:
    """Any two of three members reach the step by themselves, and together only just pay less each."""
    volumes = [60, 60, 60]
    steps = coalition_costs([PricedService("licences", Tariff(0, [0, 120, 180], [10, 5, 7], "all_unit"), volumes)], 3)
    found = core(steps, shapley(steps))
    assert (found.inside, len(found.worst_group)) == (False, 2)
    tiers = coalition_costs([PricedService("licences", Tariff(0, [0, 120, 180], [10, 5, 3], "incremental"), volumes)], 3)
    assert core(tiers, shapley(tiers)).inside


def test_without_services_nothing_costs_anything() -> None:
    assert coalition_costs([], 2).tolist() == [0, 0, 0, 0]


def test_refuses_services_of_other_members() -> None:
    for volumes in ([1], [1, 2, 3]):
        with pytest.raises(WrongLength, match="mail"):
            coalition_costs([PricedService("mail", FLAT, volumes)], 2)
    with pytest.raises(WrongLength):
        coalition_costs([], 0)


def test_refuses_more_than_thirty_members_before_anything_is_made() -> None:
    with pytest.raises(TooManyMembers):
        coalition_costs([PricedService("mail", FLAT, [1] * 31)], 31)


def test_a_part_of_a_unit_never_comes_so_far() -> None:
    with pytest.raises(prices.VolumeNotWhole):
        coalition_costs([PricedService("mail", FLAT, [0.5, 1])], 2)
