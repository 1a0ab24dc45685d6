"""What the services stand on, the interfaces between them, and which systems the members have. Synthetic."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samdrift.catalog.actions import (
    add_capability,
    add_component,
    add_dependency,
    offer_interface,
    publish_cost,
    retire_interface,
    use_interface,
)
from samdrift.catalog.models import Capability, CapabilitySystem, Service, Thing
from samdrift.core.access import Role, inside

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

NAMED_AT = ("name", "name_en", "description", "description_en", "supplier")
THOUSAND_MINOR = 1_000_00


def build(demo: Demo) -> None:
    """This will add components, what stands on what, interfaces, capabilities, and what serves them at each member.

    It draws from a source of its own, so that what other steps draw stays what it was.
    """
    demo.tell("What services stand on, and which systems members have ...")
    plan, draw = demo.plan["architecture"], random.Random(demo.plan["seed"])
    by, at = demo.actor(demo.unit, Role.STAFF), demo.at
    named: dict[str, Thing] = {service.name: service for service in demo.services}
    for described in plan["components"]:
        chosen = {key: described[key] for key in NAMED_AT if key in described}
        site = demo.sites[described["site"]] if "site" in described else None
        named[described["name"]] = add_component(**chosen, site=site, by=by, at=at)
    for upper, lowers in plan["stands_on"].items():
        for lower in lowers:
            add_dependency(named[upper], named[lower], by=by, at=at)
    for described in plan["interfaces"]:
        _interface(demo, described, named)
    capabilities: dict[str, Capability] = {}
    for described in plan["capabilities"]:
        parent = capabilities[described["part_of"]] if "part_of" in described else None
        capability = add_capability(described["name"], name_en=described["name_en"], parent=parent, by=by, at=at)
        capabilities[capability.name] = capability
        service = named.get(described.get("service", ""))
        if isinstance(service, Service):
            shared = (CapabilitySystem(owner=member, capability=capability, service=service) for member in demo.members.values())
            CapabilitySystem.objects.bulk_create(shared)
        elif "own" in described:
            _own_systems(demo, described, capability, draw)


def _interface(demo: Demo, described: dict[str, Any], named: dict[str, Thing]) -> None:
    """Offered since its day and used; where it ends, that was said while there was time to move."""
    by, at, today = demo.actor(demo.unit, Role.STAFF), demo.at, timezone.localdate(demo.at)
    facts = {key: described[key] for key in ("name", "version", "from_on", "description", "description_en")}
    interface = offer_interface(named[described["offered_by"]], **facts, by=by, at=at)
    for user in described["used_by"]:
        use_interface(interface, named[user], by=by, at=at)
    if "days_left" in described:
        last = today + timedelta(days=described["days_left"])
        retire_interface(interface, on=last, by=by, at=min(at, at + timedelta(days=described["days_left"] - 90)))


def _own_systems(demo: Demo, described: dict[str, Any], capability: Capability, draw: random.Random) -> None:
    plan = demo.plan["architecture"]
    systems = []
    for member in demo.members.values():
        if draw.random() < plan["share_own"]:
            cost = round(described["usual"] * draw.uniform(0.5, 1.6) / 1000) * THOUSAND_MINOR
            yearly = None if draw.random() < plan["share_unknown"] else cost
            name = draw.choice(described["own"])
            systems.append(CapabilitySystem(owner=member, capability=capability, name=name, yearly_minor=yearly))
    for system in CapabilitySystem.objects.bulk_create(systems):
        if system.yearly_minor is not None and draw.random() < plan["share_published"]:
            by = demo.actor(system.owner, Role.CONTACT)
            with inside(by.walls):
                publish_cost(system, by=by, at=demo.at)
