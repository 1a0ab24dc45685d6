"""Sharing a cost between members: of whole minor units so that not one is lost, and by what each group of members would cost alone."""

from samdrift.engines.sharing.coalition import coalition_costs
from samdrift.engines.sharing.core import CoreCheck, core
from samdrift.engines.sharing.games import CostsNotFinite, EmptyGroupCosts, NotAGame, SharesDoNotSum, TooManyMembers, WrongLength
from samdrift.engines.sharing.proportions import MethodUndefined, MixedBasis, NoBasis, aca, proportional, scrb
from samdrift.engines.sharing.shapley import shapley
from samdrift.engines.sharing.split import (
    AllWeightsZero,
    NegativeWeight,
    NoWeights,
    TotalNotWhole,
    UnfairWeights,
    WeightNotFinite,
    split,
)

__all__ = [
    "AllWeightsZero",
    "CoreCheck",
    "CostsNotFinite",
    "EmptyGroupCosts",
    "MethodUndefined",
    "MixedBasis",
    "NegativeWeight",
    "NoBasis",
    "NoWeights",
    "NotAGame",
    "SharesDoNotSum",
    "TooManyMembers",
    "TotalNotWhole",
    "UnfairWeights",
    "WeightNotFinite",
    "WrongLength",
    "aca",
    "coalition_costs",
    "core",
    "proportional",
    "scrb",
    "shapley",
    "split",
]
