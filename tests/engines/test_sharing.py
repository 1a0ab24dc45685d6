from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samdrift.engines.sharing import AllWeightsZero, NegativeWeight, NoWeights, TotalNotWhole, UnfairWeights, WeightNotFinite, split

weight = st.one_of(
    st.integers(0, 10**12),
    st.fractions(0, 1000, max_denominator=1000),
    st.decimals(0, 1000, places=4),
    st.floats(0, 1e12, allow_subnormal=False),
)
weights = st.lists(weight, min_size=1, max_size=25).filter(any)
totals = st.integers(-(10**15), 10**15)

# The apportionment bill of 1792 that President Washington vetoed: 120 seats by the census of 1790 under Hamilton's method. Seats and total
# population as printed in COMAP, For All Practical Purposes (10th edition), chapter 14, example 6; populations from the census.
SEATS_1792 = {
    "New Jersey": (179_570, 6),
    "Virginia": (630_560, 21),
    "Connecticut": (236_841, 8),
    "South Carolina": (206_236, 7),
    "Delaware": (55_540, 2),
    "Vermont": (85_533, 3),
    "Massachusetts": (475_327, 16),
    "North Carolina": (353_523, 12),
    "New Hampshire": (141_822, 5),
    "Pennsylvania": (432_879, 14),
    "Georgia": (70_835, 2),
    "Kentucky": (68_705, 2),
    "Rhode Island": (68_446, 2),
    "Maryland": (278_514, 9),
    "New York": (331_589, 11),
}


def exact(number: float | Decimal | Fraction) -> Fraction:
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def test_gives_the_seats_of_hamiltons_vetoed_bill() -> None:
    assert sum(population for population, _ in SEATS_1792.values()) == 3_615_920
    assert split(120, [population for population, _ in SEATS_1792.values()]) == [seats for _, seats in SEATS_1792.values()]


def test_shares_a_thousand_kronor_by_hand() -> None:
    # 100,000 öre over 3, 3 and 1: quotas 42857.14.., 42857.14.., 14285.71..; one öre is left and 0.71 is the largest remainder
    assert split(100_000, [3, 3, 1]) == [42_857, 42_857, 14_286]


def test_equal_remainders_go_to_the_lowest_index() -> None:
    assert split(2, [1, 1, 1, 1]) == [1, 1, 0, 0]
    assert split(-2, [1, 1, 1, 1]) == [-1, -1, 0, 0]
    assert split(5, [1, 1]) == [3, 2]


def test_decimal_fractions_share_as_the_whole_numbers_they_stand_for() -> None:
    assert split(3, [0.1, 0.2, 0.3]) == split(3, [1, 2, 3]) == split(3, [Decimal("0.1"), Decimal("0.2"), Decimal("0.3")])
    # both remainders are a half; in binary 0.3 is a little less than three times 0.1, and the tie would be lost
    assert split(2, [0.3, 0.1]) == split(2, [3, 1]) == [2, 0]
    for total in range(200):
        assert split(total, [0.1] * 7) == split(total, [1] * 7)


def test_numbers_of_numpy_share_without_overflow() -> None:
    assert split(np.int64(10**17), np.array([2**62, 2**62, 2**62])) == split(10**17, [1, 1, 1])
    assert split(7, np.array([0.5, 0.25, 0.25], dtype=np.float32)) == [3, 2, 2]


@given(totals, weights)
def test_the_shares_sum_to_the_total(total: int, weights: list[float]) -> None:
    assert sum(split(total, weights)) == total


@given(totals, weights)
def test_each_share_is_within_one_of_its_quota_on_the_totals_side_of_zero(total: int, weights: list[float]) -> None:
    whole = sum(exact(weight) for weight in weights)
    for share, weight in zip(split(total, weights), weights, strict=True):
        assert abs(share - total * exact(weight) / whole) < 1
        assert share * total >= 0
        assert weight or share == 0


@given(totals, weights)
def test_a_credit_is_shared_as_the_charge_it_undoes(total: int, weights: list[float]) -> None:
    assert split(-total, weights) == [-share for share in split(total, weights)]


@given(st.integers(0, 10**12), weights, st.integers(1, 10**6))
def test_only_the_proportions_of_the_weights_matter(total: int, weights: list[float], factor: int) -> None:
    assert split(total, [exact(weight) * factor for weight in weights]) == split(total, weights)


@given(st.integers(0, 10**12), weights)
def test_no_remainder_left_out_is_larger_than_one_that_was_rounded_up(total: int, weights: list[float]) -> None:
    whole = sum(exact(weight) for weight in weights)
    quotas = [total * exact(weight) / whole for weight in weights]
    ranked = sorted((-(quota - math.floor(quota)), index) for index, quota in enumerate(quotas))
    shares = split(total, weights)
    raised = [shares[index] - math.floor(quotas[index]) for _, index in ranked]
    assert all(first >= second for first, second in pairwise(raised))


@given(st.integers(0, 10**6), st.lists(st.integers(1, 50), min_size=2, max_size=10))
def test_a_heavier_weight_never_gets_less(total: int, weights: list[int]) -> None:
    assume(len(set(weights)) > 1)
    ranked = sorted(zip(weights, split(total, weights), strict=True))
    assert all(light[1] <= heavy[1] for light, heavy in pairwise(ranked) if light[0] < heavy[0])


@pytest.mark.parametrize(
    ("weights", "refusal"),
    [
        ([], NoWeights),
        ([0, 0.0, Decimal(0)], AllWeightsZero),
        ([1, -1], NegativeWeight),
        ([1, Decimal("-0.1")], NegativeWeight),
        ([1, math.nan], WeightNotFinite),
        ([1, math.inf], WeightNotFinite),
        ([1, -math.inf], WeightNotFinite),
        ([1, Decimal("NaN")], WeightNotFinite),
        ([1, Decimal("sNaN")], WeightNotFinite),
        ([1, Decimal("Infinity")], WeightNotFinite),
    ],
)
def test_refuses_weights_that_share_nothing(weights: list[float], refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        split(100, weights)
    assert issubclass(refusal, UnfairWeights)
    with pytest.raises(refusal):
        split(0, weights)


def test_refuses_a_total_that_is_not_whole() -> None:
    for total in (1.5, 100.0, Decimal(100), "100"):
        with pytest.raises(TotalNotWhole):
            split(total, [1])  # type: ignore[arg-type]
