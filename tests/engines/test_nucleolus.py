"""The nucleolus beside published cases, formulas of its own for two kinds of games, and linear programs in fractions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.sharing import NoImputation, UnknownShares, check_nucleolus, nucleolus
from samdrift.engines.sharing.games import CostsNotFinite, EmptyGroupCosts, Floats, WrongLength, subset_sums
from samdrift.engines.sharing.nucleolus import Over
from tests.engines.exact_programs import exact_nucleolus

OVERS: tuple[Over, ...] = ("imputations", "efficient")

# Six groups of municipalities in Skåne that may build waterworks together, in million kronor (Young, Okada and Hashimoto, IIASA
# WP-79-77, 1979). Shapley's value of these costs is the printed one: 20.01, 10.71, 6.61, 10.37, 16.94, 19.18.
SKANE = """
A 21.95  H 17.08  K 10.91  L 15.88  M 20.81  T 21.98  AH 34.69  AK 32.86  AL 37.83  AM 42.76  AT 43.93  HK 22.96  HL 25.00
HM 37.89  HT 39.06  KL 26.79  KM 31.45  KT 32.89  LM 31.10  LT 37.86  MT 39.41  AHK 40.74  AHL 43.22  AHM 55.50  AHT 56.67
AKL 48.74  AKM 53.40  AKT 54.84  ALM 53.05  ALT 59.81  AMT 61.36  HKL 27.26  HKM 42.55  HKT 44.94  HLM 45.81  HLT 46.98
HMT 56.49  KLM 42.01  KLT 48.77  KMT 50.32  LMT 51.46  AHKL 48.95  AHKM 60.25  AHKT 62.72  AHLM 64.03  AHLT 65.20  AHMT 74.10
AKLM 63.96  AKLT 70.72  AKMT 72.27  ALMT 73.41  HKLM 48.07  HKLT 49.24  HKMT 59.35  HLMT 64.41  KLMT 56.61  AHKLM 69.76
AHKLT 70.93  AHKMT 77.42  AHLMT 83.00  AKLMT 73.97  HKLMT 66.46  AHKLMT 83.82
"""


def by_name(members: str, costs: dict[str, float]) -> Floats:
    """Costs by the names of groups, as the engine wants them."""
    found = np.zeros(1 << len(members))
    for group, cost in costs.items():
        found[sum(1 << members.index(name) for name in group)] = cost
    return found


def claims_game(estate: float, claims: list[int]) -> Floats:
    """What a group costs: less what the others leave it of the estate (O'Neill)."""
    whole = np.array(claims, dtype=np.float64)
    left: Floats = np.maximum(0, estate - subset_sums(whole)[::-1])
    return -left


def airport(lengths: list[int]) -> Floats:
    """A group costs as much as the longest runway that one of it needs."""
    costs = np.zeros(1 << len(lengths))
    for i, length in enumerate(lengths):
        costs[1 << i : 2 << i] = np.maximum(costs[: 1 << i], length)
    return costs


def littlechild(lengths: list[int]) -> list[float]:
    """The nucleolus of an airport in closed form (Littlechild, International Journal of Game Theory 3, 1974), lengths rising."""
    shares: list[float] = []
    while len(shares) < len(lengths):
        done, before = len(shares), shares[-1] if shares else 0.0
        built = lengths[done - 1] if shares else 0
        parts = [
            (lengths[i] - built + before) / (i - done + (2 if i < len(lengths) - 1 else 1))  # a next one shares, where there is one
            for i in range(done, len(lengths))
        ]
        last = done + max(at for at, part in enumerate(parts) if part <= min(parts) + 1e-12)
        shares += [min(parts)] * (last - done + 1)
    return shares


def talmud(estate: float, claims: list[int]) -> list[float]:
    """Half of each claim at most until all have half, then equal losses of at most half (Aumann and Maschler 1985)."""
    halves = [claim / 2 for claim in claims]
    gains = _leveled(min(estate, sum(claims) - estate), halves)
    return gains if estate <= sum(halves) else [claim - gain for claim, gain in zip(claims, gains, strict=True)]


def _leveled(amount: float, limits: list[float]) -> list[float]:
    shares = [0.0] * len(limits)
    for rank, i in enumerate(sorted(range(len(limits)), key=limits.__getitem__)):
        shares[i] = min(limits[i], amount / (len(limits) - rank))
        amount -= shares[i]
    return shares


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> list[int]:
    """Whole costs, few different ones at times, so that groups tie; all together at most what all cost alone."""
    n = draw(st.integers(1, most))
    highest = draw(st.sampled_from([2, 9, 1000]))
    costs = [0, *draw(st.lists(st.integers(-highest // 3, highest), min_size=(1 << n) - 1, max_size=(1 << n) - 1))]
    costs[-1] = min(costs[-1], sum(costs[1 << i] for i in range(n)))
    return costs


def test_shares_the_dams_of_tennessee_as_printed() -> None:
    # navigation, flood control, power, in thousand dollars (Ransmeier 1942; Straffin and Heaney 1981): everybody saves 47,286
    costs = [0, 163_520, 140_826, 301_607, 250_096, 378_821, 367_370, 412_584]
    for over in OVERS:
        assert nucleolus(costs, over).shares.tolist() == pytest.approx([116_234, 93_540, 202_810], rel=1e-12)


def test_shares_the_waterworks_of_skane_as_printed() -> None:
    # printed are A, H, K, L, and for M and T 18.60 and 19.21: the same sum, but then M saves 2.21 and T 2.77, not both of them 2.49
    words = SKANE.split()
    costs = by_name("AHKLMT", dict(zip(words[::2], map(float, words[1::2]), strict=True)))
    found = nucleolus(costs)
    assert found.shares.round(2).tolist() == [20.35, 12.06, 5.00, 8.61, 18.32, 19.49]
    assert [round(level.excess, 2) for level in found.certificate.levels] == [-1.60, -2.21, -2.49]
    assert found.certificate.levels[0].groups == ((0,), (1, 2, 3), (4, 5))
    assert found.certificate.levels[2].groups == ((4,), (5,))
    assert check_nucleolus(costs, found.shares)
    assert not check_nucleolus(costs, [*found.shares[:4], 18.60, 19.21])


@pytest.mark.parametrize(("estate", "shares"), [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])])
def test_shares_the_estates_of_the_talmud(estate: int, shares: list[float]) -> None:
    assert (-nucleolus(claims_game(estate, [100, 200, 300])).shares).tolist() == pytest.approx(shares)


def test_who_may_not_pay_more_than_alone_pays_less_than_without_that_bound() -> None:
    # Peleg and Sudhölter, Introduction to the Theory of Cooperative Games (2007), 5.5.12: values 10 and 2, so costs -10 and -2
    costs = [0, 0, 0, -10, 0, 0, 0, -2]
    assert (-nucleolus(costs, "efficient").shares).tolist() == pytest.approx([3, 3, -4])
    bounded = nucleolus(costs)
    assert (-bounded.shares).tolist() == pytest.approx([1, 1, 0])
    assert bounded.certificate.at_own_cost == (2,)


def published() -> list[tuple[str, Floats, dict[Over, list[float]]]]:
    """The cases of sharing.json as cost games, with the shares that each set of shares has in print."""
    folder = os.environ.get("SAMDRIFT_DATA")
    if folder is None:
        pytest.skip("set SAMDRIFT_DATA to the folder that holds cases/sharing.json")
    cases: dict[str, Any] = json.loads((Path(folder) / "cases" / "sharing.json").read_text(encoding="utf-8"))
    tva = cases["tva"]
    values = {"".join(name[0] for name in group.split("+")): cost for group, cost in tva["coalition_values"].items()}
    found: list[tuple[str, Floats, dict[Over, list[float]]]] = [
        (tva["name"], by_name("nfp", values), {"imputations": tva["published"]["nucleolus_from_memory"]})
    ]
    for game in cases["talmud"]["games"]:
        shares = [-share for share in game["nucleolus_published"]]
        found.append((f"estate {game['estate']}", claims_game(game["estate"], game["claims"]), {"imputations": shares}))
    for game in cases["small"]["games"]:
        n = len(game["values_size_lex"]).bit_length()
        groups = [sum(1 << i for i in group) for size in range(1, n + 1) for group in combinations(range(n), size)]
        costs = np.zeros(1 << n)
        costs[groups] = [-value for value in game["values_size_lex"]]
        names: dict[str, Over] = {"nucleolus": "imputations", "prenucleolus": "efficient"}
        found.append((game["name"], costs, {names[name]: [-share for share in shares] for name, shares in game["published"].items()}))
    return found


def test_published_cases_from_elsewhere() -> None:
    cases = published()
    assert len(cases) == 8
    for name, costs, expected in cases:
        for over, shares in expected.items():
            assert nucleolus(costs, over).shares.tolist() == pytest.approx(shares, abs=1e-9), (name, over)
            assert check_nucleolus(costs, shares, over), (name, over)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=7).map(sorted))
def test_an_airport_is_shared_by_its_formula(lengths: list[int]) -> None:
    found = nucleolus(airport(lengths))
    assert found.shares.tolist() == pytest.approx(littlechild(lengths))


def test_twenty_one_members_share_an_airport_by_its_formula() -> None:
    lengths = [37 * i * i // 10 + 20 for i in range(21)]
    assert nucleolus(airport(lengths)).shares.tolist() == pytest.approx(littlechild(lengths), rel=1e-12)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.fractions(0, 1))
def test_any_estate_is_shared_as_by_the_talmud(claims: list[int], part: float) -> None:
    estate = float(part * sum(claims))
    assert (-nucleolus(claims_game(estate, claims)).shares).tolist() == pytest.approx(talmud(estate, claims), abs=1e-9)


@given(games(most=4), st.sampled_from(OVERS))
def test_agrees_with_programs_in_fractions(costs: list[int], over: Over) -> None:
    found = nucleolus(costs, over)
    expected = exact_nucleolus(costs, over)
    assert found.shares.tolist() == pytest.approx([float(share) for share in expected], rel=1e-12, abs=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("n", [5, 6, 7, 8, 9, 10])
def test_agrees_with_programs_in_fractions_for_up_to_ten_members(n: int) -> None:
    drawn = np.random.default_rng(n)
    costs = subset_sums(drawn.integers(5, 60, n).astype(np.float64)) - drawn.integers(0, 9 * n, 1 << n)
    costs[0] = 0
    expected = exact_nucleolus([int(cost) for cost in costs], "efficient")
    assert nucleolus(costs, "efficient").shares.tolist() == pytest.approx([float(share) for share in expected], rel=1e-12)


@given(games(), st.sampled_from(OVERS), st.randoms(use_true_random=False))
def test_renaming_members_renames_their_shares(costs: list[int], over: Over, random: Any) -> None:
    n = len(costs).bit_length() - 1
    names = random.sample(range(n), n)  # member i is called names[i]
    renamed = [0.0] * len(costs)
    for group, cost in enumerate(costs):
        renamed[sum(1 << names[i] for i in range(n) if group >> i & 1)] = cost
    assert nucleolus(renamed, over).shares[names].tolist() == pytest.approx(nucleolus(costs, over).shares.tolist(), abs=1e-9)


@given(games(), st.sampled_from(OVERS), st.floats(0.001, 1e6), st.lists(st.integers(-1000, 1000), min_size=5, max_size=5))
def test_another_unit_and_costs_of_ones_own_change_shares_alike(costs: list[int], over: Over, unit: float, own: list[int]) -> None:
    shares = nucleolus(costs, over).shares
    added = np.array(own[: len(shares)], dtype=np.float64) * unit
    moved = nucleolus(np.array(costs) * unit + subset_sums(added), over).shares
    assert moved.tolist() == pytest.approx((shares * unit + added).tolist(), rel=1e-9, abs=1e-6 * unit)


@given(games(most=4), st.sampled_from(OVERS), st.integers(-20, 20))
def test_who_adds_the_same_to_every_group_pays_that(costs: list[int], over: Over, own: int) -> None:
    found = nucleolus([*costs, *(cost + own for cost in costs)], over).shares
    assert found.tolist() == pytest.approx([*nucleolus(costs, over).shares, own], abs=1e-9)


@given(games(), st.sampled_from(OVERS))
def test_shares_sum_to_the_cost_of_all_and_twins_pay_alike(costs: list[int], over: Over) -> None:
    n = len(costs).bit_length() - 1
    # the second member is made the first's twin, where there is one
    twins = [costs[group ^ 0b11] if n > 1 and group & 0b11 == 0b10 else cost for group, cost in enumerate(costs)]
    twins[-1] = min(twins[-1], sum(twins[1 << i] for i in range(n)))
    shares = nucleolus(twins, over).shares
    assert shares.sum() == pytest.approx(twins[-1], abs=1e-9)
    assert over == "efficient" or all(share <= twins[1 << i] + 1e-9 for i, share in enumerate(shares))
    if n > 1:
        assert shares[0] == pytest.approx(shares[1], abs=1e-9)


@given(games(), st.sampled_from(OVERS))
def test_no_group_pays_more_than_alone_where_that_can_be_and_else_it_is_said(costs: list[int], over: Over) -> None:
    found = nucleolus(costs, over)
    worst = float(np.max((subset_sums(found.shares) - costs)[1:-1], initial=-np.inf))
    assert found.certificate.core_is_empty == (worst > 1e-8)
    if found.certificate.levels:
        assert found.certificate.levels[0].excess == pytest.approx(worst, abs=1e-9)
        assert all(above.excess > below.excess for above, below in pairwise(found.certificate.levels))


def test_one_member_pays_all_and_two_save_the_same() -> None:
    assert nucleolus([0, 7]).shares.tolist() == [7]
    assert nucleolus([0, 7]).certificate.levels == ()
    assert nucleolus([0, 70, 50, 100]).shares.tolist() == [60, 40]


def test_costs_that_all_members_would_have_alone_anyway_stay_with_them() -> None:
    alone = np.array([0.1, 0.2, 0.3, 1e9])
    assert nucleolus(subset_sums(alone)).shares.tolist() == pytest.approx(alone.tolist())
    assert nucleolus(np.zeros(16)).shares.tolist() == [0, 0, 0, 0]


def test_refuses_when_all_together_cost_more_than_everybody_alone() -> None:
    costs = [0, 10, 10, 21]
    with pytest.raises(NoImputation):
        nucleolus(costs)
    assert nucleolus(costs, "efficient").shares.tolist() == [10.5, 10.5]
    assert nucleolus(costs, "efficient").certificate.core_is_empty


@pytest.mark.parametrize(
    ("costs", "refusal"),
    [
        ([], WrongLength),
        ([0], WrongLength),
        ([0, 1, 2], WrongLength),
        ([[0, 1], [2, 3]], WrongLength),
        ([0, 1, float("nan"), 2], CostsNotFinite),
        ([0, 1, float("inf"), 2], CostsNotFinite),
        ([1, 1, 1, 2], EmptyGroupCosts),
    ],
)
def test_refuses_what_is_no_game(costs: Any, refusal: type[ValueError]) -> None:
    with pytest.raises(refusal):
        nucleolus(costs)
    with pytest.raises(refusal):
        check_nucleolus(costs, [1.0])


def test_refuses_shares_over_anything_else() -> None:
    for over in ("", "core", "Imputations", None):
        with pytest.raises(UnknownShares):
            nucleolus([0, 1], over)  # type: ignore[arg-type]
        with pytest.raises(UnknownShares):
            check_nucleolus([0, 1], [1], over)  # type: ignore[arg-type]


def test_reading_the_package_loads_no_solver_and_solving_prints_nothing() -> None:
    code = (
        "import sys\n"
        "from samdrift.engines.sharing import nucleolus\n"
        "assert not {'highspy', 'numba'} & set(sys.modules), sys.modules\n"
        "nucleolus([0, 70, 50, 100])"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("", "")
