"""The catalog's tables in files: which columns they have, and what a row of each says. No database.

A file that a page gives out is one that it takes in again. Members are named by short name, name or organization number, services and
levels by name, days as 2026-10-05, amounts as Swedes write them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.catalog.coverage import HIGHEST, LOWEST, Grades
from samdrift.catalog.models import Price
from samdrift.core.tables import Columns, Row, a_day, an_amount, whole_number
from samdrift.engines.money import NotAnAmount, parse_amount

GRADES = Grades._fields

REQUIREMENTS = Columns(("service", *GRADES, "reason", "review_on"), ("member",))
LEVELS = Columns(("service", "level", *GRADES))
PRICES = Columns(("service", "level", "from_on", "amount", "per"))
VARIANTS = Columns(("service", "what_differs", "keeper", "price", "review_on", "from_on"), ("until_on", "member"))

SERVICE_SKILLS = Columns(("service", "skill"))


@dataclass(frozen=True, slots=True)
class RequirementRow:
    line: int
    member: str
    service: str
    grades: Grades
    reason: str
    review_on: date


@dataclass(frozen=True, slots=True)
class LevelRow:
    line: int
    service: str
    level: str
    grades: Grades | None


@dataclass(frozen=True, slots=True)
class PriceRow:
    line: int
    service: str
    level: str
    from_on: date
    amount_minor: int
    per: Price.Per


@dataclass(frozen=True, slots=True)
class VariantRow:
    line: int
    member: str
    service: str
    what_differs: str
    keeper: str
    price_minor: int
    review_on: date
    from_on: date
    until_on: date | None


def requirement(row: Row) -> RequirementRow:
    """This will read what a member needs of a service; a cell that cannot be used is a ValueError in words."""
    return RequirementRow(
        row.line, row["member"], text_of(row, "service", 80), _grades(row), text_of(row, "reason", 400), a_day(row["review_on"])
    )


def level(row: Row) -> LevelRow:
    """This will read which grades a level gives; three empty cells are none."""
    return LevelRow(row.line, text_of(row, "service", 80), text_of(row, "level", 40), grades_or_none(row))


def price(row: Row) -> PriceRow:
    """This will read what a level costs a month from a day on."""
    per = {"member": Price.Per.MEMBER, "medlem": Price.Per.MEMBER, "employee": Price.Per.EMPLOYEE, "anställd": Price.Per.EMPLOYEE}
    if row["per"].casefold() not in per:
        raise ValueError(_("“%(text)s” is neither member nor employee.") % {"text": row["per"][:40]})
    amount = zero_or_more(row["amount"])
    return PriceRow(
        row.line, text_of(row, "service", 80), text_of(row, "level", 40), a_day(row["from_on"]), amount, per[row["per"].casefold()]
    )


def variant(row: Row) -> VariantRow:
    """This will read what one member has that differs."""
    from_on, until_on = a_day(row["from_on"]), a_day(row["until_on"]) if row["until_on"] else None
    if until_on is not None and until_on <= from_on:
        raise ValueError(_("The last day comes before the first."))
    return VariantRow(
        row.line,
        row["member"],
        text_of(row, "service", 80),
        text_of(row, "what_differs", 400),
        text_of(row, "keeper", 254),
        zero_or_more(row["price"]),
        a_day(row["review_on"]),
        from_on,
        until_on,
    )


def zero_or_more(text: str) -> int:
    """This will read an amount in kronor into öre; zero is an amount here, one below it is not."""
    with suppress(NotAnAmount):
        if parse_amount(text) == 0:
            return 0
    minor = an_amount(text)
    if minor < 0:
        raise ValueError(_("A price is zero or more."))
    return minor


def grades_or_none(row: Row) -> Grades | None:
    """This will read the three grades; three empty cells are none."""
    return _grades(row) if any(row[name] for name in GRADES) else None


def _grades(row: Row) -> Grades:
    return Grades(*(whole_number(row[name], least=LOWEST, most=HIGHEST) for name in GRADES))


def text_of(row: Row, name: str, longest: int) -> str:
    """This will return a text that must be there, of so many characters at most."""
    if not row[name]:
        raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    if len(row[name]) > longest:
        raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})
    return row[name]
