"""Reads of interfaces: who offers them and who uses them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from samdrift.catalog.models import Interface, InterfaceUse
from samdrift.catalog.standing import Part
from samdrift.core.order import InAlphabet, alphabetic


def interfaces_in_order() -> QuerySet[Interface]:
    """This will return every interface by name and version, with who offers it and `users`, how many use it."""
    found = Interface.objects.select_related("service", "component").annotate(users=Count("uses"))
    return found.order_by(InAlphabet("name"), "version", "pk")


def retired_and_used(*, on: date) -> int:
    """This will return how many interfaces have ended by a day and are used all the same."""
    return Interface.objects.filter(until_on__lte=on, pk__in=InterfaceUse.objects.values("interface")).count()


def users_of(interface: Interface) -> list[InterfaceUse]:
    """This will return who uses an interface, by name."""
    return sorted(interface.uses.select_related("service", "component"), key=lambda use: alphabetic(use.user.name))


def uses_by_interface() -> dict[int, list[InterfaceUse]]:
    """This will return who uses each interface, by the interface's id."""
    found: dict[int, list[InterfaceUse]] = {}
    for use in InterfaceUse.objects.select_related("service", "component").order_by("pk"):
        found.setdefault(use.interface_id, []).append(use)
    return found


def offered_by(part: Part) -> list[Interface]:
    """This will return the interfaces that a service or a component offers, by name and version."""
    return list(Interface.objects.filter(**{part.kind: part.pk}).order_by(InAlphabet("name"), "version"))


def used_by(part: Part) -> list[Interface]:
    """This will return the interfaces that a service or a component uses, by name and version."""
    return list(Interface.objects.filter(**{f"uses__{part.kind}": part.pk}).order_by(InAlphabet("name"), "version"))
