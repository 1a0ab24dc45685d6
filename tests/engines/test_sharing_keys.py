"""Keys as weights, and the way from one key to another: by hand, and by what must hold for any."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samdrift.engines.prices import BadVolume, PriceNotWhole, Tariff
from samdrift.engines.sharing import (
    AllWeightsZero,
    BaseFeesAboveTotal,
    BoundsCannotHold,
    CapsBelowTotal,
    FloorsAboveTotal,
    NegativeWeight,
    NotABound,
    NotOneEach,
    NoWeights,
    base_fee_weights,
    change_limits,
    hybrid_weights,
    phase_in,
    split,
    tariff_weights,
)

counts = st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(any)
totals = st.integers(0, 10**7)


def test_a_third_written_as_33_3_per_cent_three_times_loses_nothing() -> None:
    for third in (33.3, Decimal("33.3"), Fraction(333, 10)):
        assert split(100_000, [third] * 3) == [33_334, 33_333, 33_333]
    assert hybrid_weights((33.3, [1, 0, 0]), (33.3, [0, 1, 0]), (33.3, [0, 0, 1])) == [Fraction(1, 3)] * 3


def test_an_ore_between_95_and_5_is_paid_by_one_of_them() -> None:
    assert split(1, [95, 5]) == [1, 0]
    assert split(1, [5, 95]) == [0, 1]
    assert split(-1, [95, 5]) == [-1, 0]
    assert split(1, [0.95, 0.05]) == [1, 0]


def test_a_price_list_shares_what_the_services_cost() -> None:
    """Base fee and price of an employee as of Statens servicecenter in 2020: 13,500 kr a month and 30 kr; 100 employees and 600."""
    weights = tariff_weights(Tariff(1_350_000, [0], [3_000], "incremental"), [100, 600])
    assert weights == [1_650_000, 3_150_000]
    assert split(4_800_000, weights) == weights
    assert split(2_400_000, weights) == [825_000, 1_575_000]


def test_tiers_weigh_by_what_each_volume_costs() -> None:
    staged = Tariff(0, [0, 100], [120, 90], "incremental")
    assert tariff_weights(staged, [0, 50, 150]) == [0, 6_000, 16_500]


def test_a_base_fee_is_paid_by_all_and_the_rest_by_volume() -> None:
    # 100.00 kr less three fees of 10.00 is 70.00, over volumes 3, 3 and 1, and nobody is rounded twice
    assert split(10_000, base_fee_weights(10_000, 1_000, [3, 3, 1])) == [4_000, 4_000, 2_000]
    assert split(10_000, base_fee_weights(10_000, 1_000, [1, 0, 0])) == [8_000, 1_000, 1_000]


@given(totals, st.integers(0, 1_000), counts)
def test_a_base_fee_and_the_rest_is_the_fee_beside_the_rest_shared(total: int, fee: int, volumes: list[int]) -> None:
    if 3 * fee > total:
        with pytest.raises(BaseFeesAboveTotal) as refusal:
            base_fee_weights(total, fee, volumes)
        assert refusal.value.by_minor == 3 * fee - total
    else:
        weights = base_fee_weights(total, fee, volumes)
        assert sum(weights) == total
        if total:
            assert split(total, weights) == [fee + share for share in split(total - 3 * fee, volumes)]


def test_a_hybrid_by_hand() -> None:
    # 30 % in equal shares is 10 % each; 70 % by 50, 30 and 20 employees is 35, 21 and 14
    assert split(100, hybrid_weights((30, [1, 1, 1]), (70, [50, 30, 20]))) == [45, 31, 24]


@given(totals, counts, counts, st.integers(0, 100))
def test_a_hybrid_is_rounded_once_from_the_parts_of_its_keys(total: int, one: list[int], other: list[int], percent: int) -> None:
    weights = hybrid_weights((percent, one), (100 - percent, other))
    assert sum(weights) == 1
    for share, by_one, by_other in zip(split(total, weights), one, other, strict=True):
        exact = Fraction(total * percent * by_one, 100 * sum(one)) + Fraction(total * (100 - percent) * by_other, 100 * sum(other))
        assert abs(share - exact) < 1


@given(totals, counts, st.integers(1, 100))
def test_a_hybrid_of_one_key_is_that_key(total: int, key: list[int], amount: int) -> None:
    assert split(total, hybrid_weights((amount, key))) == split(total, hybrid_weights((amount, key), (1, key))) == split(total, key)


def test_refuses_keys_that_weigh_nothing() -> None:
    with pytest.raises(NoWeights):
        hybrid_weights()
    with pytest.raises(AllWeightsZero):
        hybrid_weights((30, [1, 1]), (70, [0, 0]))
    with pytest.raises(NegativeWeight):
        hybrid_weights((130, [1, 1]), (-30, [1, 2]))
    with pytest.raises(NotOneEach, match="2, 3 members"):
        hybrid_weights((30, [1, 1]), (70, [1, 1, 1]))
    with pytest.raises(NotABound):
        base_fee_weights(1_000, -1, [1, 2])
    with pytest.raises(BadVolume):
        tariff_weights(Tariff(0, [0], [1], "incremental"), [-1])
    with pytest.raises(PriceNotWhole):
        tariff_weights(Tariff(0, [0], [0.5], "incremental"), [1])


def test_limits_are_the_larger_of_the_two_and_never_below_nothing() -> None:
    assert change_limits([1_000, 10], change_ppm=333_333, change_minor=50) == ((667, 0), (1_333, 60))
    assert change_limits([0, None], change_ppm=500_000) == ((0, None), (0, None))


def test_a_new_key_is_reached_in_steps_by_hand() -> None:
    # each pays a fifth more or less at most, and what one may not pay yet the other goes on paying
    shares, steps = [60_000, 30_000], []
    while shares != [30_000, 60_000]:
        shares = phase_in(90_000, [1, 2], shares, change_ppm=200_000)
        steps.append(shares)
    assert steps == [[54_000, 36_000], [46_800, 43_200], [38_160, 51_840], [30_528, 59_472], [30_000, 60_000]]


def test_who_no_longer_has_a_weight_goes_on_paying_what_the_others_may_not_yet() -> None:
    # the first may pay 20 more; the others, of whom the key asks nothing, pay 20 less together, as they paid, and neither of them rises
    assert phase_in(300, [1, 0, 0], [100, 150, 50], change_minor=20) == [120, 135, 45]
    with pytest.raises(CapsBelowTotal):
        split(300, [1, 0, 0], floors=[80, 130, 30], caps=[120, 170, 70])


def test_who_had_no_share_before_has_no_bounds() -> None:
    assert phase_in(1_200, [1, 1, 1], [500, 500, None], change_ppm=100_000) == [450, 450, 300]
    assert phase_in(1_200, [1, 1, 1], [500, 500, 0], change_minor=150) == [525, 525, 150]


@given(counts, counts, totals, st.integers(0, 10**6), st.integers(0, 1_000))
def test_no_share_changes_by_more_than_it_may_and_the_shares_sum(old: list[int], new: list[int], total: int, ppm: int, minor: int) -> None:
    before = split(total, old)
    shares = phase_in(total, new, before, change_ppm=ppm, change_minor=minor)
    assert sum(shares) == total
    for share, was in zip(shares, before, strict=True):
        assert abs(share - was) <= max(was * ppm // 1_000_000, minor)


@given(counts, counts, st.integers(0, 1_000), st.integers(20, 500))
def test_every_key_is_reached_and_then_kept(old: list[int], new: list[int], total: int, minor: int) -> None:
    shares, wanted = split(total, old), split(total, new)
    gap = max(abs(share - want) for share, want in zip(shares, wanted, strict=True))
    for _period in range(3 * -(-gap // minor)):  # one step more for each, and rounding, may stand in the way of another
        shares = phase_in(total, new, shares, change_minor=minor)
    assert shares == wanted == phase_in(total, new, shares, change_minor=minor)


@given(counts, counts, totals, totals, st.integers(0, 10**6))
def test_says_by_how_much_a_total_moved_more_than_all_may(old: list[int], new: list[int], was: int, total: int, ppm: int) -> None:
    before = split(was, old)
    floors, caps = change_limits(before, change_ppm=ppm)
    assume(all(new))
    least, most = sum(floor or 0 for floor in floors), sum(cap or 0 for cap in caps)
    if least <= total <= most:
        assert sum(phase_in(total, new, before, change_ppm=ppm)) == total
        return
    with pytest.raises(BoundsCannotHold) as refusal:
        phase_in(total, new, before, change_ppm=ppm)
    assert type(refusal.value) is (CapsBelowTotal if total > most else FloorsAboveTotal)
    assert refusal.value.by_minor == max(total - most, least - total)


def test_refuses_what_cannot_be_phased_in() -> None:
    for before, total, ppm in (([-1, 2], 10, 0), ([1, 2], -10, 0), ([1, 2], 10, -1), ([1.5, 2], 10, 0)):
        with pytest.raises(NotABound):
            phase_in(total, [1, 1], before, change_ppm=ppm)  # type: ignore[arg-type]
    with pytest.raises(NotOneEach):
        phase_in(10, [1, 1], [5, 5, 5])
    with pytest.raises(CapsBelowTotal, match="1 less than the total of 11"):
        phase_in(11, [1, 1], [5, 5])
