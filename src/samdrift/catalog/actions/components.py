"""Writes of components and of what stands on what: nothing ever stands on itself, however long the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.catalog.models import Component, Dependency, Service, Thing, one_of, part_of
from samdrift.catalog.queries import things, what_stands
from samdrift.catalog.standing import Edge, Part
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization, Site
from samdrift.ui.names import named_text


class ComponentNamedAlready(Refused):
    words = gettext_lazy("There is a component called %(name)s already.")


class NameOfAService(Refused):
    words = gettext_lazy("There is a service called %(name)s: give the component another name, so that nobody takes one for the other.")


class ComponentOnService(BadInput):
    words = gettext_lazy("A component stands on components, never on a service.")


class StandsOnItself(Refused):
    words = gettext_lazy("Then %(upper)s would stand on itself: %(chain)s.")
    way_on = gettext_lazy("Take one of those away first, if it is wrong.")


class StandsAlready(Refused):
    words = gettext_lazy("%(upper)s stands on %(lower)s already.")


@transaction.atomic
def add_component(
    name: str,
    *,
    by: Actor,
    at: datetime,
    name_en: str = "",
    description: str = "",
    description_en: str = "",
    supplier: str = "",
    site: Site | None = None,
) -> Component:
    """This will add something that services stand on; `site` is where it runs, None when it runs at no site of the federation's."""
    by.must(Deed.CHANGE_CATALOG)
    row = Component(name=name, name_en=name_en, description=description, description_en=description_en, supplier=supplier, site=site)
    _keep_component(row)
    audit.record("add_component", of=row, by=by, at=at)
    return row


@transaction.atomic
def change_component(component: Component, *, by: Actor, at: datetime, **changes: Any) -> Component:
    """This will say otherwise what a component is: name, description, supplier and site, by the names of the fields."""
    by.must(Deed.CHANGE_CATALOG)
    row = Component.objects.select_for_update(of=("self",)).get(pk=component.pk)
    for field, value in changes.items():
        setattr(row, field, value)
    _keep_component(row)
    audit.record("change_component", of=row, by=by, at=at)
    return row


@transaction.atomic
def add_dependency(upper: Thing, lower: Thing, *, by: Actor, at: datetime) -> Dependency:
    """This will say that a service or component stands on another: it stops when that one does. A circle is refused, its chain named."""
    by.must(Deed.CHANGE_CATALOG)
    edge = Edge(part_of(upper), part_of(lower))
    if edge.upper.kind == "component" and edge.lower.kind == "service":
        raise ComponentOnService
    lock_standing()
    chain = what_stands().chain_closed_by(edge)
    if chain is not None:
        raise StandsOnItself(upper=named_text(upper).words, chain=chain_in_words(_named(chain)))
    row = Dependency(**one_of(edge.upper), **one_of(edge.lower, service="on_service", component="on_component"))
    already = StandsAlready(upper=named_text(upper).words, lower=named_text(lower).words)
    keep(row, {"catalog_dependency_once": already})
    audit.record("add_dependency", of=row, by=by, at=at)
    return row


@transaction.atomic
def drop_dependency(dependency: Dependency, *, by: Actor, at: datetime) -> None:
    """This will take back that one stands on another. What somebody else took back in the meantime stays so."""
    by.must(Deed.CHANGE_CATALOG)
    row = Dependency.objects.select_for_update(of=("self",)).filter(pk=dependency.pk).first()
    if row is not None:
        audit.record("drop_dependency", of=row, by=by, at=at)
        row.delete()


def lock_standing() -> None:
    """This will let one at a time say what stands on what: a circle may be closed by two rows of which neither closes it alone.

    The federation's own row is the one that owns the rule; rows that point at it are not held up.
    """
    Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=FEDERATION_ID)


def chain_in_words(chain: Sequence[Thing]) -> str:
    """This will tell a chain: A stands on B, B stands on C."""
    names = [named_text(thing).words for thing in chain]
    return ", ".join(_("%(upper)s stands on %(lower)s") % {"upper": upper, "lower": lower} for upper, lower in pairwise(names))


def _named(chain: Sequence[Part]) -> list[Thing]:
    named = things()
    return [named[part] for part in chain]


def _keep_component(row: Component) -> None:
    if Service.objects.filter(name=row.name).exists():
        raise NameOfAService(name=row.name)
    keep(row, {"catalog_component_name_key": ComponentNamedAlready(name=row.name)})
