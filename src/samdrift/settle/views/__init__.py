"""The doors of settlements: the unit's months, costs and keys, and each member's bills."""

from samdrift.settle.views.bills import bill, bills, correct_count, tickets_behind_line
from samdrift.settle.views.costs import add_pool, enter_cost, import_costs, pools
from samdrift.settle.views.investments import investment_costs_of_month
from samdrift.settle.views.keys import decide_key, key_history, keys
from samdrift.settle.views.licences import choose_licence_pool, licence_costs_of_month
from samdrift.settle.views.maintenance import maintenance_spent
from samdrift.settle.views.months import close, send, settlement_month, settlements
from samdrift.settle.views.projects import choose_project_pool, project_costs_of_month

__all__ = [
    "add_pool",
    "bill",
    "bills",
    "choose_licence_pool",
    "choose_project_pool",
    "close",
    "correct_count",
    "decide_key",
    "enter_cost",
    "import_costs",
    "investment_costs_of_month",
    "key_history",
    "keys",
    "licence_costs_of_month",
    "maintenance_spent",
    "pools",
    "project_costs_of_month",
    "send",
    "settlement_month",
    "settlements",
    "tickets_behind_line",
]
