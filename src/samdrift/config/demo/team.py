"""The unit's functions with their managers, and posts at sites: some held, some vacant. All of it synthetic."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.config.demo import names
from samdrift.config.demo.organizations import an_account
from samdrift.core.access import Role
from samdrift.members.models import Organization, Site
from samdrift.team.models import Employee, Function, Post


def build(
    plan: dict[str, Any],
    draw: random.Random,
    unit: Organization,
    members: dict[str, Organization],
    sites: dict[str, Site],
    *,
    at: datetime,
) -> list[Employee]:
    """This will add the functions and everybody in them: the first of each leads it, the last two are director and finance."""
    people, employees = plan["people"], list[Employee]()
    titles: dict[str, tuple[str, str]] = {held: (own, english) for held, (own, english) in people["titles"].items()}
    posts: list[Post] = []
    since = DateRange(date(at.year - 2, 1, 1), None)

    def employ(function: Function, place: str, role: Role, title: tuple[str, str]) -> Employee:
        name = names.drawn(draw, people["names"])
        email = names.address(name, len(employees), people["unit_domain"])
        employee = Employee.objects.create(
            account=an_account(email, unit.pk, role), name=name, email=email, phone=people["phone"], function=function, site=sites[place]
        )
        employees.append(employee)
        post(function, place, title, employee)
        return employee

    def post(function: Function, place: str, title: tuple[str, str], employee: Employee | None = None) -> None:
        posts.append(
            Post(owner=unit, function=function, employee=employee, site=sites[place], title=title[0], title_en=title[1], during=since)
        )

    functions = []
    for described in plan["functions"]:
        told = {key: value for key, value in described.items() if key not in ("sites", "work", "vacant")}
        function = Function.objects.create(unit=unit, host=members[plan["unit"]["host"]], **told)
        functions.append(function)
        places = [place for place, number in described["sites"].items() for _ in range(number)]
        function.manager = employ(function, places[0], Role.STAFF, titles["manager"])
        function.save(update_fields=["manager"])
        for place in places[1:]:
            employ(function, place, Role.STAFF, tuple(described["work"]))
        for place in described.get("vacant", ()):
            post(function, place, tuple(described["work"]))
    host = plan["unit"]["host"]
    employ(functions[0], host, Role.DIRECTOR, titles["director"])
    employ(functions[-1], host, Role.UNIT_FINANCE, titles["finance"])
    Post.objects.bulk_create(posts)
    return employees
