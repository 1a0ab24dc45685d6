"""On-call in whole shifts: a rota from a turning order, and what in it is against the rules on working time."""

from samdrift.engines.rota.rules import LIMITS, Breach, DutyPer, Kind, Limit, Rule, Shift, ShiftReversed, breaches, known_late
from samdrift.engines.rota.turns import BadSlot, Slot, TooFew, turns

__all__ = [
    "LIMITS",
    "BadSlot",
    "Breach",
    "DutyPer",
    "Kind",
    "Limit",
    "Rule",
    "Shift",
    "ShiftReversed",
    "Slot",
    "TooFew",
    "breaches",
    "known_late",
    "turns",
]
