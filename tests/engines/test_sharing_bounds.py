"""Shares within floors and caps: against an oracle in fractions, against every other way to share, and by what must hold."""

from __future__ import annotations

import itertools
import math
import pickle
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.sharing import (
    AllWeightsZero,
    BoundsCannotHold,
    CapsBelowTotal,
    FloorAboveCap,
    FloorsAboveTotal,
    NotABound,
    NotOneEach,
    split,
)

Bound = int | None


class Case(NamedTuple):
    """What can be shared: the total lies between what the floors ask and what the caps allow."""

    total: int
    weights: list[int]
    floors: list[Bound]
    caps: list[Bound]

    @property
    def shares(self) -> list[int]:
        return split(self.total, self.weights, floors=self.floors, caps=self.caps)


@st.composite
def cases(draw: st.DrawFn, members: int = 12, size: int = 10**6) -> Case:
    weights = draw(st.lists(st.integers(0, 9) | st.integers(0, size), min_size=1, max_size=members).filter(any))
    floors = [draw(st.none() | st.integers(0, size)) for _weight in weights]
    caps = [draw(st.none() | st.integers(floor or 0, (floor or 0) + size)) for floor in floors]
    least = sum(floor or 0 for floor in floors)
    most = sum(
        (2 * size if cap is None else cap) if weight else floor or 0 for weight, floor, cap in zip(weights, floors, caps, strict=True)
    )
    return Case(draw(st.integers(least, most)), weights, floors, caps)


def cut_at_one_rate(case: Case) -> list[Fraction]:
    """The definition, by trying every rate at which someone reaches a bound: rate x weight, cut at floor and cap, summing to the total."""
    lows = [floor or 0 for floor in case.floors]
    highs = [case.total if cap is None else cap for cap in case.caps]

    def at(rate: Fraction) -> list[Fraction]:
        rows = zip(case.weights, lows, highs, strict=True)
        return [max(min(rate * weight, Fraction(high)), Fraction(low)) for weight, low, high in rows]

    bends = [Fraction(bound, weight) for bounds in (lows, highs) for weight, bound in zip(case.weights, bounds, strict=True) if weight]
    rate = max((bend for bend in {Fraction(0), *bends} if sum(at(bend)) <= case.total), default=Fraction(0))
    rows = list(zip(case.weights, lows, highs, strict=True))
    rising = sum(weight for weight, low, high in rows if weight and low <= rate * weight < high)
    left = case.total - sum(at(rate), Fraction(0))
    return at(rate + left / rising if rising else rate)


def all_ways(total: int, lows: Sequence[int], highs: Sequence[int]) -> Iterator[tuple[int, ...]]:
    ranges = (range(low, high + 1) for low, high in zip(lows, highs, strict=True))
    return (way for way in itertools.product(*ranges) if sum(way) == total)


def test_a_cap_and_a_floor_by_hand() -> None:
    # 60,000 is cut to 45,000; of 55,000 the last would get 6,875 and is lifted to 8,000; 47,000 over 25 and 10 is 33,571.43 and 13,428.57
    shares = split(100_000, [60, 25, 10, 5], floors=[None, None, None, 8_000], caps=[45_000, None, None, None])
    assert shares == [45_000, 33_571, 13_429, 8_000]


def test_equally_much_to_lift_and_to_cut_leaves_the_others_alone() -> None:
    assert split(100, [6, 3, 1], floors=[None, None, 20], caps=[50, None, None]) == [50, 30, 20]


def test_a_floor_that_a_cut_lifts_by_itself_is_not_held() -> None:
    # 5 is below the floor of 8 at first, but what the cap frees brings it to 16 and 2/3
    assert split(100, [90, 5, 5], floors=[None, 8, None], caps=[50, None, None]) == [50, 25, 25]


@given(cases())
def test_shares_within_bounds_sum_to_the_total(case: Case) -> None:
    assert sum(case.shares) == case.total
    for share, floor, cap in zip(case.shares, case.floors, case.caps, strict=True):
        assert (floor or 0) <= share
        assert cap is None or share <= cap


@given(cases())
def test_each_share_is_rounded_from_one_rate_cut_at_floor_and_cap(case: Case) -> None:
    exact = cut_at_one_rate(case)
    assert sum(exact) == case.total
    for share, part in zip(case.shares, exact, strict=True):
        assert share in (math.floor(part), math.ceil(part))


@given(cases(members=4, size=4))
def test_no_other_way_within_the_bounds_is_closer_to_the_exact_shares(case: Case) -> None:
    exact = cut_at_one_rate(case)
    ways = all_ways(case.total, [floor or 0 for floor in case.floors], [case.total if cap is None else cap for cap in case.caps])
    distance = {way: sum((share - part) ** 2 for share, part in zip(way, exact, strict=True)) for way in ways}
    closest = min(distance.values())
    # of those equally close, the one in which the first members have most: ties go to the lowest index
    assert tuple(case.shares) == max(way for way, far in distance.items() if far == closest)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.data())
def test_bounds_that_do_not_bind_change_nothing(total: int, weights: list[int], data: st.DataObject) -> None:
    quotas = [Fraction(total * weight, sum(weights)) for weight in weights]
    floors = [data.draw(st.none() | st.integers(0, math.floor(quota))) for quota in quotas]
    caps = [data.draw(st.none() | st.integers(math.ceil(quota), 10**10)) for quota in quotas]
    assert split(total, weights, floors=floors, caps=caps) == split(total, weights)


@given(cases())
def test_a_credit_within_bounds_is_shared_as_the_charge_it_undoes(case: Case) -> None:
    assert split(-case.total, case.weights, floors=case.floors, caps=case.caps) == [-share for share in case.shares]


@given(cases(members=6))
def test_a_heavier_weight_with_no_tighter_bounds_never_gets_less(case: Case) -> None:
    lows = [floor or 0 for floor in case.floors]
    highs = [math.inf if cap is None else cap for cap in case.caps]
    rows = list(zip(case.weights, lows, highs, case.shares, strict=True))
    for (light, low, high, less), (heavy, lower, higher, more) in itertools.permutations(rows, 2):
        if light < heavy and low <= lower and high <= higher:
            assert less <= more


@given(cases(), st.integers(1, 10**6), st.data())
def test_who_alone_weighs_more_never_pays_less(case: Case, heavier: int, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from([index for index, weight in enumerate(case.weights) if weight]))
    weights = [weight + heavier * (index == member) for index, weight in enumerate(case.weights)]
    assert case._replace(weights=weights).shares[member] >= case.shares[member]


@given(cases())
def test_the_order_of_members_decides_nothing_but_ties(case: Case) -> None:
    turned = Case(case.total, case.weights[::-1], case.floors[::-1], case.caps[::-1]).shares[::-1]
    remainders = {part % 1 for part, one, other in zip(cut_at_one_rate(case), case.shares, turned, strict=True) if one != other}
    assert len(remainders) <= 1


@given(cases())
def test_shares_shared_again_stay_as_they_are(case: Case) -> None:
    if any(case.shares):
        assert case._replace(weights=case.shares).shares == case.shares
    held = case._replace(floors=list(case.shares), caps=list(case.shares))
    assert held.shares == case.shares


def test_a_weight_of_zero_gets_its_floor_and_no_more() -> None:
    assert split(100, [1, 0], floors=[None, 30], caps=[None, 60]) == [70, 30]
    with pytest.raises(CapsBelowTotal) as refusal:
        split(100, [1, 0], floors=[None, 30], caps=[60, 90])
    assert refusal.value.by_minor == 10


@pytest.mark.parametrize(
    ("total", "floors", "caps", "refusal", "by_minor"),
    [
        (100, [60, 45, None], None, FloorsAboveTotal, 5),
        (-100, [60, 45, None], None, FloorsAboveTotal, 5),
        (0, [1, None, None], None, FloorsAboveTotal, 1),
        (100, None, [30, 30, 30], CapsBelowTotal, 10),
        (-100, None, [30, 30, 30], CapsBelowTotal, 10),
        (100, None, [0, 0, 0], CapsBelowTotal, 100),
        (100, [None, 20, None], [None, 18, None], FloorAboveCap, 2),
    ],
)
def test_says_which_bounds_cannot_hold_and_by_how_much(
    total: int, floors: list[Bound] | None, caps: list[Bound] | None, refusal: type[BoundsCannotHold], by_minor: int
) -> None:
    with pytest.raises(refusal, match=str(by_minor)) as refused:
        split(total, [3, 2, 1], floors=floors, caps=caps)
    assert refused.value.by_minor == by_minor
    assert refused.value.member == (1 if refusal is FloorAboveCap else None)
    assert pickle.loads(pickle.dumps(refused.value)).by_minor == by_minor  # a worker's refusal arrives whole


def test_caps_that_sum_to_the_total_are_all_paid() -> None:
    assert split(90, [3, 2, 1], caps=[30, 30, 30]) == [30, 30, 30]
    assert split(0, [3, 2], caps=[0, 0]) == [0, 0]


@pytest.mark.parametrize("bound", [1.5, 2.0, math.nan, "1", Decimal(1), -1])
def test_refuses_what_is_no_bound(bound: int) -> None:
    with pytest.raises(NotABound):
        split(10, [1, 1], floors=[bound, None])
    with pytest.raises(NotABound):
        split(10, [1, 1], caps=[None, bound])


@pytest.mark.parametrize("bounds", [[], [1], [1, 1, 1]])
def test_refuses_bounds_that_are_not_one_for_each(bounds: list[int]) -> None:
    with pytest.raises(NotOneEach):
        split(10, [1, 1], floors=bounds)
    with pytest.raises(NotOneEach):
        split(10, [1, 1], caps=bounds)


def test_refuses_weights_before_bounds() -> None:
    with pytest.raises(AllWeightsZero):
        split(10, [0, 0], floors=[5, 5])


def test_bounds_of_numpy_do_not_overflow() -> None:
    assert split(2**63, [3, 1], floors=np.array([2**62, 2**62]), caps=np.array([2**63 - 1, 2**63 - 1])) == [2**62, 2**62]
