"""Files of what decisions say will come, and of price indexes: read row by row and written alike. No database.

Columns of expectations: member, year, kind, amount, prices_of, registry_number, decided_on; kinds are those of baselines, and one_off.
Columns of an index: name, year, month, value, source; the month is left empty for a year's value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, parsed, read_rows, whole_number
from samdrift.plan.baselines_files import FIRST_YEAR, KINDS, LAST_YEAR, must_be_filled, one_of, zero_or_more

EXPECTED = ("member", "year", "kind", "amount", "prices_of", "registry_number", "decided_on")
INDEX = ("name", "year", "value", "source")
INDEX_COLUMNS = ("name", "year", "month", "value", "source")
LARGEST_VALUE = 10**7


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    line: int
    member: str
    year: int
    kind: str
    amount_minor: int
    prices_of: int
    registry_number: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class IndexRow:
    line: int
    name: str
    year: int
    month: int | None
    value: Decimal
    source: str


def read_expectations(content: bytes) -> tuple[list[ExpectedRow], list[WrongRow]]:
    """This will read a file of expectations into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=EXPECTED)
    return parsed(rows, wrong, _expected), wrong


def read_index(content: bytes) -> tuple[list[IndexRow], list[WrongRow]]:
    """This will read a file of index values into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=INDEX, wanted=("month",))
    return parsed(rows, wrong, _index), wrong


def _expected(row: Row) -> ExpectedRow:
    must_be_filled(row, EXPECTED)
    must_be_filled(row, ("registry_number",), 40)
    return ExpectedRow(
        row.line,
        row["member"],
        whole_number(row["year"], least=FIRST_YEAR, most=LAST_YEAR),
        one_of(row["kind"], (*KINDS, "one_off")),
        zero_or_more(row["amount"]),
        whole_number(row["prices_of"], least=FIRST_YEAR, most=LAST_YEAR),
        row["registry_number"],
        a_day(row["decided_on"]),
    )


def _index(row: Row) -> IndexRow:
    must_be_filled(row, INDEX)
    must_be_filled(row, ("name",), 60)
    year = whole_number(row["year"], least=FIRST_YEAR, most=LAST_YEAR)
    month = whole_number(row["month"], least=1, most=12) if row["month"] else None
    return IndexRow(row.line, row["name"], year, month, a_value(row["value"]), row["source"])


def a_value(text: str) -> Decimal:
    """This will read an index value such as 334,26: above zero, with at most four decimals."""
    try:
        value = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 < value < LARGEST_VALUE or exponent < -4:
        raise ValueError(_("“%(text)s” is not an index value; write it as 334,26.") % {"text": text[:40]})
    return value
