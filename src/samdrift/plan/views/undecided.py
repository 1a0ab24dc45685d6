"""What holds, or is to come, without naming a decision: a page beside the decisions, and a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import kronor, table_as_file
from samdrift.members.models import Subject
from samdrift.members.views.meetings import kinds_of_list
from samdrift.members.views.parts import parts, way_to
from samdrift.plan.queries.undecided import Undecided, undecided

A_PAGE = 25
COLUMNS = ("about", "name", "level", "version", "from_on", "amount", "decided_by", "decided_on", "recorded_on")
ABOUT = (Subject.KEY, Subject.PRICE, Subject.AGREEMENT)


@door(Deed.READ_JOINING)
def without_decision(request: SeatedRequest) -> HttpResponse:
    """All of it, ?about= one subject."""
    rows = undecided(on=timezone.localdate())
    about = request.GET.get("about", "")
    found = [row for row in rows if row.subject == about] if about in ABOUT else rows
    here = reverse("without_decision")
    filters = [{"label": _("All"), "url": here, "current": about not in ABOUT, "count": len(rows)}]
    for subject in ABOUT:
        number = sum(row.subject == subject for row in rows)
        filters.append({"label": subject.label, "url": f"{here}?about={subject}", "current": subject == about, "count": number})
    context = {
        "views": parts("decisions", request.actor),
        "kinds": kinds_of_list("without_decision", request.actor),
        "filters": filters,
        "total": len(rows),
        "page_obj": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "reads_bills": request.actor.may(Deed.READ_BILLS),
        "crumbs": way_to("decisions"),
    }
    return render(request, "plan/without_decision.html", context)


@door(Deed.READ_JOINING)
def without_decision_table(request: SeatedRequest, kind: str) -> HttpResponse:
    return table_as_file("without-decision", COLUMNS, _rows(undecided(on=timezone.localdate())), kind=kind)


def _rows(found: Iterable[Undecided]) -> Iterable[tuple[Any, ...]]:
    for one in found:
        if one.key:
            key = one.key
            yield one.subject.value, key.service.name, "", "", one.from_on, "", key.decided_by, key.decided_on, _day(key.recorded_at)
        elif one.price:
            price = one.price
            named = (one.subject.value, price.level.service.name, price.level.name, "", one.from_on)
            yield *named, kronor(price.amount_minor), "", "", _day(price.recorded_at)
        elif one.version:
            version = one.version
            named = (one.subject.value, version.agreement.name, "", str(version.number), one.from_on)
            yield *named, "", "", "", _day(version.offered_at)


def _day(at: Any) -> Any:
    return timezone.localdate(at)
