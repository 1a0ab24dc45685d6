"""Who carries what: members by services for the unit, a list of its own for a member, and one need explained."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import actions
from samdrift.catalog.coverage import Standing
from samdrift.catalog.forms.grades import RequirementForm
from samdrift.catalog.models import Level, Service
from samdrift.catalog.queries import (
    Cell,
    Cells,
    WaysOut,
    counted,
    coverage,
    explained,
    requirements_of,
    services_in_order,
    those_concerned,
)
from samdrift.catalog.views.parts import parts
from samdrift.catalog.views.reviews import a_year_on, back_from_review
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.walls import TAKERS
from samdrift.members.models import Organization
from samdrift.members.queries import sees_inside
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.names import named_text
from samdrift.ui.parts import state_tag

MEMBERS_A_PAGE = 25
GAPS_A_PAGE = 50
NAMED = 12  # of those who carry one need; the template shows as many
# Each standing as a state of pages, and as a word short enough for a cell
SHOWN: dict[Standing, tuple[str, str | Promise]] = {
    Standing.MET: ("ok", _("enough")),
    Standing.RIDES: ("plan", _("carried")),
    Standing.MORE: ("risk", _("surplus")),
    Standing.NOT_MET: ("miss", _("not enough")),
    Standing.NOT_STATED: ("wait", _("not stated")),
}
WORST_FIRST = (Standing.NOT_MET, Standing.NOT_STATED, Standing.MORE, Standing.RIDES, Standing.MET)


@door(Deed.READ_REPORTS)
def level_coverage(request: SeatedRequest) -> HttpResponse:
    """Members by services, or what is not met; a member's own list at a member."""
    if request.actor.role not in READS_ALL:
        return _list_of(request, get_object_or_404(Organization, pk=request.actor.owner_id))
    today, only_gaps = timezone.localdate(), request.GET.get("show") == "gaps"
    cells = coverage(on=today)
    concerned, counts = those_concerned(cells), counted(cells.values())
    used = {service for _owner, service in cells}
    services = [service for service in services_in_order() if service.pk in used]
    address = reverse("level_coverage")
    context = {
        "parts": parts(request, "level_coverage"),
        "counts": counts,
        "key": _key(counts),
        "number": len(cells),
        "members": len(concerned),
        "only_gaps": only_gaps,
        "views": [
            {"label": _("All"), "url": address, "current": not only_gaps, "count": len(cells)},
            {"label": _("Not enough"), "url": f"{address}?show=gaps", "current": only_gaps, "count": counts[Standing.NOT_MET]},
        ],
        "services": services,
        "may_state": request.actor.may(Deed.STATE_NEEDS),
    }
    if only_gaps:
        by_service = {service.pk: service for service in services}
        gaps = [(owner, by_service[cell.service_id], cell) for owner, cell in _gaps(concerned, services, cells)]
        page = Paginator(gaps, GAPS_A_PAGE).get_page(request.GET.get("page"))
        ways = WaysOut(on=today)
        context |= {"page_obj": page, "gaps": [(owner, service, cell, ways.of(cell)) for owner, service, cell in page]}
    else:
        of_page = Paginator(concerned, MEMBERS_A_PAGE).get_page(request.GET.get("page"))
        matrix = Matrix(services, cells)
        context |= {"page_obj": of_page, "rows": [(owner, *matrix.row(owner)) for owner in of_page], "not_taken": matrix.not_taken}
    return render(request, "catalog/coverage.html", context)


@door(Deed.READ_REPORTS)
def level_coverage_of(request: SeatedRequest, organization_id: int) -> HttpResponse:
    return _list_of(request, _taker(request, organization_id))


def _list_of(request: SeatedRequest, organization: Organization) -> HttpResponse:
    today = timezone.localdate()
    cells = coverage(on=today, owner_id=organization.pk)
    services, ways = {service.pk: service for service in services_in_order()}, WaysOut(on=today)
    counts = counted(cells.values())
    in_order = sorted((cells[organization.pk, pk] for pk in services if (organization.pk, pk) in cells), key=_worst_first)
    context = {
        "parts": parts(request, "level_coverage" if organization.pk == request.actor.owner_id else ""),
        "organization": organization,
        "is_own": organization.pk == request.actor.owner_id,
        "counts": counts,
        "key": _key(counts),
        "number": len(cells),
        "carried": counts[Standing.RIDES],
        "rows": [
            (services[cell.service_id], cell, ways.by_id.get(cell.level_id or 0), *SHOWN[cell.standing], _way(cell, ways))
            for cell in in_order
        ],
        "others": [service for pk, service in services.items() if (organization.pk, pk) not in cells],
        "may_state": request.actor.may(Deed.STATE_NEEDS),
    }
    return render(request, "catalog/coverage_of.html", context)


@door(Deed.READ_REPORTS)
def level_standing(request: SeatedRequest, organization_id: int, service_id: int) -> HttpResponse:
    """One need: what is needed, what carries it, why, and the cheapest level that would do."""
    organization, service = _taker(request, organization_id), get_object_or_404(Service, pk=service_id)
    whose = request.actor.role in READS_ALL
    found = explained(organization, service, on=timezone.localdate(), whose=whose)
    state, _word = SHOWN[found.cell.standing]
    context = {
        "organization": organization,
        "service": service,
        "found": found,
        "state": state,
        "needs": found.requirements[0] if found.requirements else None,
        "compared": _compared(found.cell, found.level, found.highest),
        "more_takers": len(found.takers) - NAMED,
        "more_needers": len(found.needers) - NAMED,
        "more_riders": len(found.riders) - NAMED,
        "whose": whose,
        "is_own": organization.pk == request.actor.owner_id,
        "may_state": request.actor.may(Deed.STATE_NEEDS),
        "crumbs": _to(request, organization),
        "today": timezone.localdate(),
    }
    return render(request, "catalog/standing.html", context)


@door(Deed.STATE_NEEDS)
def state_requirement(request: SeatedRequest, organization_id: int, service_id: int) -> HttpResponse:
    organization, service = _taker(request, organization_id), get_object_or_404(Service, pk=service_id)
    stated = requirements_of(service, owner_id=organization.pk)
    now = timezone.now()
    before = {**stated[0].grades._asdict(), "reason": stated[0].reason} if stated else {}
    form = RequirementForm(request.POST or None, initial={"review_on": a_year_on(timezone.localdate(now)), **before})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            facts = {"reason": typed["reason"], "review_on": typed["review_on"]}
            actions.state_requirement(organization, service, form.grades(), **facts, by=request.actor, on=timezone.localdate(now), at=now)
            return back_from_review(request, "level_standing", organization.pk, service.pk)
    crumbs = [*_to(request, organization), (named_text(service).words, reverse("level_standing", args=[organization.pk, service.pk]))]
    lede = _("It counts from now on, until something else is stated. What was stated before stays as it was.")
    return form_page(request, form, heading=_("What is needed"), button=_("State it"), crumbs=crumbs, lede=lede)


def _taker(request: SeatedRequest, organization_id: int) -> Organization:
    found = get_object_or_404(Organization, pk=organization_id, kind__in=TAKERS)
    if not sees_inside(request.actor, found):
        raise Http404
    return found


def _to(request: SeatedRequest, organization: Organization) -> Crumbs:
    way: list[tuple[str | Promise, str]] = [(_("Catalog"), reverse("catalog")), (_("Who carries what"), reverse("level_coverage"))]
    if request.actor.role in READS_ALL:
        way.append((organization.short_name, reverse("level_coverage_of", args=[organization.pk])))
    return way


def _key(counts: Any) -> list[tuple[Standing, str, int]]:
    return [(standing, SHOWN[standing][0], counts[standing]) for standing in Standing]


def _worst_first(cell: Cell) -> int:
    return WORST_FIRST.index(cell.standing)


def _way(cell: Cell, ways: WaysOut) -> Any:
    return ways.of(cell) if cell.standing == Standing.NOT_MET else None


class Matrix:
    """The cells of a page, written from what is made once: names, letters and states. A page may hold thousands."""

    def __init__(self, services: list[Service], cells: Cells) -> None:
        self.cells, self.base, self.not_taken = cells, reverse("level_coverage"), _("not taken")
        self.services = [(service.pk, named_text(service).words) for service in services]
        self.levels = {level.pk: named_text(level).words for level in Level.objects.all()}
        self.tags = {standing: state_tag(state, word) for standing, (state, word) in SHOWN.items()}

    def row(self, owner: Organization) -> tuple[list[dict[str, Any] | None], int]:
        """A member's cells in the order of the services, None where it neither takes nor needs one, and at how many it is not enough."""
        made: list[dict[str, Any] | None] = []
        missing = 0
        for pk, service in self.services:
            cell = self.cells.get((owner.pk, pk))
            if cell is None:
                made.append(None)
                continue
            level = self.levels[cell.level_id] if cell.level_id is not None else ""
            missing += cell.standing == Standing.NOT_MET
            made.append(
                {
                    "address": f"{self.base}{owner.pk}/{pk}/",
                    "letter": level[:1] or "–",
                    "said": f"{service}, {level or self.not_taken}",
                    "tag": self.tags[cell.standing],
                }
            )
        return made, missing


def _gaps(concerned: list[Organization], services: list[Service], cells: Cells) -> list[tuple[Organization, Cell]]:
    pairs = ((owner, cells.get((owner.pk, service.pk))) for owner in concerned for service in services)
    return [(owner, cell) for owner, cell in pairs if cell is not None and cell.standing == Standing.NOT_MET]


def _compared(cell: Cell, level: Level | None, highest: Any) -> list[tuple[Any, ...]]:
    """Grade by grade: what is needed, what one's own level gives, what the service runs at, what anybody needs at most, and the state."""
    own = level.grades if level is not None else None
    rows = []
    for place, label in enumerate((_("Confidentiality"), _("Integrity"), _("Availability"))):
        needs, runs = (three[place] if three else None for three in (cell.required, cell.runs_at))
        state = "wait" if needs is None or runs is None else "miss" if runs < needs else "ok" if runs == needs else ""
        at_most = highest[place] if highest else None
        if state == "":
            state = "plan" if at_most is not None and runs is not None and at_most >= runs else "risk"
        rows.append(
            (label, needs, own[place] if own else None, runs, at_most, state, next(word for s, word in SHOWN.values() if s == state))
        )
    return rows
