"""The rows of a table that somebody sends: its columns checked, each row that cannot be used named with its line and the reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.errors import BadInput

CHILD = Path(__file__).with_name("child.py")
MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
MOST_MEMORY = 1_000 * MEGABYTE
MOST_SECONDS = 60
NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # by Python itself, on Windows and where it is built as a shared library
GUARDED = ("'", "=", "+", "-", "@", "\t", "\r")  # what a cell may not begin with when it is written; see writing.py

T = TypeVar("T")


class NotATable(BadInput):
    words = gettext_lazy("This file cannot be used: %(why)s")
    way_on = gettext_lazy("Send a CSV in UTF-8 or an XLSX whose first line names the columns: %(columns)s.")

    def __init__(self, why: str, columns: Sequence[str]) -> None:
        super().__init__(why=why, columns=", ".join(columns))


class RowsRefused(BadInput):
    """Some rows cannot be read or do not fit, so none was entered; `rows` names each line and its reason."""

    words = gettext_lazy("Nothing was entered. Rows that cannot be used: %(number)s. Mend them and send the file again.")

    def __init__(self, rows: list[WrongRow]) -> None:
        super().__init__(number=len(rows))
        self.rows = sorted(rows, key=lambda row: row.line)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of a file: rows added, and rows that were there already."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row as somebody wrote it, by the names of its columns, with the line of the file that it stands on."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class WrongRow:
    line: int
    reason: str


def read_rows(
    content: bytes, *, needed: Sequence[str], wanted: Sequence[str] = (), others: bool = False, most_rows: int = 20_000
) -> tuple[list[Row], list[WrongRow]]:
    """This will read a CSV or XLSX into its rows and the rows whose cells do not match the heading; what is no such table is NotATable.

    Columns are found by name, upper or lower case, in any order: `needed` must be there, `wanted` may, `others` lets there be more.
    """
    columns = (*needed, *wanted)
    records = _records(content, columns, most_rows)
    if not records:
        raise NotATable(_("it is empty."), columns)
    head = _head(records[0][1], needed, wanted, others)
    rows, wrong = [], []
    for line, cells in records[1:]:
        if len(cells) != len(head):
            reason = _("It has %(cells)s cells, the first line has %(columns)s.") % {"cells": len(cells), "columns": len(head)}
            wrong.append(WrongRow(line, reason))
            continue
        rows.append(Row(line, {name: _unguarded(cell) for name, cell in zip(head, cells, strict=True)}))
    if not rows and not wrong:
        raise NotATable(_("it has no rows."), columns)
    return rows, wrong


def parsed(rows: Iterable[Row], wrong: list[WrongRow], read: Callable[[Row], T]) -> list[T]:
    """This will read each row into what it means; a ValueError's words become the reason why that row is wrong, added to `wrong`."""
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except ValueError as error:
            wrong.append(WrongRow(row.line, str(error)))
    return found


def _head(cells: Sequence[str], needed: Sequence[str], wanted: Sequence[str], others: bool) -> list[str]:
    columns = (*needed, *wanted)
    known = {name.casefold(): name for name in columns}
    head = [known.get(cell.casefold(), cell) for cell in cells]
    for name in needed:
        if name not in head:
            raise NotATable(_("the column “%(name)s” is missing.") % {"name": name}, columns)
    for name in head:
        if name not in columns and not others:
            raise NotATable(_("the column “%(name)s” is not known.") % {"name": name[:40]}, columns)
        if head.count(name) > 1 and name in columns:
            raise NotATable(_("the column “%(name)s” stands twice.") % {"name": name}, columns)
    return head


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a cell from being a formula, so that what was written is read again as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(GUARDED) else cell


def _records(content: bytes, columns: Sequence[str], most_rows: int) -> list[tuple[int, list[str]]]:
    if len(content) > MOST_BYTES:
        raise NotATable(_("it is larger than %(number)s MB.") % {"number": MOST_BYTES // MEGABYTE}, columns)
    limits = {"memory": MOST_MEMORY, "seconds": MOST_SECONDS, "rows": most_rows}
    command = [sys.executable, "-I", str(CHILD), json.dumps(limits)]
    environ = {name: os.environ[name] for name in NEEDED if name in os.environ}  # nothing secret, such as the database's address
    done = subprocess.run(command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, check=False)
    found: list[tuple[int, list[str]]] = []
    for message in map(json.loads, done.stdout.splitlines()):
        if message[0] == "rows":
            found += [(line, cells) for line, cells in message[1]]
        elif message[0] == "end":
            return found
        else:
            raise NotATable(_why(message[1], message[2]), columns)
    raise NotATable(_why("unreadable", {}), columns)  # it fell silent: its limits stopped it


def _why(code: str, facts: dict[str, Any]) -> str:
    words = {
        "not_utf8": _("its text is not UTF-8."),
        "not_text": _("it is not text."),
        "quotes": _("line %(line)s has a quotation mark out of place."),
        "rows": _("it has more than %(number)s rows."),
        "unreadable": _("it cannot be read as a table, or not within the limits on time and memory."),
    }
    if code == "other":
        return OTHERS_IN_WORDS[facts["what"]]()
    return words[code] % facts


OTHERS_IN_WORDS: dict[str, Callable[[], str]] = {
    "a picture": lambda: _("it is a picture."),
    "a PDF": lambda: _("it is a PDF."),
    "an old spreadsheet (XLS)": lambda: _("it is a spreadsheet of the old kind (XLS): save it as XLSX."),
    "a zip archive": lambda: _("it is an archive, not a spreadsheet."),
}
