"""Löften: the promises behind what homes count."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samdrift.core.access import READS_ALL, READS_ITS_MEMBERS_TICKETS, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.follow_up.forms import PromiseFilterForm
from samdrift.follow_up.queries.promises import PromiseCounts, Which, Whose, promise_counts, promises_listed
from samdrift.run.availability.spans import month_of
from samdrift.team.queries import functions_led_by

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class View:
    label: str
    url: str
    current: bool
    count: int


@door(Deed.READ_REPORTS)
def promises(request: SeatedRequest) -> HttpResponse:
    """What is late, due, or was missed: a member's own, or everybody's to the unit, narrowed to a member or to the team one leads."""
    at, actor = timezone.now(), request.actor
    sees_all = actor.role in READS_ALL
    form = PromiseFilterForm(request.GET, sees_all=sees_all)
    led = functions_led_by(actor) if form.of_team else []
    whose = Whose(form.member_id if sees_all else actor.owner_id, led)
    counts = sum(promise_counts(whose=whose, at=at).values(), PromiseCounts())
    kept = [(name, request.GET[name]) for name in ("member", "team") if request.GET.get(name)]
    context = {
        "form": form,
        "which": form.which,
        "counts": counts,
        "number": counts.of(form.which),
        "this_month_on": month_of(at).starts_on,
        "last_month_on": month_of(at).previous().starts_on,
        "views": [View(str(w.label), "?" + urlencode([("show", w.value), *kept]), w == form.which, counts.of(w)) for w in Which],
        "page_obj": Paginator(promises_listed(form.which, whose=whose, at=at), A_PAGE).get_page(request.GET.get("page")),
        "led": led,
        "of_desk": any(function.is_desk for function in led),
        "sees_all": sees_all,
        "opens": sees_all or actor.role in READS_ITS_MEMBERS_TICKETS,
    }
    return render(request, "follow_up/promises.html", context)
