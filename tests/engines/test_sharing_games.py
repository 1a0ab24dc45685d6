"""Shares of a cost by what each group would cost alone: against published games, the definitions in fractions, and what must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from samdrift.engines import sharing
from samdrift.engines.sharing import MethodUndefined, aca, core, proportional, scrb, shapley
from tests.engines.games_oracle import (
    SKANE,
    Bought,
    bought,
    by_names,
    cost_of_bought,
    excesses_of,
    games,
    proportional_of,
    published,
    renamed,
    scrb_of,
    shapley_of,
    skane,
)

Method = Callable[[ArrayLike], NDArray[np.float64]]
METHODS: list[Method] = [shapley, aca, scrb, proportional]
READERS: list[Callable[[ArrayLike], object]] = [*METHODS, lambda costs: core(costs, [0, 0])]


def floats(costs: Sequence[Fraction]) -> list[float]:
    return [float(cost) for cost in costs]


def close(shares: ArrayLike, exact: Iterable[float | Fraction], costs: Iterable[float | Fraction]) -> bool:
    """To 1e-12 of the largest cost."""
    largest = max(abs(float(cost)) for cost in costs)
    return np.allclose(np.asarray(shares), [float(share) for share in exact], rtol=0, atol=1e-12 * (largest or 1))


# Published


def test_the_dams_of_the_tennessee_valley_are_shared_as_printed() -> None:
    case = published()["tva"]
    costs = by_names(case["players"], ((group.split("+"), cost) for group, cost in case["coalition_values"].items()))
    assert shapley(costs).tolist() == pytest.approx(case["published"]["shapley_from_memory"], abs=1e-6)
    assert shapley(costs).tolist() == pytest.approx(case["computed"]["shapley"], abs=1e-6)
    for method in (aca, scrb):
        assert method(costs).tolist() == pytest.approx(case["computed"]["scrb"], abs=1e-6)
        assert method(costs).round().tolist() == pytest.approx(case["published"]["aca_scrb_from_memory"], abs=1)
    for shares in (case["computed"][name] for name in ("shapley", "scrb", "nucleolus")):
        assert core(costs, shares).inside


def test_an_estate_that_is_shared_as_in_the_talmud_leaves_no_group_of_heirs_worse_off() -> None:
    """As a cost game: what a group can be sure of, with its sign turned."""
    for case in published()["talmud"]["games"]:
        groups = [[claim for i, claim in enumerate(case["claims"]) if group >> i & 1] for group in range(8)]
        sure = [max(case["estate"] - (sum(case["claims"]) - sum(claims)), 0) for claims in groups]
        assert core(np.negative(sure), np.negative(case["nucleolus_published"])).inside
        assert core(np.negative(sure), [-case["estate"], 0, 0]).inside == (case["estate"] <= case["claims"][0])


def test_printed_nucleoli_are_in_the_core_where_the_definition_says_so() -> None:
    for case in published()["small"]["games"]:
        n = len(case["published"]["nucleolus"])
        by_size = sorted(range(1, 1 << n), key=lambda group: (group.bit_count(), [i for i in range(n) if group >> i & 1]))
        costs = [Fraction()] * (1 << n)
        for group, value in zip(by_size, case["values_size_lex"], strict=True):
            costs[group] = -Fraction(value)
        shares = [-Fraction(share).limit_denominator(100) for share in case["published"]["nucleolus"]]
        excess = max(excesses_of(costs, shares).values())
        found = core(floats(costs), floats(shares))
        assert found.inside == (excess <= 0)
        assert found.excess == pytest.approx(float(excess))


def test_the_water_of_skane_is_shared_as_printed() -> None:
    costs = skane()  # the shares are printed in hundredths that sum, so that some are rounded the other way
    assert shapley(costs).tolist() == pytest.approx([20.01, 10.71, 6.61, 10.37, 16.94, 19.18], abs=0.01)
    assert scrb(costs).tolist() == pytest.approx([19.54, 13.28, 5.62, 10.90, 16.66, 17.82], abs=0.01)
    # What the paper holds against both: Helsingborg, Kävlinge and Lund would do better by themselves
    three = tuple(map(SKANE.index, "HKL"))
    assert core(costs, shapley(costs)).worst_group == core(costs, scrb(costs)).worst_group == three


# Against the definitions


@given(games())
def test_the_shapley_value_is_its_definition(costs: list[Fraction]) -> None:
    assert close(shapley(floats(costs)), shapley_of(costs), costs)


def test_the_shapley_value_of_ten_members_is_its_definition() -> None:
    costs = [Fraction(), *(Fraction(int(cost)) for cost in np.random.default_rng(11).integers(-(10**9), 10**9, 1023))]
    assert close(shapley(floats(costs)), shapley_of(costs), costs)


@given(games(), st.data())
def test_the_worst_group_is_the_one_that_pays_most_beyond_its_cost(costs: list[Fraction], data: st.DataObject) -> None:
    n = len(costs).bit_length() - 1
    shares = [Fraction(data.draw(st.integers(-(10**6), 10**6)), 10) for _ in range(n - 1)]
    shares.append(costs[-1] - sum(shares))
    found = core(floats(costs), floats(shares))
    excesses = excesses_of(costs, shares)
    if n == 1:
        assert (found.inside, found.worst_group, found.excess) == (True, (), -np.inf)
        return
    largest = float(max(map(abs, costs)))
    assert found.excess == pytest.approx(float(max(excesses.values())), abs=1e-9 * max(largest, 1))
    assert float(excesses[sum(1 << i for i in found.worst_group)]) == pytest.approx(found.excess, abs=1e-9 * max(largest, 1))
    assert found.inside == (max(excesses.values()) <= 0)


@given(games(4), st.data())
def test_separable_costs_and_proportions_are_their_definitions(costs: list[Fraction], data: st.DataObject) -> None:
    n = len(costs).bit_length() - 1
    benefits = [Fraction(data.draw(st.integers(0, 10**6)), 10) for _ in range(n)]
    for method, exact in (
        (aca, scrb_of(costs)),
        (proportional, proportional_of(costs)),
        (lambda given: scrb(given, benefits=floats(benefits)), scrb_of(costs, benefits)),
    ):
        if exact is None:
            with pytest.raises(MethodUndefined):
                method(floats(costs))
        else:
            assert np.allclose(method(floats(costs)), floats(exact), rtol=1e-9, atol=1e-9)


# What must hold


@given(bought(5), st.permutations(range(5)))
def test_shares_sum_and_do_not_depend_on_names(things: Bought, order: list[int]) -> None:
    costs = [Fraction(int(cost)) for cost in cost_of_bought(things, 5)]
    for method in METHODS:
        shares = method(floats(costs))
        assert close([shares.sum()], [costs[-1]], costs)
        assert close(method(floats(renamed(costs, order))), shares[order], costs)


@given(bought(5))
def test_who_adds_nothing_pays_nothing_and_changes_nothing(things: Bought) -> None:
    costs = cost_of_bought(things, 5)
    for method in METHODS:
        assert close(method(np.concatenate([costs, costs])), [*method(costs), 0.0], costs.tolist())


@given(bought(5), st.permutations(range(5)))
def test_members_that_are_alike_pay_alike(things: Bought, order: list[int]) -> None:
    one, other = order[:2]
    swapped = [(cost, {other if i == one else one if i == other else i for i in needed}) for cost, needed in things]
    costs = cost_of_bought(things + swapped, 5)
    for method in METHODS:
        shares = method(costs)
        assert close([shares[one]], [shares[other]], costs.tolist())


@given(games(4), games(4))
def test_the_shapley_value_of_a_sum_is_the_sum(first: list[Fraction], second: list[Fraction]) -> None:
    size = min(len(first), len(second))
    one, other = floats(first[:size]), floats(second[:size])
    assert close(shapley(np.add(one, other)), (shapley(one) + shapley(other)).tolist(), [*one, *other])


def test_what_21_members_buy_once_is_shared_equally_by_those_who_need_it() -> None:
    """At the size of the federation of universities, where no fraction reaches; and no group would do better alone."""
    drawn = np.random.default_rng(21)
    things = [(int(drawn.integers(1, 10**9)), set(drawn.choice(21, size, replace=False).tolist())) for size in range(1, 22, 2)]
    costs = cost_of_bought(things, 21)
    shares = [sum(cost / len(needed) for cost, needed in things if i in needed) for i in range(21)]
    assert close(shapley(costs), shares, [costs[-1]])
    assert core(costs, shares).inside


def test_thirteen_airlines_and_more_share_a_runway_piece_by_piece() -> None:
    """Littlechild and Owen, Management Science 20 (1973): each piece of the runway is paid by those who need one as long."""
    lengths = np.arange(1.0, 18.0)
    longest = np.zeros(1 << 17)
    for i, length in enumerate(lengths):
        longest[1 << i : 2 << i] = length
    assert shapley(longest).tolist() == pytest.approx(np.cumsum(1 / np.arange(17, 0, -1)).tolist())


# Empty cores, and where a method has no answer


def test_of_an_empty_core_the_answer_is_no_and_who_would_leave() -> None:
    """Three members, of whom any two are served for the price of one, as one step of an all-unit price makes it."""
    costs = [0, 60, 60, 60, 60, 60, 60, 120]
    for shares in ([40, 40, 40], [60, 60, 0], [0, 60, 60], [120, 0, 0]):
        found = core(costs, shares)
        assert not found.inside
        assert found.excess >= 20
    assert core(costs, [60, 0, 60]).worst_group == (0, 2)


def test_the_core_forgives_rounding_and_no_more() -> None:
    costs = [0, 6e9, 6e9, 9e9]
    assert core(costs, [6e9 + 8, 3e9 - 8]).inside
    assert not core(costs, [6e9 + 10, 3e9 - 10]).inside
    assert core(costs, [5e9, 4e9 + 8]).inside
    with pytest.raises(sharing.SharesDoNotSum):
        core(costs, [5e9, 4e9 + 10])


def test_one_member_pays_it_all() -> None:
    assert [method([0, 7]).tolist() for method in METHODS] == [[7.0]] * 4


def test_nothing_to_share_is_shared_as_nothing() -> None:
    assert [method([0] * 8).tolist() for method in METHODS] == [[0.0] * 3] * 4
    assert core([0] * 8, [0, 0, 0]).inside


def test_costs_that_are_all_separable_leave_nothing_to_share() -> None:
    assert aca([0, 10, 20, 30]).tolist() == [10, 20]


@pytest.mark.parametrize(
    ("method", "costs", "refusal"),
    [
        (aca, [0, 10, 10, 25, 10, 25, 25, 35], sharing.NoBasis),  # each adds last what it would cost alone, and 5 are left
        (aca, [0, 10, 10, 15, 10, 25, 25, 30], sharing.MixedBasis),  # the third adds 15, but would cost 10
        (proportional, [0, 0, 0, 5], sharing.NoBasis),
        (proportional, [0, -1, 2, 5], sharing.MixedBasis),
    ],
)
def test_a_method_without_a_basis_says_so(method: Method, costs: list[float], refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        method(costs)
    assert issubclass(refusal, MethodUndefined)


def test_where_everybody_loses_by_joining_the_loss_is_shared_as_a_saving_would_be() -> None:
    assert aca([0, 10, 10, 20, 10, 20, 20, 36]).tolist() == [12, 12, 12]


def test_who_benefits_less_than_it_adds_has_no_benefit_left() -> None:
    with pytest.raises(sharing.MixedBasis):
        scrb([0, 60, 60, 90], benefits=[20, 60])


# Bad input


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("costs", "refusal"),
    [
        ([], sharing.WrongLength),
        ([0], sharing.WrongLength),
        ([0, 1, 2], sharing.WrongLength),
        ([[0, 1], [2, 3]], sharing.WrongLength),
        ([0, 1, 2, np.nan], sharing.CostsNotFinite),
        ([0, 1, np.inf, 2], sharing.CostsNotFinite),
        ([1, 1, 2, 3], sharing.EmptyGroupCosts),
        (np.broadcast_to(0.0, 1 << 31), sharing.TooManyMembers),  # sixteen gigabytes, if anything of that size were made
    ],
    ids=lambda given: given.__name__ if isinstance(given, type) else "",
)
def test_refuses_costs_that_make_no_game(reader: Callable[[ArrayLike], object], costs: ArrayLike, refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        reader(costs)
    assert issubclass(refusal, sharing.NotAGame)


@pytest.mark.parametrize(
    ("shares", "refusal"),
    [
        ([90], sharing.WrongLength),
        ([30, 30, 30], sharing.WrongLength),
        ([np.nan, 90], sharing.CostsNotFinite),
        ([45, 46], sharing.SharesDoNotSum),
    ],
)
def test_refuses_shares_that_share_nothing(shares: list[float], refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        core([0, 60, 60, 90], shares)


@pytest.mark.parametrize(("benefits", "refusal"), [([1], sharing.WrongLength), ([1, np.inf], sharing.CostsNotFinite)])
def test_refuses_benefits_that_are_none(benefits: list[float], refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        scrb([0, 60, 60, 90], benefits=benefits)
