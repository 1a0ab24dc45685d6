"""Every write of settlements. Each is one savepoint, locks the unit first, and leaves one audit entry."""

from samdrift.settle.actions.costs import CostDoesNotFit, Entered, MonthNotBegun, PoolIsThere, add_pool, enter_cost, import_costs
from samdrift.settle.actions.keys import KeyForAClosedMonth, KeyIsDecided, SharesMissing, SharesNotWanted, decide_key
from samdrift.settle.actions.settling import (
    CorrectsACorrection,
    CostsChangedSinceSent,
    CountBelowZero,
    MonthIsOpen,
    MonthNotOver,
    NothingSent,
    NothingToSettle,
    SameCount,
    SettlementIsClosed,
    close_month,
    correct_count,
    ready_to_close,
    ready_to_send,
    send_settlement,
)

__all__ = [
    "CorrectsACorrection",
    "CostDoesNotFit",
    "CostsChangedSinceSent",
    "CountBelowZero",
    "Entered",
    "KeyForAClosedMonth",
    "KeyIsDecided",
    "MonthIsOpen",
    "MonthNotBegun",
    "MonthNotOver",
    "NothingSent",
    "NothingToSettle",
    "PoolIsThere",
    "SameCount",
    "SettlementIsClosed",
    "SharesMissing",
    "SharesNotWanted",
    "add_pool",
    "close_month",
    "correct_count",
    "decide_key",
    "enter_cost",
    "import_costs",
    "ready_to_close",
    "ready_to_send",
    "send_settlement",
]
