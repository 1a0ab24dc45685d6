"""The unit's work list, and what one does to it as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Words
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.run.desk import actions
from samdrift.run.desk.forms import BulkForm, WorkFilterForm
from samdrift.run.desk.models import Ticket
from samdrift.run.desk.queries import VIEWS, Shown, promises_shown, work, work_counts
from samdrift.team.queries import employee_of

A_PAGE = 50
LABELS = {
    "all": _("All open"),
    "mine": _("Mine"),
    "nobody": _("Assigned to nobody"),
    "overdue": _("Overdue"),
    "waiting": _("Paused ones"),
    "resolved": _("Resolved, not closed"),
    "closed": _("Closed ones"),
}
KEYS = (
    ("J", _("next row")),
    ("K", _("row before")),
    ("Enter", _("open the ticket")),
    ("T", _("take the next")),
    ("C", _("new ticket")),
    ("/", _("search")),
)


@dataclass(frozen=True, slots=True)
class View:
    label: str | Words
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in the list, with the promise whose clock counts now: the first one due, else the paused one, else the last one settled."""

    ticket: Ticket
    promise: Shown | None


@door(Deed.WORK_TICKETS)
def work_list(request: SeatedRequest) -> HttpResponse:
    at, mine = timezone.now(), employee_of(request.actor)
    form = WorkFilterForm(request.GET)
    wanted = form.wanted()
    page = Paginator(work(request.actor, wanted, mine=mine, at=at), A_PAGE).get_page(request.GET.get("page"))
    tickets = list(page)
    shown = promises_shown(tickets, at=at)
    counts = work_counts(request.actor, wanted, mine=mine, at=at)
    context = {
        "tickets": page,
        "rows": [Row(ticket, counting(shown[ticket.pk])) for ticket in tickets],
        "views": [View(LABELS[view], f"?{_query(request, view)}", view == wanted.view, counts.get(view)) for view in VIEWS],
        "counts": counts,
        "chosen": wanted.view,
        "form": form,
        "narrowed": any(request.GET.get(name) for name in ("q", "member", "service", "priority")),
        "query": _query(request, wanted.view),
        "employee": mine,
        "bulk": {"resolved": "close", "closed": ""}.get(wanted.view, "take"),
        "keys": KEYS,
    }
    return render(request, "desk/work_list.html", context)


def counting(shown: list[Shown]) -> Shown | None:
    """This will return the promise whose clock counts: the first one due of those that run, else a paused one, else the last settled."""
    running = [one for one in shown if one.is_open and one.promise.paused_at is None]
    if running:
        return min(running, key=lambda one: one.promise.due_at)
    paused = [one for one in shown if one.is_open]
    return (paused or shown or [None])[-1]  # type: ignore[list-item]


def _query(request: SeatedRequest, view: str = "") -> str:
    """What the list shows, as a query string; the page within it is not kept."""
    kept = request.GET.copy()
    kept.pop("page", None)
    if view:
        kept["view"] = view
    return kept.urlencode()


def _back(request: SeatedRequest) -> str:
    query = _query(request)
    return reverse("work_list") + (f"?{query}" if query else "")


@require_POST
@door(Deed.WORK_TICKETS)
def take_next(request: SeatedRequest) -> HttpResponse:
    """Take what is due first of what nobody has, within what the list shows; with nothing to take, say so on the list."""
    try:
        ticket = actions.take_next(WorkFilterForm(request.GET).wanted(), by=request.actor, at=timezone.now())
    except actions.NothingToTake as nothing:
        messages.info(request, str(nothing))
        return redirect(_back(request))
    return redirect("ticket", ticket.pk)


@require_POST
@door(Deed.WORK_TICKETS)
def bulk(request: SeatedRequest) -> HttpResponse:
    """Do one thing to the tickets chosen: each that it can be done to; of the others is said why not."""
    form = BulkForm(request.POST)
    chosen = form.chosen(at_most=A_PAGE)
    if not form.is_valid() or not chosen:
        messages.warning(request, _("Choose one or more tickets first."))
        return redirect(_back(request))
    act: Callable[..., actions.Many] = actions.take_many if form.cleaned_data["do"] == "take" else actions.close_many
    many = act(chosen, by=request.actor, at=timezone.now())
    if many.done and act is actions.take_many:
        messages.success(request, ngettext("You took one ticket.", "You took %(count)s tickets.", many.done) % {"count": many.done})
    elif many.done:
        messages.success(request, ngettext("One ticket was closed.", "%(count)s tickets were closed.", many.done) % {"count": many.done})
    for refused in many.refused:
        messages.warning(request, str(refused))
    return redirect(_back(request))


@require_POST
@door(Deed.WORK_TICKETS)
def single_keys(request: SeatedRequest) -> HttpResponse:
    """Single keys on or off for one's account; back to the page where one said so."""
    actions.switch_single_keys(on=request.POST.get("on") == "yes", by=request.actor, at=timezone.now())
    came_from = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return redirect(came_from if here else "work_list")
