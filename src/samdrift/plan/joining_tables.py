"""Files of joinings and of one-off costs: read row by row. No database.

A CSV in UTF-8 or an XLSX; days as 2026-10-05, amounts as Swedes write them. A member is named by its short name, whoever sees to it by
their e-mail address or by a name that nobody else has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samdrift.core.tables import Row, a_day
from samdrift.engines.money import NotAnAmount, parse_amount
from samdrift.plan.models import Gate

JOININGS = ("member", "service", "responsible", "gate", "planned", "reached", "decision", "reason")
COSTS = ("member", "service", "kind", "what", "amount", "on")
PLANNED, ACTUAL = "planned", "actual"


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate of one joining; without a gate the joining alone."""

    line: int
    member: str
    service: str
    responsible: str
    gate: Gate | None
    planned_on: date | None
    reached_on: date | None
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class CostRow:
    line: int
    member: str
    service: str
    is_actual: bool
    what: str
    amount_minor: int
    on: date


def gate_row(row: Row) -> GateRow:
    if row["gate"] and row["gate"] not in Gate.values:
        raise ValueError(_("“%(text)s” is none of %(gates)s.") % {"text": row["gate"][:40], "gates": ", ".join(Gate.values)})
    gate = Gate(row["gate"]) if row["gate"] else None
    planned, reached = (a_day(row[name]) if row[name] else None for name in ("planned", "reached"))
    if gate is None and (planned or reached):
        raise ValueError(_("Say which gate the day is of."))
    return GateRow(row.line, row["member"], row["service"], row["responsible"], gate, planned, reached, row["decision"], row["reason"])


def cost_row(row: Row) -> CostRow:
    if row["kind"] not in (PLANNED, ACTUAL):
        raise ValueError(_("“%(text)s” is none of %(kinds)s.") % {"text": row["kind"][:40], "kinds": f"{PLANNED}, {ACTUAL}"})
    try:
        amount = parse_amount(row["amount"])
    except NotAnAmount:
        raise ValueError(_("“%(text)s” is not an amount; write it as 1 234,50.") % {"text": row["amount"][:40]}) from None
    return CostRow(row.line, row["member"], row["service"], row["kind"] == ACTUAL, row["what"], amount, a_day(row["on"]))
