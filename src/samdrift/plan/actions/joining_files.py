"""Joinings and one-off costs from files: all rows or none, and the same file again adds nothing.

Each row goes through the very action that the page goes through. What is planned is entered before what is reached, so that a file given
out reads again wherever its days were first planned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.catalog.models import Service
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.tables import Entered, Lined, RowsRefused, WrongRow, parsed, read_rows
from samdrift.members.models import Decision, Organization
from samdrift.plan import joining_tables as tables
from samdrift.plan.actions.joining import begin_joining, plan_gate, reach_gate, record_one_off
from samdrift.plan.gates import Standing
from samdrift.plan.models import Gate, Joining
from samdrift.plan.queries.joining import costs_that_count, joinings_standing
from samdrift.team.models import Employee

ORDER = {gate: place for place, gate in enumerate(Gate)}
Key = tuple[int, int]
T = TypeVar("T")
R = TypeVar("R", bound=Lined)


class _Named:
    """The members, services, employees and decisions that a file may name."""

    def __init__(self) -> None:
        self._members = {one.short_name.casefold(): one for one in Organization.objects.filter(kind__in=("member", "customer"))}
        self._services = {name.casefold(): one for one in Service.objects.all() for name in (one.name, one.name_en) if name}
        employees = list(Employee.objects.all())
        named = Counter(employee.name.casefold() for employee in employees)
        self._employees = {one.name.casefold(): one for one in employees if named[one.name.casefold()] == 1}
        self._employees |= {one.email.casefold(): one for one in employees if one.email}
        self._decisions = {one.registry_number.casefold(): one for one in Decision.objects.select_related("body")}

    def member(self, text: str) -> Organization:
        return _found(self._members, text, _("No member is called “%(text)s”.") % {"text": text[:80]})

    def service(self, text: str) -> Service:
        return _found(self._services, text, _("No service is called “%(text)s”.") % {"text": text[:80]})

    def employee(self, text: str) -> Employee:
        return _found(self._employees, text, _("No employee is called “%(text)s”, or several are.") % {"text": text[:80]})

    def decision(self, text: str) -> Decision | None:
        return _found(self._decisions, text, _("No decision has the number “%(text)s”.") % {"text": text[:40]}) if text else None


def _found(things: Mapping[str, T], text: str, otherwise: str) -> T:
    if text.casefold() not in things:
        raise ValueError(otherwise)
    return things[text.casefold()]


class _Rows:
    """Rows entered one by one: each that is refused is noted with its line, each that adds something is counted once."""

    def __init__(self, wrong: list[WrongRow]) -> None:
        self.wrong = wrong
        self.added: set[int] = set()

    def enter(self, rows: Iterable[R], enter: Callable[[R], bool]) -> None:
        for row in rows:
            if any(wrong.line == row.line for wrong in self.wrong):
                continue
            try:
                if enter(row):
                    self.added.add(row.line)
            except (ValueError, Refused) as no:
                self.wrong.append(WrongRow(row.line, str(no)))

    def entered(self, number: int) -> Entered:
        if self.wrong:
            raise RowsRefused(self.wrong)
        return Entered(len(self.added), number - len(self.added))


@transaction.atomic
def import_joinings(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter joinings and the days of their gates, from a file."""
    by.must(Deed.PLAN_JOINING)
    read, wrong = read_rows(content, needed=("member", "service", "gate"), wanted=[one for one in tables.JOININGS if one not in _NEEDED])
    rows = sorted(parsed(read, wrong, tables.gate_row), key=lambda row: ORDER[row.gate] if row.gate else -1)
    named, outcome = _Named(), _Rows(wrong)
    there: dict[Key, tuple[Joining, Standing | None]] = {
        (one.joining.owner_id, one.joining.service_id): (one.joining, one.stands) for one in joinings_standing()
    }

    def key(row: tables.GateRow) -> Key:
        return named.member(row.member).pk, named.service(row.service).pk

    def begin(row: tables.GateRow) -> bool:
        if key(row) in there:
            return False
        responsible = named.employee(row.responsible)
        made = begin_joining(named.member(row.member), named.service(row.service), responsible, by=by, at=at)
        there[key(row)] = (made, None)
        return True

    def plan(row: tables.GateRow) -> bool:
        joining, stands = there[key(row)]
        if row.gate is None or row.planned_on is None or (stands and stands.of(row.gate).planned_on == row.planned_on):
            return False
        plan_gate(joining, row.gate, row.planned_on, reason=row.reason, by=by, at=at)
        return True

    def reach(row: tables.GateRow) -> bool:
        joining, stands = there[key(row)]
        if row.gate is None or row.reached_on is None:
            return False
        if stands and stands.of(row.gate).reached_on == row.reached_on:
            return False
        decision = named.decision(row.decision)
        if decision and decision.decided_on != row.reached_on:
            facts = {"number": decision.registry_number, "on": decision.decided_on}
            raise ValueError(_("%(number)s was decided on %(on)s.") % facts)
        reach_gate(joining, row.gate, row.reached_on, decision=decision, reason=row.reason, by=by, at=at)
        return True

    for step in (begin, plan, reach):
        outcome.enter(rows, step)
    return outcome.entered(len(rows))


_NEEDED = ("member", "service", "gate")


@transaction.atomic
def import_one_offs(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter one-off costs, from a file; the joinings must be there."""
    by.must(Deed.PLAN_JOINING)
    read, wrong = read_rows(content, needed=tables.COSTS)
    rows = parsed(read, wrong, tables.cost_row)
    named, outcome = _Named(), _Rows(wrong)
    joinings = {(one.owner_id, one.service_id): one for one in Joining.objects.all()}
    there = {(cost.joining_id, cost.is_actual, cost.what, cost.on): cost.amount_minor for cost in costs_that_count()}

    def enter(row: tables.CostRow) -> bool:
        member, service = named.member(row.member), named.service(row.service)
        joining = joinings.get((member.pk, service.pk))
        if joining is None:
            raise ValueError(_("%(member)s is not joining %(service)s.") % {"member": member.short_name, "service": service})
        key = (joining.pk, row.is_actual, row.what, row.on)
        if key in there:
            if there[key] != row.amount_minor:
                raise ValueError(_("That cost stands with another amount; replace it on its page."))
            return False
        record_one_off(joining, row.what, row.amount_minor, on=row.on, is_actual=row.is_actual, by=by, at=at)
        there[key] = row.amount_minor
        return True

    outcome.enter(rows, enter)
    return outcome.entered(len(rows))
