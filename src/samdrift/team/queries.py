"""Every read of the team, named by what comes back."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet
from samdrift.members.models import Site
from samdrift.members.queries import person_of
from samdrift.team.models import Employee, Function, Post


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


def functions_led_by(actor: Actor) -> list[Function]:
    """This will return the functions whose manager the actor is, by name."""
    return list(Function.objects.filter(manager__account_id=actor.account_id).order_by(InAlphabet("name"), "pk"))


def desks() -> list[Function]:
    """This will return the functions that answer first, with how they are reached; public."""
    return list(Function.objects.filter(is_desk=True))


def posts_of(function: Function, *, on: date) -> list[Post]:
    """This will return a function's posts that have not ended on a day, by site and holder, vacant ones last; for the unit and auditors."""
    posts = Post.objects.select_related("employee", "site").filter(_lasting(on), function=function)
    return list(posts.order_by(InAlphabet("site__city"), InAlphabet("employee__name").asc(nulls_last=True), InAlphabet("title"), "pk"))


def employees_of(function: Function) -> list[Employee]:
    """This will return those who work in a function, by name, with their site."""
    return list(function.employees.select_related("site").order_by(InAlphabet("name"), "pk"))


def posts_held_by(employee: Employee, *, on: date) -> list[Post]:
    """This will return the posts that an employee holds or will hold, seen from a day."""
    return list(employee.posts.filter(_lasting(on)).select_related("function", "site").order_by("during", "pk"))


def sites_with_staff() -> dict[int, int]:
    """This will return the number of sites at which each function's employees sit, by the function's id."""
    counted = Employee.objects.values("function").annotate(number=Count("site", distinct=True))
    return {row["function"]: row["number"] for row in counted}


def sites_in_order() -> list[Site]:
    """This will return every site, by town and name, with its organization."""
    return list(Site.objects.select_related("organization").order_by(InAlphabet("city"), InAlphabet("name"), "pk"))


def _lasting(on: date) -> Q:
    return Q(during__upper_inf=True) | Q(during__endswith__gt=on)
