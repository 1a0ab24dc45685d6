"""Reads a CSV or an XLSX in a process of its own: `python -I child.py LIMITS < FILE`, lines of JSON out.

What an outside file does to a decoder stays in here: limits on memory, time and rows, and one exception boundary. Nothing of Samdrift: it
runs by its path. LIMITS is JSON: memory, seconds, rows.

Out: ["rows", [[line, [cell, ...]], ...]] (the heading is the first row), then ["end"] or ["broken", code, {facts}].
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

BATCH = 500
ZIP = b"PK\x03\x04"
OTHERS = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (XLS)",
}


class Broken(Exception):
    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def rows_of(content: bytes) -> Iterable[tuple[int, list[str]]]:
    for begins, what in OTHERS.items():
        if content.startswith(begins):
            raise Broken("other", what=what)
    return from_workbook(content) if content.startswith(ZIP) else from_text(content)


def from_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Broken("not_utf8") from None
    if "\0" in text:
        raise Broken("not_text")
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Broken("quotes", line=line) from None
        yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def from_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineWorkbook

    if "xl/workbook.xml" not in zipfile.ZipFile(io.BytesIO(content)).namelist():
        raise Broken("other", what="a zip archive")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheet = workbook.get_sheet_by_index(0)
    first = (sheet.start or (0, 0))[0] + 1
    for line, cells in enumerate(sheet.iter_rows(), start=first):
        yield line, [as_text(cell) for cell in cells]


def as_text(cell: Any) -> str:
    """A cell as one would have typed it: whole numbers without decimals, days as 2026-10-05."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return cell.isoformat() if not isinstance(cell, timedelta) else str(cell)
    return str(cell).strip()


def messages(content: bytes, limits: dict[str, Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    number = 0
    for line, cells in rows_of(content):
        if not any(cells):
            continue
        number += 1
        if number > limits["rows"] + 1:  # the heading is one
            raise Broken("rows", number=limits["rows"])
        batch.append([line, cells])
        if len(batch) == BATCH:
            yield ["rows", batch]
            batch = []
    yield ["rows", batch]
    yield ["end"]


def confine(limits: dict[str, Any]) -> None:
    """This will take away what reading a file does not need; where the system knows no such limits there are none."""
    with suppress(ImportError):
        import resource

        for name, most in (("RLIMIT_AS", limits["memory"]), ("RLIMIT_CPU", limits["seconds"]), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))


def main() -> None:
    limits = json.loads(sys.argv[1])
    confine(limits)
    say = sys.stdout.write
    try:
        for message in messages(sys.stdin.buffer.read(), limits):
            say(json.dumps(message) + "\n")
    except Broken as broken:
        say(json.dumps(["broken", broken.code, broken.facts]) + "\n")
    except BaseException:  # the boundary: some decoders raise what is no Exception
        say('["broken", "unreadable", {}]\n')
    sys.stdout.flush()


if __name__ == "__main__":
    main()
