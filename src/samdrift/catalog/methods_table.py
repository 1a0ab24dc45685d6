"""Methods in files: which columns there are, and what a row says. No database.

A file that the page gives out is one that it takes in again. Owners are named by e-mail address or name, days as 2026-10-05.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from samdrift.catalog.methods import LONGEST, MOST_LINES, tidy
from samdrift.catalog.models import Method
from samdrift.core.tables import Columns, Row, a_day

METHODS = Columns(("kind", "title", "purpose", "owner", "review_on", "text"), ("title_en", "purpose_en", "text_en", "what_changed"))


@dataclass(frozen=True, slots=True)
class MethodRow:
    line: int
    kind: Method.Kind
    title: str
    title_en: str
    purpose: str
    purpose_en: str
    owner: str
    review_on: date
    text: str
    text_en: str
    what_changed: str


def method(row: Row) -> MethodRow:
    """This will read a method with its text; a cell that cannot be used is a ValueError in words."""
    return MethodRow(
        row.line,
        _kind(row["kind"]),
        line_of(row, "title", 120),
        line_of(row, "title_en", 120, needed=False),
        line_of(row, "purpose", 200),
        line_of(row, "purpose_en", 200, needed=False),
        line_of(row, "owner", 254),
        a_day(row["review_on"]),
        text_of(row, "text"),
        text_of(row, "text_en", needed=False),
        line_of(row, "what_changed", 400, needed=False),
    )


def _kind(text: str) -> Method.Kind:
    if (kind := _kinds().get(text.casefold())) is None:
        raise ValueError(_("“%(text)s” is not one of %(kinds)s.") % {"text": text[:40], "kinds": ", ".join(Method.Kind.values)})
    return kind


@cache
def _kinds() -> dict[str, Method.Kind]:
    """Each kind by its own name, and by the word on the pages in either language."""
    found = {kind.value: kind for kind in Method.Kind}
    for language in ("sv", "en"):
        with override(language):
            found |= {str(kind.label).casefold(): kind for kind in Method.Kind}
    return found


def line_of(row: Row, name: str, longest: int, *, needed: bool = True) -> str:
    """This will read a cell of one line; what is empty though needed, or longer than `longest` characters, is a ValueError in words."""
    found = " ".join(row[name].splitlines())
    if needed and not found:
        raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    if len(found) > longest:
        raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})
    return _without_nothing(found)


def text_of(row: Row, name: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """This will read a cell of several lines, tidied; what is empty though needed, or too long, is a ValueError in words."""
    found = tidy(row[name])
    if needed and not found:
        raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    if len(found) > longest or found.count("\n") >= MOST_LINES:
        words = _("“%(name)s” has more than %(characters)s characters or %(lines)s lines.")
        raise ValueError(words % {"name": name, "characters": longest, "lines": MOST_LINES})
    return _without_nothing(found)


def _without_nothing(text: str) -> str:
    if "\x00" in text:
        raise ValueError(_("It has a character that is no text."))
    return text
