"""Building a demo federation from its folder: organizations, team, catalog and people, then months of tickets."""

from __future__ import annotations

import csv
import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.catalog.models import Level, Service, Uptake
from samdrift.config.demo import people, tickets
from samdrift.core.access import IN_PUBLIC, Role, Walls, inside
from samdrift.core.models import Account, DemoMark, Seat
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Headcount, Organization, Person, Site
from samdrift.members.queries import system_actor
from samdrift.team.models import Employee, Function

FEDERATIONS = Path(__file__).parent / "federations"
SOURCE = "Myndigheternas årsredovisningar"
AT_A_MEMBER = (Role.CONTACT, Role.SIGNATORY, Role.FINANCE, Role.HEAD, *[Role.REQUESTER] * 12)

Tell = Callable[[str], None]


class NoSuchFederation(Exception):
    """There is no folder of that name."""


@dataclass
class Built:
    """What later steps of the building need of the earlier ones."""

    plan: dict[str, Any]
    draw: random.Random
    unit: Organization
    members: dict[str, Organization]
    sites: dict[str, Site]
    services: list[Service]
    employees: list[Employee]
    persons: dict[int, list[Person]]


def plan_of(federation: str) -> dict[str, Any]:
    """This will read a federation's folder: its `federation.toml`, with the rows of `members.csv` under `members`."""
    folder = FEDERATIONS / federation
    if not (folder / "federation.toml").is_file():
        known = ", ".join(sorted(path.name for path in FEDERATIONS.iterdir() if path.is_dir()))
        raise NoSuchFederation(f"There is no federation {federation!r}; there is {known}.")
    plan = tomllib.loads((folder / "federation.toml").read_text(encoding="utf-8"))
    with open(folder / "members.csv", encoding="utf-8", newline="") as rows:
        plan["members"] = list(csv.DictReader(rows))
    return plan


def build(federation: str, *, at: datetime, tell: Tell) -> None:
    """This will build the federation in an empty, migrated database and mark it as a demo; all of it or nothing."""
    plan = plan_of(federation)
    draw = random.Random(plan["seed"])
    with transaction.atomic():
        tell("Organizations, sites and head counts ...")
        unit, members, sites = _organizations(plan, at)
        with inside(IN_PUBLIC):
            everyone = system_actor().walls
        with inside(everyone):
            tell("The team and the catalog ...")
            employees = _team(plan, draw, unit, members, sites)
            services = _catalog(plan, draw, members, employees)
            tell("People at the members ...")
            persons = _persons(draw, members, sites)
            _auditor()
            built = Built(plan, draw, unit, members, sites, services, employees, persons)
            tickets.build(built, at=at, tell=tell)
            DemoMark.objects.create(federation=federation, seed=plan["seed"], built_at=at)


def _organizations(plan: dict[str, Any], at: datetime) -> tuple[Organization, dict[str, Organization], dict[str, Site]]:
    federation = frozenset({FEDERATION_ID})
    with inside(Walls(federation, federation)):
        Organization.objects.filter(pk=FEDERATION_ID).update(**{key: plan[key] for key in ("name", "name_en", "short_name")})
        unit = Organization.objects.create(kind="unit", **{key: plan["unit"][key] for key in ("name", "name_en", "short_name")})
        members, sites = {}, {}
        for row in plan["members"]:
            members[row["short_name"]] = member = Organization.objects.create(
                kind="member", name=row["name"], short_name=row["short_name"], number=row["number"], joined_on=plan["joined_on"]
            )
            sites[row["short_name"]] = Site.objects.create(
                organization=member, name=row["city"], city=row["city"], latitude=row["latitude"], longitude=row["longitude"]
            )
            for year in (2012, 2025):
                Headcount.objects.create(
                    organization=member,
                    year=year,
                    employees=row[f"employees_{year}"],
                    fte=Decimal(row[f"fte_{year}"]),
                    source=SOURCE,
                    recorded_at=at,
                )
    return unit, members, sites


def _team(
    plan: dict[str, Any], draw: random.Random, unit: Organization, members: dict[str, Organization], sites: dict[str, Site]
) -> list[Employee]:
    employees: list[Employee] = []
    for described in plan["functions"]:
        seats = described["sites"]
        function = Function.objects.create(
            unit=unit, host=members[plan["unit"]["host"]], **{key: value for key, value in described.items() if key != "sites"}
        )
        here = [_employee(draw, plan, unit, function, sites[place], len(employees) + n) for n, place in enumerate(_each(seats))]
        function.manager = here[0]
        function.save(update_fields=["manager"])
        employees += here
    director = _employee(draw, plan, unit, employees[0].function, sites[plan["unit"]["host"]], len(employees), Role.DIRECTOR)
    finance = _employee(draw, plan, unit, employees[-1].function, sites[plan["unit"]["host"]], len(employees) + 1, Role.UNIT_FINANCE)
    return [*employees, director, finance]


def _each(seats: dict[str, int]) -> list[str]:
    return [place for place, number in seats.items() for _ in range(number)]


def _employee(
    draw: random.Random, plan: dict[str, Any], unit: Organization, function: Function, site: Site, number: int, role: Role = Role.STAFF
) -> Employee:
    name = people.names(draw)
    email = people.address(name, number, plan["unit"]["mail_domain"])
    account = _account(email, unit, role)
    return Employee.objects.create(account=account, name=name, email=email, phone="010-000 00 00", function=function, site=site)


def _account(email: str, organization: Organization, role: Role) -> Account:
    account = Account.objects.create(email=email, password=make_password(None))
    Seat.objects.create(account=account, owner_id=organization.pk, role=role, during=DateRange(date(2020, 1, 1), None))
    return account


def _auditor() -> None:
    account = Account.objects.create(email="revisor@federation.example", password=make_password(None))
    Seat.objects.create(account=account, owner_id=FEDERATION_ID, role=Role.AUDITOR, during=DateRange(date(2020, 1, 1), None))


def _catalog(plan: dict[str, Any], draw: random.Random, members: dict[str, Organization], employees: list[Employee]) -> list[Service]:
    english = {"Guld": "Gold", "Silver": "Silver", "Brons": "Bronze"}
    services = []
    for described in plan["services"]:
        chosen = {key: value for key, value in described.items() if key not in ("levels", "share", "texts")}
        service = Service.objects.create(service_owner=draw.choice(employees), **chosen)
        levels = [
            Level.objects.create(service=service, name=name, name_en=english[name], rank=rank)
            for rank, name in enumerate(reversed(described["levels"]), start=1)
        ]
        takers = [member for member in members.values() if service.is_base or draw.random() < 0.7]
        Uptake.objects.bulk_create(
            Uptake(owner=member, service=service, level=draw.choice(levels), during=DateRange(date(2024, 1, 1), None)) for member in takers
        )
        services.append(service)
    return services


def _persons(draw: random.Random, members: dict[str, Organization], sites: dict[str, Site]) -> dict[int, list[Person]]:
    persons: dict[int, list[Person]] = {}
    for number, (short_name, member) in enumerate(members.items()):
        for place, role in enumerate(AT_A_MEMBER):
            name = people.names(draw)
            email = people.address(name, number * 100 + place, "member.example")
            account = _account(email, member, role)
            person = Person.objects.create(owner=member, account=account, name=name, email=email, site=sites[short_name])
            persons.setdefault(member.pk, []).append(person)
    return persons
