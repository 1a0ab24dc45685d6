"""Tillgänglighet: a member's year, a month with its Why, and the unit's matrix."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from samdrift.catalog.queries import services_in_order
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.walls import TAKERS
from samdrift.engines.period import Month, NotAMonth
from samdrift.members.models import Organization
from samdrift.members.queries import members_in_order
from samdrift.run.availability.actions.words import FIRST_YEAR, LAST_YEAR
from samdrift.run.availability.figures import MonthFigure, Verdict
from samdrift.run.availability.pictures import strip_of
from samdrift.run.availability.queries import (
    availability_matrix,
    availability_of,
    availability_year,
    clauses_of,
    revisions_of,
)
from samdrift.run.availability.spans import month_of


@door(Deed.READ_AVAILABILITY)
def availability(request: SeatedRequest) -> HttpResponse:
    """A member's own year; for the unit and auditors, all members in one month."""
    if request.actor.role in READS_ALL:
        return _matrix(request)
    return _year(request, request.actor.owner_id)


@door(Deed.READ_AVAILABILITY)
def year(request: SeatedRequest, owner_id: int) -> HttpResponse:
    return _year(request, owner_id)


@door(Deed.READ_AVAILABILITY)
def month(request: SeatedRequest, owner_id: int, service_id: int, month: str) -> HttpResponse:
    """One figure, and why."""
    owner, chosen = _owner(request, owner_id), _month(month)
    figure = availability_of(owner.pk, service_id, chosen, at=timezone.now())
    if figure is None:
        raise Http404
    this_month = month_of(timezone.now())
    context = {
        "figure": figure,
        "owner": owner,
        "first_on": chosen.starts_on,
        "revisions": revisions_of(figure),
        "clauses": clauses_of(figure),
        "before": chosen.previous(),
        "after": chosen.next() if chosen < this_month else None,
        "reads_all": request.actor.role in READS_ALL,
    }
    return render(request, "availability/month.html", context)


def _year(request: SeatedRequest, owner_id: int) -> HttpResponse:
    owner, at = _owner(request, owner_id), timezone.now()
    this_month = month_of(at)
    last = min(_month(request.GET.get("to") or str(this_month)), this_month)
    first = _years_before(last).next()
    services = availability_year(owner.pk, first, last.next(), at=at)
    context = {
        "owner": owner,
        "first": first,
        "last": last,
        "months": list(first.until(last.next())),
        "strips": [strip_of(service) for service in services],
        "broken": [month for service in services for month in service.broken],
        "judged": sum(service.judged for service in services),
        "earlier": _years_before(last),
        "later": min(Month(last.year + 1, last.month), this_month) if last < this_month else None,
        "reads_all": request.actor.role in READS_ALL,
    }
    return render(request, "availability/year.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """A member's line of the matrix, a cell for each service; None where the member does not take it."""

    member: Organization
    cells: tuple[MonthFigure | None, ...]

    @property
    def broken(self) -> tuple[MonthFigure, ...]:
        return tuple(cell for cell in self.cells if cell and cell.verdict == Verdict.BROKEN)


def _matrix(request: SeatedRequest) -> HttpResponse:
    at = timezone.now()
    this_month = month_of(at)
    chosen = min(_month(request.GET.get("month") or str(this_month)), this_month)
    figures = availability_matrix(chosen, at=at)
    only_broken = request.GET.get("show") == "broken"
    broken = [figure for figure in figures.values() if figure.verdict == Verdict.BROKEN]
    shown = {service_id for (_owner, service_id), figure in figures.items() if not only_broken or figure.verdict == Verdict.BROKEN}
    services = [service for service in services_in_order() if service.pk in shown]
    rows = [Row(member, tuple(figures.get((member.pk, service.pk)) for service in services)) for member in members_in_order()]
    context = {
        "month": chosen,
        "first_on": chosen.starts_on,
        "services": services,
        "rows": [row for row in rows if row.broken or not only_broken],
        "broken": len(broken),
        "figures": len(figures),
        "unknown": sum(figure.verdict == Verdict.UNKNOWN for figure in figures.values()),
        "only_broken": only_broken,
        "before": chosen.previous(),
        "after": chosen.next() if chosen < this_month else None,
        "runs": chosen == this_month,
    }
    return render(request, "availability/matrix.html", context)


def _owner(request: SeatedRequest, owner_id: int) -> Organization:
    """Whose figures: one's own, or anybody's for those who read all. A stranger's is not found."""
    takers = Organization.objects.filter(kind__in=TAKERS)
    if request.actor.role not in READS_ALL:
        takers = takers.filter(pk=request.actor.owner_id)
    return get_object_or_404(takers, pk=owner_id)


def _month(text: str) -> Month:
    try:
        month = Month.parse(text)
    except NotAMonth:
        raise Http404 from None
    if not FIRST_YEAR < month.year < LAST_YEAR:
        raise Http404
    return month


def _years_before(month: Month) -> Month:
    return Month(month.year - 1, month.month)
