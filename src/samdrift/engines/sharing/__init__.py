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
from samdrift.engines.sharing.volume_core import NotConcave, TooManyKinks, core_of_services
from samdrift.engines.sharing.volume_shapley import TooMuchVolume, shapley_of_services

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
    "NotConcave",
    "SharesDoNotSum",
    "TooManyKinks",
    "TooManyMembers",
    "TooMuchVolume",
    "TotalNotWhole",
    "UnfairWeights",
    "WeightNotFinite",
    "WrongLength",
    "aca",
    "coalition_costs",
    "core",
    "core_of_services",
    "proportional",
    "scrb",
    "shapley",
    "shapley_of_services",
    "split",
]
