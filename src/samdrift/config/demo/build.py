"""Building a demo federation from its folder: who takes part, what they share and agree on, and a year of it."""

from __future__ import annotations

import random
from datetime import datetime

from django.db import transaction

from samdrift.config.demo import (
    agreements,
    architecture,
    catalog,
    contracts,
    costs,
    investments,
    levels,
    licences,
    methods,
    organizations,
    outages,
    projects,
    team,
    tickets,
)
from samdrift.config.demo.demo import Demo, Tell
from samdrift.config.demo.federation import plan_of
from samdrift.core.access import IN_PUBLIC, inside
from samdrift.core.models import DemoMark
from samdrift.members.queries import system_actor


def build(federation: str, *, at: datetime, tell: Tell) -> None:
    """This will build the federation in an empty, migrated database and mark it as a demo; all of it or nothing."""
    plan = plan_of(federation)
    draw = random.Random(plan["seed"])
    with transaction.atomic():
        tell("Organizations, people and the team ...")
        unit, members, sites = organizations.build(plan, at=at)
        with inside(IN_PUBLIC):
            everyone = system_actor().walls
        with inside(everyone):
            persons = organizations.build_people(draw, members, sites)
            employees = team.build(plan, draw, unit, members, sites, at=at)
            services = catalog.build(plan, draw, members, employees, at=at)
            desk_hours = agreements.build_calendars(plan, at=at)
            demo = Demo(plan, draw, at, tell, unit, members, sites, persons, employees, services, desk_hours)
            for step in (architecture, agreements, levels, methods, tickets, outages, projects, licences, investments, costs, contracts):
                step.build(demo)
            DemoMark.objects.create(federation=federation, seed=plan["seed"], built_at=at)
