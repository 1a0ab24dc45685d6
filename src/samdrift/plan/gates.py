"""The gates from a decision to an old system that is off: their order, what each needs, and how a joining stands. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samdrift.plan.models import Gate, GateDay

NEEDS: Mapping[Gate, tuple[Gate, ...]] = {
    Gate.DECIDED: (),
    Gate.SIGNED: (Gate.DECIDED,),
    Gate.DATA_MOVED: (Gate.SIGNED,),
    Gate.PEOPLE_MOVED: (Gate.SIGNED,),
    Gate.IN_USE: (Gate.DATA_MOVED, Gate.PEOPLE_MOVED),
    Gate.OLD_OFF: (Gate.IN_USE,),
}
NEEDED_BY: Mapping[Gate, tuple[Gate, ...]] = {gate: tuple(other for other in Gate if gate in NEEDS[other]) for gate in Gate}


@dataclass(frozen=True, slots=True)
class GateStanding:
    """One gate: the day first planned, the day planned now, the day reached and the row that says so."""

    gate: Gate
    first_planned_on: date | None = None
    planned_on: date | None = None
    reached: GateDay | None = None

    @property
    def reached_on(self) -> date | None:
        return self.reached.on if self.reached else None

    def is_late(self, on: date) -> bool:
        """Planned for a day that has passed, and not reached."""
        return self.reached is None and self.planned_on is not None and self.planned_on < on

    @property
    def days_off(self) -> int | None:
        """Days from the day first planned to the day reached, above zero when later; None while either is unknown."""
        if self.reached is None or self.first_planned_on is None:
            return None
        return (self.reached.on - self.first_planned_on).days


@dataclass(frozen=True, slots=True)
class Standing:
    """How a joining stands by its gates, in their order."""

    gates: tuple[GateStanding, ...]

    @property
    def at(self) -> Gate | None:
        """The last gate reached; None before the first."""
        return next((one.gate for one in reversed(self.gates) if one.reached), None)

    @property
    def next(self) -> GateStanding | None:
        """The gate to reach next: the one planned first, else the first one; None when the old system is off."""
        left = [one for one in self.gates if one.reached is None]
        planned = [one for one in left if one.planned_on]
        return min(planned, key=lambda one: one.planned_on or date.max) if planned else next(iter(left), None)

    @property
    def is_done(self) -> bool:
        return self.next is None

    def late(self, on: date) -> list[GateStanding]:
        return [one for one in self.gates if one.is_late(on)]

    def of(self, gate: Gate) -> GateStanding:
        return self.gates[list(Gate).index(gate)]


def standing(days: Iterable[GateDay]) -> Standing:
    """This will return how a joining stands by its days, given in the order in which they were recorded."""
    first: dict[str, date] = {}
    planned: dict[str, date] = {}
    reached: dict[str, GateDay] = {}
    for row in days:
        if row.is_reached:
            reached[row.gate] = row
        else:
            first.setdefault(row.gate, row.on)
            planned[row.gate] = row.on
    return Standing(tuple(GateStanding(gate, first.get(gate), planned.get(gate), reached.get(gate)) for gate in Gate))
