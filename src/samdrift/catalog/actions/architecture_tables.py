"""Files of what the architecture holds: all rows of a file are entered, or none where one cannot be used.

A row that says what is there already adds nothing. One that says it otherwise is refused, so that last year's file undoes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.catalog import architecture_tables as tables
from samdrift.catalog.actions.components import chain_in_words, lock_standing
from samdrift.catalog.actions.files import Takers
from samdrift.catalog.architecture_tables import a_cost, a_text, several
from samdrift.catalog.models import (
    Capability,
    CapabilitySystem,
    Component,
    Dependency,
    Interface,
    InterfaceUse,
    Service,
    Thing,
    one_of,
    part_of,
)
from samdrift.catalog.queries import things, uses_by_interface, what_stands
from samdrift.catalog.standing import Edge
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.keeping import refused_when
from samdrift.core.tables import Columns, Entered, Once, Row, a_day, fitted_rows, stands_once
from samdrift.core.walls import FEDERATION_ID, MEMBERS
from samdrift.members.models import Organization, Site

MOST_ROWS = 5_000

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)


class EnteredMeanwhile(Refused):
    words = gettext_lazy("Somebody else entered one of these rows meanwhile, so nothing was entered now.")
    way_on = gettext_lazy("Send the file again.")


@transaction.atomic
def import_components(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will add the components of a file."""
    by.must(Deed.CHANGE_CATALOG)
    known = {row.name.casefold(): row for row in Component.objects.all()}
    services = {name.casefold() for name in Service.objects.values_list("name", flat=True)}
    sites = {(site.organization.short_name.casefold(), site.name.casefold()): site for site in Site.objects.select_related("organization")}
    once: Once = {}

    def fitting(row: Row) -> Component | None:
        name = a_text(row, "name", 80)
        stands_once(once, name.casefold(), row.line)
        if name.casefold() in services:
            raise ValueError(_("There is a service called %(name)s.") % {"name": name})
        facts = {
            "name": name,
            "name_en": a_text(row, "name_en", 80, needed=False),
            "description": a_text(row, "description", 4000, needed=False),
            "description_en": a_text(row, "description_en", 4000, needed=False),
            "supplier": a_text(row, "supplier", 120, needed=False),
            "site": _site(sites, row),
        }
        return _new_or_known(known.get(name.casefold()), Component(**facts), facts)

    entered, new = _fitted(content, tables.COMPONENTS, fitting)
    _keep(Component, new, "catalog_component_name_key")
    return _told("import_components", entered, by, at)


@transaction.atomic
def import_dependencies(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will say what stands on what, from a file; a row that would close a circle is refused with its chain."""
    by.must(Deed.CHANGE_CATALOG)
    lock_standing()
    parts, stands = things(), what_stands()
    known = {row.edge for row in Dependency.objects.all()}
    named = _by_name(parts.values())
    once: Once = {}

    def fitting(row: Row) -> Dependency | None:
        upper, lower = _named(named, a_text(row, "what", 80)), _named(named, a_text(row, "stands_on", 80))
        edge = Edge(part_of(upper), part_of(lower))
        stands_once(once, edge, row.line)
        if edge in known:
            return None
        if edge.upper.kind == "component" and edge.lower.kind == "service":
            raise ValueError(_("A component stands on components, never on a service."))
        chain = stands.chain_closed_by(edge)
        if chain is not None:
            chained = chain_in_words([parts[part] for part in chain])
            raise ValueError(_("Then %(upper)s would stand on itself: %(chain)s.") % {"upper": upper, "chain": chained})
        stands.add(edge)
        return Dependency(**one_of(edge.upper), **one_of(edge.lower, service="on_service", component="on_component"))

    entered, new = _fitted(content, tables.DEPENDENCIES, fitting)
    _keep(Dependency, new, "catalog_dependency_once")
    return _told("import_dependencies", entered, by, at)


@transaction.atomic
def import_interfaces(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter interfaces and who uses them, from a file."""
    by.must(Deed.CHANGE_CATALOG)
    named, uses = _by_name(things().values()), uses_by_interface()
    once: Once = {}
    known = {(row.name.casefold(), row.version): row for row in Interface.objects.select_related("service", "component")}

    def fitting(row: Row) -> tuple[Interface, list[Thing]] | None:
        name, version = a_text(row, "name", 80), a_text(row, "version", 20)
        stands_once(once, (name.casefold(), version), row.line)
        offers = _named(named, a_text(row, "offered_by", 80))
        users = list({part_of(user): user for user in (_named(named, text) for text in several(row["used_by"]))}.values())
        from_on, until_on = a_day(row["from_on"]), a_day(row["until_on"]) if row["until_on"] else None
        if until_on is not None and until_on <= from_on:
            raise ValueError(_("The first day without it comes after the day from which it is offered."))
        if part_of(offers) in {part_of(user) for user in users}:
            raise ValueError(_("%(user)s offers the interface and needs no contract with itself.") % {"user": offers})
        facts = {
            "name": name,
            "version": version,
            "from_on": from_on,
            "until_on": until_on,
            "description": a_text(row, "description", 4000, needed=False),
            "description_en": a_text(row, "description_en", 4000, needed=False),
        }
        there = known.get((name.casefold(), version))
        made = _new_or_known(there, Interface(**facts, **one_of(part_of(offers))), {**facts, "offered_by": offers})
        if made is not None:
            return made, users
        assert there is not None
        if {part_of(use.user) for use in uses.get(there.pk, [])} != {part_of(user) for user in users}:
            raise ValueError(_("It is there already and says something else; change it on its own page."))
        return None

    entered, new = _fitted(content, tables.INTERFACES, fitting)
    _keep(Interface, [interface for interface, _users in new], "catalog_interface_once")
    InterfaceUse.objects.bulk_create(
        InterfaceUse(interface=interface, **one_of(part_of(user))) for interface, users in new for user in users
    )
    return _told("import_interfaces", entered, by, at)


@transaction.atomic
def import_capabilities(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter capabilities, from a file; a larger one is there already or stands above its parts."""
    by.must(Deed.CHANGE_CATALOG)
    known = {row.name.casefold(): row for row in Capability.objects.select_related("parent")}
    made: dict[str, Capability] = {}
    once: Once = {}

    def fitting(row: Row) -> Capability | None:
        name, larger = a_text(row, "name", 80), row["part_of"]
        stands_once(once, name.casefold(), row.line)
        parent = (known | made).get(larger.casefold()) if larger else None
        if larger and parent is None:
            raise ValueError(_("There is no capability called %(name)s.") % {"name": larger[:80]})
        facts = {"name": name, "name_en": a_text(row, "name_en", 80, needed=False), "parent": parent}
        new = _new_or_known(known.get(name.casefold()), Capability(**facts), facts)
        if new is not None:
            made[name.casefold()] = new
        return new

    entered, new = _fitted(content, tables.CAPABILITIES, fitting)
    with refused_when({"catalog_capability_name_key": EnteredMeanwhile()}):
        for row in new:
            row.parent = row.parent  # its id is known now
            row.save()
    return _told("import_capabilities", entered, by, at)


@transaction.atomic
def import_systems(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will say what serves which capability at whom, from a file; a member's own people say it of their own member only."""
    by.must(Deed.NAME_SYSTEMS)
    members = Takers(by, MEMBERS)
    capabilities = {row.name.casefold(): row for row in Capability.objects.all()}
    services = {row.name.casefold(): row for row in Service.objects.all()}
    noted = {(s.owner_id, s.capability_id, s.service_id, s.name.casefold()): s for s in CapabilitySystem.objects.select_related("owner")}
    once: Once = {}

    def fitting(row: Row) -> CapabilitySystem | None:
        member = members.named(row["member"])
        capability = _one(capabilities, row["capability"], _("There is no capability called %(name)s."))
        name, cost = a_text(row, "system", 80, needed=False), a_cost(row["yearly_cost"])
        service = _one(services, row["service"], _("There is no service called %(name)s.")) if row["service"] else None
        if (service is None) == (not name):
            raise ValueError(_("Name a shared service or a system of one's own: one of the two."))
        if service is not None and cost is not None:
            raise ValueError(_("What a shared service costs stands on the bill; leave “yearly_cost” empty."))
        key = (member.pk, capability.pk, service.pk if service else None, name.casefold())
        stands_once(once, key, row.line)
        made = CapabilitySystem(owner=member, capability=capability, service=service, name=name, yearly_minor=cost)
        return _new_or_known(noted.get(key), made, {"yearly_minor": cost})

    entered, new = _fitted(content, tables.SYSTEMS, fitting)
    _keep(CapabilitySystem, new, "catalog_capabilitysystem_once")
    for owner in {row.owner_id: row.owner for row in new}.values():
        audit.record("import_systems", of=owner, by=by, at=at, owner_id=owner.pk)
    return entered


def _fitted(content: bytes, columns: Columns, fitting: Callable[[Row], T | None]) -> tuple[Entered, list[T]]:
    return fitted_rows(content, columns, lambda row: row, fitting, most_rows=MOST_ROWS)


def _new_or_known(there: M | None, made: M, facts: Mapping[str, Any]) -> M | None:
    """The row to add, or None where it is there and says the same."""
    if there is None:
        return made
    if any(not _same(getattr(there, name), value) for name, value in facts.items()):
        raise ValueError(_("It is there already and says something else; change it on its own page."))
    return None


def _same(one: object, other: object) -> bool:
    """Line ends and double spaces do not survive every spreadsheet."""
    return one.split() == other.split() if isinstance(one, str) and isinstance(other, str) else one == other


def _keep(model: type[M], rows: list[M], constraint: str) -> None:
    with refused_when({constraint: EnteredMeanwhile()}):
        model._default_manager.bulk_create(rows)


def _told(deed: str, entered: Entered, by: Actor, at: datetime) -> Entered:
    if entered.added:
        audit.record(deed, of=Organization.objects.get(pk=FEDERATION_ID), by=by, at=at, owner_id=FEDERATION_ID)
    return entered


def _by_name(found: Iterable[Thing]) -> dict[str, list[Thing]]:
    named: dict[str, list[Thing]] = {}
    for thing in found:
        named.setdefault(thing.name.casefold(), []).append(thing)
    return named


def _named(named: Mapping[str, list[Thing]], text: str) -> Thing:
    found = named.get(text.casefold(), [])
    if not found:
        raise ValueError(_("There is neither a service nor a component called %(name)s.") % {"name": text[:80]})
    if len(found) > 1:
        raise ValueError(_("Both a service and a component are called %(name)s.") % {"name": text[:80]})
    return found[0]


def _one(found: Mapping[str, M], text: str, words: str) -> M:
    if text.casefold() not in found:
        raise ValueError(words % {"name": text[:80]})
    return found[text.casefold()]


def _site(sites: Mapping[tuple[str, str], Site], row: Row) -> Site | None:
    if not row["site"]:
        return None
    site = sites.get((row["member"].casefold(), row["site"].casefold()))
    if site is None:
        raise ValueError(_("%(member)s has no site called %(site)s.") % {"member": row["member"][:40] or "–", "site": row["site"][:80]})
    return site
