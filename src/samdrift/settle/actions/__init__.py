"""Every write of settlements. Each is one savepoint, locks the unit first, and leaves one audit entry."""

from samdrift.core.tables import Entered
from samdrift.settle.actions.costs import CodeOfAnInvestment, CostDoesNotFit, MonthNotBegun, PoolIsThere, add_pool, enter_cost, import_costs
from samdrift.settle.actions.investments import NoInvestmentHasAPool, take_investment_costs
from samdrift.settle.actions.keys import (
    KeyForAClosedMonth,
    KeyIsDecided,
    ProductMissing,
    ProductNotWanted,
    SharesMissing,
    SharesNotWanted,
    decide_key,
)
from samdrift.settle.actions.licences import NoProductHasAPool, PoolOfAnotherUnit, choose_licence_pool, take_licence_costs
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
    "CodeOfAnInvestment",
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
    "NoInvestmentHasAPool",
    "NoProductHasAPool",
    "NothingSent",
    "NothingToSettle",
    "PoolIsThere",
    "PoolOfAnotherUnit",
    "ProductMissing",
    "ProductNotWanted",
    "SameCount",
    "SettlementIsClosed",
    "SharesMissing",
    "SharesNotWanted",
    "add_pool",
    "choose_licence_pool",
    "close_month",
    "correct_count",
    "decide_key",
    "enter_cost",
    "import_costs",
    "ready_to_close",
    "ready_to_send",
    "send_settlement",
    "take_investment_costs",
    "take_licence_costs",
]
