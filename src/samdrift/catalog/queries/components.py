"""Reads of what stands on what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samdrift.catalog.models import Component, Dependency, Service, Thing, part_of
from samdrift.catalog.queries.services import takers_by_service, uptakes_in_force
from samdrift.catalog.standing import Part, Standing
from samdrift.core.order import InAlphabet, alphabetic


@dataclass(frozen=True, slots=True)
class Stop:
    """A service that stops when something stops: the chain from it down to that, and how many take it (one, where one taker asks)."""

    service: Service
    chain: tuple[Thing, ...]
    takers: int


@dataclass(frozen=True, slots=True)
class Stood:
    """A service or a component, what it stands on, and how many services stop when it does."""

    thing: Thing
    part: Part
    stands_on: list[Thing]
    services: int


def components_in_order() -> list[Component]:
    """This will return every component by name, with the site that it runs at."""
    return list(Component.objects.select_related("site__organization").order_by(InAlphabet("name")))


def things() -> dict[Part, Thing]:
    """This will return every service and component by what stands for it, services first, each kind by name."""
    services: Iterable[Thing] = Service.objects.order_by(InAlphabet("name"))
    components: Iterable[Thing] = Component.objects.order_by(InAlphabet("name"))
    return {part_of(thing): thing for found in (services, components) for thing in found}


def dependencies() -> list[Dependency]:
    """This will return everything that stands on something, in the order it was said."""
    return list(Dependency.objects.order_by("pk"))


def dependencies_of(part: Part) -> list[tuple[Dependency, Thing]]:
    """This will return what one part stands on by its own, by name, each with the row that says so."""
    rows = Dependency.objects.filter(**{part.kind: part.pk}).select_related("on_service", "on_component")
    found = [(row, lower) for row in rows if (lower := row.on_service or row.on_component)]
    return sorted(found, key=lambda pair: alphabetic(pair[1].name))


def what_stands() -> Standing:
    """This will return what stands on what, to reckon with."""
    return Standing(row.edge for row in Dependency.objects.order_by("pk"))


def all_standing() -> list[Stood]:
    """This will return every service and component, those that most services stand on first."""
    named, rows = things(), dependencies()
    below: dict[Part, list[Thing]] = {}
    for row in rows:
        below.setdefault(row.edge.upper, []).append(named[row.edge.lower])
    stopping = Standing(row.edge for row in rows).services_that_stop(named)
    found = [Stood(thing, part, below.get(part, []), stopping[part]) for part, thing in named.items()]
    return sorted(found, key=lambda stood: -stood.services)


def what_stops(part: Part, *, on: date, owner_id: int | None = None) -> list[Stop]:
    """This will return the services that stop when a part does, the nearest first; with `owner_id`, those that it takes on the day."""
    chains = what_stands().chains_up(part)
    if owner_id is None:
        takers = takers_by_service(on=on)
    else:
        takers = {uptake.service_id: 1 for uptake in uptakes_in_force(on=on, owner_id=owner_id)}
    wanted = [p for p in chains if p.kind == "service" and (owner_id is None or p.pk in takers)]
    named = things()
    stops = []
    for found in wanted:
        service = named[found]
        assert isinstance(service, Service)
        stops.append(Stop(service, tuple(named[one] for one in chains[found]), takers.get(found.pk, 0)))
    return stops
