"""The targets held against a log, the tickets behind a figure, and what was imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samdrift.core.access import READS_ALL, READS_ITS_MEMBERS_TICKETS, Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.follow_up import pictures
from samdrift.follow_up.actions import LOG_AGREEMENT
from samdrift.follow_up.attainment import CODES, Clock, Outcome
from samdrift.follow_up.queries import Terms, import_runs, kept_rows, terms_on_offer, tickets_by_id
from samdrift.follow_up.target_report import TargetReport, target_report
from samdrift.follow_up.words import clock_words, hours_text, outcome_words
from samdrift.plan.views.follow_up_parts import parts, to_follow_up
from samdrift.run.desk.models import ImportRun, Ticket

A_PAGE = 50
GRID = ("0%", "25%", "50%", "75%", "100%")


@door(Deed.READ_REPORTS)
def targets(request: SeatedRequest) -> HttpResponse:
    """When does the clock stop? The targets of an agreement held against the imported log, under two clocks."""
    on_offer = terms_on_offer()
    terms = _chosen(on_offer, request.GET)
    runs = import_runs()
    if terms is None or not runs:
        return render(
            request,
            "follow_up/no_log.html",
            {
                "pages": parts(request.actor, "targets"),
                "crumbs": to_follow_up(),
                "has_log": bool(runs),
                "may_import": request.actor.may(Deed.IMPORT),
            },
        )
    report = target_report(terms, by=request.actor)
    rows = pictures.priority_rows(report)
    context: dict[str, Any] = {
        "pages": parts(request.actor, "targets"),
        "crumbs": to_follow_up(),
        "report": report,
        "agreement": terms.version.agreement,
        "terms": terms,
        "choices": [(t, t is terms) for t in on_offer],
        "rows": rows,
        "height": len(rows) * pictures.ROW + 12,
        "sees_all": request.actor.role in READS_ALL,
        "may_import": request.actor.may(Deed.IMPORT),
        "synthetic_members": any(run.members_are_synthetic for run in runs),
        "kept": sum(run.rows_kept for run in runs),
        "cell_url": _cell_url(terms),
        "grid": GRID,
        "is_inferred": terms.version.agreement.name == LOG_AGREEMENT,
    }
    if rows:
        context |= _closer(report, rows, request.GET)
    return render(request, "follow_up/targets.html", context)


def _closer(report: TargetReport, rows: list[pictures.PriorityRow], asked: QueryDict) -> dict[str, Any]:
    """The priority that is shown closer: the one asked for, else the one with most tickets, which the page's first sentence is about."""
    main = max(rows, key=lambda row: row.total)
    closer = next((row for row in rows if str(row.priority) == asked.get("priority")), main)
    return {
        "main": main,
        "closer": closer,
        "gap": report.gap(main.priority),
        "agrees": {clock.value: report.flag_agrees(clock, main.priority) for clock in Clock},
        "curves": pictures.curves(report, closer.priority),
        "members": pictures.member_rows(report, closer.priority),
        "views": [
            {
                "label": _("Priority %(n)s") % {"n": row.priority},
                "url": _with(asked, priority=row.priority) + "#closer",
                "current": row is closer,
                "count": row.total,
            }
            for row in rows
        ],
    }


def _with(asked: QueryDict, **more: object) -> str:
    query = asked.copy()
    for name, value in more.items():
        query[name] = str(value)
    return "?" + query.urlencode()


def _cell_url(terms: Terms) -> str:
    query = QueryDict(mutable=True)
    query.update({"agreement": str(terms.version.agreement_id), "level": terms.level})
    return f"{reverse('target_tickets')}?{query.urlencode()}"


def _chosen(on_offer: list[Terms], asked: QueryDict) -> Terms | None:
    """The agreement asked for; without one the one that is inferred from the log, else the first."""
    if asked.get("agreement"):
        for terms in on_offer:
            if str(terms.version.agreement_id) == asked["agreement"] and asked.get("level", terms.level) == terms.level:
                return terms
        raise Http404
    of_the_log = [terms for terms in on_offer if terms.version.agreement.name == LOG_AGREEMENT]
    return next(iter(of_the_log or on_offer), None)


@dataclass(frozen=True, slots=True)
class Behind:
    """A ticket behind a figure: what the log says of its times."""

    ticket: Ticket
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    earliest: float
    latest: float | None

    @property
    def is_known(self) -> bool:
        return self.earliest == self.latest


@door(Deed.READ_REPORTS)
def target_tickets(request: SeatedRequest) -> HttpResponse:
    """The tickets behind one figure: a priority, a clock, an outcome, and maybe one member."""
    terms = _chosen(terms_on_offer(), request.GET)
    if terms is None:
        raise Http404
    report = target_report(terms, by=request.actor)
    clock, outcome, priority = _cell(request)
    wanted = (report.outcomes[clock] == CODES[outcome]) & (report.histories.priority == priority)
    member = next((m for pk, m in report.members.items() if str(pk) == request.GET.get("member")), None)
    if request.GET.get("member"):
        if member is None:
            raise Http404
        wanted &= report.histories.owner == member.pk
    page = Paginator(np.flatnonzero(wanted), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": _behind(report, clock, [int(i) for i in page.object_list]),
        "clock": clock_words(clock),
        "outcome": outcome_words(outcome),
        "is_unknown": outcome == Outcome.UNKNOWN,
        "priority": priority,
        "member": member,
        "target": " / ".join(map(hours_text, report.targets(priority))),
        "opens": request.actor.role in READS_ALL | READS_ITS_MEMBERS_TICKETS,
        "back": f"{reverse('targets')}?agreement={terms.version.agreement_id}&priority={priority}",
        "agreement": terms.version.agreement,
    }
    return render(request, "follow_up/target_tickets.html", context)


def _cell(request: HttpRequest) -> tuple[Clock, Outcome, int]:
    try:
        return Clock(request.GET.get("clock", "")), Outcome(request.GET.get("outcome", "")), int(request.GET.get("priority", ""))
    except ValueError:
        raise Http404 from None


def _behind(report: TargetReport, clock: Clock, places: list[int]) -> list[Behind]:
    found, (earliest, latest) = report.histories, report.bounds[clock]
    tickets = tickets_by_id(int(found.ticket[i]) for i in places)
    return [
        Behind(
            tickets[int(found.ticket[i])],
            datetime.fromtimestamp(found.opened[i], UTC),
            _instant(found.resolved[i]),
            _instant(found.closed[i]),
            float(earliest[i]),
            float(latest[i]) if np.isfinite(latest[i]) else None,
        )
        for i in places
    ]


def _instant(seconds: float) -> datetime | None:
    return None if np.isnan(seconds) else datetime.fromtimestamp(float(seconds), UTC)


@door(Deed.IMPORT)
def imports(request: SeatedRequest) -> HttpResponse:
    """What was imported, and how many rows could not be read."""
    return render(request, "follow_up/imports.html", {"runs": import_runs()})


@door(Deed.IMPORT)
def kept(request: SeatedRequest, run_id: int) -> HttpResponse:
    """The rows of one import that could not be read, for a person to look at."""
    run = get_object_or_404(ImportRun, pk=run_id)
    page = Paginator(kept_rows(run), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "follow_up/kept.html", {"run": run, "page_obj": page})
