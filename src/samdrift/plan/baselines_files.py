"""Files of baselines and of what members still pay themselves: read row by row and written alike. No database.

Columns of baselines: member, year, service, kind, amount and, where wanted, kept. Of what remains: member, year, service, kind, amount.
Kinds are investments, licences, development, support, running and other. Amounts are kronor of that year.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, an_amount, parsed, read_rows, whole_number
from samdrift.engines.money import NotAnAmount, parse_amount

NEEDED = ("member", "year", "service", "kind", "amount")
BASELINES = (*NEEDED, "kept")
REMAINING = NEEDED
KINDS = ("investments", "licences", "development", "support", "running", "other")
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class CostRow:
    """A line as somebody wrote it: whose, of which year, for what; öre of that year."""

    line: int
    member: str
    year: int
    service: str
    kind: str
    amount_minor: int
    kept_minor: int


def read_baselines(content: bytes) -> tuple[list[CostRow], list[WrongRow]]:
    """This will read a file of baselines into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=NEEDED, wanted=("kept",))
    return parsed(rows, wrong, _baseline), wrong


def read_remaining(content: bytes) -> tuple[list[CostRow], list[WrongRow]]:
    """This will read a file of what members still pay themselves; an amount of zero says that nothing remains."""
    rows, wrong = read_rows(content, needed=NEEDED)
    return parsed(rows, wrong, _remaining), wrong


def _baseline(row: Row) -> CostRow:
    amount, kept = above_zero(row["amount"]), zero_or_more(row["kept"] or "0")
    if kept > amount:
        raise ValueError(_("What is kept is more than what it cost."))
    return _cost(row, amount, kept)


def _remaining(row: Row) -> CostRow:
    return _cost(row, zero_or_more(row["amount"]), 0)


def _cost(row: Row, amount: int, kept: int) -> CostRow:
    must_be_filled(row, NEEDED)
    year = whole_number(row["year"], least=FIRST_YEAR, most=LAST_YEAR)
    return CostRow(row.line, row["member"], year, row["service"], one_of(row["kind"], KINDS), amount, kept)


def must_be_filled(row: Row, names: Sequence[str], longest: int = 200) -> None:
    """This will raise a ValueError in words for a cell that is empty or too long."""
    for name in names:
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
        if len(row[name]) > longest:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})


def one_of(text: str, words: Sequence[str]) -> str:
    """This will read one of some words, whatever its capitals."""
    if text.casefold() not in words:
        raise ValueError(_("“%(text)s” is none of %(words)s.") % {"text": text[:40], "words": ", ".join(words)})
    return text.casefold()


def above_zero(text: str) -> int:
    """This will read an amount in kronor above zero into öre."""
    minor = an_amount(text)
    if minor < 0:
        raise ValueError(_("The amount is below zero."))
    return minor


def zero_or_more(text: str) -> int:
    """This will read an amount in kronor, of which zero says that it costs nothing, into öre."""
    with suppress(NotAnAmount):
        if parse_amount(text) == 0:
            return 0
    return above_zero(text)
