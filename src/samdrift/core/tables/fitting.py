"""Rows of a file fitted to what is there: all of them are entered, or none where one cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from samdrift.core.errors import Refused
from samdrift.core.tables.reading import Entered, Row, RowsRefused, WrongRow, parsed, read_rows


class Lined(Protocol):
    @property
    def line(self) -> int: ...


R = TypeVar("R", bound=Lined)
T = TypeVar("T")
Once = dict[object, int]


@dataclass(frozen=True, slots=True)
class Columns:
    needed: tuple[str, ...]
    wanted: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.needed, *self.wanted)


def fitted_rows(
    content: bytes, columns: Columns, read: Callable[[Row], R], fitting: Callable[[R], T | None], *, most_rows: int = 20_000
) -> tuple[Entered, list[T]]:
    """This will read a file and fit its rows to what is there; any wrong row refuses all with RowsRefused.

    `fitting` answers None where a row says nothing new, and a ValueError in words where it does not fit.
    """
    rows, wrong = read_rows(content, needed=columns.needed, wanted=columns.wanted, most_rows=most_rows)
    found = parsed(rows, wrong, read)
    new = []
    for row in found:
        try:
            fitted = fitting(row)
        except ValueError as error:
            wrong.append(WrongRow(row.line, str(error)))
        else:
            new += [] if fitted is None else [fitted]
    if wrong:
        raise RowsRefused(wrong)
    return Entered(len(new), len(found) - len(new)), new


def enter_all(rows: Sequence[R], wrong: list[WrongRow], enter: Callable[[R], bool]) -> Entered:
    """This will enter each row by the action for one, which says whether it added anything; any wrong row refuses all with RowsRefused.

    wrong: the rows that could not be read, to which those are added that `enter` refuses, or that are a ValueError in words.
    """
    added = 0
    for row in rows:
        try:
            added += enter(row)
        except (ValueError, Refused) as no:
            wrong.append(WrongRow(row.line, str(no)))
    if wrong:
        raise RowsRefused(wrong)
    return Entered(added, len(rows) - added)


def stands_once(once: Once, key: object, line: int) -> None:
    """This will refuse a row that says something of what an earlier row of the file says something of."""
    if once.setdefault(key, line) != line:
        raise ValueError(_("Line %(line)s is about the same.") % {"line": once[key]})
