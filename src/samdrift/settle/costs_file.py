"""Costs from a CSV file: read row by row, each row that cannot be read named with its line and the reason. No database.

Columns: voucher;booked_on;pool;amount and, where wanted, text;credits. A semicolon or a comma between them, by what the header has.
UTF-8, with or without a byte order mark. Dates as 2026-10-05, amounts as Swedes write them. A credit has an amount below zero and
names in `credits` the voucher that it credits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.errors import BadInput
from samdrift.engines.money import NotAnAmount, parse_amount

NEEDED = ("voucher", "booked_on", "pool", "amount")
COLUMNS = (*NEEDED, "text", "credits")
LARGEST_BYTES = 2_000_000
MOST_ROWS = 20_000
LARGEST_MINOR = 10**14  # a million million kronor: sums of many still fit a 64-bit integer
LONGEST = {"voucher": 40, "pool": 20, "text": 200, "credits": 40}


class NotACostFile(BadInput):
    words = gettext_lazy("This is not a file of costs: %(why)s")
    way_on = gettext_lazy("The first line is voucher;booked_on;pool;amount;text;credits. From a spreadsheet, save as “CSV UTF-8”.")


class RowsRefused(BadInput):
    """Some rows cannot be read or do not fit, so none was entered; `rows` names each line and its reason."""

    words = gettext_lazy("Nothing was entered: %(number)s rows cannot be used. Mend them and send the file again.")

    def __init__(self, rows: list[WrongRow]) -> None:
        super().__init__(number=len(rows))
        self.rows = rows


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost as somebody wrote it, with the line of the file that it stands on."""

    line: int
    voucher: str
    booked_on: date
    pool: str
    amount_minor: int
    text: str = ""
    credits: str = ""


@dataclass(frozen=True, slots=True)
class WrongRow:
    line: int
    reason: str


def read_costs(content: bytes) -> tuple[list[CostRow], list[WrongRow]]:
    """This function will read a file of costs into its rows and the rows that cannot be read; what is no such file is NotACostFile."""
    records = _records(content)
    columns = _columns(next(records, (1, []))[1])
    rows: list[CostRow] = []
    wrong: list[WrongRow] = []
    for line, cells in records:
        if len(rows) + len(wrong) >= MOST_ROWS:
            raise NotACostFile(why=_("it has more than %(number)s rows.") % {"number": MOST_ROWS})
        if not any(cells):
            continue
        try:
            rows.append(_row(line, columns, cells))
        except ValueError as error:
            wrong.append(WrongRow(line, str(error)))
    if not rows and not wrong:
        raise NotACostFile(why=_("it has no rows."))
    return rows, wrong


def _records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; a quoted cell may run over several."""
    if len(content) > LARGEST_BYTES:
        raise NotACostFile(why=_("it is larger than 2 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotACostFile(why=_("its text is not UTF-8.")) from None
    if "\0" in text:
        raise NotACostFile(why=_("it is not text."))
    header = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise NotACostFile(why=_("line %(line)s has a quotation mark out of place.") % {"line": line}) from None
        yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def _columns(header: list[str]) -> list[str]:
    columns = [name.lower() for name in header]
    for name in NEEDED:
        if name not in columns:
            raise NotACostFile(why=_("the column “%(name)s” is missing.") % {"name": name})
    for name in columns:
        if name not in COLUMNS:
            raise NotACostFile(why=_("the column “%(name)s” is not known.") % {"name": name[:40]})
        if columns.count(name) > 1:
            raise NotACostFile(why=_("the column “%(name)s” stands twice.") % {"name": name})
    return columns


def _row(line: int, columns: list[str], cells: list[str]) -> CostRow:
    if len(cells) != len(columns):
        raise ValueError(_("It has %(cells)s cells, the first line has %(columns)s.") % {"cells": len(cells), "columns": len(columns)})
    found = dict(zip(columns, cells, strict=True))
    for name, longest in LONGEST.items():
        if len(found.get(name, "")) > longest:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})
    for name in ("voucher", "pool"):
        if not found[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    return CostRow(
        line,
        found["voucher"],
        _date(found["booked_on"]),
        found["pool"],
        read_amount(found["amount"]),
        found.get("text", ""),
        found.get("credits", ""),
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day; write it as 2026-10-05.") % {"text": text[:40]}) from None


def read_amount(text: str) -> int:
    """This function will read an amount in kronor into öre; what is none, is zero or is too large is a ValueError in words."""
    try:
        minor = parse_amount(text)
    except NotAnAmount:
        raise ValueError(_("“%(text)s” is not an amount; write it as 1 234,50.") % {"text": text[:40]}) from None
    if not minor:
        raise ValueError(_("The amount is zero."))
    if abs(minor) > LARGEST_MINOR:
        raise ValueError(_("The amount is too large."))
    return minor
