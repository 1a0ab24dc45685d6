"""Past procurements as a statistics database has them: columns by a mapping, rows by the buyers that are members. No database.

docs/reference/procurement.md describes the mapping.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.se import orgnr

from samdrift.core.errors import BadInput
from samdrift.core.tables import Row, RowsRefused, a_day, parsed, read_rows, whole_number, yes_or_no

STATISTICS = "upphandlingsmyndigheten"  # the mapping that comes with Samdrift
NEEDED = ("buyer", "number", "title", "published", "year", "cpv", "agreement", "coordinated")
MOST_ROWS = 200_000
LARGEST = Decimal(10**12)
LONGEST = {"number": 40, "title": 500, "agreement": 60}
LENGTHS = range(7, 13)
CODE = re.compile(r"(?P<code>[0-9]{8})(?:-[0-9])?(?:\s+(?P<name>.{1,300}))?")


class MappingRefused(BadInput):
    words = gettext_lazy("The mapping %(mapping)s cannot be used: %(why)s")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a file are called, and whose the file is."""

    columns: dict[str, str]
    cpv_names: tuple[str, ...]
    credit: str
    url: str
    license: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class PastRow:
    line: int
    buyer: str
    number: str
    title: str
    published_on: date
    year: int
    cpv: str
    agreement: str
    is_coordinated: bool
    value_minor: int | None

    @property
    def key(self) -> tuple[str, str, str, date]:
        """What tells this procurement from any other: its number alone does not."""
        return self.buyer, self.number, self.title, self.published_on


@dataclass(frozen=True, slots=True)
class PastFile:
    """A file read: how many rows it has, those of the buyers asked for, and the names of the codes that stand in them."""

    rows: int
    chosen: tuple[PastRow, ...]
    names: dict[str, str]

    @property
    def of_others(self) -> int:
        return self.rows - len(self.chosen)


def mapping_named(name: str) -> Mapping:
    """This function will read a mapping that comes with Samdrift ("upphandlingsmyndigheten"), or the TOML file at a path."""
    folder = resources.files("samdrift.run.purchasing") / "mappings"
    try:
        content = Path(name).read_bytes() if name.endswith(".toml") else (folder / f"{Path(name).name}.toml").read_bytes()
        return _mapping(tomllib.loads(content.decode()), name)
    except OSError as no:
        raise MappingRefused(mapping=name, why=no.strerror) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as no:
        raise MappingRefused(mapping=name, why=no) from None


def _mapping(told: dict[str, Any], called: str) -> Mapping:
    columns, source = told.get("columns", {}), told.get("source", {})
    for name in NEEDED:
        if not isinstance(columns.get(name), str):
            raise MappingRefused(mapping=called, why=_("the column “%(name)s” is missing.") % {"name": name})
    if not isinstance(source.get("credit"), str):
        raise MappingRefused(mapping=called, why=_("the column “%(name)s” is missing.") % {"name": "credit"})
    names = tuple(map(str, columns.get("cpv_names", ())))
    plain = {name: str(columns[name]) for name in (*NEEDED, "value") if name in columns}
    return Mapping(
        plain, names, source["credit"], str(source.get("url", "")), str(source.get("license", "")), bool(source.get("synthetic", False))
    )


def organization_digits(number: str) -> str:
    """This function will return an organization number without its hyphen; what is none is a ValueError in words.

    Foreign buyers stand among the Swedish ones, with numbers of other lengths and no check digit of ours.
    """
    digits = str(orgnr.compact(number))
    if not (digits.isascii() and digits.isdigit() and len(digits) in LENGTHS):
        raise ValueError(_("“%(text)s” is not an organization number.") % {"text": number[:40]})
    return digits


def read_past(content: bytes, mapping: Mapping, *, buyers: Collection[str]) -> PastFile:
    """This function will read a file of past procurements and keep the rows of these buyers, given as digits.

    A file that lacks a column is NotATable. Every row is read, whosever it is, so that columns that have changed places are noticed: a cell
    that is not what its column says is RowsRefused.
    """
    columns = mapping.columns
    rows, wrong = read_rows(
        content,
        needed=[columns[name] for name in NEEDED],
        wanted=[columns["value"]] if "value" in columns else [],
        others=True,
        most_rows=MOST_ROWS,
    )
    read = parsed(rows, wrong, lambda row: _past(row, columns))
    if wrong:
        raise RowsRefused(wrong)
    by_line = {row.line: row for row in rows}
    chosen = tuple(row for row in read if row.buyer in buyers)
    return PastFile(len(rows), chosen, _names([by_line[row.line] for row in chosen], [columns["cpv"], *mapping.cpv_names]))


def _names(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for column in columns:
            match = CODE.fullmatch(row[column])
            if match and match["name"]:
                found.setdefault(match["code"], match["name"])
    return found


def _past(row: Row, columns: dict[str, str]) -> PastRow:
    said = {name: row[column] for name, column in columns.items()}
    for name in ("number", "title"):
        if not said[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": columns[name]})
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": columns[name], "number": longest})
    code = CODE.fullmatch(said["cpv"])
    if code is None:
        raise ValueError(_("“%(text)s” does not begin with a CPV code of eight digits.") % {"text": said["cpv"][:40]})
    return PastRow(
        line=row.line,
        buyer=organization_digits(said["buyer"]),
        number=said["number"],
        title=said["title"],
        published_on=a_day(said["published"]),
        year=whole_number(said["year"], least=1990, most=2200),
        cpv=code["code"],
        agreement=said["agreement"],
        is_coordinated=yes_or_no(said["coordinated"]),
        value_minor=_value(said.get("value", "")),
    )


def _value(text: str) -> int | None:
    """Kronor as a spreadsheet keeps them, into öre; an empty cell is no value."""
    if not text:
        return None
    try:
        kronor = Decimal(text.replace(",", "."))
    except InvalidOperation:
        kronor = Decimal("NaN")
    if not kronor.is_finite() or not 0 <= kronor <= LARGEST:
        raise ValueError(_("“%(text)s” is not a value in kronor.") % {"text": text[:40]})
    return int((kronor * 100).to_integral_value(ROUND_HALF_UP))
