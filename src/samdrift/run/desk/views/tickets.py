"""A ticket's page, and what is done in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import AT_A_MEMBER, READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.run.desk import actions
from samdrift.run.desk.forms import AssignForm, PersonSearchForm, ReplyForm, SendOnForm, SortForm, TakeForm, WorkFilterForm
from samdrift.run.desk.models import State, Ticket
from samdrift.run.desk.queries import (
    conversation,
    explained,
    first_words,
    inner_promises,
    people_found,
    people_reported_for,
    promises_shown,
    readers_at_member,
    replaced_promises,
    sent_on_from,
    sent_on_to,
    tickets_read_by,
    why_no_promise,
    work,
)
from samdrift.team.queries import employee_of

NAMED_READERS = 3  # on the button; all of them are named among the facts
NEIGHBORS_AMONG = 500  # how far into a list one can go from ticket to ticket
KEYS = (
    ("R", gettext_lazy("write in it")),
    ("T", gettext_lazy("take the ticket")),
    ("N", gettext_lazy("next ticket")),
    ("P", gettext_lazy("ticket before")),
    ("L", gettext_lazy("the list")),
)


@door(Deed.READ_TICKETS)
def ticket(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    return _page(request, found, ReplyForm())


def _page(request: SeatedRequest, ticket: Ticket, form: ReplyForm) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    works = actor.may(Deed.WORK_TICKETS)
    shown = promises_shown([ticket], at=at, to_requester=actor.role in AT_A_MEMBER)[ticket.pk]
    replaced = replaced_promises(ticket)
    in_force = {one.promise.measure for one in shown}
    context: dict[str, Any] = {
        "ticket": ticket,
        "entries": conversation(ticket, by=actor),
        "promises": [explained(one, replaced) for one in shown],
        "ended": [one for one in replaced if one.promise.measure not in in_force],
        "no_promise": None if shown or ticket.source != Ticket.Source.LIVE else why_no_promise(ticket),
        "form": form,
        "works": works,
        "writes": works or actor.role in AT_A_MEMBER,
        "at_member": actor.role in AT_A_MEMBER,
        "query": request.GET.urlencode(),
        **_readers(request, ticket, works),
        **(_for_unit(ticket, at) if actor.role in READS_ALL else {}),
        **(_for_workers(request, ticket) if works else {}),
    }
    return render(request, "desk/ticket.html", context, status=status_of(form))


def _readers(request: SeatedRequest, ticket: Ticket, works: bool) -> dict[str, Any]:
    """Who reads what is written: all by name among the facts, as many as fit on the button."""
    people = readers_at_member(ticket, on=timezone.localdate())
    names = [str(person) for person in people]
    on_button = names if works else [str(person) for person in people if person.account_id != request.actor.account_id]
    if len(on_button) > NAMED_READERS:
        others = len(on_button) - 1
        on_button = [on_button[0], _("%(count)s others at %(member)s") % {"count": others, "member": ticket.owner.short_name}]
    if not works:
        on_button = [_("the IT unit"), *on_button]
    and_ = _("and")
    return {"reader_names": names, "readers": get_text_list(on_button, and_)}


def _for_unit(ticket: Ticket, at: datetime) -> dict[str, Any]:
    """What no member sees: where the ticket came from and went, and what functions promise each other of it."""
    inner = inner_promises(ticket, at=at)
    running = [one for one in inner if one.explained]
    idle = [one for one in inner if not one.explained]
    return {"came_from": sent_on_from(ticket), "went_to": sent_on_to(ticket), "inner": running, "inner_idle": idle}


def _for_workers(request: SeatedRequest, ticket: Ticket) -> dict[str, Any]:
    also = [("resolved", _("Send and resolve"))]
    if ticket.state != State.WAITING:
        also.append(("waiting", _("Ask and wait for the answer")))
    return {
        "employee": employee_of(request.actor),
        "also": also if ticket.is_open else [],
        "sort_form": SortForm(initial={"service": ticket.service_id, "priority": ticket.priority}),
        "assign_form": AssignForm(),
        "keys": KEYS,
        **_neighbors(request, ticket),
    }


def _neighbors(request: SeatedRequest, ticket: Ticket) -> dict[str, Any]:
    """The tickets before and after this one in the list one came from."""
    if "view" not in request.GET:
        return {}
    mine = employee_of(request.actor)
    listed = work(request.actor, WorkFilterForm(request.GET).wanted(), mine=mine, at=timezone.now())
    numbers = list(listed.values_list("pk", flat=True)[:NEIGHBORS_AMONG])
    if ticket.pk not in numbers:
        return {"next_pk": next(iter(numbers), None)}  # it left the list by what was just done to it: the next one is the list's first
    here = numbers.index(ticket.pk)
    return {"previous_pk": numbers[here - 1] if here else None, "next_pk": next(iter(numbers[here + 1 :]), None)}


def _to(request: SeatedRequest, ticket: Ticket) -> HttpResponse:
    """Back to the ticket, still within the list one came from."""
    query = request.GET.urlencode()
    return redirect(reverse("ticket", args=[ticket.pk]) + (f"?{query}" if query else ""))


@require_POST
@door(Deed.READ_TICKETS)
def write(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    """Send a message: the unit's answer or note, or the member's words. "Only the IT unit" wins over whatever button was pressed."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = ReplyForm(request.POST)
    if form.is_valid():
        text, at = form.cleaned_data["body"], timezone.now()
        with answered_on(form, request):
            if not request.actor.may(Deed.WORK_TICKETS):
                actions.write_to_unit(found, text, by=request.actor, at=at)
            elif form.is_internal:
                actions.add_note(found, text, by=request.actor, at=at)
            else:
                actions.answer_ticket(found, text, by=request.actor, at=at, then=form.cleaned_data["how"])
            return _to(request, found)
    return _page(request, found, form)


@require_POST
@door(Deed.WORK_TICKETS)
def take(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = TakeForm(request.POST)
    instead_of = form.cleaned_data["instead_of"] if form.is_valid() else None
    actions.take_ticket(found, by=request.actor, at=timezone.now(), instead_of=instead_of)
    return _to(request, found)


@require_POST
@door(Deed.WORK_TICKETS)
def assign(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    """Hand over to a colleague."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise actions.NobodyChosen
    actions.assign_ticket(found, form.cleaned_data["employee"], by=request.actor, at=timezone.now())
    return _to(request, found)


@require_POST
@door(Deed.WORK_TICKETS)
def sort(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    """Say what the ticket is about and how much it matters."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = SortForm(request.POST)
    if not form.is_valid():
        raise actions.NotAPriority if "priority" in form.errors else actions.NoSuchService
    service, priority = form.cleaned_data["service"], form.cleaned_data["priority"]
    actions.sort_ticket(found, service=service, priority=priority, by=request.actor, at=timezone.now())
    return _to(request, found)


@require_POST
@door(Deed.WORK_TICKETS)
def resume(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    actions.resume_ticket(found, by=request.actor, at=timezone.now())
    return _to(request, found)


@require_POST
@door(Deed.READ_TICKETS)
def close(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    actions.close_ticket(found, by=request.actor, at=timezone.now())
    return _to(request, found)


@door(Deed.WORK_TICKETS)
def send_on(request: SeatedRequest, ticket_id: int) -> HttpResponse:
    """Find the person at the right member."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    form = PersonSearchForm(request.GET, by_unit=True)
    elsewhere = people_reported_for(request.actor).exclude(owner_id=found.owner_id)
    people, more = people_found(elsewhere, form.words(), member=form.member_wanted())
    return render(request, "desk/send_on.html", {"ticket": found, "form": form, "people": people, "more": more})


@door(Deed.WORK_TICKETS)
def send_on_to_person(request: SeatedRequest, ticket_id: int, person_id: int) -> HttpResponse:
    """What will happen, and the words that go along; it cannot be undone."""
    found = get_object_or_404(tickets_read_by(request.actor), pk=ticket_id)
    person = get_object_or_404(people_reported_for(request.actor).exclude(owner_id=found.owner_id), pk=person_id)
    words = first_words(found)
    # What a person at the wrong member wrote is theirs; what a colleague took down on the telephone is the unit's own account.
    form = SendOnForm(request.POST or None, initial={"text": words.text if words and words.by_employee_id else ""})
    if form.is_valid():
        with answered_on(form, request):
            new = actions.send_on(found, person, form.cleaned_data["text"], by=request.actor, at=timezone.now())
            return redirect("ticket", new.pk)
    return render(request, "desk/send_on_to_person.html", {"ticket": found, "person": person, "form": form}, status=status_of(form))
