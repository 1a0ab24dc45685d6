"""The certificate, and the check that asks neither it nor the solver."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samdrift.engines.sharing import Nucleolus, check_nucleolus, nucleolus
from samdrift.engines.sharing.balance import balanced_part
from samdrift.engines.sharing.games import CostsNotFinite, Floats, WrongLength, subset_sums
from samdrift.engines.sharing.nucleolus import Over
from tests.engines.exact_programs import are_balanced
from tests.engines.test_nucleolus import OVERS, airport, claims_game, games


def indexes_of(found: Nucleolus) -> list[list[int]]:
    """The groups collected so far, level by level."""
    levels = [[sum(1 << i for i in group) for group in level.groups] for level in found.certificate.levels]
    return [list(chain.from_iterable(levels[: at + 1])) for at in range(len(levels))]


@given(games(), st.sampled_from(OVERS))
def test_the_groups_of_the_certificate_are_balanced_at_each_level_and_have_its_excess(costs: list[int], over: Over) -> None:
    found = nucleolus(costs, over)
    excesses = subset_sums(found.shares) - costs
    for level, groups in zip(found.certificate.levels, indexes_of(found), strict=True):
        assert are_balanced(groups, found.certificate.at_own_cost, len(found.shares))
        assert excesses[groups[-len(level.groups) :]].tolist() == pytest.approx([level.excess] * len(level.groups), abs=1e-6)
    assert over == "imputations" or not found.certificate.at_own_cost


@given(games(), st.sampled_from(OVERS), st.data())
def test_takes_the_nucleolus_and_refuses_what_is_a_ten_thousandth_off(costs: list[int], over: Over, data: st.DataObject) -> None:
    shares = nucleolus(costs, over).shares
    assert check_nucleolus(costs, shares, over)
    assume(len(shares) > 1)
    giver, taker = data.draw(st.permutations(range(len(shares))))[:2]
    moved = shares.copy()
    moved[giver] += 1e-4 * max(map(abs, costs))
    moved[taker] -= 1e-4 * max(map(abs, costs))
    assert check_nucleolus(costs, moved, over) == (not any(costs))


@given(games(most=4), st.data())
def test_takes_no_other_shares_of_a_game_whatever_they_are(costs: list[int], data: st.DataObject) -> None:
    n = len(costs).bit_length() - 1
    drawn = data.draw(st.lists(st.fractions(-1000, 1000, max_denominator=12), min_size=n - 1, max_size=n - 1))
    shares = [float(share) for share in (*drawn, costs[-1] - sum(drawn))]
    for over in OVERS:
        near = np.abs(shares - nucleolus(costs, over).shares).max() < 1e-9
        assert check_nucleolus(costs, shares, over) == near


KINDS: list[Floats] = [
    airport([37 * i * i // 10 + 20 for i in range(14)]),
    claims_game(2000, [31 * i % 17 * 25 + 40 for i in range(14)]),
    np.zeros(1 << 14),
    np.sqrt(subset_sums(np.arange(1.0, 15.0))),
]


@pytest.mark.parametrize("costs", KINDS, ids=["airport", "estate", "nothing", "pooled"])
@pytest.mark.parametrize("over", OVERS)
def test_fourteen_members_whose_groups_tie_by_the_thousand(costs: Floats, over: Over) -> None:
    shares = nucleolus(costs, over).shares
    assert check_nucleolus(costs, shares, over)
    shares[3] += 0.01
    shares[4] -= 0.01
    assert not check_nucleolus(costs, shares, over)


def test_what_lets_somebody_pay_more_than_alone_is_no_answer_over_imputations() -> None:
    costs = [0, 0, 0, -10, 0, 0, 0, -2]  # Peleg and Sudhölter 2007, 5.5.12
    assert check_nucleolus(costs, [-3, -3, 4], "efficient")
    assert not check_nucleolus(costs, [-3, -3, 4])
    assert check_nucleolus(costs, [-1, -1, 0])
    assert not check_nucleolus(costs, [-1, -1, 0], "efficient")


def test_shares_that_do_not_sum_to_the_cost_of_all_are_no_nucleolus() -> None:
    assert not check_nucleolus([0, 70, 50, 100], [60, 41])
    assert not check_nucleolus([0, 70, 50, 100], [59, 40])


def test_shares_in_whole_units_are_taken_within_a_few_units() -> None:
    costs = [0, 70_000, 50_001, 100_000]
    assert nucleolus(costs).shares.tolist() == [59_999.5, 40_000.5]
    assert not check_nucleolus(costs, [60_000, 40_000])
    assert check_nucleolus(costs, [60_000, 40_000], tolerance=2 / 100_000)
    assert not check_nucleolus(costs, [60_010, 39_990], tolerance=2 / 100_000)


def test_refuses_shares_of_the_wrong_length_or_no_numbers() -> None:
    with pytest.raises(WrongLength):
        check_nucleolus([0, 70, 50, 100], [100])
    with pytest.raises(CostsNotFinite):
        check_nucleolus([0, 70, 50, 100], [100, float("nan")])


def test_only_weights_that_all_are_above_zero_balance() -> None:
    everybody = 0b1111
    assert balanced_part([0b0011, 0b1100], [], [everybody]) == ([0b0011, 0b1100], [])
    assert balanced_part([0b0011, 0b1110], [], [everybody]) == ([], [])  # the second member is in both, the others in one
    assert balanced_part([0b0011, 0b1100, 0b0001], [], [everybody]) == ([0b0011, 0b1100], [])  # a weight of zero does not count
    assert balanced_part([0b0011, 0b0100], [3], [everybody]) == ([0b0011, 0b0100], [3])
    assert balanced_part([], [0, 1], [0b0011]) == ([], [])  # members alone say nothing of a group
    assert balanced_part([0b0111], [0], [everybody, 0b0110]) == ([], [])  # 0111 = 0001 + 0110, with a weight below zero
    assert balanced_part([0b0011, 0b1100, 0b0101, 0b1010], [], [everybody]) == ([], [])  # in more than one way
