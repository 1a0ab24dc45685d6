"""The architecture's tables as files to take out and to send in; what is taken out is what can be sent in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.catalog import actions, queries
from samdrift.catalog import architecture_tables as tables
from samdrift.catalog.actions import Entered
from samdrift.catalog.views.architecture import to_architecture
from samdrift.catalog.views.files import given_out, import_page
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Columns

Enter = Callable[..., Entered]


@door(Deed.READ_CATALOG)
def components_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (c.name, c.name_en, c.description, c.description_en, c.supplier, c.site and c.site.organization.short_name, c.site and c.site.name)
        for c in queries.components_in_order()
    ]
    return given_out("components", tables.COMPONENTS, rows, kind)


@door(Deed.READ_CATALOG)
def dependencies_table(request: SeatedRequest, kind: str) -> HttpResponse:
    named = queries.things()
    rows = [(named[row.edge.upper].name, named[row.edge.lower].name) for row in queries.dependencies()]
    return given_out("dependencies", tables.DEPENDENCIES, rows, kind)


@door(Deed.READ_CATALOG)
def interfaces_table(request: SeatedRequest, kind: str) -> HttpResponse:
    uses = queries.uses_by_interface()
    rows = [
        (
            one.name,
            one.version,
            one.offered_by.name,
            one.from_on,
            one.until_on,
            one.description,
            one.description_en,
            f" {tables.BETWEEN} ".join(use.user.name for use in uses.get(one.pk, [])),
        )
        for one in queries.interfaces_in_order()
    ]
    return given_out("interfaces", tables.INTERFACES, rows, kind)


@door(Deed.READ_CATALOG)
def capabilities_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [(c.name, c.name_en, c.parent and c.parent.name) for c, _depth in queries.capabilities_in_order()]
    return given_out("capabilities", tables.CAPABILITIES, rows, kind)


@door(Deed.READ_REPORTS)
def systems_table(request: SeatedRequest, kind: str) -> HttpResponse:
    own = None if request.actor.role in READS_ALL else request.actor.owner_id
    rows = [
        (
            row.capability.name,
            row.owner.short_name,
            row.service and row.service.name,
            row.name,
            None if row.yearly_minor is None else Decimal(row.yearly_minor) / 100,
        )
        for row in queries.systems_noted(owner_id=own)
    ]
    return given_out("systems", tables.SYSTEMS, rows, kind)


@door(Deed.CHANGE_CATALOG)
def import_components(request: SeatedRequest) -> HttpResponse:
    return _import(request, actions.import_components, tables.COMPONENTS, _("Components from a file"), "architecture", "components_table")


@door(Deed.CHANGE_CATALOG)
def import_dependencies(request: SeatedRequest) -> HttpResponse:
    heading = _("What stands on what, from a file")
    return _import(request, actions.import_dependencies, tables.DEPENDENCIES, heading, "architecture", "dependencies_table")


@door(Deed.CHANGE_CATALOG)
def import_interfaces(request: SeatedRequest) -> HttpResponse:
    return _import(request, actions.import_interfaces, tables.INTERFACES, _("Interfaces from a file"), "interfaces", "interfaces_table")


@door(Deed.CHANGE_CATALOG)
def import_capabilities(request: SeatedRequest) -> HttpResponse:
    heading = _("Capabilities from a file")
    return _import(request, actions.import_capabilities, tables.CAPABILITIES, heading, "capabilities", "capabilities_table")


@door(Deed.NAME_SYSTEMS)
def import_systems(request: SeatedRequest) -> HttpResponse:
    return _import(request, actions.import_systems, tables.SYSTEMS, _("Systems from a file"), "capabilities", "systems_table")


def _import(request: SeatedRequest, enter: Enter, columns: Columns, heading: str, back: str, what: str) -> HttpResponse:
    def entered(content: bytes) -> Entered:
        return enter(content, by=request.actor, at=timezone.now())

    return import_page(request, entered, columns, heading, back=back, what=what, crumbs=to_architecture(back))
