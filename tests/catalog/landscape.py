"""Rows of the architecture, for tests: `a_component("Databas")`, `a_dependency(mail, database)`, `an_own_system(member, capability)`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from django.conf import settings
from django.test import Client

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
from samdrift.members.models import Organization
from tests.builders import everywhere

Browser = Callable[[str], Client]
_numbers = count(1)


def in_english(as_: Browser) -> Browser:
    """Browsers of people who read English, so that a test may quote what stands there."""

    def browser(name: str) -> Client:
        client = as_(name)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return browser


def a_component(name: str = "", **more: Any) -> Component:
    with everywhere():
        return Component.objects.create(name=name or f"Komponent {next(_numbers)}", **more)


def a_dependency(upper: Thing, lower: Thing) -> Dependency:
    with everywhere():
        columns = one_of(part_of(lower), service="on_service", component="on_component")
        return Dependency.objects.create(**one_of(part_of(upper)), **columns)


def an_interface(offered_by: Thing, name: str = "", *used_by: Thing, version: str = "1", **more: Any) -> Interface:
    with everywhere():
        facts = {"name": name or f"Gränssnitt {next(_numbers)}", "version": version, "from_on": date(2025, 1, 1), **more}
        interface = Interface.objects.create(**facts, **one_of(part_of(offered_by)))
        for user in used_by:
            InterfaceUse.objects.create(interface=interface, **one_of(part_of(user)))
        return interface


def a_capability(name: str = "", parent: Capability | None = None) -> Capability:
    with everywhere():
        return Capability.objects.create(name=name or f"Förmåga {next(_numbers)}", parent=parent)


def an_own_system(member: Organization, capability: Capability, name: str = "", yearly_minor: int | None = 100_000_00) -> CapabilitySystem:
    with everywhere():
        name = name or f"System {next(_numbers)}"
        return CapabilitySystem.objects.create(owner=member, capability=capability, name=name, yearly_minor=yearly_minor)


def a_shared_system(member: Organization, capability: Capability, service: Service) -> CapabilitySystem:
    with everywhere():
        return CapabilitySystem.objects.create(owner=member, capability=capability, service=service)
