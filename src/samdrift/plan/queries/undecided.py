"""Keys, prices and versions of agreements that hold, or are to come, and name no decision. For whoever answers for what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from samdrift.agree.models import Version
from samdrift.catalog.models import Price
from samdrift.core.order import InAlphabet
from samdrift.members.models import Subject
from samdrift.settle.models import AllocationKey

R = TypeVar("R", AllocationKey, Price, Version)


@dataclass(frozen=True, slots=True)
class Undecided:
    """One of them; the other two are None."""

    subject: Subject
    from_on: date
    key: AllocationKey | None = None
    price: Price | None = None
    version: Version | None = None


def undecided(*, on: date) -> list[Undecided]:
    """This will list what holds on a day, or will from a later one, without naming a decision: keys, prices, agreements, each by name.

    What a later row has taken the place of is left out, and so is the key of an investment or a project, which is decided with it.
    """
    keys = AllocationKey.objects.filter(investment=None, project=None).select_related("service")
    prices = Price.objects.select_related("level__service")
    versions = Version.objects.select_related("agreement")
    found = [
        Undecided(Subject.KEY, row.from_on, key=row)
        for row in _holding(keys.order_by(InAlphabet("service__name"), "service_id", "from_on", "recorded_at", "pk"), "service_id", on)
    ]
    in_order = prices.order_by(InAlphabet("level__service__name"), "-level__rank", "level_id", "from_on", "recorded_at", "pk")
    found += [Undecided(Subject.PRICE, row.from_on, price=row) for row in _holding(in_order, "level_id", on)]
    of_agreements = versions.order_by(InAlphabet("agreement__name"), "agreement_id", "from_on", "number")
    return found + [Undecided(Subject.AGREEMENT, row.from_on, version=row) for row in _holding(of_agreements, "agreement_id", on)]


def _holding(rows: Iterable[R], by: str, on: date) -> list[R]:
    """Of each the one in force and those to come that name no decision; the last of those for the same day counts. By from-day."""
    counting: dict[tuple[int, date], R] = {}
    for row in rows:
        counting[getattr(row, by), max(row.from_on, on)] = row
    return [row for row in counting.values() if row.decision_id is None]
