"""Joinings for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from samdrift.catalog.models import Service
from samdrift.members.models import Decision, Organization
from samdrift.plan.actions.joining import begin_joining, plan_gate, reach_gate, record_one_off
from samdrift.plan.models import Gate, Joining, OneOffCost
from tests.builders import NOW, Cast, a_service, everywhere
from tests.members.decision_builders import a_decision

DECIDED = date(2026, 3, 2)
FIRST_OF = {gate: date(2026, 4 + place, 1) for place, gate in enumerate(Gate)}  # April for decided, September for the old system off


def a_joining(cast: Cast, member: Organization | None = None, service: Service | None = None) -> Joining:
    with everywhere() as samdrift:
        return begin_joining(member or cast.member, service or a_service(), cast.employee("elin"), by=samdrift, at=NOW)


def planned(joining: Joining, gate: Gate, on: date | None = None, reason: str = "") -> None:
    with everywhere() as samdrift:
        plan_gate(joining, gate, on or FIRST_OF[gate], reason=reason, by=samdrift, at=NOW)


def to_join(cast: Cast, on: date = DECIDED) -> Decision:
    return a_decision(cast, "joining", on=on, text="Tjänsten blir gemensam.")


def reached(joining: Joining, *gates: Gate, decision: Decision | None = None, **more: Any) -> None:
    with everywhere() as samdrift:
        for gate in gates:
            on = None if gate == Gate.DECIDED else FIRST_OF[gate]
            named = decision if gate == Gate.DECIDED else None
            reach_gate(joining, gate, on, decision=named, by=samdrift, at=NOW, **more)


def a_cost(joining: Joining, kronor: int, *, is_actual: bool = False, what: str = "Flytt", on: date = DECIDED) -> OneOffCost:
    with everywhere() as samdrift:
        return record_one_off(joining, what, kronor * 100, on=on, is_actual=is_actual, by=samdrift, at=NOW)
