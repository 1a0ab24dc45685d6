"""What the team stores."""

from samdrift.team.models.functions import Employee, Function
from samdrift.team.models.posts import Post
from samdrift.team.models.rotas import DutyPer, Rota, RotaNotice, RuleDeparture, Shift, ShiftKind, WorkingTimeRule
from samdrift.team.models.skills import Skill, SkillHeld
from samdrift.team.models.weeks import CheckIn, Leave, Place, PlannedDay, TravelFigure, WeekFigure

__all__ = [
    "CheckIn",
    "DutyPer",
    "Employee",
    "Function",
    "Leave",
    "Place",
    "PlannedDay",
    "Post",
    "Rota",
    "RotaNotice",
    "RuleDeparture",
    "Shift",
    "ShiftKind",
    "Skill",
    "SkillHeld",
    "TravelFigure",
    "WeekFigure",
    "WorkingTimeRule",
]
