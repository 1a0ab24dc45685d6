"""Baselines, what remains, expectations and index values as files, with the columns that are read again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import AT_A_MEMBER, Actor, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.order import InAlphabet
from samdrift.core.tables import Entered, kronor, table_as_file
from samdrift.members.views.table_page import table_page
from samdrift.plan.actions.baselines_files import import_baselines as read_in_baselines
from samdrift.plan.actions.baselines_files import import_remaining as read_in_remaining
from samdrift.plan.actions.expectations_files import import_expectations as read_in_expectations
from samdrift.plan.actions.expectations_files import import_index as read_in_index
from samdrift.plan.baselines_files import BASELINES, REMAINING
from samdrift.plan.expectations_files import EXPECTED, INDEX_COLUMNS
from samdrift.plan.models import BaselineLine
from samdrift.plan.queries.baselines import latest_remaining
from samdrift.plan.queries.expectations import expectations_read_by, index_rows
from samdrift.plan.views.follow_up_parts import to_follow_up
from samdrift.ui.forms import TableForm


def _page(
    request: SeatedRequest,
    columns: tuple[str, ...],
    enter: Callable[..., Entered],
    *,
    heading: str | Promise,
    lede: str | Promise,
    back: tuple[str | Promise, str],
    table: str,
) -> HttpResponse:
    label, name = back
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=columns),
        lambda content: enter(content, by=request.actor, at=timezone.now()),
        heading=heading,
        lede=lede,
        crumbs=[*to_follow_up(), (label, reverse(name))],
        back=reverse(name),
        table=lambda kind: reverse(table, args=[kind]),
    )


@door(Deed.STATE_BASELINE)
def import_baselines(request: SeatedRequest) -> HttpResponse:
    lede = _("All rows are entered, or none when one is wrong. Kinds: investments, licences, development, support, running, other.")
    heading = _("Baselines from a file")
    back = (_("Baselines"), "baselines")
    return _page(request, BASELINES, read_in_baselines, heading=heading, lede=lede, back=back, table="baselines_table")


@door(Deed.READ_BILLS)
def baselines_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The lines of every baseline that one sees, signed or not."""
    found = BaselineLine.objects.select_related("baseline", "service", "owner").order_by(
        "owner", "baseline__year", InAlphabet("service__name"), "kind"
    )
    if (own := own_id(request.actor)) is not None:
        found = found.filter(owner_id=own)
    rows = [
        (one.owner.short_name, one.baseline.year, one.service.name, one.kind, kronor(one.amount_minor), kronor(one.kept_minor))
        for one in found
    ]
    return table_as_file("baselines", BASELINES, rows, kind=kind)


@door(Deed.STATE_BASELINE)
def import_remaining(request: SeatedRequest) -> HttpResponse:
    lede = _("All rows are entered, or none when one is wrong. An amount of zero says that nothing remains.")
    heading = _("What members still pay themselves, from a file")
    back = (_("Baselines"), "baselines")
    return _page(request, REMAINING, read_in_remaining, heading=heading, lede=lede, back=back, table="remaining_table")


@door(Deed.READ_BILLS)
def remaining_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """What members still pay themselves, as they stated it last."""
    found = latest_remaining().select_related("service", "owner").order_by("owner", "year", "service", "kind")
    if (own := own_id(request.actor)) is not None:
        found = found.filter(owner_id=own)
    rows = [(one.owner.short_name, one.year, one.service.name, one.kind, kronor(one.amount_minor)) for one in found]
    return table_as_file("remaining", REMAINING, rows, kind=kind)


@door(Deed.FOLLOW_UP)
def import_expectations(request: SeatedRequest) -> HttpResponse:
    lede = _(
        "All rows are entered, or none when one is wrong. A figure for the same member, year and kind counts instead of the one before."
    )
    heading = _("What was expected, from a file")
    back = (_("What was expected"), "expectations")
    return _page(request, EXPECTED, read_in_expectations, heading=heading, lede=lede, back=back, table="expectations_table")


@door(Deed.READ_BILLS)
def expectations_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """What decisions expect, as the import reads it."""
    rows = [
        (one.owner.short_name, one.year, one.kind, kronor(one.amount_minor), one.prices_of, one.registry_number, one.decided_on)
        for one in expectations_read_by(request.actor)
    ]
    return table_as_file("expectations", EXPECTED, rows, kind=kind)


@door(Deed.FOLLOW_UP)
def import_index(request: SeatedRequest) -> HttpResponse:
    lede = _("All rows are entered, or none when one is wrong. A value for the same time counts instead of the one before.")
    heading = _("Price index from a file")
    back = (_("Price index"), "price_index")
    return _page(request, INDEX_COLUMNS, read_in_index, heading=heading, lede=lede, back=back, table="price_index_table")


@door(Deed.READ_REPORTS)
def price_index_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every index value that counts, as the import reads it."""
    rows = [(one.name, one.year, one.month, one.value.normalize(), one.source) for one in index_rows()]
    return table_as_file("price-index", INDEX_COLUMNS, rows, kind=kind)


def own_id(actor: Actor) -> int | None:
    """This will return the member that an actor's lists are narrowed to; None for those who see every member's."""
    return actor.owner_id if actor.role in AT_A_MEMBER else None
