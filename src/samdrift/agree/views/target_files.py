"""What a version promises, from a file while it is a draft, and to one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.agree.actions.target_files import import_targets as enter_targets
from samdrift.agree.models import Draft, Version
from samdrift.agree.queries import targets_promised_by
from samdrift.agree.target_files import COLUMNS, target_rows
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Entered, table_as_file
from samdrift.members.views.table_page import table_page
from samdrift.ui.forms import TableForm
from samdrift.ui.names import named_text


@door(Deed.WRITE_AGREEMENTS)
def import_targets(request: SeatedRequest, agreement_id: int) -> HttpResponse:
    draft = _draft(agreement_id)

    def enter(content: bytes) -> Entered:
        return enter_targets(draft, content, by=request.actor, at=timezone.now())

    back = reverse("draft", args=[agreement_id])
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=COLUMNS),
        enter,
        heading=_("Targets from a file"),
        lede=_("All of them are promised, or none when a row is wrong. A target for the same level, measure and priority is changed."),
        crumbs=[(_("Agreements"), reverse("agreements")), (named_text(draft.agreement).words, back)],
        back=back,
        table=lambda kind: reverse("draft_targets_table", args=[agreement_id, kind]),
    )


@door(Deed.WRITE_AGREEMENTS)
def draft_targets_table(request: SeatedRequest, agreement_id: int, kind: str) -> HttpResponse:
    """The draft's targets, as the import reads them."""
    return table_as_file("targets", COLUMNS, target_rows(targets_promised_by(_draft(agreement_id))), kind=kind)


@door(Deed.READ_AGREEMENTS)
def targets_table(request: SeatedRequest, version_id: int, kind: str) -> HttpResponse:
    """What a version promises, as a draft's import reads it."""
    version = get_object_or_404(Version, pk=version_id)
    return table_as_file("targets", COLUMNS, target_rows(targets_promised_by(version)), kind=kind)


def _draft(agreement_id: int) -> Draft:
    return get_object_or_404(Draft.objects.select_related("agreement"), agreement=agreement_id)
