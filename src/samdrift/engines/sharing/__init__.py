"""Sharing a cost between members: of whole minor units so that not one is lost, and by what each group of members would cost alone."""

from samdrift.engines.sharing.bounds import (
    BoundsCannotHold,
    CapsBelowTotal,
    FloorAboveCap,
    FloorsAboveTotal,
    NotABound,
    NotOneEach,
)
from samdrift.engines.sharing.coalition import coalition_costs
from samdrift.engines.sharing.core import CoreCheck, core
from samdrift.engines.sharing.games import CostsNotFinite, EmptyGroupCosts, NotAGame, SharesDoNotSum, TooManyMembers, WrongLength
from samdrift.engines.sharing.keys import BaseFeesAboveTotal, base_fee_weights, hybrid_weights, tariff_weights
from samdrift.engines.sharing.kohlberg import check_nucleolus
from samdrift.engines.sharing.nucleolus import Certificate, Level, NoImputation, Nucleolus, UnknownShares, nucleolus
from samdrift.engines.sharing.phasing import Bounds, change_limits, phase_in
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
    "BaseFeesAboveTotal",
    "Bounds",
    "BoundsCannotHold",
    "CapsBelowTotal",
    "Certificate",
    "CoreCheck",
    "CostsNotFinite",
    "EmptyGroupCosts",
    "FloorAboveCap",
    "FloorsAboveTotal",
    "Level",
    "MethodUndefined",
    "MixedBasis",
    "NegativeWeight",
    "NoBasis",
    "NoImputation",
    "NoWeights",
    "NotABound",
    "NotAGame",
    "NotConcave",
    "NotOneEach",
    "Nucleolus",
    "SharesDoNotSum",
    "TooManyKinks",
    "TooManyMembers",
    "TooMuchVolume",
    "TotalNotWhole",
    "UnfairWeights",
    "UnknownShares",
    "WeightNotFinite",
    "WrongLength",
    "aca",
    "base_fee_weights",
    "change_limits",
    "check_nucleolus",
    "coalition_costs",
    "core",
    "core_of_services",
    "hybrid_weights",
    "nucleolus",
    "phase_in",
    "proportional",
    "scrb",
    "shapley",
    "shapley_of_services",
    "split",
    "tariff_weights",
]
