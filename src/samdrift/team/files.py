"""The team's tables in files: which columns they have, and what a row of each says. No database.

A file that a page gives out is one that it takes in again. An employee is named by their e-mail address, or by a name that nobody else
has; a site by the short name of the organization that it is at, and its own name; days as 2026-10-05.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from samdrift.core.tables import Columns, Row, a_day, whole_number
from samdrift.team.models import Place

POSTS = Columns(("function", "title", "member", "site", "employee", "share", "from"), ("title_en", "until", "acting_for"))
SKILLS = Columns(("skill",), ("skill_en",))
HELD = Columns(("employee", "skill", "from"))
PLANNED = Columns(("employee", "day", "place"), ("member", "site"))
LEAVE = Columns(("employee", "first_day", "last_day"))
CHECK_INS = Columns(("employee", "next_on"), ("held_on",))


@dataclass(frozen=True, slots=True)
class PostRow:
    line: int
    function: str
    title: str
    title_en: str
    member: str
    site: str
    employee: str
    share_percent: int
    from_on: date
    until_on: date | None
    acting_for: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    line: int
    employee: str
    on: date
    place: Place
    member: str
    site: str


@dataclass(frozen=True, slots=True)
class SpanRow:
    """An employee and two days: leave until the day after the last one, or a skill from the first one on."""

    line: int
    employee: str
    what: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class CheckInRow:
    line: int
    employee: str
    held_on: date | None
    next_on: date


def post(row: Row) -> PostRow:
    share = whole_number(row["share"], least=1, most=100)
    until_on = a_day(row["until"]) if row["until"] else None
    if until_on is not None and until_on <= a_day(row["from"]):
        raise ValueError(_("It ends before it begins."))
    if row["acting_for"] and (until_on is None or not row["employee"]):
        raise ValueError(_("Who acts for somebody is named, and does so until a day."))
    return PostRow(
        row.line,
        a_text(row, "function"),
        a_text(row, "title"),
        a_text(row, "title_en", needed=False),
        a_text(row, "member"),
        a_text(row, "site"),
        row["employee"],
        share,
        a_day(row["from"]),
        until_on,
        row["acting_for"],
    )


def planned(row: Row) -> PlannedRow:
    if row["place"] not in Place.values:
        raise ValueError(_("“%(text)s” is none of %(places)s.") % {"text": row["place"][:40], "places": ", ".join(Place.values)})
    return PlannedRow(row.line, a_text(row, "employee"), a_day(row["day"]), Place(row["place"]), row["member"], row["site"])


def leave(row: Row) -> SpanRow:
    last = a_day(row["last_day"])
    return SpanRow(row.line, a_text(row, "employee"), "", a_day(row["first_day"]), last + timedelta(days=1) if last < date.max else last)


def held(row: Row) -> SpanRow:
    return SpanRow(row.line, a_text(row, "employee"), a_text(row, "skill"), a_day(row["from"]), None)


def check_in(row: Row) -> CheckInRow:
    held_on = a_day(row["held_on"]) if row["held_on"] else None
    return CheckInRow(row.line, a_text(row, "employee"), held_on, a_day(row["next_on"]))


def a_text(row: Row, column: str, *, needed: bool = True, longest: int = 120) -> str:
    """This will return what a cell says, if it says something and not too much."""
    text = row[column]
    if needed and not text:
        raise ValueError(_("“%(name)s” is empty.") % {"name": column})
    if len(text) > longest:
        raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": column, "number": longest})
    return text
