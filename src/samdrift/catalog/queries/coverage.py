"""Members by services: what each needs, what carries it, and what would close a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from samdrift.catalog.coverage import NOTHING, Grades, Offer, Standing, carried_by_others, cheapest, compare
from samdrift.catalog.models import Level, Price, Requirement, Service, Uptake
from samdrift.catalog.queries.prices import cost_minor, prices_in_force
from samdrift.catalog.queries.requirements import (
    highest_required,
    latest_grades_required,
    latest_requirements_of,
    requirements_of,
    running_at,
)
from samdrift.catalog.queries.services import takers_of
from samdrift.core.walls import TAKERS
from samdrift.members.models import Organization
from samdrift.members.queries import latest_headcount


class Cell(NamedTuple):
    """One taker and one service: either takes it, or has said what it needs of it, or both."""

    owner_id: int
    service_id: int
    standing: Standing
    required: Grades | None
    runs_at: Grades | None  # None: it is taken, at levels without grades
    level_id: int | None  # None: it is not taken


Cells = dict[tuple[int, int], Cell]


def coverage(*, on: date, owner_id: int | None = None) -> Cells:
    """This will return how each need stands on a day, by taker and service; with `owner_id`, one taker's. Without either: none."""
    uptakes = Uptake.objects.filter(during__contains=on)
    if owner_id is not None:
        uptakes = uptakes.filter(owner_id=owner_id)
    taken = {(owner, service): level for owner, service, level in uptakes.order_by().values_list("owner_id", "service_id", "level_id")}
    required, runs, highest = latest_grades_required(owner_id=owner_id), running_at(on=on), highest_required()
    cells: Cells = {}
    for pair in taken.keys() | required.keys():
        service, level = pair[1], taken.get(pair)
        needs, runs_at = required.get(pair), runs.get(service) if level is not None else NOTHING
        cells[pair] = Cell(*pair, compare(needs, runs_at, highest.get(service)), needs, runs_at, level)
    return cells


def counted(cells: Iterable[Cell]) -> Mapping[Standing, int]:
    """This will count the standings, those there are none of as 0."""
    found = Counter(cell.standing for cell in cells)
    return {standing: found[standing] for standing in Standing}


def those_concerned(cells: Cells) -> list[Organization]:
    """This will return the members, and the others who take or need something, members first and by name."""
    named = {owner for owner, _service in cells}
    takers = Organization.objects.filter(kind__in=TAKERS)
    found = [taker for taker in takers if taker.kind == Organization.Kind.MEMBER or taker.pk in named]
    return sorted(found, key=lambda taker: taker.kind != Organization.Kind.MEMBER)


@dataclass(frozen=True, slots=True)
class WayOut:
    """The cheapest level that would close a gap, with what it costs the member a month; `level` None where no level would."""

    level: Level | None = None
    price: Price | None = None
    employees: int | None = None
    cost_minor: int | None = None


class WaysOut:
    """What would close gaps on a day: levels, prices and head counts, read once for all of them."""

    def __init__(self, *, on: date) -> None:
        self.levels: dict[int, list[Level]] = {}
        for level in Level.objects.order_by("service", "-rank"):
            self.levels.setdefault(level.service_id, []).append(level)
        self.by_id = {level.pk: level for several in self.levels.values() for level in several}
        self.prices = prices_in_force(on=on)
        self.employees = latest_headcount(on=on)
        self.runs = running_at(on=on)

    def of(self, cell: Cell) -> WayOut:
        """This will return the cheapest way out of a gap; the cell's requirement must have been stated."""
        assert cell.required is not None, "a gap is a need that was stated"
        own = self.by_id[cell.level_id].grades if cell.level_id is not None else None
        offered = self.levels.get(cell.service_id, [])
        employees = self.employees.get(cell.owner_id)
        offers = [Offer(level.pk, level.rank, level.grades, cost_minor(self.prices.get(level.pk), employees)) for level in offered]
        chosen = cheapest(cell.required, carried_by_others(self.runs.get(cell.service_id), own), offers)
        if chosen is None:
            return WayOut()
        price = self.prices.get(chosen.level_id)
        return WayOut(self.by_id[chosen.level_id], price, employees, chosen.cost_minor)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who takes or needs the grades that one rides on; the unit sees whose, a member only that it is so."""

    owner: Organization
    grades: Grades
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One cell with all that it follows from."""

    cell: Cell
    level: Level | None
    requirements: list[Requirement]
    highest: Grades | None
    way_out: WayOut | None
    takers: list[Carrier]
    needers: list[Carrier]
    riders: list[Carrier]


def explained(organization: Organization, service: Service, *, on: date, whose: bool) -> Explained:
    """This will return what one taker's standing at one service follows from.

    With `whose`, also who takes the grades that it runs at, who needs more than this taker does, and who needs less and rides on this one:
    for the unit and auditors only, whose walls let them read it; a member would find itself alone.
    """
    cell = coverage(on=on, owner_id=organization.pk).get((organization.pk, service.pk)) or Cell(
        organization.pk, service.pk, Standing.NOT_STATED, None, NOTHING, None
    )
    ways = WaysOut(on=on)
    uptakes = takers_of(service, on=on) if whose else []
    needed = [row for row in latest_requirements_of(service) if row.owner_id != organization.pk] if whose else []
    return Explained(
        cell,
        ways.by_id.get(cell.level_id or 0),
        requirements_of(service, owner_id=organization.pk),
        highest_required().get(service.pk),
        ways.of(cell) if cell.standing == Standing.NOT_MET else None,
        _takers(cell, uptakes),
        _needers(cell, needed),
        _riders(cell, needed, {uptake.owner_id for uptake in uptakes}),
    )


def _takers(cell: Cell, uptakes: list[Uptake]) -> list[Carrier]:
    """The others whose level gives, in some grade, all that the service runs at, where this taker's own level does not."""
    if cell.runs_at is None or cell.level_id is None:
        return []
    runs_at = cell.runs_at
    several = [Carrier(u.owner, u.level.grades, u.level) for u in uptakes if u.level.grades is not None]
    own = next((one.grades for one in several if one.owner.pk == cell.owner_id), NOTHING)
    lacks = [place for place in range(3) if own[place] < runs_at[place]]
    return [one for one in several if any(one.grades[place] == runs_at[place] for place in lacks)]


def _needers(cell: Cell, needed: list[Requirement]) -> list[Carrier]:
    """The others who need as much as the service runs at in some grade where this taker needs less."""
    if cell.runs_at is None or cell.required is None:
        return []
    needs, runs_at = cell.required, cell.runs_at
    above = [place for place in range(3) if runs_at[place] > needs[place]]
    return [Carrier(row.owner, row.grades) for row in needed if any(row.grades[place] >= runs_at[place] for place in above)]


def _riders(cell: Cell, needed: list[Requirement], takers: set[int]) -> list[Carrier]:
    """The others who take the service and need less of it in some grade where this taker needs all that it runs at."""
    if cell.runs_at is None or cell.required is None or cell.level_id is None:
        return []
    needs, runs_at = cell.required, cell.runs_at
    reached = [place for place in range(3) if 0 < runs_at[place] <= needs[place]]
    return [
        Carrier(row.owner, row.grades)
        for row in needed
        if row.owner_id in takers and any(row.grades[place] < runs_at[place] for place in reached)
    ]
