"""What several members bought one by one, and the files that it comes from."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import MEGABYTE, MOST_BYTES, kronor, table_as_file
from samdrift.members.views.table_page import table_page
from samdrift.run.purchasing.actions.past import PastImported, import_procurements_file
from samdrift.run.purchasing.forms.purchases import LevelForm
from samdrift.run.purchasing.past_files import MOST_ROWS, NEEDED, STATISTICS, mapping_named
from samdrift.run.purchasing.queries.past import MAIN, bought_apart, cpv_names, past_in_order, sources_of_past
from samdrift.run.purchasing.views.parts import parts, way_to_purchasing
from samdrift.ui.amounts import count_text
from samdrift.ui.forms import TableForm

A_PAGE = 50


@door(Deed.READ_PURCHASING)
def bought_apart_page(request: SeatedRequest) -> HttpResponse:
    """What two or more members bought separately, by how far their CPV codes agree."""
    form = LevelForm(request.GET or None, initial={"level": MAIN, "least": 2})
    found = form.cleaned_data if form.is_valid() else {"level": MAIN, "least": 2}
    rows = bought_apart(level=found["level"], least=found["least"])
    context = {
        "views": parts("bought_apart"),
        "crumbs": way_to_purchasing(),
        "form": form,
        "rows": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "number": len(rows),
        "by_three": sum(row.members >= 3 for row in rows),
        "asks_three": found["least"] == 3,
        "sources": sources_of_past(),
        "buys": request.actor.may(Deed.PURCHASE),
    }
    return render(request, "purchasing/bought_apart.html", context)


@door(Deed.PURCHASE)
def import_past(request: SeatedRequest) -> HttpResponse:
    """Send in a table of the statistics database, with or without values."""
    mapping = mapping_named(STATISTICS)
    form = TableForm(request.POST or None, request.FILES or None, columns=[mapping.columns[name] for name in NEEDED])

    def enter(content: bytes) -> PastImported:
        name = form.cleaned_data["file"].name
        return import_procurements_file(name, content, mapping=mapping, by=request.actor, at=timezone.now())

    form.fields["file"].help_text = _(
        "A table of the statistics database, with or without values, as it is: CSV in UTF-8 or XLSX, at most %(size)s MB and %(rows)s rows."
        " These columns must be there, in any order: %(columns)s. “%(value)s” may be."
    ) % {
        "size": MOST_BYTES // MEGABYTE,
        "rows": count_text(MOST_ROWS),
        "columns": ", ".join(mapping.columns[name] for name in NEEDED),
        "value": mapping.columns["value"],
    }
    return table_page(
        request,
        form,
        enter,
        heading=_("Past procurements from a file"),
        lede=_("Rows of the members come in, those of others are counted and left out. Again adds nothing."),
        crumbs=[(_("Bought one by one"), reverse("bought_apart"))],
        back=reverse("bought_apart"),
        table=lambda kind: reverse("past_table", args=[kind]),
        told=PastImported.as_text,
    )


@door(Deed.READ_PURCHASING)
def past_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every past procurement that is shown, in the columns of the statistics database, so that it can be read in again."""
    columns, names = mapping_named(STATISTICS).columns, cpv_names()
    rows = [
        (
            past.buyer.number,
            past.number,
            past.title,
            past.published_on,
            past.year,
            f"{past.cpv} {names.get(past.cpv, '')}".strip(),
            past.agreement,
            str(past.is_coordinated),
            kronor(past.value.amount_minor) if hasattr(past, "value") else None,
            past.source.source,
        )
        for past in past_in_order()
    ]
    return table_as_file("past-procurements", (*(columns[name] for name in (*NEEDED, "value")), _("Source")), rows, kind=kind)
