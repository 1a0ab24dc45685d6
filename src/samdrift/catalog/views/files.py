"""The catalog's tables as files to take out and to send in; what is taken out is what can be sent in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import actions, queries, tables
from samdrift.catalog.models import Price
from samdrift.catalog.services_table import SERVICES
from samdrift.catalog.views.parts import PARTS
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Columns, Entered, kronor, table_as_file
from samdrift.members.views.form_page import Crumbs
from samdrift.members.views.table_page import table_page
from samdrift.ui.forms import TableForm

NO_GRADES = (None, None, None)


@door(Deed.READ_REPORTS)
def requirements_table(request: SeatedRequest, kind: str) -> HttpResponse:
    found = queries.latest_requirements(owner_id=_own(request))
    rows = [(r.service.name, *r.grades, r.reason, r.review_on, r.owner.short_name) for r in found]
    return given_out("requirements", tables.REQUIREMENTS, rows, kind)


@door(Deed.READ_CATALOG)
def services_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every service, a row for each of its levels."""
    levels, rows = queries.levels_by_service(), []
    for service in queries.services_in_order():
        said = [(one.name, one.rank, service.name_en, one.name_en, *(one.grades or NO_GRADES)) for one in levels.get(service.pk, [])]
        for level in said or [("", None, service.name_en, "", *NO_GRADES)]:
            rows.append((service.name, service.kind, *level))
    return given_out("services", SERVICES, rows, kind)


@door(Deed.CHANGE_CATALOG)
def import_services(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_services(content, by=request.actor, at=timezone.now())

    return import_page(request, enter, SERVICES, _("Services from a file"), back="catalog", what="services_table")


@door(Deed.READ_CATALOG)
def levels_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [(one.service.name, one.name, *(one.grades or NO_GRADES)) for one in queries.graded_levels()]
    return given_out("levels", tables.LEVELS, rows, kind)


@door(Deed.READ_CATALOG)
def prices_table(request: SeatedRequest, kind: str) -> HttpResponse:
    found = queries.prices_that_count()
    rows = [(p.level.service.name, p.level.name, p.from_on, kronor(p.amount_minor), Price.Per(p.per).value) for p in found]
    return given_out("prices", tables.PRICES, rows, kind)


@door(Deed.READ_REPORTS)
def variants_table(request: SeatedRequest, kind: str) -> HttpResponse:
    found = queries.variants_noted(owner_id=_own(request))
    rows = [
        (
            v.service.name,
            v.what_differs,
            v.keeper.email or v.keeper.name,
            kronor(v.price_minor),
            v.review_on,
            v.during.lower,
            v.during.upper,
            v.owner.short_name,
        )
        for v in found
    ]
    return given_out("variants", tables.VARIANTS, rows, kind)


@door(Deed.STATE_NEEDS)
def import_requirements(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_requirements(content, by=request.actor, on=_today(), at=timezone.now())

    return import_page(request, enter, tables.REQUIREMENTS, _("Needs from a file"), back="level_coverage", what="requirements_table")


@door(Deed.CHANGE_CATALOG)
def import_levels(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_levels(content, by=request.actor, at=timezone.now())

    return import_page(request, enter, tables.LEVELS, _("Levels' grades from a file"), back="catalog", what="levels_table")


@door(Deed.CHANGE_CATALOG)
def import_prices(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_prices(content, by=request.actor, at=timezone.now())

    return import_page(request, enter, tables.PRICES, _("Prices from a file"), back="catalog", what="prices_table")


@door(Deed.STATE_NEEDS)
def import_variants(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return actions.import_variants(content, by=request.actor, on=_today(), at=timezone.now())

    return import_page(request, enter, tables.VARIANTS, _("Variants from a file"), back="variants", what="variants_table")


def _today() -> date:
    return timezone.localdate()


def _own(request: SeatedRequest) -> int | None:
    return None if request.actor.role in READS_ALL else request.actor.owner_id


def given_out(name: str, columns: Columns, rows: Iterable[Sequence[Any]], kind: str) -> HttpResponse:
    """This will answer with a table as a file of a kind."""
    return table_as_file(name, columns.all, rows, kind=kind)


def import_page(
    request: SeatedRequest,
    enter: Callable[[bytes], Entered],
    columns: Columns,
    heading: str | Promise,
    *,
    back: str,
    what: str,
    crumbs: Crumbs = (),
) -> HttpResponse:
    """This will show a page of the catalog that takes a file of some columns."""
    here = [(words, reverse(name)) for words, name, _deed in PARTS if name == back != "catalog"]
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=columns.all),
        enter,
        heading=heading,
        lede=_("All rows are entered, or none when one is wrong. What is there already adds nothing."),
        crumbs=crumbs or [(_("Catalog"), reverse("catalog")), *here],
        back=reverse(back),
        table=lambda kind: reverse(what, args=[kind]),
    )
