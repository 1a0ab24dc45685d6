"""What each file of a federation's folder may hold, read from `shape.toml`, and every place where a file does not."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

from samdrift.members.closed_days import CLOSING

SHAPES: Mapping[str, Mapping[str, str]] = tomllib.loads((Path(__file__).parent / "shape.toml").read_text(encoding="utf-8"))
MOST = 10**12
LONGEST = 4000
CALLED_BY = ("name", "short_name", "title", "code", "what", "number", "reference")
FIRST_ROW = 2  # of a table, whose first line names its columns
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
GRADES, HIGHEST, HIGHEST_PRIORITIES = 3, 3, 4


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which file and where in it."""

    file: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.words}" if self.place else f"{self.file}: {self.words}"


def named_in(shape: Mapping[str, str]) -> list[str]:
    """This will list the keys of a shape without the marks of those that may be left out."""
    return [key.removesuffix("?") for key in shape]


def shape_faults(files: Mapping[str, Any]) -> list[Fault]:
    """This will compare each file with its shape, and each name in them with what it names; a file that is None is passed over."""
    faults = [Fault(name, "", "is missing") for name in SHAPES["files"] if not name.endswith("?") and name not in files]
    names = _names(files)
    for kind, (file, key, by) in NAMED.items():
        twice = [name for name, number in names.get(kind, {}).items() if number > 1 and kind != "pool"]
        faults += [Fault(file, ", ".join(filter(None, (key, by))), f"{name!r} stands there more than once") for name in twice]
    for key, kind in SHAPES["files"].items():
        name = key.removesuffix("?")
        if files.get(name) is not None:
            walk = _Walk(name, names)
            walk.value(files[name], kind, "")
            faults += dict.fromkeys(walk.faults)  # a wrong column is told once, not in each row
    return faults


def _names(files: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """What can be named, by kind, and how often it stands there; nothing of a kind whose file is not there or cannot be read."""
    names: dict[str, Counter[str]] = {}
    for kind, (file, key, by) in NAMED.items():
        content = files.get(file)
        rows = content.get(key) if key and isinstance(content, dict) else content
        if isinstance(rows, list):
            names[kind] = Counter(str(row[by]) for row in rows if isinstance(row, dict) and by in row)
        elif kind == "level" and isinstance(rows, dict):
            names[kind] = Counter(list(rows))
    if "service" in names:
        names["thing"] = names["service"] + names.get("component", Counter())
    return names


def _number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _whole(value: Any, low: int, high: int = MOST) -> bool:
    return isinstance(value, int) and _number(value, low, high)


def _each(value: Any, count: int, holds: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and len(value) == count and all(holds(one) for one in value)


def _both_of(value: Any, first: Callable[[Any], bool], second: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and len(value) == len((first, second)) and first(value[0]) and second(value[1])


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST and "\x00" not in value


def _organization_number(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(orgnr.validate(value))
    except ValidationError:
        return False


def _graded(value: Any) -> bool:
    if not isinstance(value, list) or len(value) not in (GRADES, GRADES + 1):
        return False
    return _each(value[:GRADES], GRADES, lambda one: _whole(one, 0, HIGHEST)) and all(_whole(one, 0) for one in value[GRADES:])


def _milestone(value: Any) -> bool:
    return isinstance(value, list) and _each(value[:2], 2, _text) and _each(value[2:], 2, lambda one: _whole(one, -MOST))


def _move(value: Any) -> bool:
    return isinstance(value, list) and _each(value[::2], 2, _text) and _each(value[1::2], 1, lambda one: _whole(one, -MOST))


# Where the rows stand that other rows name, and by what they are called.
NAMED: Mapping[str, tuple[str, str, str]] = {
    "member": ("members.csv", "", "short_name"),
    "function": ("federation.toml", "functions", "name"),
    "service": ("federation.toml", "services", "name"),
    "level": ("agreement.toml", "levels", ""),
    "calendar": ("agreement.toml", "calendars", "name"),
    "clause": ("agreement.toml", "clauses", "number"),
    "component": ("architecture.toml", "components", "name"),
    "capability": ("architecture.toml", "capabilities", "name"),
    "pool": ("costs.csv", "", "pool"),
    "supplier": ("contracts.toml", "suppliers", "short_name"),
    "procurement": ("contracts.toml", "procurements", "title"),
}

# What a kind takes, and how that is said.
KINDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "text": (_text, f"a text of at most {LONGEST} letters"),
    "words": (lambda value: value == "" or _text(value), f"a text of at most {LONGEST} letters, or an empty one"),
    "yes": (lambda value: isinstance(value, bool), "true or false"),
    "whole": (lambda value: _whole(value, 0), "a whole number, 0 or more"),
    "positive": (lambda value: _whole(value, 1), "a whole number, 1 or more"),
    "days": (lambda value: _whole(value, -MOST), "a whole number of days"),
    "number": (lambda value: _number(value, 0, MOST), "a number, 0 or more"),
    "share": (lambda value: _number(value, 0, 1), "a share between 0 and 1"),
    "percent": (lambda value: _number(value, 0, 100), "a number between 0 and 100"),
    "hour": (lambda value: _whole(value, 0, 23), "a whole hour, 0 to 23"),
    "latitude": (lambda value: _number(value, -90, 90), "degrees between -90 and 90"),
    "longitude": (lambda value: _number(value, -180, 180), "degrees between -180 and 180"),
    "date": (lambda value: isinstance(value, date) and not isinstance(value, datetime), "a day, such as 2026-01-31"),
    "country": (lambda value: value in CLOSING, f"a country whose closed days are known: {', '.join(sorted(CLOSING))}"),
    "organization number": (_organization_number, "an organization number: ten digits, the last one a check digit"),
    "both": (lambda value: _each(value, 2, _text), "the text in both languages"),
    "pair": (lambda value: _each(value, 2, lambda one: _whole(one, 0)), "two whole numbers"),
    "numbers": (lambda value: _each(value, 2, lambda one: _number(one, 0, MOST)), "two numbers, 0 or more"),
    "four": (lambda value: _each(value, HIGHEST_PRIORITIES, lambda one: _number(one, 0.01, MOST)), "four numbers above 0, one a priority"),
    "span": (
        lambda value: _each(value, 2, lambda one: isinstance(one, str) and bool(TIME.fullmatch(one))),
        'two times, ["08:00", "17:00"]',
    ),
    "grades": (lambda value: _each(value, GRADES, lambda one: _whole(one, 0, HIGHEST)), "three grades, 0 to 3"),
    "graded": (_graded, "three grades, 0 to 3, and a price in öre or none"),
    "milestone": (_milestone, "a name in both languages, days until it is due, days until it was reached"),
    "move": (_move, "a milestone's name, days until it is due now, and why"),
    "forecast": (lambda value: _both_of(value, lambda one: _whole(one, 0), _text), "öre and why"),
    "text_and_amount": (lambda value: _both_of(value, _text, lambda one: _whole(one, 0)), "a text and öre"),
}
IN_A_CELL = {"whole": int, "positive": int, "number": float, "latitude": float, "longitude": float}


class _Walk:
    """One file walked beside its shape."""

    def __init__(self, file: str, names: Mapping[str, Mapping[str, int]]) -> None:
        self.file, self.names = file, names
        self.faults: list[Fault] = []

    def fault(self, place: str, words: str) -> None:
        self.faults.append(Fault(self.file, place, words))

    def value(self, value: Any, kind: str, place: str) -> None:
        first, _, rest = kind.partition(" ")
        if first in ("many", "any"):
            self._several(value, rest, place, at_least=first == "many")
        elif first in ("list", "list?"):
            self._listed(value, rest, place, at_least=first == "list")
        elif first == "map":
            by, _, held = rest.partition(" ")
            self._mapped(value, by, held, place)
        elif kind in SHAPES:
            self._table(value, SHAPES[kind], place)
        else:
            self._plain(value, kind, place)

    def _plain(self, value: Any, kind: str, place: str) -> None:
        if kind in (*NAMED, "thing"):
            known = self.names.get(kind)
            if not isinstance(value, str) or (known is not None and value not in known):
                self.fault(place, f"{value!r} is no {kind}; there is {', '.join(sorted(known or ())) or 'none'}")
        elif kind.startswith("one "):
            if str(value) not in kind.split(" ")[1:]:
                self.fault(place, f"{value!r} is not one of {', '.join(kind.split(' ')[1:])}")
        elif kind == "of members":
            members = self.names.get("member")
            if not _whole(value, 0, MOST if members is None else len(members)):
                self.fault(place, f"{value!r} is not a number of members, of whom there are {len(members or ())}")
        elif not KINDS[kind][0](value):
            self.fault(place, f"{value!r} is not {KINDS[kind][1]}")

    def _several(self, value: Any, record: str, place: str, *, at_least: bool) -> None:
        if not isinstance(value, list) or (at_least and not value):
            self.fault(place, "there are no rows" if value == [] else "is not a list of tables")
            return
        for number, row in enumerate(value, start=1):
            called = next((row[key] for key in CALLED_BY if isinstance(row.get(key), str)), "") if isinstance(row, dict) else ""
            if self.file.endswith(".csv"):
                where = f"line {number + FIRST_ROW - 1}"
            else:
                where = f"{place} {number}{f' ({called})' if called else ''}".strip()
            self._table(_from_cells(row, SHAPES[record]) if self.file.endswith(".csv") else row, SHAPES[record], where)

    def _listed(self, value: Any, kind: str, place: str, *, at_least: bool) -> None:
        if not isinstance(value, list) or (at_least and not value):
            self.fault(place, f"{value!r} is not a list with something in it")
            return
        for number, one in enumerate(value, start=1):
            self.value(one, kind, f"{place} {number}")

    def _mapped(self, value: Any, by: str, kind: str, place: str) -> None:
        if not isinstance(value, dict) or not value:
            self.fault(place, f"{value!r} is not a table with something in it")
            return
        for key, one in value.items():
            self._plain(key, by, f"{place}.{key}")
            self.value(one, kind, f"{place}.{key}")

    def _table(self, value: Any, shape: Mapping[str, str], place: str) -> None:
        if not isinstance(value, dict):
            self.fault(place, f"{value!r} is not a table")
            return
        left = dict(value)
        column, within = ("column", "line 1") if self.file.endswith(".csv") else ("key", place)
        for key, kind in shape.items():
            name = key.removesuffix("?")
            found = list(_found(left, name))
            if not found and not key.endswith("?"):
                self.fault(within, f"there is no {column} {name}")
            for each in found:
                self.value(left.pop(each), kind, f"{place}, {each}" if place else each)
        for each in left:
            self.fault(within, f"{each!r} is no {column} here; those are {', '.join(named_in(shape))}")


def _found(table: Mapping[str, Any], name: str) -> Iterator[str]:
    """The keys that a name of the shape stands for: itself, or with a star one for each year."""
    if name.endswith("*"):
        yield from (key for key in table if re.fullmatch(re.escape(name[:-1]) + r"(19|20)\d\d", key))
    elif name in table:
        yield name


def _from_cells(row: Mapping[str, str], shape: Mapping[str, str]) -> dict[str, Any]:
    """A row's cells as what they say; one that may be empty and is so is left out, and one that says something else stays as it is."""
    made: dict[str, Any] = {}
    kinds = dict(shape)
    for column, cell in row.items():
        key = next((key for key in kinds if list(_found({column: cell}, key.removesuffix("?")))), None)
        if key is None or cell or not key.endswith("?"):
            made[column] = _said(cell, kinds[key] if key else "text")
    return made


def _said(cell: str, kind: str) -> Any:
    try:
        return IN_A_CELL[kind](cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell, re.ASCII) else cell
    except (KeyError, ValueError):
        return cell
