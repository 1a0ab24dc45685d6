"""The unit's functions and who leads them."""

from __future__ import annotations

from django.db.models import Count

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet
from samdrift.team.models import Function


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
