"""Months that fell short without a deviation, and the button that opens one for each."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.errors import NotAllowed
from samdrift.engines.period import Month, NotAMonth
from samdrift.follow_up.actions import open_deviations as open_all
from samdrift.follow_up.queries.missed_months import missed_months as months_missed
from samdrift.run.availability.spans import month_of

A_PAGE = 50


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except NotAMonth:
        raise Http404 from None


@door(Deed.READ_DEVIATIONS)
def missed_months(request: SeatedRequest) -> HttpResponse:
    """One month's missed targets that no deviation is about; last month's unless another is asked for."""
    if request.actor.role not in READS_ALL:
        raise NotAllowed
    at = timezone.now()
    last = month_of(at).previous()
    month = _month(request.GET["month"]) if request.GET.get("month") else last
    found = months_missed(month, at=at) if month <= last else []
    context = {
        "month": month,
        "before": month.previous(),
        "after": month.next() if month < last else None,
        "page_obj": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "takers": len({one.taker.pk for one in found}),
        "may_open": request.actor.may(Deed.HANDLE_DEVIATIONS),
    }
    return render(request, "follow_up/missed_months.html", context)


@require_POST
@door(Deed.HANDLE_DEVIATIONS)
def open_deviations(request: SeatedRequest) -> HttpResponse:
    """Open a deviation for every missed month of the list."""
    if request.actor.role not in READS_ALL:
        raise NotAllowed
    opened = open_all(_month(request.POST.get("month", "")), by=request.actor, at=timezone.now())
    told = ngettext("%(number)s deviation opened.", "%(number)s deviations opened.", len(opened)) % {"number": len(opened)}
    messages.success(request, told)
    return redirect(f"{reverse('deviations')}?show=open")
