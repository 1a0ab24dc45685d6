"""Reads of what levels cost."""

from __future__ import annotations

from datetime import date

from samdrift.catalog.models import Level, Price, Service
from samdrift.core.order import InAlphabet


def prices_in_force(*, on: date, service: Service | None = None) -> dict[int, Price]:
    """This will return the price of each level on a day, by the level's id; a level without one is left out."""
    prices = Price.objects.filter(from_on__lte=on).order_by("level_id", "-from_on", "-recorded_at", "-pk").distinct("level_id")
    return {price.level_id: price for price in (prices if service is None else prices.filter(level__service=service))}


def prices_that_count() -> list[Price]:
    """This will return, of each level and first day, the price that counts: the one recorded last; by service, level and day."""
    latest = Price.objects.order_by("level_id", "from_on", "-recorded_at", "-pk").distinct("level_id", "from_on")
    ordered = Price.objects.filter(pk__in=latest.values("pk")).select_related("level__service")
    return list(ordered.order_by(InAlphabet("level__service__name"), "-level__rank", "from_on"))


def prices_of(service: Service) -> list[Price]:
    """This will return the prices of a service's levels that count, coming ones too, the highest level and the latest day first."""
    of_it = Price.objects.filter(level__service=service)
    latest = of_it.order_by("level_id", "from_on", "-recorded_at", "-pk").distinct("level_id", "from_on")
    return list(Price.objects.filter(pk__in=latest.values("pk")).select_related("level").order_by("-level__rank", "-from_on"))


def graded_levels() -> list[Level]:
    """This will return every level of every service, by service and from the one that promises most."""
    return list(Level.objects.select_related("service").order_by(InAlphabet("service__name"), "-rank"))


def cost_minor(price: Price | None, employees: int | None) -> int | None:
    """This will return what a price comes to a month for a member with so many employees, in öre; None where that is not known."""
    if price is None:
        return None
    if price.per == Price.Per.MEMBER:
        return price.amount_minor
    return None if employees is None else price.amount_minor * employees
