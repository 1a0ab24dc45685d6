"""A file of investments: read row by row and written alike. No database.

Columns: number, name, decided_on, decided_by, amount, life_months, starts, service, key, shares and, where wanted, name_en, disposed_on and
disposed_because. Shares are members' short names, with weights under fixed shares: `Norra: 2 | Södra: 1`. Months as 2026-10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, an_amount, parsed, read_rows, whole_number
from samdrift.engines.period import Month, NotAMonth

NEEDED = ("number", "name", "decided_on", "decided_by", "amount", "life_months", "starts", "service", "key", "shares")
WANTED = ("name_en", "disposed_on", "disposed_because")
COLUMNS = (*NEEDED, *WANTED)
LONGEST = {"number": 40, "name": 80, "name_en": 80, "decided_by": 120, "service": 80, "disposed_because": 200}
KEYS = ("equal", "headcount", "fixed")
MOST = 10**9


@dataclass(frozen=True, slots=True)
class InvestmentRow:
    """An investment as somebody wrote it; `shares` are short names with their weights, None where none is written."""

    line: int
    number: str
    name: str
    name_en: str
    decided_on: date
    decided_by: str
    amount_minor: int
    life_months: int
    starts: Month
    service: str
    key: str
    shares: Mapping[str, int | None]
    disposed_on: date | None
    disposed_because: str


def read_investments(content: bytes) -> tuple[list[InvestmentRow], list[WrongRow]]:
    """This will read a file of investments into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=NEEDED, wanted=WANTED)
    return parsed(rows, wrong, _investment), wrong


def _investment(row: Row) -> InvestmentRow:
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": longest})
    for name in NEEDED:
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    if row["key"].casefold() not in KEYS:
        raise ValueError(_("“%(text)s” is none of %(words)s.") % {"text": row["key"][:40], "words": ", ".join(KEYS)})
    if bool(row["disposed_on"]) != bool(row["disposed_because"]):
        raise ValueError(_("What was disposed of has both a day and a reason."))
    return InvestmentRow(
        row.line,
        row["number"],
        row["name"],
        row["name_en"],
        a_day(row["decided_on"]),
        row["decided_by"],
        an_amount(row["amount"]),
        whole_number(row["life_months"], least=1, most=MOST),
        month_in(row["starts"]),
        row["service"],
        row["key"].casefold(),
        shares_in(row["shares"].split("|")),
        a_day(row["disposed_on"]) if row["disposed_on"] else None,
        row["disposed_because"],
    )


def month_in(text: str) -> Month:
    """This will read a month written as 2026-10."""
    try:
        return Month.parse(text.strip())
    except NotAMonth:
        raise ValueError(_("Write the month as 2026-10.")) from None


def shares_in(parts: Iterable[str]) -> dict[str, int | None]:
    """This will read members who share, each as `Norra` or, with its weight, `Norra: 2`; one that stands twice is refused."""
    found: dict[str, int | None] = {}
    for part in parts:
        if not part.strip():
            continue
        name, colon, weight = part.rpartition(":")
        name, number = (name.strip(), whole_number(weight.strip(), least=1, most=MOST)) if colon else (part.strip(), None)
        if name.casefold() in (known.casefold() for known in found):
            raise ValueError(_("%(member)s stands twice.") % {"member": name[:60]})
        found[name] = number
    return found


def shares_text(shares: Iterable[tuple[str, int | None]], between: str = " | ") -> str:
    """This will write members and weights as they are read again."""
    return between.join(f"{name}: {weight}" if weight is not None else name for name, weight in shares)
