"""Deviations from a file and to one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.agree.actions.deviation_files import import_deviations as enter_deviations
from samdrift.agree.deviation_files import COLUMNS, deviation_rows
from samdrift.agree.queries import cases, deviations_read_by
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Entered, table_as_file
from samdrift.members.views.table_page import table_page
from samdrift.ui.forms import TableForm


@door(Deed.HANDLE_DEVIATIONS)
def import_deviations(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return enter_deviations(content, by=request.actor, at=timezone.now())

    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=COLUMNS),
        enter,
        heading=_("Deviations from a file"),
        lede=_("All of them are entered, or none when a row is wrong. What is there already is not entered again."),
        crumbs=[(_("Agreements"), reverse("agreements")), (_("Deviations"), reverse("deviations"))],
        back=reverse("deviations"),
        table=lambda kind: reverse("deviations_table", args=[kind]),
    )


@door(Deed.READ_DEVIATIONS)
def deviations_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The deviations that the reader may see, as the import reads them."""
    found = cases(deviations_read_by(request.actor), on=timezone.localdate())
    return table_as_file("deviations", COLUMNS, deviation_rows(found), kind=kind)
