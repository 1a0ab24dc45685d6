"""What members say of methods in files: that they use them, what they do otherwise, what they suggest. No database.

A file that the page gives out is one that it takes in again. Methods are named by title, members by name, short name or number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.catalog.methods_table import line_of, text_of
from samdrift.core.tables import Columns, Row, a_day

USES = Columns(("method", "from_on"), ("until_on", "member"))
VARIATIONS = Columns(("method", "text"), ("written_on", "version", "member"))  # `version` is given out, not read
SUGGESTIONS = Columns(("method", "text"), ("made_on", "answered_on", "answer", "member"))  # the days and the answer likewise
SUGGESTED = 4_000  # characters


@dataclass(frozen=True, slots=True)
class UseRow:
    line: int
    method: str
    from_on: date
    until_on: date | None
    member: str


@dataclass(frozen=True, slots=True)
class VariationRow:
    line: int
    method: str
    text: str
    written_on: date | None
    member: str


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    line: int
    method: str
    text: str
    member: str


def use(row: Row) -> UseRow:
    """This will read that a member uses a method, from a day on and maybe until another; a cell that cannot be used is a ValueError."""
    from_on, until_on = a_day(row["from_on"]), _maybe_a_day(row["until_on"])
    if until_on is not None and until_on <= from_on:
        raise ValueError(_("The last day comes before the first."))
    return UseRow(row.line, line_of(row, "method", 120), from_on, until_on, row["member"])


def variation(row: Row) -> VariationRow:
    """This will read what a member does instead; an empty text says that it does as everybody else again."""
    title, text = line_of(row, "method", 120), text_of(row, "text", needed=False)
    return VariationRow(row.line, title, text, _maybe_a_day(row["written_on"]), row["member"])


def suggestion(row: Row) -> SuggestionRow:
    """This will read what somebody suggests for a method."""
    return SuggestionRow(row.line, line_of(row, "method", 120), text_of(row, "text", longest=SUGGESTED), row["member"])


def _maybe_a_day(text: str) -> date | None:
    return a_day(text) if text else None
