"""A file of shifts: read row by row, and written in the same columns. No database.

A CSV in UTF-8 or an XLSX; an employee by their e-mail address, or by a name that nobody else has; wall time as 2026-11-02 17:00.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, parsed, read_rows
from samdrift.engines.period import instant_of
from samdrift.team.models import Shift, ShiftKind

COLUMNS = ("employee", "starts", "ends", "kind")
DAY = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")  # what a spreadsheet makes of a midnight
WALL = re.compile(DAY.pattern + r"[ T]\d\d:\d\d(:\d\d)?")


@dataclass(frozen=True, slots=True)
class ShiftRow:
    line: int
    employee: str
    start_at: datetime
    end_at: datetime
    kind: str


def read_shifts(content: bytes) -> tuple[list[ShiftRow], list[WrongRow]]:
    """This will read a file of shifts into its rows and those that cannot be used."""
    rows, wrong = read_rows(content, needed=COLUMNS)
    return parsed(rows, wrong, _shift), wrong


def as_cells(shifts: Iterable[Shift]) -> list[tuple[str, str, str, str]]:
    """This will write shifts as the rows that are read."""
    return [(one.employee.email or one.employee.name, _wall(one.start_at), _wall(one.end_at), one.kind) for one in shifts]


def _shift(row: Row) -> ShiftRow:
    kind = row["kind"].casefold()
    if kind not in ShiftKind.values:
        facts = {"text": row["kind"][:40], "kinds": ", ".join(ShiftKind.values)}
        raise ValueError(_("“%(text)s” is none of %(kinds)s.") % facts)
    if not row["employee"]:
        raise ValueError(_("The employee is missing."))
    start_at, end_at = _instant(row["starts"]), _instant(row["ends"])
    if end_at <= start_at:
        raise ValueError(_("The shift ends before it starts."))
    return ShiftRow(row.line, row["employee"], start_at, end_at, kind)


def _instant(text: str) -> datetime:
    try:
        wall = datetime.fromisoformat(f"{text} 00:00" if DAY.fullmatch(text) else text if WALL.fullmatch(text) else "")
    except ValueError:
        raise ValueError(_("“%(text)s” is not a time; write it as 2026-11-02 17:00.") % {"text": text[:40]}) from None
    return instant_of(wall, ZoneInfo(str(timezone.get_default_timezone())))


def _wall(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
