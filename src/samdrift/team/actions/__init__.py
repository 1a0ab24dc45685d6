"""Every write of the team. Each is one savepoint and leaves one audit entry."""

from samdrift.team.actions.functions import (
    EmployeeElsewhere,
    FunctionNamedAlready,
    NotAHost,
    NotTheUnit,
    OneDesk,
    WorksHereAlready,
    add_employee,
    add_function,
    set_manager,
)
from samdrift.team.actions.posts import (
    ActingEnds,
    ActingOutside,
    ActsForThemself,
    HoldsItAlready,
    MoreThanWhole,
    NobodyIsAway,
    PostIsOver,
    act_in_post,
    add_post,
    end_post,
    fill_post,
)

__all__ = [
    "ActingEnds",
    "ActingOutside",
    "ActsForThemself",
    "EmployeeElsewhere",
    "FunctionNamedAlready",
    "HoldsItAlready",
    "MoreThanWhole",
    "NobodyIsAway",
    "NotAHost",
    "NotTheUnit",
    "OneDesk",
    "PostIsOver",
    "WorksHereAlready",
    "act_in_post",
    "add_employee",
    "add_function",
    "add_post",
    "end_post",
    "fill_post",
    "set_manager",
]
