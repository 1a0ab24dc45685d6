"""Reads of capabilities, of what serves them at each member, and of the systems that do the same job at several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samdrift.catalog.models import Capability, CapabilitySystem, PublishedCost, Service
from samdrift.core.order import InAlphabet, alphabetic
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization


@dataclass(frozen=True, slots=True)
class OwnSystem:
    """A member's own system, as far as the reader may know it."""

    member: Organization
    name: str
    yearly_minor: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A capability that own systems serve at two members or more, what costs most first; `shared` are services that serve it already."""

    capability: Capability
    systems: list[OwnSystem]
    members: int
    shared: list[Service]

    @property
    def yearly_minor(self) -> int:
        """What the systems whose cost is known cost together."""
        return sum(system.yearly_minor or 0 for system in self.systems)

    @property
    def unknown(self) -> int:
        """How many of the systems have no cost stated."""
        return sum(system.yearly_minor is None for system in self.systems)


def capabilities_in_order() -> list[tuple[Capability, int]]:
    """This will return every capability with its depth: each with its parts beneath it, by name."""
    children: dict[int | None, list[Capability]] = {}
    for capability in Capability.objects.select_related("parent").order_by(InAlphabet("name")):
        children.setdefault(capability.parent_id, []).append(capability)
    found: list[tuple[Capability, int]] = []
    waiting = [(root, 0) for root in reversed(children.get(None, []))]
    while waiting:
        capability, depth = waiting.pop()
        found.append((capability, depth))
        waiting += [(part, depth + 1) for part in reversed(children.get(capability.pk, []))]
    return found


def served_ones(systems: Iterable[tuple[int, int]]) -> list[Capability]:
    """This will return the capabilities to show beside what serves them, in order: one that only gathers its parts is left out.

    `systems` are the keys of `systems_at`; a larger capability that something serves as a whole is shown too.
    """
    found = [capability for capability, _depth in capabilities_in_order()]
    larger, served = {one.parent_id for one in found}, {capability_id for _owner, capability_id in systems}
    return [one for one in found if one.pk not in larger or one.pk in served]


def systems_at(owner_ids: Iterable[int]) -> dict[tuple[int, int], list[CapabilitySystem]]:
    """This will return what serves each capability at these members, by the member's id and the capability's, shared services first."""
    found: dict[tuple[int, int], list[CapabilitySystem]] = {}
    rows = CapabilitySystem.objects.filter(owner_id__in=list(owner_ids)).select_related("service")
    for row in rows.order_by("owner", "capability", "service", InAlphabet("name")):
        found.setdefault((row.owner_id, row.capability_id), []).append(row)
    return found


def systems_noted(*, owner_id: int | None = None) -> list[CapabilitySystem]:
    """This will return what serves which capability at whom, by member and capability; with `owner_id`, at one member."""
    rows = CapabilitySystem.objects.select_related("owner", "capability", "service")
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    return list(rows.order_by("owner", InAlphabet("capability__name"), "pk"))


def published_costs(*, but_of: int | None = None) -> list[PublishedCost]:
    """This will return what members let each other know of systems of their own, by member; `but_of` leaves one member's out."""
    rows = PublishedCost.objects.select_related("member", "capability")
    if but_of is not None:
        rows = rows.exclude(member_id=but_of)
    return list(rows.order_by("member", InAlphabet("name")))


def published_of(owner_id: int) -> frozenset[tuple[int, str]]:
    """This will return which of a member's systems are published, by the capability's id and the system's name."""
    return frozenset(PublishedCost.objects.filter(member_id=owner_id).values_list("capability_id", "name"))


def candidates(*, owner_id: int | None = None) -> list[Candidate]:
    """This will return the capabilities that own systems serve at two members or more: most members first, then what costs most.

    With `owner_id`, as that member may know it: its own systems and what the others have published.
    """
    noted = CapabilitySystem.objects.all() if owner_id is None else CapabilitySystem.objects.filter(owner_id=owner_id)
    # Rows and names apart: a row of a join for each of thousands of systems would cost ten times as much
    costs = list(noted.filter(service=None).order_by("pk").values_list("capability_id", "owner_id", "name", "yearly_minor"))
    if owner_id is not None:
        others = PublishedCost.objects.exclude(member_id=owner_id).order_by("pk")
        costs += list(others.values_list("capability_id", "member_id", "name", "yearly_minor"))
    members = {member.pk: member for member in Organization.objects.filter(kind__in=MEMBERS)}
    systems: dict[int, list[OwnSystem]] = {}
    for capability_id, member_id, name, yearly_minor in costs:
        systems.setdefault(capability_id, []).append(OwnSystem(members[member_id], name, yearly_minor))
    shared: dict[int, list[Service]] = {}
    services = Service.objects.in_bulk()
    by_service = noted.exclude(service=None).order_by("capability", "service").values_list("capability_id", "service_id").distinct()
    for capability_id, service_id in by_service:
        shared.setdefault(capability_id, []).append(services[service_id])
    found = []
    for capability in Capability.objects.all():
        own = systems.get(capability.pk, [])
        number = len({system.member.pk for system in own})
        if number > 1:
            own.sort(key=lambda system: -1 if system.yearly_minor is None else system.yearly_minor, reverse=True)
            found.append(Candidate(capability, own, number, shared.get(capability.pk, [])))
    return sorted(found, key=lambda candidate: (-candidate.members, -candidate.yearly_minor, alphabetic(candidate.capability.name)))


def published_costs_that_differ() -> list[str]:
    """This will return, in words, every published cost that is not what its member's own row says; read inside all walls."""
    own = CapabilitySystem.objects.filter(service=None).values_list("owner_id", "capability_id", "name", "yearly_minor")
    facts = set(own)
    return [
        f"published cost {cost.pk}: {cost.member_id} {cost.name} {cost.yearly_minor} is not what the member's own row says"
        for cost in PublishedCost.objects.order_by("pk")
        if (cost.member_id, cost.capability_id, cost.name, cost.yearly_minor) not in facts
    ]
