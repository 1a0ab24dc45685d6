"""Cost games with known answers: drawn ones, published ones, and each method by its definition in fractions, group by group."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.typing import NDArray

Shares = list[Fraction]

# Water for six groups of municipalities in Skåne, millions of kronor: Young, Okada and Hashimoto, Cost allocation in water resources
# development, Water Resources Research 18 (1982), and IIASA WP-79-77, whose tables of shares and of marginal costs follow from these.
SKANE = "AHKLMT"
SKANE_COSTS = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98
AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00 HM 37.89 HT 39.06 KL 26.79 KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41
AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81 AMT 61.36
HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01 KLT 48.77 KMT 50.32 LMT 51.46
AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72 AKMT 72.27 ALMT 73.41
HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61
AHKLM 69.76 AHKMT 77.42 AHLMT 83.00 AHKLT 70.93 AKLMT 73.97 HKLMT 66.46 AHKLMT 83.82
"""


def published() -> dict[str, Any]:
    """Games with printed solutions."""
    folder = os.environ.get("SAMDRIFT_DATA")
    path = Path(folder or ".") / "cases" / "sharing.json"
    if not folder or not path.is_file():
        pytest.skip("set SAMDRIFT_DATA to the folder that holds cases/sharing.json")
    cases: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return cases


def by_names(members: Sequence[str], costs: Iterable[tuple[Sequence[str], float]]) -> list[float]:
    """A game of the cost of each group, given as its members' names."""
    game = [0.0] * (1 << len(members))
    for group, cost in costs:
        game[sum(1 << members.index(name) for name in group)] = cost
    return game


def skane() -> list[float]:
    words = SKANE_COSTS.split()
    return by_names(SKANE, zip(words[::2], map(float, words[1::2]), strict=True))


def members_of(group: int) -> tuple[int, ...]:
    return tuple(i for i in range(group.bit_length()) if group >> i & 1)


def members_in(costs: Sequence[object]) -> int:
    return len(costs).bit_length() - 1


def paid_by(group: int, shares: Sequence[Fraction]) -> Fraction:
    return sum((shares[i] for i in members_of(group)), Fraction())


def shapley_of(costs: Sequence[Fraction]) -> Shares:
    n = members_in(costs)
    weights = [Fraction(math.factorial(size) * math.factorial(n - 1 - size), math.factorial(n)) for size in range(n)]
    shares = []
    for i in range(n):
        without = (group for group in range(1 << n) if not group >> i & 1)
        shares.append(sum((weights[group.bit_count()] * (costs[group | 1 << i] - costs[group]) for group in without), Fraction()))
    return shares


def excesses_of(costs: Sequence[Fraction], shares: Sequence[Fraction]) -> dict[int, Fraction]:
    """What each proper group pays beyond what it would cost alone."""
    return {group: paid_by(group, shares) - costs[group] for group in range(1, len(costs) - 1)}


def scrb_of(costs: Sequence[Fraction], benefits: Sequence[Fraction] | None = None) -> Shares | None:
    """None where the method is not defined."""
    n, everybody = members_in(costs), len(costs) - 1
    separable = [costs[everybody] - costs[everybody ^ 1 << i] for i in range(n)]
    justified = [min(costs[1 << i], benefits[i]) if benefits else costs[1 << i] for i in range(n)]
    return _shared(costs[everybody], separable, [most - least for most, least in zip(justified, separable, strict=True)])


def proportional_of(costs: Sequence[Fraction]) -> Shares | None:
    n = members_in(costs)
    return _shared(costs[-1], [Fraction()] * n, [costs[1 << i] for i in range(n)])


def _shared(total: Fraction, first: Shares, basis: Shares) -> Shares | None:
    rest = total - sum(first)
    if min(basis) < 0 < max(basis) or (rest and not any(basis)):
        return None
    whole = sum(basis)
    return [one + (rest * part / whole if whole else 0) for one, part in zip(first, basis, strict=True)]


def renamed(costs: Sequence[Fraction], order: Sequence[int]) -> list[Fraction]:
    """The game in which member order[i] of the one given is called i."""
    return [costs[sum(1 << order[i] for i in members_of(group))] for group in range(len(costs))]


@st.composite
def games(draw: st.DrawFn, most: int = 6) -> list[Fraction]:
    """Any costs at all, in tenths."""
    n = draw(st.integers(1, most))
    tenths = draw(st.lists(st.integers(-(10**6), 10**6), min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    return [Fraction(), *(Fraction(cost, 10) for cost in tenths)]


Bought = list[tuple[int, set[int]]]


def bought(n: int) -> st.SearchStrategy[Bought]:
    """Things that are bought once for whoever needs them: a cost, and by whom. Groups never lose by joining, so that there is a core."""
    return st.lists(st.tuples(st.integers(1, 10**6), st.sets(st.integers(0, n - 1), min_size=1)), min_size=1, max_size=12)


def cost_of_bought(things: Bought, n: int) -> NDArray[np.float64]:
    groups = np.arange(1 << n)
    return sum((cost * ((groups & sum(1 << i for i in needed)) != 0) for cost, needed in things), np.zeros(1 << n))
