"""Reads of what members bought one by one: what several of them bought separately, by CPV level."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet

from samdrift.run.purchasing.models import CpvCode, PastProcurement, ProcurementImport

DIVISION, GROUP, CLASS, CATEGORY, MAIN = 2, 3, 4, 5, 8
LEVELS = (DIVISION, GROUP, CLASS, CATEGORY, MAIN)  # digits of a CPV code


def _counted() -> tuple[bool, QuerySet[PastProcurement]]:
    """Whether all there is is made up, and what counts: made-up procurements do until real ones are read in."""
    only_synthetic = not ProcurementImport.objects.filter(is_synthetic=False).exists()
    return only_synthetic, PastProcurement.objects.filter(source__is_synthetic=only_synthetic)


@dataclass(frozen=True, slots=True)
class BoughtApart:
    """What two or more members bought separately under one code; `level` digits of it are the same."""

    code: str
    name: str
    bought: tuple[PastProcurement, ...]

    @property
    def members(self) -> int:
        return len({past.buyer_id for past in self.bought})

    @property
    def values(self) -> list[int]:
        return [past.value.amount_minor for past in self.bought if hasattr(past, "value")]

    @property
    def value_minor(self) -> int | None:
        """The sum of the values that are known."""
        return sum(self.values) if self.values else None


def bought_apart(*, level: int = MAIN, least: int = 2) -> list[BoughtApart]:
    """This will return what `least` members or more bought, each on its own, those bought by most members first.

    level: how many digits of the CPV code tell purchases apart, 2 (divisions) to 8 (main codes). Coordinated procurements are left out.
    """
    found: dict[str, list[PastProcurement]] = defaultdict(list)
    _only_synthetic, counted = _counted()
    for past in counted.filter(is_coordinated=False).select_related("buyer", "value").order_by("published_on", "pk"):
        found[past.cpv[:level].ljust(MAIN, "0")].append(past)
    names = cpv_names()
    rows = [BoughtApart(code, names.get(code, ""), tuple(bought)) for code, bought in found.items()]
    return sorted((row for row in rows if row.members >= least), key=lambda row: (-row.members, -len(row.bought), row.code))


def cpv_names() -> dict[str, str]:
    """This will return what each CPV code is called."""
    return dict(CpvCode.objects.values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class Sources:
    """Where past procurements come from, and which days they span."""

    imports: list[ProcurementImport]
    first_on: date | None
    last_on: date | None
    total: int

    @property
    def are_synthetic(self) -> bool:
        return any(source.is_synthetic for source in self.imports)


def sources_of_past() -> Sources:
    """This will return the files that past procurements came from, the latest first, and their span of days."""
    only_synthetic, counted = _counted()
    imports = list(ProcurementImport.objects.filter(is_synthetic=only_synthetic).order_by("-at", "-pk"))
    span = counted.aggregate(first=Min("published_on"), last=Max("published_on"), total=Count("pk"))
    return Sources(imports, span["first"], span["last"], span["total"])


def past_in_order() -> QuerySet[PastProcurement]:
    """This will return the past procurements that are shown, the earliest first."""
    return _counted()[1].select_related("buyer", "value", "source").order_by("published_on", "pk")
