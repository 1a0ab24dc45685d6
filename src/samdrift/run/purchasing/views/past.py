"""What several members bought one by one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.run.purchasing.forms.purchases import LevelForm
from samdrift.run.purchasing.queries.past import MAIN, bought_apart, sources_of_past
from samdrift.run.purchasing.views.parts import parts

A_PAGE = 50


@door(Deed.READ_PURCHASING)
def bought_apart_page(request: SeatedRequest) -> HttpResponse:
    """What two or more members bought separately, by how far their CPV codes agree."""
    form = LevelForm(request.GET or None, initial={"level": MAIN, "least": 2})
    found = form.cleaned_data if form.is_valid() else {"level": MAIN, "least": 2}
    rows = bought_apart(level=found["level"], least=found["least"])
    context = {
        "views": parts("bought_apart"),
        "form": form,
        "rows": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "number": len(rows),
        "by_three": sum(row.members >= 3 for row in rows),
        "asks_three": found["least"] == 3,
        "sources": sources_of_past(),
        "buys": request.actor.may(Deed.PURCHASE),
    }
    return render(request, "purchasing/bought_apart.html", context)
