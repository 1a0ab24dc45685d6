"""Files of projects, of their milestones and of maintenance plans: read row by row, and written in the same columns. No database.

A project stands on one line as in a project office's register, with who pays it in one cell: `Länsverket 2, Havsverket 1`, each member's
short name with its weight. Milestones have a table of their own, since a project has several. An employee is named as in a file of hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, an_amount, parsed, read_rows, whole_number
from samdrift.run.projects.files import filled
from samdrift.run.projects.models.maintenance import FIRST_YEAR, LAST_YEAR

PROJECTS = ("code", "proposal", "manager", "budget", "started_on", "ended_on", "payers")
MILESTONES = ("project", "milestone", "milestone_en", "due_on", "reached_on")
PLANS = ("system", "year", "answers", "budget", "aim")
LONGEST = {"code": 20, "milestone": 120, "milestone_en": 120, "aim": 200}
LARGEST_WEIGHT = 10**6


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with the key that it began with; `ended_on` is None while it runs."""

    line: int
    code: str
    proposal: str
    manager: str
    budget_minor: int
    started_on: date
    ended_on: date | None
    payers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    line: int
    project: str
    milestone: str
    milestone_en: str
    due_on: date
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    line: int
    system: str
    year: int
    answers: str
    budget_minor: int
    aim: str


def read_projects(content: bytes) -> tuple[list[ProjectRow], list[WrongRow]]:
    """This will read a file of projects into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=[name for name in PROJECTS if name != "ended_on"], wanted=("ended_on",))
    return parsed(rows, wrong, _project), wrong


def read_milestones(content: bytes) -> tuple[list[MilestoneRow], list[WrongRow]]:
    """This will read a file of milestones into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=("project", "milestone", "due_on"), wanted=("milestone_en", "reached_on"))
    return parsed(rows, wrong, _milestone), wrong


def read_plans(content: bytes) -> tuple[list[PlanRow], list[WrongRow]]:
    """This will read a file of maintenance plans into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=("system", "year", "answers", "budget"), wanted=("aim",))
    return parsed(rows, wrong, _plan), wrong


def payers_text(weights: Mapping[str, int]) -> str:
    """This function will write who pays a project as its file says it.

    >>> payers_text({"Länsverket": 2, "Havsverket": 1})
    'Länsverket 2, Havsverket 1'
    """
    return ", ".join(f"{member} {weight}" for member, weight in weights.items())


def _payers(text: str) -> dict[str, int]:
    """The last word of each part is the weight; a short name may have several words, but no comma."""
    payers: dict[str, int] = {}
    for part in text.split(","):
        member, _space, weight = part.strip().rpartition(" ")
        if not member:
            shown = {"text": text[:40]}
            raise ValueError(_("“%(text)s” does not say who pays with which weight; write it as Name 2, Other name 1.") % shown)
        if member.casefold() in payers:
            raise ValueError(_("“%(member)s” stands twice among those who pay.") % {"member": member[:60]})
        payers[member.casefold()] = whole_number(weight, least=1, most=LARGEST_WEIGHT)
    return payers


def _project(row: Row) -> ProjectRow:
    _fits(row, "code", "proposal", "manager", "payers")
    started_on, ended_on = a_day(row["started_on"]), _day_or_none(row["ended_on"])
    if ended_on is not None and ended_on < started_on:
        raise ValueError(_("It ends before it begins."))
    budget, payers = _budget(row["budget"]), _payers(row["payers"])
    return ProjectRow(row.line, row["code"], row["proposal"], row["manager"], budget, started_on, ended_on, payers)


def _milestone(row: Row) -> MilestoneRow:
    _fits(row, "project", "milestone")
    due_on, reached_on = a_day(row["due_on"]), _day_or_none(row["reached_on"])
    return MilestoneRow(row.line, row["project"], row["milestone"], row["milestone_en"], due_on, reached_on)


def _plan(row: Row) -> PlanRow:
    _fits(row, "system", "answers")
    year = whole_number(row["year"], least=FIRST_YEAR, most=LAST_YEAR)
    return PlanRow(row.line, row["system"], year, row["answers"], _budget(row["budget"]), row["aim"])


def _fits(row: Row, *needed: str) -> None:
    filled(row, needed, LONGEST)


def _budget(text: str) -> int:
    minor = an_amount(text)
    if minor < 0:
        raise ValueError(_("The budget is below zero."))
    return minor


def _day_or_none(text: str) -> date | None:
    return a_day(text) if text else None
