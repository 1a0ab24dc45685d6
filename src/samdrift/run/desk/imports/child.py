"""Reads an outside CSV, or a zip that holds one, in a process of its own: `python -I -S child.py LIMITS < FILE`, lines of JSON out.

What an outside file does to a decoder stays in here: limits on memory, time and size, and one exception boundary. Standard library only,
and nothing of Samdrift: it runs by its path. LIMITS is JSON: encoding, delimiter, bytes, ratio, line, memory, seconds.

Out: ["head", size, cells], then ["rows", bytes_so_far, [[line, cells], ...]], then ["end"] or ["broken", code, {facts}].
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

BATCH = 500
ZIP = b"PK\x03\x04"


class Broken(Exception):
    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class Lines:
    """The lines of a binary file as text, counted, and refused when they grow past the limits."""

    def __init__(self, file: BinaryIO, limits: dict[str, Any]) -> None:
        self.file, self.limits = file, limits
        self.read = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        longest = self.limits["line"]
        while raw := self.file.readline(longest + 1):
            self.number += 1
            self.read += len(raw)
            if self.read > self.limits["bytes"]:
                raise Broken("too_large", megabytes=self.limits["bytes"] // 1_000_000)
            if len(raw) > longest or b"\0" in raw:
                raise Broken("not_text", line=self.number, encoding=self.limits["encoding"])
            try:
                text = raw.decode(self.limits["encoding"])
            except UnicodeDecodeError:
                raise Broken("not_text", line=self.number, encoding=self.limits["encoding"]) from None
            yield text.removeprefix("\ufeff") if self.number == 1 else text


def opened(file: BinaryIO, limits: dict[str, Any]) -> tuple[BinaryIO, int]:
    """This will return the CSV within and how many bytes it says it has."""
    is_zip = file.read(len(ZIP)) == ZIP
    size = file.seek(0, 2)
    file.seek(0)
    if not is_zip:
        return file, size
    archive = zipfile.ZipFile(file)
    inside = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
    if len(inside) != 1:
        raise Broken("not_one_csv", number=len(inside))
    entry = inside[0]
    if entry.file_size > limits["bytes"]:
        raise Broken("too_large", megabytes=limits["bytes"] // 1_000_000)
    if entry.file_size > limits["ratio"] * max(entry.compress_size, 1):
        raise Broken("bomb", ratio=limits["ratio"])
    return archive.open(entry), entry.file_size  # type: ignore[return-value]  # zipfile cuts what comes out at the size it says


def messages(file: BinaryIO, limits: dict[str, Any]) -> Iterator[list[Any]]:
    inside, size = opened(file, limits)
    lines = Lines(inside, limits)
    reader = csv.reader(iter(lines), delimiter=limits["delimiter"], strict=True)
    head = next(reader, None)
    if not head:
        raise Broken("empty")
    yield ["head", size, head]
    batch: list[Any] = []
    began = lines.number + 1
    try:
        for cells in reader:
            if cells:
                batch.append([began, cells])
            began = lines.number + 1
            if len(batch) == BATCH:
                yield ["rows", lines.read, batch]
                batch = []
    except csv.Error:
        raise Broken("not_csv", line=began) from None
    yield ["rows", lines.read, batch]
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
        for message in messages(sys.stdin.buffer, limits):
            say(json.dumps(message) + "\n")
    except Broken as broken:
        say(json.dumps(["broken", broken.code, broken.facts]) + "\n")
    except (zipfile.BadZipFile, EOFError):
        say('["broken", "bad_zip", {}]\n')
    except BaseException as error:  # the boundary: some decoders raise what is no Exception
        say(json.dumps(["broken", "bad_zip" if type(error).__module__ == "zlib" else "unreadable", {}]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
