"""The rows of an outside file, read by a child process with limits and handed over a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.errors import BadInput

CHILD = Path(__file__).with_name("child.py")
MEGABYTE = 1_000_000
MOST_BYTES = 1_000 * MEGABYTE  # of the CSV, unpacked
MOST_RATIO = 200  # unpacked to packed; event logs that repeat themselves reach 20 to 60
MOST_A_LINE = MEGABYTE
MOST_MEMORY = 512 * MEGABYTE
MOST_SECONDS = 120
NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # by Python itself, on Windows and where it is built as a shared library

Progress = Callable[[str | Promise, int, int], None]

WORDS = {
    "missing": _("%(file)s cannot be opened: %(reason)s."),
    "empty": _("%(file)s is empty."),
    "not_text": _("%(file)s is not a CSV in %(encoding)s: line %(line)s cannot be read as text."),
    "not_csv": _("%(file)s is not a CSV: from line %(line)s on it cannot be told apart into cells."),
    "not_one_csv": _("%(file)s is a zip with %(number)s CSV files; it must hold exactly one."),
    "bad_zip": _("%(file)s is a broken zip: a part is missing or changed. Fetch it again."),
    "bomb": _("%(file)s unpacks to more than %(ratio)s times its size, so it is not opened."),
    "too_large": _("%(file)s is more than %(megabytes)s MB unpacked, so it is not read."),
    "unreadable": _("%(file)s cannot be read within the limits on time and memory."),
    "columns": _("%(file)s lacks columns that the mapping %(mapping)s names: %(columns)s."),
    "nothing": _("No row of %(file)s can be read with the mapping %(mapping)s. Line %(line)s: %(reason)s (%(found)s)."),
}


class FileRefused(BadInput):
    """A file cannot be imported; nothing of it has been."""

    def __init__(self, code: str, *, file: Path, **facts: object) -> None:
        super().__init__(file=file.name, **facts)
        self.words = WORDS[code]
        self.code = code


@dataclass(frozen=True, slots=True)
class Table:
    """A file's heading, and its rows as (line, cells), to be read once."""

    head: list[str]
    rows: Iterator[tuple[int, list[str]]]


def read_table(path: Path, *, encoding: str, delimiter: str, progress: Progress) -> Table:
    """This function will begin to read a CSV, or a zip with one CSV in it, and return its heading and rows.

    The rows come as they are read, so a file larger than memory is no trouble; FileRefused may come before the first of them or between
    two. The child ends with the rows, or when they are no longer wanted.
    """
    messages = _messages(path, encoding, delimiter)
    _kind, size, head = next(messages)
    return Table(head, _rows(messages, size, progress))


def _rows(messages: Iterator[list[Any]], size: int, progress: Progress) -> Iterator[tuple[int, list[str]]]:
    for _kind, read, batch in messages:
        yield from map(tuple, batch)
        progress(_("Reading"), min(read, size), size)


def _messages(path: Path, encoding: str, delimiter: str) -> Iterator[list[Any]]:
    limits = {
        "encoding": encoding,
        "delimiter": delimiter,
        "bytes": MOST_BYTES,
        "ratio": MOST_RATIO,
        "line": MOST_A_LINE,
        "memory": MOST_MEMORY,
        "seconds": MOST_SECONDS,
    }
    try:
        file = path.open("rb")
    except OSError as no:
        raise FileRefused("missing", file=path, reason=no.strerror) from None
    with file:
        yield from _told(_child(file, limits), path)


def _child(file: IO[bytes], limits: dict[str, Any]) -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "-S", str(CHILD), json.dumps(limits)]
    environ = {name: os.environ[name] for name in NEEDED if name in os.environ}  # nothing secret, such as the database's address
    return subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", env=environ)


def _told(child: subprocess.Popen[str], path: Path) -> Iterator[list[Any]]:
    """What the child says; a child that falls silent before it says "end" was stopped by its limits."""
    assert child.stdout is not None
    try:
        for line in child.stdout:
            message = json.loads(line)
            if message[0] == "broken":
                raise FileRefused(message[1], file=path, **message[2])
            if message[0] == "end":
                return
            yield message
        raise FileRefused("unreadable", file=path)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
