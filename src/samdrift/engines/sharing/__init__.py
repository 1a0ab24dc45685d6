"""Sharing a cost between members: of whole minor units so that not one is lost, and by what each group of members would cost alone."""

from samdrift.engines.sharing.games import CostsNotFinite, EmptyGroupCosts, NotAGame, SharesDoNotSum, TooManyMembers, WrongLength
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
    "CostsNotFinite",
    "EmptyGroupCosts",
    "NegativeWeight",
    "NoWeights",
    "NotAGame",
    "SharesDoNotSum",
    "TooManyMembers",
    "TotalNotWhole",
    "UnfairWeights",
    "WeightNotFinite",
    "WrongLength",
    "split",
]
