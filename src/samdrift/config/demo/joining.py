"""Joinings of a few services: some done, some on their way, some late; with what going over costs once. Synthetic."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.catalog.models import Service
from samdrift.catalog.queries import takers_of
from samdrift.config.demo.demo import moment
from samdrift.core.access import Role
from samdrift.members.actions.decisions import record_decision
from samdrift.members.models import Body, Decision, Subject
from samdrift.plan.actions.joining import publish_joinings
from samdrift.plan.models import Gate, GateDay, Joining, OneOffCost

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

JOINS = 0.6  # of those that have not taken a service
OLD_IS_OFF = 0.88  # of those that have
MOVES = 0.35  # of the planned days
MOVED_BEFORE = timedelta(days=40)  # before the new day
GIVEN_UP_AFTER = timedelta(days=120)  # a day that passed longer ago has been planned again
DECIDED_BEFORE = 210  # days before the service came into use, long ago
STEPS = {Gate.SIGNED: -120, Gate.DATA_MOVED: -40, Gate.PEOPLE_MOVED: -20, Gate.IN_USE: 0, Gate.OLD_OFF: 90}  # days from in use


def build(demo: Demo) -> None:
    """This will write down the joinings: of those who took a service long ago, and of those who are on their way."""
    demo.tell("Joinings ...")
    plan, today = demo.plan["joining"], timezone.localdate(demo.at)
    draw = random.Random(f"{demo.plan['seed']} joining")  # its own, so that what is drawn elsewhere stays
    by = demo.actor(demo.unit, Role.DIRECTOR)
    began = date(today.year - 2, 1, 1)
    council = Body.objects.get(name=plan["body"])
    leaders = [employee for employee in demo.employees if employee.function.name == plan["leaders"]]
    joinings: list[Joining] = []
    days: list[GateDay] = []
    costs: list[OneOffCost] = []
    for number, described in enumerate(plan["services"]):
        service = next(one for one in demo.services if one.name == described["name"])
        decided_on = began - timedelta(days=DECIDED_BEFORE + 14 * number)
        decision = record_decision(
            council,
            Subject.JOINING,
            described["text"],
            text_en=described["text_en"],
            registry_number=f"Dnr {described['number']}-{decided_on.year}",
            decided_on=decided_on,
            responsible=demo.unit,
            part=leaders[0].function.name,
            by=by,
            at=moment(decided_on, 15),
        )
        for row, in_use in _who(demo, draw, service, began, today):
            row.responsible = leaders[len(joinings) % len(leaders)]
            joinings.append(row)
            days += _days(draw, plan, row, decision, in_use, today)
            costs += _costs(draw, plan, row, in_use, today)
    Joining.objects.bulk_create(joinings)
    for day in days:
        day.joining_id = day.joining.pk
    for cost in costs:
        cost.joining_id = cost.joining.pk
    GateDay.objects.bulk_create(days)
    OneOffCost.objects.bulk_create(costs)
    publish_joinings(on=today, by=by, at=demo.at)


def _who(demo: Demo, draw: random.Random, service: Service, began: date, today: date) -> Iterator[tuple[Joining, date]]:
    """Each joining of a service with the day it came into use or is planned to."""
    taking = {uptake.owner_id for uptake in takers_of(service, on=today)}
    for member in demo.members.values():
        joins, in_use = draw.random(), today + timedelta(days=draw.randrange(-60, 160))
        if member.pk in taking:
            yield Joining(owner=member, service=service, recorded_at=moment(began, 9)), began
        elif joins < JOINS:
            yield Joining(owner=member, service=service, recorded_at=moment(today - timedelta(days=300), 9)), in_use


def _days(draw: random.Random, plan: dict[str, Any], row: Joining, decision: Decision, in_use: date, today: date) -> Iterator[GateDay]:
    """Each gate planned, some planned again later, and reached until one that is not: what is left is late or to come."""
    decided = max(decision.decided_on, in_use - timedelta(days=300))
    first, now = moment(decided, 10), moment(today, 8)

    def day(gate: Gate, on: date, *, is_reached: bool = False, reason: str = "") -> GateDay:
        named = decision if is_reached and gate == Gate.DECIDED else None
        planned = max(moment(on, 10) - MOVED_BEFORE, first) if reason else first
        recorded_at = moment(on, 16) if is_reached else min(planned, now)
        return GateDay(
            owner=row.owner, joining=row, gate=gate, is_reached=is_reached, on=on, decision=named, reason=reason, recorded_at=recorded_at
        )

    moved, stopped = 0, False
    yield day(Gate.DECIDED, decision.decided_on, is_reached=True)
    for gate, step in STEPS.items():
        yield day(gate, in_use + timedelta(days=step - 30))
    for gate, step in STEPS.items():
        moved += draw.randrange(14, 45) if draw.random() < MOVES else 0
        on = in_use + timedelta(days=step - 30 + moved)
        if moved:
            yield day(gate, on, reason=draw.choice(plan["reasons"]))
        reached_on = on + timedelta(days=draw.randrange(4))
        if gate == Gate.OLD_OFF and draw.random() > OLD_IS_OFF:
            stopped = True
        stopped = stopped or reached_on > today - timedelta(days=draw.randrange(25))
        if not stopped:
            yield day(gate, reached_on, is_reached=True)
        elif gate == Gate.OLD_OFF and on < today - GIVEN_UP_AFTER:  # nobody leaves a day that passed years ago as it is
            yield day(gate, today - timedelta(days=12 + 2 * on.day), reason=plan["reasons"][on.day % len(plan["reasons"])])


def _costs(draw: random.Random, plan: dict[str, Any], row: Joining, in_use: date, today: date) -> Iterator[OneOffCost]:
    """What was thought and, where the day has come, what it was: mostly more."""
    for what, amount in plan["costs"]:
        planned = round(amount * draw.uniform(0.6, 1.5) / 100_000) * 100_000
        facts = {"owner": row.owner, "joining": row, "what": what, "on": in_use - timedelta(days=30)}
        yield OneOffCost(**facts, is_actual=False, amount_minor=planned, recorded_at=row.recorded_at)
        if in_use <= today:
            actual = round(planned * draw.uniform(0.85, 1.5) / 100) * 100
            yield OneOffCost(**facts, is_actual=True, amount_minor=actual, recorded_at=moment(in_use, 12))
