"""Files of what a version promises, read row by row and written in the same columns. No database.

A CSV in UTF-8 or an XLSX. Service, level and calendar by their names; the measure is response, resolution or availability; the time in
whole minutes of the calendar; the share as a percentage, 95 or 99,8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from samdrift.agree.models import WHOLE_PPM, DraftTarget, Measure, Target
from samdrift.core.tables import Row, WrongRow, parsed, read_rows, whole_number

NEEDED = ("clause", "service", "level", "measure", "share", "calendar")
WANTED = ("priority", "within_minutes")
COLUMNS = (*NEEDED, *WANTED)
SHARE = re.compile(r"\d{1,3}(\.\d{1,4})?")
MOST_MINUTES = 10_000 * 60
PER_CENT = WHOLE_PPM // 100


@dataclass(frozen=True, slots=True)
class TargetRow:
    line: int
    clause: str
    service: str
    level: str
    measure: str
    share_ppm: int
    calendar: str
    priority: int | None
    within_seconds: int | None


def read_targets(content: bytes) -> tuple[list[TargetRow], list[WrongRow]]:
    """This will read a file of targets into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=NEEDED, wanted=WANTED)
    return parsed(rows, wrong, _target), wrong


def _target(row: Row) -> TargetRow:
    if row["measure"] not in Measure.values:
        raise ValueError(_("“%(text)s” is none of %(measures)s.") % {"text": row["measure"][:40], "measures": ", ".join(Measure.values)})
    priority = whole_number(row["priority"], least=1, most=4) if row["priority"] else None
    minutes = whole_number(row["within_minutes"], least=1, most=MOST_MINUTES) if row["within_minutes"] else None
    named = (row["clause"], row["service"], row["level"], row["measure"])
    return TargetRow(row.line, *named, a_share(row["share"]), row["calendar"], priority, minutes * 60 if minutes else None)


def a_share(text: str) -> int:
    """This will read a percentage with a decimal comma or point into parts per million, the finest that is kept."""
    written = "".join(text.replace("%", "").split()).replace(",", ".")
    if not SHARE.fullmatch(written):
        raise ValueError(_("Write a percentage such as 95 or 99,8, with at most four decimals."))
    return int(Decimal(written) * PER_CENT)


def share_in_digits(share_ppm: int) -> str:
    """This will write parts per million as a percentage with a decimal comma, as it is typed."""
    return f"{(Decimal(share_ppm) / PER_CENT).normalize():f}".replace(".", ",")


def target_rows(targets: Iterable[Target | DraftTarget]) -> list[tuple[str | int | None, ...]]:
    """This will write targets in the columns that the import reads."""
    return [_written(target) for target in targets]


def _written(target: Target | DraftTarget) -> tuple[str | int | None, ...]:
    minutes = target.within_seconds // 60 if target.within_seconds else None
    named = (target.clause, target.service.name, target.level.name, target.measure)
    return (*named, share_in_digits(target.share_ppm), target.calendar.name, target.priority, minutes)
