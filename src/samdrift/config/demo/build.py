"""Building a demo federation from its folder: who takes part, what they share and agree on, and a year of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from samdrift.config.demo import (
    agreements,
    architecture,
    catalog,
    chain,
    contracts,
    costs,
    cover,
    decisions,
    deviations,
    investments,
    joining,
    levels,
    licences,
    methods,
    organizations,
    outages,
    pay,
    projects,
    rotas,
    team,
    tickets,
)
from samdrift.config.demo.demo import Demo, Tell
from samdrift.config.demo.federation import folder_of, plan_of
from samdrift.core.access import IN_PUBLIC, inside
from samdrift.core.models import DemoMark
from samdrift.members.queries import system_actor

# What is built when, each from the file of the folder that it is called by, or from that part of federation.toml
STEPS: Mapping[str, Callable[[Demo], None]] = {
    "decisions": decisions.build,  # first: what rests on a decision names it
    "cover": cover.build,
    "architecture": architecture.build,
    "agreement": agreements.build,
    "levels": levels.build,
    "methods": methods.build,
    "tickets": tickets.build,
    "maintenance": outages.build,
    "projects": projects.build,
    "licences": licences.build,
    "investments": investments.build,
    "costs": costs.build,
    "contracts": contracts.build,
    "rotas": rotas.build,
    "joining": joining.build,
    "pay": pay.build,
    "chain": chain.build,
    "deviations": deviations.build,  # last: they need what the others have made
}


def build(federation: str, *, at: datetime, tell: Tell) -> None:
    """This will build the federation in an empty, migrated database and mark it as a demo; all of it or nothing."""
    plan = plan_of(federation, on=timezone.localdate(at))
    draw = random.Random(plan["seed"])
    with transaction.atomic():
        tell("Organizations, people and the team ...")
        unit, members, sites = organizations.build(plan, at=at)
        with inside(IN_PUBLIC):
            everyone = system_actor().walls
        with inside(everyone):
            persons = organizations.build_people(plan, draw, members, sites)
            employees = team.build(plan, draw, unit, members, sites, at=at)
            services = catalog.build(plan, draw, members, employees, at=at)
            desk_hours = agreements.build_calendars(plan, at=at)
            demo = Demo(plan, draw, at, tell, unit, members, sites, persons, employees, services, desk_hours)
            for name, step in STEPS.items():
                if name in plan:
                    step(demo)
                else:
                    tell(f"No {name}: the folder does not tell of them.")
            DemoMark.objects.create(federation=folder_of(federation).name, seed=plan["seed"], built_at=at)
