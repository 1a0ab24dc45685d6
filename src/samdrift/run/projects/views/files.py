"""Proposals, hours and bookings from files and to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, keep_refusal, status_of
from samdrift.core.tables import RowsRefused, WrongRow, table_as_file
from samdrift.run.projects import files
from samdrift.run.projects.actions import files as writing
from samdrift.run.projects.forms import FileForm
from samdrift.run.projects.models import Proposal
from samdrift.run.projects.queries.bookings import bookings_read_by
from samdrift.run.projects.queries.projects import entries_read_by
from samdrift.run.projects.views.parts import kind_or_404, unit_of, way_to
from samdrift.run.projects.weeks import monday_of

SHOWN_ROWS = 100


@door(Deed.PROPOSE)
def import_proposals(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> writing.Imported:
        return writing.import_proposals(content, by=request.actor, at=timezone.now())

    return _import(request, files.PROPOSALS, enter, _("Proposals from a file"), "proposals")


@door(Deed.RUN_PROJECTS)
def import_hours(request: SeatedRequest) -> HttpResponse:
    unit = unit_of(request.actor)

    def enter(content: bytes) -> writing.Imported:
        return writing.import_hours(unit, content, by=request.actor, at=timezone.now())

    return _import(request, files.HOURS, enter, _("Hours from a file"), "hours")


@door(Deed.RUN_PROJECTS)
def import_bookings(request: SeatedRequest) -> HttpResponse:
    unit = unit_of(request.actor)

    def enter(content: bytes) -> writing.Imported:
        return writing.import_bookings(unit, content, by=request.actor, at=timezone.now())

    return _import(request, files.BOOKINGS, enter, _("Bookings from a file"), "bookings")


def _import(
    request: SeatedRequest, columns: Sequence[str], enter: Callable[[bytes], writing.Imported], heading: str, what: str
) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None, columns=columns)
    part = "projects" if what == "hours" else what
    wrong: list[WrongRow] = []
    if form.is_valid():
        with answered_on(form, request):
            try:
                imported = enter(form.cleaned_data["file"].read())
            except RowsRefused as refused:
                wrong = refused.rows
                keep_refusal(request, refused)
                form.add_error("file", str(refused))
            else:
                _tell(request, imported)
                return redirect(part)
    context = {
        "form": form,
        "heading": heading,
        "wrong": wrong[:SHOWN_ROWS],
        "more": len(wrong) - SHOWN_ROWS,
        "back": reverse(part),
        "table": reverse(f"{what}_table", args=["csv"]),
        "crumbs": way_to(part),
    }
    return render(request, "projects/import.html", context, status=status_of(form))


def _tell(request: SeatedRequest, imported: writing.Imported) -> None:
    added = ngettext("%(number)s row entered.", "%(number)s rows entered.", imported.added) % {"number": imported.added}
    known = ngettext("%(number)s was there already.", "%(number)s were there already.", imported.known) % {"number": imported.known}
    messages.success(request, f"{added} {known}" if imported.known else added)


@door(Deed.READ_PROJECTS)
def proposals_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every proposal, as the import reads it."""
    rows = [
        (p.title, p.title_en, p.proposed_by.short_name, p.need, p.benefit, _kronor(p.cost_minor), _kronor(p.yearly_minor))
        for p in Proposal.objects.select_related("proposed_by").order_by("proposed_at", "pk")
    ]
    return table_as_file("proposals", files.PROPOSALS, rows, kind=kind_or_404(kind))


@door(Deed.RUN_PROJECTS)
def hours_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The hours that the reader may see, person by person, as the import reads them."""
    rows = [(e.employee.email or e.employee.name, e.project.code, e.week, e.minutes) for e in entries_read_by(request.actor)]
    return table_as_file("project-hours", files.HOURS, rows, kind=kind_or_404(kind))


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
    return table_as_file("bookings", files.BOOKINGS, rows, kind=kind_or_404(kind))


def _kronor(minor: int) -> Decimal:
    return Decimal(minor).scaleb(-2)
