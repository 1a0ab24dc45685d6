"""The desk's pages: report, one's tickets, the work list, a ticket."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from samdrift.agree.models import PRIORITIES
from samdrift.core.access import AT_A_MEMBER, READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.members.models import Organization
from samdrift.members.queries import members_in_order, person_of
from samdrift.run.desk import actions
from samdrift.run.desk.forms import AssignForm, ReplyForm, ReportForm, ReportForOtherForm
from samdrift.run.desk.models import Ticket
from samdrift.run.desk.queries import conversation, open_tickets, tickets_newest_first, tickets_read_by
from samdrift.team.queries import employee_of

A_PAGE = 50


@door(Deed.REPORT)
def report(request: SeatedRequest) -> HttpResponse:
    """The one open box; staff are asked whom they report for first."""
    if request.actor.role not in AT_A_MEMBER:
        return redirect("report_for_member")
    form = ReportForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            ticket = actions.report_ticket(form.cleaned_data["text"], by=request.actor, at=timezone.now())
            return redirect("receipt", ticket.pk)
    mine = tickets_newest_first(request.actor).filter(requester__account_id=request.actor.account_id)[:5]
    context = {"form": form, "tickets": mine, "person": person_of(request.actor)}
    return render(request, "desk/report.html", context, status=status_of(form))


@door(Deed.WORK_TICKETS)
def report_for_member(request: SeatedRequest) -> HttpResponse:
    """Choose the member whose person needs help."""
    return render(request, "desk/report_for_member.html", {"members": members_in_order()})


@door(Deed.WORK_TICKETS)
def report_for_other(request: SeatedRequest, member_id: int) -> HttpResponse:
    member = get_object_or_404(Organization, pk=member_id, kind=Organization.Kind.MEMBER)
    form = ReportForOtherForm(request.POST or None, member=member)
    if form.is_valid():
        with answered_on(form, request):
            ticket = actions.report_ticket(
                form.cleaned_data["text"],
                by=request.actor,
                at=timezone.now(),
                requester=form.cleaned_data["requester"],
                channel=form.cleaned_data["channel"],
            )
            return redirect("ticket", ticket.pk)
    return render(request, "desk/report_for_other.html", {"form": form, "member": member}, status=status_of(form))


@door(Deed.READ_TICKETS)
def receipt(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    ticket = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    return render(request, "desk/receipt.html", {"ticket": ticket, "entries": conversation(ticket, by=request.actor)})


@door(Deed.READ_TICKETS)
def my_tickets(request: SeatedRequest) -> HttpResponse:
    """One's own tickets, or the member's for those who read them all."""
    tickets = Paginator(tickets_newest_first(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/my_tickets.html", {"tickets": tickets})


@door(Deed.WORK_TICKETS)
def work_list(request: SeatedRequest) -> HttpResponse:
    employee = employee_of(request.actor)
    tickets = open_tickets(request.actor)
    views = {"all": tickets, "mine": tickets.filter(assignee=employee), "nobody": tickets.filter(assignee=None)}
    chosen = request.GET.get("view", "all")
    chosen = chosen if chosen in views else "all"
    page = Paginator(views[chosen], A_PAGE).get_page(request.GET.get("page"))
    counts = {name: view.count() for name, view in views.items()}
    return render(request, "desk/work_list.html", {"tickets": page, "chosen": chosen, "counts": counts, "employee": employee})


@door(Deed.READ_TICKETS)
def ticket(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    return _ticket_page(request, found, ReplyForm())


def _ticket_page(request: SeatedRequest, ticket: Ticket, form: ReplyForm) -> HttpResponse:
    works = request.actor.may(Deed.WORK_TICKETS)
    context = {
        "ticket": ticket,
        "entries": conversation(ticket, by=request.actor),
        "form": form,
        "assign_form": AssignForm() if works else None,
        "works": works,
        "writes": works or request.actor.role in AT_A_MEMBER,
        "sees_notes": request.actor.role in READS_ALL,
        "priorities": PRIORITIES,
        "employee": employee_of(request.actor) if works else None,
    }
    return render(request, "desk/ticket.html", context, status=status_of(form))


@require_POST
@door(Deed.READ_TICKETS)
def write(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    """Send a message: the unit's answer or note, or the member's words. The button pressed says which."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = ReplyForm(request.POST)
    if form.is_valid():
        text, at, how = form.cleaned_data["text"], timezone.now(), request.POST.get("how", "")
        with answered_on(form, request):
            if not request.actor.may(Deed.WORK_TICKETS):
                actions.write_to_unit(found, text, by=request.actor, at=at)
            elif how == "note":
                actions.add_note(found, text, by=request.actor, at=at)
            else:
                actions.answer_ticket(found, text, by=request.actor, at=at, then=how if how in ("waiting", "resolved") else "")
            return redirect("ticket", found.pk)
    return _ticket_page(request, found, form)


@require_POST
@door(Deed.WORK_TICKETS)
def assign(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    """Hand over to a colleague, or take it oneself when nobody is named."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = AssignForm(request.POST)
    to = form.cleaned_data["employee"] if form.is_valid() else employee_of(request.actor)
    if to is not None:
        actions.assign_ticket(found, to, by=request.actor, at=timezone.now())
    return redirect("ticket", found.pk)


@require_POST
@door(Deed.WORK_TICKETS)
def prioritize(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    priority = request.POST.get("priority", "")
    if priority not in map(str, PRIORITIES):
        raise actions.NotAPriority
    actions.change_priority(found, int(priority), by=request.actor, at=timezone.now())
    return redirect("ticket", found.pk)


@require_POST
@door(Deed.WORK_TICKETS)
def resume(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    actions.resume_ticket(found, by=request.actor, at=timezone.now())
    return redirect("ticket", found.pk)


@require_POST
@door(Deed.READ_TICKETS)
def close(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    actions.close_ticket(found, by=request.actor, at=timezone.now())
    return redirect("ticket", found.pk)
