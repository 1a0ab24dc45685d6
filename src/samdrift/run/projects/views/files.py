"""Proposals, hours and bookings from files and to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Entered, kronor, table_as_file
from samdrift.members.views.table_page import table_page
from samdrift.run.projects import files
from samdrift.run.projects.actions import files as writing
from samdrift.run.projects.models import Proposal
from samdrift.run.projects.queries.bookings import bookings_read_by
from samdrift.run.projects.queries.projects import entries_read_by
from samdrift.run.projects.views.parts import unit_of, way_to
from samdrift.run.projects.weeks import monday_of
from samdrift.ui.forms import TableForm


@door(Deed.PROPOSE)
def import_proposals(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return writing.import_proposals(content, by=request.actor, at=timezone.now())

    return _import(request, files.PROPOSALS, enter, _("Proposals from a file"), "proposals")


@door(Deed.RUN_PROJECTS)
def import_hours(request: SeatedRequest) -> HttpResponse:
    unit = unit_of(request.actor)

    def enter(content: bytes) -> Entered:
        return writing.import_hours(unit, content, by=request.actor, at=timezone.now())

    return _import(request, files.HOURS, enter, _("Hours from a file"), "hours")


@door(Deed.RUN_PROJECTS)
def import_bookings(request: SeatedRequest) -> HttpResponse:
    unit = unit_of(request.actor)

    def enter(content: bytes) -> Entered:
        return writing.import_bookings(unit, content, by=request.actor, at=timezone.now())

    return _import(request, files.BOOKINGS, enter, _("Bookings from a file"), "bookings")


def _import(request: SeatedRequest, columns: Sequence[str], enter: Callable[[bytes], Entered], heading: str, what: str) -> HttpResponse:
    part = "projects" if what == "hours" else what
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=columns),
        enter,
        heading=heading,
        lede=_("All of them are entered, or none when a row is wrong. What is there already is not entered again."),
        crumbs=way_to(part),
        back=reverse(part),
        table=lambda kind: reverse(f"{what}_table", args=[kind]),
    )


@door(Deed.READ_PROJECTS)
def proposals_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every proposal, as the import reads it."""
    rows = [
        (p.title, p.title_en, p.proposed_by.short_name, p.need, p.benefit, kronor(p.cost_minor), kronor(p.yearly_minor))
        for p in Proposal.objects.select_related("proposed_by").order_by("proposed_at", "pk")
    ]
    return table_as_file("proposals", files.PROPOSALS, rows, kind=kind)


@door(Deed.RUN_PROJECTS)
def hours_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The hours that the reader may see, person by person, as the import reads them."""
    rows = [(e.employee.email or e.employee.name, e.project.code, e.week, e.minutes) for e in entries_read_by(request.actor)]
    return table_as_file("project-hours", files.HOURS, rows, kind=kind)


@door(Deed.RUN_PROJECTS)
def bookings_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The bookings that last or come, as far as the reader may see them, as the import reads them."""
    rows = [
        (
            booking.employee.email or booking.employee.name,
            booking.job,
            booking.member.short_name if booking.member else "",
            booking.project.code if booking.project else "",
            booking.from_week,
            booking.weeks,
            booking.percent,
            booking.reason,
        )
        for booking in bookings_read_by(request.actor, since=monday_of(timezone.localdate()))
    ]
    return table_as_file("bookings", files.BOOKINGS, rows, kind=kind)
