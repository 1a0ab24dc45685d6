"""A federation's folder of data files: found by name or by path, read, and checked whole before anything is built."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from samdrift.config.demo.coherence import incoherences
from samdrift.config.demo.shapes import SHAPES, Fault, named_in, shape_faults

FEDERATIONS = Path(__file__).parent / "federations"
FIRST = "federation.toml"


class NoSuchFederation(Exception):
    """There is no folder of that name, or its name is taken."""


class FolderRefused(Exception):
    """The folder's files hold faults; all that were found are told at once, each with its file and place."""

    def __init__(self, folder: Path, faults: list[Fault]) -> None:
        self.folder, self.faults = folder, faults
        told = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"Nothing was built: {len(faults)} fault{'s' * (len(faults) > 1)} in {folder}:{told}")


def federations() -> list[str]:
    """This will list the federations that come with Samdrift."""
    return sorted(path.parent.name for path in FEDERATIONS.glob(f"*/{FIRST}"))


def default_federation() -> str:
    """This will name the federation whose folder says that it is built when no other is asked for."""
    marked = re.compile(r"^is_default = true\b", re.MULTILINE)  # not parsed: a folder with a fault stops no other command
    return next(name for name in federations() if marked.search((FEDERATIONS / name / FIRST).read_text(encoding="utf-8", errors="replace")))


def folder_of(federation: str) -> Path:
    """This will find a folder: one that comes with Samdrift by its name, or one of your own by its path, which has a slash in it."""
    if federation in federations():
        return FEDERATIONS / federation
    own = Path(federation)
    if own.name == federation or not (own / FIRST).is_file():
        raise NoSuchFederation(
            f"There is no federation {federation!r}; there is {', '.join(federations())}, or the path of a folder with a {FIRST}."
        )
    own = own.resolve()
    if own.name in federations() and own.parent != FEDERATIONS.resolve():
        raise NoSuchFederation(f"{own.name} is the name of a federation that comes with Samdrift; call your folder something else.")
    return own


def note_of(federation: str) -> Mapping[str, str]:
    """This will read what a demo says of itself, by language; nothing where its folder is no longer there."""
    try:
        told = _parsed(FEDERATIONS / federation / FIRST)
    except (OSError, ValueError):
        return {}
    return {"sv": told["note"], "en": told["note_en"]}


def plan_of(federation: str, *, on: date) -> dict[str, Any]:
    """This will read a federation's folder as it is on a day: `federation.toml`, and the other files under their own names.

    A file that may be left out and is not there is no key of the plan. Whatever is wrong anywhere is one FolderRefused that names it all.
    """
    folder = folder_of(federation)
    files, faults = _read(folder)
    faults += shape_faults(files)
    if not faults:
        faults = incoherences(files, on=on)
    if faults:
        raise FolderRefused(folder, faults)
    first = files.pop(FIRST)
    return {**first, **{Path(name).stem: content for name, content in files.items()}}


def headcounts(row: Mapping[str, str]) -> dict[int, int]:
    """This will return, by year, how many a row of `members.csv` says are employed, the earliest year first."""
    return {int(name.removeprefix("employees_")): int(row[name]) for name in sorted(row) if name.startswith("employees_")}


def employees_now(row: Mapping[str, str]) -> int:
    """This will return how many are employed in the last year that is told of."""
    return list(headcounts(row).values())[-1]


def _read(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    files: dict[str, Any] = {}
    faults = []
    known = named_in(SHAPES["files"])
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix == ".md":
            continue
        if path.name not in known:
            faults.append(Fault(path.name, "", f"is no file of a federation's folder; those are {', '.join(known)}"))
            continue
        try:
            files[path.name] = _rows(path) if path.suffix == ".csv" else _parsed(path)
        except (OSError, ValueError, RecursionError, csv.Error) as error:  # what is no TOML, no UTF-8, or no table
            faults.append(Fault(path.name, "", f"cannot be read: {error}"))
            files[path.name] = None  # there, and told of
    return files, faults


def _parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table whose cells are parted as its first line parts them, by comma or semicolon."""
    text = path.read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = next(read, [])
    if len(set(header)) < len(header):
        raise ValueError("line 1: a column stands there twice")
    rows = []
    for cells in read:
        if len(cells) != len(header):
            raise ValueError(f"line {read.line_num}: it has {len(cells)} cells and the first line {len(header)}")
        rows.append(dict(zip(header, cells, strict=True)))
    return rows
