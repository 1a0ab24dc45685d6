"""Files of proposals, hours and bookings: read row by row, and written in the same columns. No database.

A CSV in UTF-8 or an XLSX; days as 2026-10-05, a week by its Monday, amounts as Swedes write them. An employee is named by their e-mail
address, or by a name that nobody else has; a project by its code; a member by its short name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, an_amount, parsed, read_rows, whole_number
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.run.projects.models import Job
from samdrift.run.projects.models.bookings import MOST_WEEKS
from samdrift.run.projects.models.projects import MINUTES_A_WEEK

PROPOSALS = ("title", "title_en", "proposed_by", "need", "benefit", "cost", "yearly")
HOURS = ("employee", "project", "week", "minutes")
BOOKINGS = ("employee", "job", "member", "project", "from_week", "weeks", "percent", "reason")
LONGEST = {"title": 120, "title_en": 120, "need": 4000, "benefit": 4000, "reason": 200}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    line: int
    title: str
    title_en: str
    proposed_by: str
    need: str
    benefit: str
    cost_minor: int
    yearly_minor: int


@dataclass(frozen=True, slots=True)
class HoursRow:
    line: int
    employee: str
    project: str
    week: date
    minutes: int


@dataclass(frozen=True, slots=True)
class BookingRow:
    line: int
    employee: str
    job: str
    member: str
    project: str
    from_week: date
    weeks: int
    percent: int
    reason: str


def read_proposals(content: bytes) -> tuple[list[ProposalRow], list[WrongRow]]:
    """This will read a file of proposals into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=("title", "proposed_by", "need", "benefit", "cost", "yearly"), wanted=("title_en",))
    return parsed(rows, wrong, _proposal), wrong


def read_hours(content: bytes) -> tuple[list[HoursRow], list[WrongRow]]:
    """This will read a file of hours into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=HOURS)
    return parsed(rows, wrong, _hours), wrong


def read_bookings(content: bytes) -> tuple[list[BookingRow], list[WrongRow]]:
    """This will read a file of bookings into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=("employee", "job", "from_week", "weeks", "percent"), wanted=("member", "project", "reason"))
    return parsed(rows, wrong, _booking), wrong


def _proposal(row: Row) -> ProposalRow:
    filled(row, ("title", "proposed_by", "need", "benefit"))
    cost = an_amount(row["cost"])
    if cost < 0:
        raise ValueError(_("The cost is below zero."))
    return ProposalRow(
        row.line, row["title"], row["title_en"], row["proposed_by"], row["need"], row["benefit"], cost, _yearly(row["yearly"])
    )


def _yearly(text: str) -> int:
    try:
        minor = parse_amount(text)
    except NotAnAmount:
        raise ValueError(_("“%(text)s” is not an amount; write it as 1 234,50.") % {"text": text[:40]}) from None
    if not 0 <= minor <= 10**14:
        raise ValueError(_("The yearly benefit is below zero, or too large."))
    return minor


def _hours(row: Row) -> HoursRow:
    filled(row, ("employee", "project"))
    minutes = whole_number(row["minutes"], least=0, most=MINUTES_A_WEEK)
    return HoursRow(row.line, row["employee"], row["project"], _monday(row["week"]), minutes)


def _booking(row: Row) -> BookingRow:
    filled(row, ("employee",))
    if row["job"] not in Job.values:
        raise ValueError(_("“%(text)s” is none of %(jobs)s.") % {"text": row["job"][:40], "jobs": ", ".join(Job.values)})
    if not row["member"] and not row["project"]:
        raise ValueError(_("Say which member or project the booking is for."))
    return BookingRow(
        row.line,
        row["employee"],
        row["job"],
        row["member"],
        row["project"],
        _monday(row["from_week"]),
        whole_number(row["weeks"], least=1, most=MOST_WEEKS),
        whole_number(row["percent"], least=1, most=100),
        row["reason"],
    )


def _monday(text: str) -> date:
    day = a_day(text)
    if day.weekday():
        raise ValueError(_("%(day)s is not a Monday; a week is known by its Monday.") % {"day": day})
    return day


def filled(row: Row, names: tuple[str, ...], longest: Mapping[str, int] = LONGEST) -> None:
    """This function will refuse a row in which one of these is empty, or a text is longer than there is room for."""
    for name in names:
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    for name, most in longest.items():
        if len(row[name]) > most:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": most})
