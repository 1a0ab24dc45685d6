"""Costs from a file: read row by row, each row that cannot be read named with its line and the reason. No database.

Columns: voucher, booked_on, pool, amount and, where wanted, text and credits; a CSV in UTF-8 or an XLSX. Dates as 2026-10-05, amounts as
Swedes write them. A credit has an amount below zero and names in `credits` the voucher that it credits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, an_amount, parsed, read_rows

NEEDED = ("voucher", "booked_on", "pool", "amount")
WANTED = ("text", "credits")
COLUMNS = (*NEEDED, *WANTED)
LONGEST = {"voucher": 40, "pool": 20, "text": 200, "credits": 40}


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost as somebody wrote it, with the line of the file that it stands on; or what an investment or a project costs in a month."""

    line: int
    voucher: str
    booked_on: date
    pool: str
    amount_minor: int
    text: str = ""
    credits: str = ""
    investment_id: int | None = None  # no file names one, nor what follows
    project_id: int | None = None
    minutes: int | None = None
    hour_minor: int | None = None


def read_costs(content: bytes) -> tuple[list[CostRow], list[WrongRow]]:
    """This will read a file of costs into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=NEEDED, wanted=WANTED)
    return parsed(rows, wrong, _cost), wrong


def _cost(row: Row) -> CostRow:
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})
    for name in ("voucher", "pool"):
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    booked_on, amount = a_day(row["booked_on"]), an_amount(row["amount"])
    return CostRow(row.line, row["voucher"], booked_on, row["pool"], amount, row["text"], row["credits"])
