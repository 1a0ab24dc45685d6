"""Pages where somebody reports: for themselves in the portal, or for another; and one's own tickets."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import AT_A_MEMBER, READS_ITS_MEMBERS_TICKETS, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.core.errors import NotAllowed
from samdrift.members.queries import person_of
from samdrift.run.availability.queries import outages_now
from samdrift.run.desk import actions
from samdrift.run.desk.forms import PersonSearchForm, ReportForm, ReportForOtherForm
from samdrift.run.desk.models import OPEN, Ticket
from samdrift.run.desk.queries import (
    first_words,
    people_found,
    people_reported_for,
    promises_shown,
    tickets_newest_first,
    tickets_read_by,
)
from samdrift.run.desk.views.work import View

A_PAGE = 50


@door(Deed.REPORT)
def report(request: SeatedRequest) -> HttpResponse:
    """The one open box; staff are asked whom they report for first."""
    actor = request.actor
    if actor.role not in AT_A_MEMBER:
        return redirect("report_for")
    form = ReportForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            ticket = actions.report_ticket(form.cleaned_data["text"], by=actor, at=timezone.now())
            return redirect("receipt", ticket.pk)
    mine = tickets_newest_first(actor).filter(requester__account_id=actor.account_id)[:5]
    context = {
        "form": form,
        "tickets": mine,
        "person": person_of(actor),
        "for_others": actor.role in READS_ITS_MEMBERS_TICKETS,
        "outages": [known for known in outages_now(actor, at=timezone.now()) if known.hits],
    }
    return render(request, "desk/report.html", context, status=status_of(form))


@door(Deed.REPORT)
def report_for(request: SeatedRequest) -> HttpResponse:
    """Find the person who needs help: anybody at a member for the unit, a colleague for a member's contact and head."""
    works = _may_report_for_others(request)
    form = PersonSearchForm(request.GET, by_unit=works)
    people, more = people_found(people_reported_for(request.actor), form.words(), member=form.member_wanted())
    context = {"form": form, "people": people, "more": more, "works": works, "asked": bool(form.words())}
    return render(request, "desk/report_for.html", context)


@door(Deed.REPORT)
def report_for_person(request: SeatedRequest, person_id: int) -> HttpResponse:
    works = _may_report_for_others(request)
    person = get_object_or_404(people_reported_for(request.actor), pk=person_id)
    form = ReportForOtherForm(request.POST or None, by_unit=works)
    if form.is_valid():
        with answered_on(form, request):
            channel = form.cleaned_data.get("channel", Ticket.Channel.PORTAL)
            text, at = form.cleaned_data["text"], timezone.now()
            ticket = actions.report_ticket(text, by=request.actor, at=at, requester=person, channel=channel)
            return redirect("ticket" if works else "receipt", ticket.pk)
    return render(request, "desk/report_for_person.html", {"form": form, "person": person, "works": works}, status=status_of(form))


def _may_report_for_others(request: SeatedRequest) -> bool:
    works = request.actor.may(Deed.WORK_TICKETS)
    if not works and request.actor.role not in READS_ITS_MEMBERS_TICKETS:
        raise NotAllowed
    return works


@door(Deed.READ_TICKETS)
def receipt(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    ticket = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    shown = promises_shown([ticket], at=timezone.now(), to_requester=True)[ticket.pk]
    return render(request, "desk/receipt.html", {"ticket": ticket, "promises": shown, "words": first_words(ticket)})


@door(Deed.READ_TICKETS)
def my_tickets(request: SeatedRequest) -> HttpResponse:
    """One's own tickets, or the member's for those who read them all; the open ones only when one asks."""
    only_open = request.GET.get("show") == "open"
    everything = tickets_newest_first(request.actor)
    still_open = everything.filter(state__in=OPEN)
    page = Paginator(still_open if only_open else everything, A_PAGE).get_page(request.GET.get("page"))
    tickets = list(page)
    shown = promises_shown(tickets, at=timezone.now(), to_requester=True)
    rows = [(ticket, next((one for one in shown[ticket.pk] if one.is_open), None)) for ticket in tickets]
    views = [View(_("All"), "?", not only_open, None), View(_("Open"), "?show=open", only_open, still_open.count())]
    return render(request, "desk/my_tickets.html", {"tickets": page, "rows": rows, "views": views, "only_open": only_open})
