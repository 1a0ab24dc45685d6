"""Organizations with their sites and head counts, which are facts, and the people at the members, who are made up."""

from __future__ import annotations

import random
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.config.demo import names
from samdrift.core.access import Role, Walls, inside
from samdrift.core.models import Account, Seat
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Headcount, Organization, Person, Site

SOURCE = "Myndigheternas årsredovisningar"
AT_A_MEMBER = (Role.CONTACT, Role.SIGNATORY, Role.FINANCE, Role.HEAD, *[Role.REQUESTER] * 12)


def build(plan: dict[str, Any], *, at: datetime) -> tuple[Organization, dict[str, Organization], dict[str, Site]]:
    """This will add the unit, and by short name the members with their sites."""
    federation = frozenset({FEDERATION_ID})
    with inside(Walls(federation, federation)):
        Organization.objects.filter(pk=FEDERATION_ID).update(**_names(plan))
        unit = Organization.objects.create(kind="unit", **_names(plan["unit"]))
        members, sites = {}, {}
        for row in plan["members"]:
            members[row["short_name"]] = member = Organization.objects.create(
                kind="member", name=row["name"], short_name=row["short_name"], number=row["number"], joined_on=plan["joined_on"]
            )
            sites[row["short_name"]] = Site.objects.create(
                organization=member, name=row["city"], city=row["city"], latitude=row["latitude"], longitude=row["longitude"]
            )
            Headcount.objects.bulk_create(
                Headcount(
                    organization=member,
                    year=year,
                    employees=row[f"employees_{year}"],
                    fte=Decimal(row[f"fte_{year}"]),
                    source=SOURCE,
                    recorded_at=at,
                )
                for year in (2012, 2025)
            )
    return unit, members, sites


def _names(described: dict[str, Any]) -> dict[str, str]:
    return {key: described[key] for key in ("name", "name_en", "short_name")}


def build_people(draw: random.Random, members: dict[str, Organization], sites: dict[str, Site]) -> dict[int, list[Person]]:
    """This will add people at every member, one for each role and many who report, by the member's id; and an auditor."""
    persons: dict[int, list[Person]] = {}
    for number, (short_name, member) in enumerate(members.items()):
        for place, role in enumerate(AT_A_MEMBER):
            name = names.drawn(draw)
            email = names.address(name, number * 100 + place, "member.example")
            account = an_account(email, member.pk, role)
            person = Person.objects.create(owner=member, account=account, name=name, email=email, site=sites[short_name])
            persons.setdefault(member.pk, []).append(person)
    an_account("revisor@federation.example", FEDERATION_ID, Role.AUDITOR)
    return persons


def an_account(email: str, owner_id: int, role: Role) -> Account:
    """This will add an account that cannot sign in with a password, seated in a role."""
    account = Account.objects.create(email=email, password=make_password(None))
    Seat.objects.create(account=account, owner_id=owner_id, role=role, during=DateRange(date(2020, 1, 1), None))
    return account
