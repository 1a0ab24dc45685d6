"""Reads of services, their levels and who takes them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from samdrift.catalog.models import Level, Service, Uptake
from samdrift.core.order import InAlphabet
from samdrift.core.walls import TAKERS
from samdrift.members.models import Organization


def desk_service() -> Service | None:
    """This will return the service that a new ticket starts at, until somebody has read it; None before the catalog names one."""
    return Service.objects.filter(is_desk=True).first()


def services_in_order() -> list[Service]:
    """This will return every service by name, with the employee who owns it."""
    return list(Service.objects.select_related("service_owner").order_by(InAlphabet("name")))


def levels_of(service: Service) -> list[Level]:
    """This will return the levels that a service is offered at, the one that promises most first."""
    return list(Level.objects.filter(service=service).order_by("-rank"))


def uptakes_in_force(*, on: date, owner_id: int | None = None) -> list[Uptake]:
    """This will return who takes which service at which level on a day, by taker and service; with `owner_id`, one taker's."""
    uptakes = Uptake.objects.select_related("owner", "service", "level").filter(during__contains=on)
    if owner_id is not None:
        uptakes = uptakes.filter(owner_id=owner_id)
    return list(uptakes.order_by("owner", InAlphabet("service__name")))


def takers_of(service: Service, *, on: date) -> list[Uptake]:
    """This will return the uptakes of one service on a day, by the taker's name; a member sees its own only."""
    uptakes = Uptake.objects.select_related("owner", "level").filter(service=service, during__contains=on)
    return list(uptakes.order_by("owner"))


def uptakes_of(service: Service, *, owner_id: int) -> list[Uptake]:
    """This will return one taker's uptakes of a service, ended and coming ones too, the latest first."""
    return list(Uptake.objects.select_related("level").filter(service=service, owner_id=owner_id).order_by("-during"))


def takers_by_service(*, on: date) -> dict[int, int]:
    """This will return how many take each service on a day, by the service's id, as far as the reader sees."""
    counted = Uptake.objects.filter(during__contains=on).values("service").annotate(number=Count("pk")).order_by()
    return {row["service"]: row["number"] for row in counted}


def levels_by_service() -> dict[int, list[Level]]:
    """This will return the levels of every service, by the service's id, the one that promises most first."""
    levels: dict[int, list[Level]] = {}
    for level in Level.objects.order_by("service", "-rank"):
        levels.setdefault(level.service_id, []).append(level)
    return levels


def may_take(service: Service, *, on: date) -> QuerySet[Organization]:
    """This will return the organizations that could take a service from a day on: takers that do not take it then."""
    taking = Uptake.objects.filter(service=service, during__contains=on).values("owner")
    return Organization.objects.filter(kind__in=TAKERS).exclude(pk__in=taking)
