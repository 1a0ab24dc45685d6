"""A file of indicators: read row by row. No database.

Columns: site, year, measure, value, count, source. Measures are applicants, days_to_hire, turnover, travel, hands and cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, parsed, read_rows, whole_number

INDICATORS = ("site", "year", "measure", "value", "count", "source")
MEASURES = ("applicants", "days_to_hire", "turnover", "travel", "hands", "cover")
FIRST_YEAR, LAST_YEAR, MOST = 1990, 2100, 10**6


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    line: int
    site: str
    year: int
    measure: str
    value: Decimal
    count: int
    source: str


def read_indicators(content: bytes) -> tuple[list[IndicatorRow], list[WrongRow]]:
    """This will read a file of indicators into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=INDICATORS)
    return parsed(rows, wrong, _indicator), wrong


def _indicator(row: Row) -> IndicatorRow:
    for name in INDICATORS:
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
        if len(row[name]) > 200:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": 200})
    if row["measure"].casefold() not in MEASURES:
        raise ValueError(_("“%(text)s” is none of %(words)s.") % {"text": row["measure"][:40], "words": ", ".join(MEASURES)})
    return IndicatorRow(
        row.line,
        row["site"],
        whole_number(row["year"], least=FIRST_YEAR, most=LAST_YEAR),
        row["measure"].casefold(),
        a_measure(row["value"]),
        whole_number(row["count"], least=1, most=MOST),
        row["source"],
    )


def a_measure(text: str) -> Decimal:
    """This will read a measure's value such as 34,5: zero or above, with at most two decimals."""
    try:
        value = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= value < MOST or exponent < -2:
        raise ValueError(_("“%(text)s” is not a value; write it as 34,5, zero or above.") % {"text": text[:40]})
    return value
