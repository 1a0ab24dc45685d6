"""Months that fell short, at every stage from just opened to closed by the other side. Synthetic."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.agree.actions import (
    Missed,
    open_deviation,
    own_deviation,
    plan_remedy,
    raise_deviation,
    report_remedied,
    verify_deviation,
)
from samdrift.agree.models import Adoption, Deviation, Measure, Raising, Target
from samdrift.agree.queries import adoptions_read_by
from samdrift.catalog.models import Service
from samdrift.config.demo.chain import acting
from samdrift.config.demo.demo import moment
from samdrift.core.access import Role, inside
from samdrift.engines.period import Month
from samdrift.follow_up.queries.missed_months import missed_months
from samdrift.members.models import Organization
from samdrift.members.queries import system_actor
from samdrift.team.models import Function

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

A_DAY = timedelta(days=1)


def build(demo: Demo) -> None:
    """This will open deviations of a month by its figures, some by hand, and take each to its stage."""
    plan = demo.plan["deviations"]
    if not plan:
        return
    demo.tell("Deviations and remedy plans ...")
    month = demo.months_back(plan["months_back"])[0]
    at = moment(month.next().starts_on + 3 * A_DAY, 9)
    plans, stages = cycle(plan["plans"]), cycle(plan["stages"])
    functions = {function.name: function for function in Function.objects.select_related("manager")}
    skills = (demo.plan["cover"] or {}).get("skills", [])
    carried_by = {service: skill["function"] for skill in reversed(skills) for service in skill["services"]}
    with inside(system_actor().walls):
        director = demo.actor(demo.unit, Role.DIRECTOR)
        _by_hand(demo, month, at, functions)
        owners = [function for function in functions.values() if function.manager]
        spread = _spread(demo, missed_months(month, at=demo.at), plan["most"])
        for number, one in enumerate(spread):
            deviation = open_deviation(one.adoption, one.service, month, missed=one.missed, by=director, at=at)
            owner = functions.get(carried_by.get(one.service.name, ""), owners[number % 3])
            _take(demo, deviation, next(stages), owner, next(plans)["what"], at)


def _spread(demo: Demo, found: list[Any], most: int) -> list[Any]:
    """The figures' months, one of each member in turn, the rest left without a deviation: first the largest and the smallest member's,
    whose people one can be in the demo."""
    sizes = {demo.members[row["short_name"]].pk: int(row["employees_2025"]) for row in demo.plan["members"]}
    rank = {max(sizes, key=sizes.__getitem__): 2, min(sizes, key=sizes.__getitem__): 1}
    turns: dict[int, list[Any]] = {}
    for one in sorted(found, key=lambda one: -rank.get(one.taker.pk, 0)):
        turns.setdefault(one.taker.pk, []).append(one)
    in_turn = [row for place in range(most) for rows in turns.values() for row in rows[place : place + 1]]
    return in_turn[:most]


def _by_hand(demo: Demo, month: Month, at: datetime, functions: dict[str, Function]) -> None:
    plan, director = demo.plan["deviations"], demo.actor(demo.unit, Role.DIRECTOR)
    for number, row in enumerate(plan["by_hand"]):
        adoption = adoptions_read_by(director).get(version__agreement__name=row["agreement"])
        service = Service.objects.get(name=row["service"])
        missed = [_missed(adoption, service, row["kept"])] if "kept" in row else []
        deviation = open_deviation(adoption, service, month, what=row["what"], missed=missed, by=director, at=at)
        _take(demo, deviation, row["stage"], functions[row["owner"]], plan["plans"][number % len(plan["plans"])]["what"], at)


def _missed(adoption: Adoption, service: Service, kept: float) -> Missed:
    target = Target.objects.get(version=adoption.version, service=service, measure=Measure.AVAILABILITY)
    seconds = 22 * 11 * 3600
    return Missed(target, int(seconds * kept), seconds)


def _take(demo: Demo, deviation: Deviation, stage: str, owner: Function, what: str, at: datetime) -> None:
    """One step after another, some days apart, up to the stage; what is overdue was due some days ago."""
    if stage == "open":
        return
    assert owner.manager is not None, "the demo's functions have managers"
    director, manager, today = demo.actor(demo.unit, Role.DIRECTOR), acting(demo, owner.manager), timezone.localdate(demo.at)
    words = demo.plan["deviations"]["words"]
    own_deviation(
        deviation, who=owner, plan_by=today + 7 * A_DAY if stage == "owned" else (at + 12 * A_DAY).date(), by=director, at=at + A_DAY
    )
    if stage == "owned":
        return
    late = stage in ("overdue", "heads")
    due_on = today - (9 * A_DAY if late else -21 * A_DAY)
    plan_remedy(deviation, what, due_on=due_on, by=manager, at=at + 6 * A_DAY)
    if late:
        raise_deviation(
            deviation, Raising.Level.COUNCIL, on=today - 6 * A_DAY, registry_number="SR-14", by=director, at=demo.at - 5 * A_DAY
        )
    if stage == "heads":
        on = today - 2 * A_DAY
        raise_deviation(deviation, Raising.Level.HEADS, on=on, registry_number="MC-3", by=director, at=demo.at - A_DAY)
    if stage not in ("closed", "remedied"):
        return
    done_at = demo.at - 8 * A_DAY
    report_remedied(deviation, what=words["remedied"], by=manager, at=done_at)
    if stage == "closed" and deviation.owner.kind == Organization.Kind.MEMBER:
        contact = demo.actor(deviation.owner, Role.CONTACT)
        with inside(contact.walls):
            verify_deviation(deviation, closes=True, what=words["closed"], by=contact, at=demo.at - 3 * A_DAY)
