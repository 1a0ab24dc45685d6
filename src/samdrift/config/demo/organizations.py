"""Organizations with their sites and head counts, and the people at the members, who are made up."""

from __future__ import annotations

import random
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.config.demo import names
from samdrift.config.demo.federation import headcounts
from samdrift.core.access import Role, Walls, inside
from samdrift.core.models import Account, Seat
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Headcount, Organization, Person, Site

AT_A_MEMBER = (Role.CONTACT, Role.SIGNATORY, Role.FINANCE, Role.HEAD, *[Role.REQUESTER] * 12)


def build(plan: dict[str, Any], *, at: datetime) -> tuple[Organization, dict[str, Organization], dict[str, Site]]:
    """This will add the unit, and by short name the members with their sites."""
    federation = frozenset({FEDERATION_ID})
    with inside(Walls(federation, federation)):
        Organization.objects.filter(pk=FEDERATION_ID).update(**_names(plan))
        legal_person = plan.get("legal_person", "")  # of the unit and of every member
        unit = Organization.objects.create(kind="unit", legal_person=legal_person, **_names(plan["unit"]))
        members, sites = {}, {}
        for row in plan["members"]:
            members[row["short_name"]] = member = Organization.objects.create(
                kind="member",
                name=row["name"],
                short_name=row["short_name"],
                number=row["number"],
                legal_person=legal_person,
                joined_on=plan["joined_on"],
            )
            sites[row["short_name"]] = Site.objects.create(
                organization=member,
                name=row["city"],
                city=row["city"],
                latitude=_degrees(row, "latitude"),
                longitude=_degrees(row, "longitude"),
            )
            Headcount.objects.bulk_create(
                Headcount(
                    organization=member,
                    year=year,
                    employees=employees,
                    fte=Decimal(fte) if (fte := row.get(f"fte_{year}", "")) else None,
                    source=plan["headcount_source"],
                    recorded_at=at,
                )
                for year, employees in headcounts(row).items()
            )
    return unit, members, sites


def _names(described: dict[str, Any]) -> dict[str, str]:
    return {key: described[key] for key in ("name", "name_en", "short_name")}


def _degrees(row: dict[str, str], which: str) -> float | None:
    return float(row[which]) if row.get(which) else None


def build_people(
    plan: dict[str, Any], draw: random.Random, members: dict[str, Organization], sites: dict[str, Site]
) -> dict[int, list[Person]]:
    """This will add people at every member, one for each role and many who report, by the member's id; and an auditor."""
    persons: dict[int, list[Person]] = {}
    for number, (short_name, member) in enumerate(members.items()):
        for place, role in enumerate(AT_A_MEMBER):
            name = names.drawn(draw, plan["people"]["names"])
            email = names.address(name, number * 100 + place, plan["people"]["member_domain"])
            account = an_account(email, member.pk, role)
            person = Person.objects.create(owner=member, account=account, name=name, email=email, site=sites[short_name])
            persons.setdefault(member.pk, []).append(person)
    an_account(plan["people"]["auditor"], FEDERATION_ID, Role.AUDITOR)
    return persons


def an_account(email: str, owner_id: int, role: Role) -> Account:
    """This will add an account that cannot sign in with a password, seated in a role."""
    account = Account.objects.create(email=email, password=make_password(None))
    Seat.objects.create(account=account, owner_id=owner_id, role=role, during=DateRange(date(2020, 1, 1), None))
    return account
