"""Every read of the team, named by what comes back."""

from __future__ import annotations

from django.db.models import Count

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet
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


def functions_in_order() -> list[Function]:
    """This will return the unit's functions by name, with manager, host and the number of employees as `size`."""
    functions = Function.objects.select_related("manager__site", "host").annotate(size=Count("employees"))
    return list(functions.order_by(InAlphabet("name"), "pk"))


def desks() -> list[Function]:
    """This will return the functions that answer first, with how they are reached; public."""
    return list(Function.objects.filter(is_desk=True))
