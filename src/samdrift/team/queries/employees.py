"""Who works in the unit, and at which sites."""

from __future__ import annotations

from django.db.models import Count

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet
from samdrift.members.models import Site
from samdrift.members.queries import person_of
from samdrift.team.models import Employee, Function


def employee_of(actor: Actor) -> Employee | None:
    """This will return the employee that the actor is, if they work in the unit."""
    return Employee.objects.select_related("function", "site").filter(account_id=actor.account_id).first()


def name_of(actor: Actor) -> str:
    """This will return the name of whoever acts, as an employee or as a person at their organization; empty when they are neither."""
    human = employee_of(actor) or person_of(actor)
    return human.name if human else ""


def employees_in_order() -> list[Employee]:
    """This will return everyone who works in the unit, by name, with function and site."""
    return list(Employee.objects.select_related("function", "site").order_by(InAlphabet("name"), "pk"))


def employees_of(function: Function) -> list[Employee]:
    """This will return those who work in a function, by name, with their site."""
    return list(function.employees.select_related("site").order_by(InAlphabet("name"), "pk"))


def sites_with_staff() -> dict[int, int]:
    """This will return the number of sites at which each function's employees sit, by the function's id."""
    counted = Employee.objects.values("function").annotate(number=Count("site", distinct=True))
    return {row["function"]: row["number"] for row in counted}


def sites_in_order() -> list[Site]:
    """This will return every site, by town and name, with its organization."""
    return list(Site.objects.select_related("organization").order_by(InAlphabet("city"), InAlphabet("name"), "pk"))
