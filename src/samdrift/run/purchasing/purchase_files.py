"""Purchasing as tables from outside and to it, from suppliers to call-offs: their columns, and each row read. No database.

Dates as 2026-10-05, amounts as Swedes write them. docs/reference/procurement.md describes the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, WrongRow, a_day, an_amount, parsed, read_rows, whole_number

SUPPLIER_COLUMNS = ("short_name", "name", "number")
PROCUREMENT_COLUMNS = ("title", "cpv", "begun_on", "members", "estimate", "step")  # all but the first two are given out, not read
TENDER_COLUMNS = ("procurement", "advertised_on", "closes_on")
AWARD_COLUMNS = ("procurement", "supplier", "value", "decided_on", "number")
CONTRACT_NEEDED = ("reference", "name", "supplier", "ceiling", "starts_on", "ends_on", "notice_days")
CONTRACT_COLUMNS = (*CONTRACT_NEEDED, "renewals", "renewal_months", "name_en")
NEED_NEEDED = ("what", "quantity", "estimate", "wanted_by")
NEED_COLUMNS = (*NEED_NEEDED, "member", "sent_on", "cpv")
CALL_OFF_NEEDED = ("contract", "reference", "on", "amount", "what")
CALL_OFF_COLUMNS = (*CALL_OFF_NEEDED, "member", "delivered_on", "delivered")

MOST_DAYS = 3_650
MOST_RENEWALS, MOST_MONTHS = 20, 120
MOST_QUANTITY = 10**9


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier; a foreign one has no number."""

    line: int
    short_name: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class ProcurementRow:
    line: int
    title: str
    cpv: str


@dataclass(frozen=True, slots=True)
class TenderRow:
    line: int
    procurement: str
    advertised_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class AwardRow:
    line: int
    procurement: str
    supplier: str
    value_minor: int
    decided_on: date
    number: str


@dataclass(frozen=True, slots=True)
class ContractRow:
    line: int
    reference: str
    name: str
    supplier: str
    ceiling_minor: int
    starts_on: date
    ends_on: date | None
    notice_days: int
    renewals: int
    renewal_months: int
    name_en: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need; `member` may be left out where one's own is meant, `cpv` where nobody knows it."""

    line: int
    what: str
    quantity: int
    estimate_minor: int
    wanted_by: date
    member: str
    sent: bool
    cpv: str


@dataclass(frozen=True, slots=True)
class CallOffRow:
    """A call-off, and its delivery where it has come: on which day and, when it was not the whole, for how much."""

    line: int
    contract: str
    reference: str
    on: date
    amount_minor: int
    what: str
    member: str
    delivered_on: date | None
    delivered_minor: int | None


def read_suppliers(content: bytes) -> tuple[list[SupplierRow], list[WrongRow]]:
    """This function will read a file of suppliers into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=SUPPLIER_COLUMNS[:2], wanted=SUPPLIER_COLUMNS[2:])
    return parsed(rows, wrong, _supplier), wrong


def read_procurements(content: bytes) -> tuple[list[ProcurementRow], list[WrongRow]]:
    """This function will read a file of joint procurements into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=PROCUREMENT_COLUMNS[:2], wanted=PROCUREMENT_COLUMNS[2:])
    return parsed(rows, wrong, _procurement), wrong


def read_tenders(content: bytes) -> tuple[list[TenderRow], list[WrongRow]]:
    """This function will read a file of invitations to tender into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=TENDER_COLUMNS)
    return parsed(rows, wrong, _tender), wrong


def read_awards(content: bytes) -> tuple[list[AwardRow], list[WrongRow]]:
    """This function will read a file of awards into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=AWARD_COLUMNS)
    return parsed(rows, wrong, _award), wrong


def read_contracts(content: bytes) -> tuple[list[ContractRow], list[WrongRow]]:
    """This function will read a file of contracts into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=CONTRACT_NEEDED, wanted=CONTRACT_COLUMNS[len(CONTRACT_NEEDED) :])
    return parsed(rows, wrong, _contract), wrong


def read_needs(content: bytes) -> tuple[list[NeedRow], list[WrongRow]]:
    """This function will read a file of needs into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=NEED_NEEDED, wanted=NEED_COLUMNS[len(NEED_NEEDED) :])
    return parsed(rows, wrong, _need), wrong


def read_call_offs(content: bytes) -> tuple[list[CallOffRow], list[WrongRow]]:
    """This function will read a file of call-offs into its rows and the rows that cannot be read."""
    rows, wrong = read_rows(content, needed=CALL_OFF_NEEDED, wanted=CALL_OFF_COLUMNS[len(CALL_OFF_NEEDED) :])
    return parsed(rows, wrong, _call_off), wrong


def _filled(row: Row, *names: str) -> None:
    for name in names:
        if not row[name]:
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})


def _above_zero(text: str) -> int:
    amount = an_amount(text)
    if amount < 0:
        raise ValueError(_("The amount is below zero."))
    return amount


def _or_zero(text: str, most: int) -> int:
    return whole_number(text, least=0, most=most) if text else 0


def _supplier(row: Row) -> SupplierRow:
    _filled(row, "short_name", "name")
    return SupplierRow(row.line, row["short_name"], row["name"], row["number"])


def _procurement(row: Row) -> ProcurementRow:
    _filled(row, "title", "cpv")
    return ProcurementRow(row.line, row["title"], row["cpv"])


def _tender(row: Row) -> TenderRow:
    _filled(row, "procurement")
    return TenderRow(row.line, row["procurement"], a_day(row["advertised_on"]), a_day(row["closes_on"]))


def _award(row: Row) -> AwardRow:
    _filled(row, "procurement", "supplier", "number")
    return AwardRow(row.line, row["procurement"], row["supplier"], _above_zero(row["value"]), a_day(row["decided_on"]), row["number"])


def _contract(row: Row) -> ContractRow:
    _filled(row, "reference", "name", "supplier")
    return ContractRow(
        line=row.line,
        reference=row["reference"],
        name=row["name"],
        supplier=row["supplier"],
        ceiling_minor=_above_zero(row["ceiling"]),
        starts_on=a_day(row["starts_on"]),
        ends_on=a_day(row["ends_on"]) if row["ends_on"] else None,
        notice_days=whole_number(row["notice_days"], least=0, most=MOST_DAYS),
        renewals=_or_zero(row["renewals"], MOST_RENEWALS),
        renewal_months=_or_zero(row["renewal_months"], MOST_MONTHS),
        name_en=row["name_en"],
    )


def _need(row: Row) -> NeedRow:
    _filled(row, "what")
    return NeedRow(
        line=row.line,
        what=row["what"],
        quantity=whole_number(row["quantity"], least=1, most=MOST_QUANTITY),
        estimate_minor=_above_zero(row["estimate"]),
        wanted_by=a_day(row["wanted_by"]),
        member=row["member"],
        sent=bool(row["sent_on"] and a_day(row["sent_on"])),
        cpv=row["cpv"],
    )


def _call_off(row: Row) -> CallOffRow:
    _filled(row, "contract", "reference", "what")
    if row["delivered"] and not row["delivered_on"]:
        raise ValueError(_("It says how much was delivered, but not on which day."))
    return CallOffRow(
        line=row.line,
        contract=row["contract"],
        reference=row["reference"],
        on=a_day(row["on"]),
        amount_minor=_above_zero(row["amount"]),
        what=row["what"],
        member=row["member"],
        delivered_on=a_day(row["delivered_on"]) if row["delivered_on"] else None,
        delivered_minor=_delivered(row["delivered"]),
    )


def _delivered(text: str) -> int | None:
    """Zero is an amount here: a cancelled order was delivered for nothing."""
    if not text:
        return None
    return 0 if text.strip("0,. ") == "" else _above_zero(text)
