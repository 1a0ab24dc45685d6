"""Files of licences: who holds what, what was bought, and products with their prices; read row by row and written alike. No database.

Holders: product, key, from_on and, where wanted, site and last_used_on. Purchases: product, quantity, from_on, bought_on, reference and,
where wanted, until_on. Products: code, name, metric, period, kind, from_month, steps and, where wanted, name_en, sold_by, fixed, pack;
steps are written `0: 120,00 | 100: 95,00`. A CSV in UTF-8 or an XLSX, days as 2026-10-05, amounts as Swedes write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, parsed, read_rows, whole_number
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.engines.period import Month, NotAMonth

HOLDERS = ("product", "key", "from_on", "site", "last_used_on")
PURCHASES = ("product", "quantity", "from_on", "until_on", "bought_on", "reference")
PRODUCTS = ("code", "name", "name_en", "metric", "sold_by", "period", "kind", "from_month", "fixed", "pack", "steps")
LONGEST = {"product": 20, "key": 120, "reference": 40, "code": 20, "name": 80, "name_en": 80, "sold_by": 120}
MOST = 10**9
LARGEST_MINOR = 10**12


@dataclass(frozen=True, slots=True)
class HolderRow:
    line: int
    product: str
    key: str
    from_on: date
    site: str
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    line: int
    product: str
    quantity: int
    from_on: date
    until_on: date | None
    bought_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    line: int
    code: str
    name: str
    name_en: str
    metric: str
    sold_by: str
    period: str
    kind: str
    from_month: Month
    fixed_minor: int
    pack: int
    steps: tuple[tuple[int, int], ...]


def read_holders(content: bytes) -> tuple[list[HolderRow], list[WrongRow]]:
    """This will read a file of holders into its rows and the rows that cannot be read; what is no such file is NotATable."""
    rows, wrong = read_rows(content, needed=HOLDERS[:3], wanted=HOLDERS[3:])
    return parsed(rows, wrong, _holder), wrong


def read_purchases(content: bytes) -> tuple[list[PurchaseRow], list[WrongRow]]:
    """This will read a file of purchases into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=("product", "quantity", "from_on", "bought_on", "reference"), wanted=("until_on",))
    return parsed(rows, wrong, _purchase), wrong


def read_products(content: bytes) -> tuple[list[ProductRow], list[WrongRow]]:
    """This will read a file of products into its rows and the rows that cannot be read."""
    needed = ("code", "name", "metric", "period", "kind", "from_month", "steps")
    rows, wrong = read_rows(content, needed=needed, wanted=("name_en", "sold_by", "fixed", "pack"))
    return parsed(rows, wrong, _product), wrong


def _holder(row: Row) -> HolderRow:
    _fits(row, ("product", "key"))
    from_on, used = a_day(row["from_on"]), a_day(row["last_used_on"]) if row["last_used_on"] else None
    if used is not None and used < from_on:
        raise ValueError(_("It was last used before it was given."))
    return HolderRow(row.line, row["product"], row["key"], from_on, row["site"], used)


def _purchase(row: Row) -> PurchaseRow:
    _fits(row, ("product", "reference"))
    from_on, until_on = a_day(row["from_on"]), a_day(row["until_on"]) if row["until_on"] else None
    if until_on is not None and until_on <= from_on:
        raise ValueError(_("It ends before it begins."))
    quantity = whole_number(row["quantity"], least=1, most=MOST)
    return PurchaseRow(row.line, row["product"], quantity, from_on, until_on, a_day(row["bought_on"]), row["reference"])


def _product(row: Row) -> ProductRow:
    _fits(row, ("code", "name", "name_en", "sold_by"), may_be_empty=("name_en", "sold_by"))
    metric = _one_of(row["metric"], ("user", "device", "concurrent", "site"))
    period, kind = _one_of(row["period"], ("month", "year")), _one_of(row["kind"], ("incremental", "all_unit"))
    try:
        from_month = Month.parse(row["from_month"])
    except NotAMonth:
        raise ValueError(_("Write the month as 2026-10.")) from None
    fixed = price_in(row["fixed"]) if row["fixed"] else 0
    pack = whole_number(row["pack"], least=1, most=MOST) if row["pack"] else 1
    names = (row["code"], row["name"], row["name_en"], metric, row["sold_by"], period, kind)
    return ProductRow(row.line, *names, from_month, fixed, pack, steps_in(row["steps"].split("|")))


def _fits(row: Row, names: Sequence[str], may_be_empty: Sequence[str] = ()) -> None:
    for name in names:
        if len(row[name]) > LONGEST[name]:
            raise ValueError(_("“%(name)s” is longer than %(number)s characters.") % {"name": name, "number": LONGEST[name]})
        if not row[name] and name not in may_be_empty:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})


def _one_of(text: str, words: Sequence[str]) -> str:
    if text.casefold() in words:
        return text.casefold()
    raise ValueError(_("“%(text)s” is none of %(words)s.") % {"text": text[:40], "words": ", ".join(words)})


def price_in(text: str) -> int:
    """This will read a price in kronor into öre; it may be 0, never below."""
    try:
        minor = parse_amount(text)
    except NotAnAmount:
        raise ValueError(_("“%(text)s” is not an amount; write it as 1 234,50.") % {"text": text[:40]}) from None
    if not 0 <= minor <= LARGEST_MINOR:
        raise ValueError(_("“%(text)s” is no price.") % {"text": text[:40]})
    return minor


def steps_in(parts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """This will read steps written as `100: 95,00`, one a part: from how many licences, and the price of each."""
    steps = []
    for part in parts:
        start, colon, price = part.partition(":")
        if not colon:
            raise ValueError(_("“%(text)s” is no step; write it as 100: 95,00.") % {"text": part.strip()[:40]})
        steps.append((whole_number(start.strip(), least=0, most=MOST), price_in(price.strip())))
    return tuple(steps)


def steps_text(steps: Iterable[tuple[int, int]], between: str = " | ") -> str:
    """This will write steps as they are read again."""
    return between.join(f"{start}: {kronor(price)}" for start, price in steps)


def kronor(minor: int) -> str:
    return f"{Decimal(minor).scaleb(-2):.2f}".replace(".", ",")
