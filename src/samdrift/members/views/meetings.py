"""Meetings as pages: called, held, their agendas, and what a question means for each member."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Actor, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.actions import meetings as writing
from samdrift.members.decision_forms import AgendaForm, AttendanceForm, BodyForm, EffectForm, MeetingForm, MinutesForm, MoveForm
from samdrift.members.models import AgendaItem, Decision, Meeting, Minutes, Organization
from samdrift.members.queries.decisions import agenda_of, came_to, effects_of, meetings_with_counts, movings_of, sum_of, taken_back
from samdrift.members.queries.organizations import members_in_order
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.parts import parts, way_to
from samdrift.ui.names import named_text

A_PAGE = 25


@door(Deed.READ_ORGANIZATIONS)
def meetings(request: SeatedRequest) -> HttpResponse:
    """Those to come, the next one first; those that have been, the last one first."""
    today = timezone.localdate()
    context = {
        "views": parts("decisions", request.actor),
        "kinds": kinds_of_list("meetings", request.actor),
        "coming": list(meetings_with_counts().filter(on__gte=today).order_by("on", "pk")),
        "past": Paginator(meetings_with_counts().filter(on__lt=today), A_PAGE).get_page(request.GET.get("page")),
        "writes": request.actor.may(Deed.WRITE_DECISIONS),
        "speaks": request.actor.may(Deed.SPEAK_FOR_MEMBER),
        "crumbs": way_to("decisions"),
    }
    return render(request, "members/meetings.html", context)


@door(Deed.READ_ORGANIZATIONS)
def meeting(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    found = _meeting(meeting_id)
    items = agenda_of(found)
    has_been = found.on <= timezone.localdate()
    minutes = Minutes.objects.filter(meeting=found).first()
    context = {
        "meeting": found,
        "minutes": minutes,
        "movings": movings_of(found),
        "taken_back": taken_back(found),
        "came": came_to(found),
        "members": len(members_in_order()),
        "items": items,
        "undecided": sum(1 for item in items if not hasattr(item, "decision")),
        "has_been": has_been,
        "writes": request.actor.may(Deed.WRITE_DECISIONS) and minutes is None,
        "crumbs": to_meetings(),
    }
    return render(request, "members/meeting.html", context)


@door(Deed.READ_ORGANIZATIONS)
def agenda_item(request: SeatedRequest, item_id: int) -> HttpResponse:
    found = _item(item_id)
    effects = effects_of(found)
    total, known = sum_of(effects)
    decision = Decision.objects.filter(item=found).first()
    own = _own_member(request)
    speaks = request.actor.may(Deed.SPEAK_FOR_MEMBER) and decision is None
    context = {
        "item": found,
        "options": list(found.options.all()),
        "effects": effects,
        "total": total,
        "known": known,
        "members": len(members_in_order()),
        "own_id": own.pk if own else None,
        "decision": decision,
        "speaks": speaks,
        "decides": request.actor.may(Deed.WRITE_DECISIONS) and decision is None and found.meeting.on <= timezone.localdate(),
        "crumbs": _to_meeting(found.meeting),
    }
    return render(request, "members/agenda_item.html", context)


@door(Deed.WRITE_DECISIONS)
def add_body(request: SeatedRequest) -> HttpResponse:
    form = BodyForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.add_body(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("decisions")
    return form_page(request, form, heading=_("Add who decides"), button=_("Add"), crumbs=way_to("decisions"))


@door(Deed.WRITE_DECISIONS)
def call_meeting(request: SeatedRequest) -> HttpResponse:
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            made = writing.call_meeting(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("meeting", made.pk)
    lede = _("A day that has been works too: write down an older meeting.")
    return form_page(request, form, heading=_("Write down a meeting"), button=_("Write it down"), crumbs=to_meetings(), lede=lede)


@door(Deed.WRITE_DECISIONS)
def record_attendance(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    found = _open_meeting(request, meeting_id)
    posted = request.POST if request.method == "POST" else None  # nobody ticked is an answer too
    form = AttendanceForm(posted, initial={"came": came_to(found)})
    if form.is_valid():
        with answered_on(form, request):
            chosen, at = list(form.cleaned_data["came"]), timezone.now()
            gone = [one for one in came_to(found) if one not in chosen]
            writing.take_back_attendance(found, gone, by=request.actor, at=at)
            writing.record_attendance(found, chosen, by=request.actor, at=at)
            return redirect("meeting", found.pk)
    return form_page(request, form, heading=_("Who took part"), button=_("Write it down"), crumbs=_to_meeting(found))


@door(Deed.WRITE_DECISIONS)
def move_meeting(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    found = _open_meeting(request, meeting_id)
    form = MoveForm(request.POST or None, initial={"on": found.on, "place": found.place})
    if form.is_valid():
        with answered_on(form, request):
            writing.move_meeting(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("meeting", found.pk)
    lede = _("All members read the new day and place, and those that it had before.")
    return form_page(request, form, heading=_("Move the meeting"), button=_("Move it"), crumbs=_to_meeting(found), lede=lede)


@door(Deed.WRITE_DECISIONS)
def approve_minutes(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    found = _open_meeting(request, meeting_id)
    form = MinutesForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            writing.approve_minutes(found, form.cleaned_data["on"], by=request.actor, at=timezone.now())
            return redirect("meeting", found.pk)
    lede = _("The day, the agenda and who took part then stand. It cannot be undone; a decision can still be recorded.")
    heading = _("The minutes are approved")
    return form_page(request, form, heading=heading, button=_("Write it down"), crumbs=_to_meeting(found), lede=lede)


@door(Deed.WRITE_DECISIONS)
def put_on_agenda(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    found = _open_meeting(request, meeting_id)
    form = AgendaForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            made = writing.put_on_agenda(found, **form.written(), by=request.actor, at=timezone.now())
            return redirect("agenda_item", made.pk)
    lede = _("All members read it and can say what it means for them.")
    return form_page(request, form, heading=_("Put a question on the agenda"), button=_("Put it on"), crumbs=_to_meeting(found), lede=lede)


@door(Deed.SPEAK_FOR_MEMBER)
def say_effect(request: SeatedRequest, item_id: int) -> HttpResponse:
    found = _item(item_id)
    form = EffectForm(request.POST or None, member=_own_member(request))
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            member = form.of()
            writing.say_effect(found, member, typed["words"], yearly_minor=typed["yearly_minor"], by=request.actor, at=timezone.now())
            messages.success(request, _("All members can now read what it means for %(member)s.") % {"member": named_text(member).words})
            return redirect("agenda_item", found.pk)
    crumbs = [*_to_meeting(found.meeting), (named_text(found, "question").words, reverse("agenda_item", args=[found.pk]))]
    lede = _("What the recommended answer means. All members read it; said again, the last counts.")
    return form_page(request, form, heading=_("What it means for a member"), button=_("Tell all members"), crumbs=crumbs, lede=lede)


def kinds_of_list(current: str, by: Actor) -> list[dict[str, object]]:
    """This function will return the lists of this part that the actor may read as views."""
    names = [(_("Decisions"), "decisions"), (_("Meetings"), "meetings")]
    if by.may(Deed.READ_JOINING):
        names.append((_("Without a decision"), "without_decision"))  # of a higher stage: a link by name, like a slot
    return [{"label": label, "url": reverse(name), "current": name == current, "count": None} for label, name in names]


def to_meetings() -> Crumbs:
    """This function will return the way to the list of meetings."""
    return [*way_to("decisions"), (_("Meetings"), reverse("meetings"))]


def _to_meeting(found: Meeting) -> Crumbs:
    return [*to_meetings(), (_named(found), reverse("meeting", args=[found.pk]))]


def _named(found: Meeting) -> str:
    return f"{named_text(found.body).words} {found.on}"


def _meeting(meeting_id: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("body"), pk=meeting_id)


def _open_meeting(request: SeatedRequest, meeting_id: int) -> Meeting:
    """Refused, with the way back, when a form that its approved minutes shut is opened; what is sent is refused by the action."""
    found = _meeting(meeting_id)
    approved = Minutes.objects.filter(meeting=found).first()
    if approved and request.method != "POST":
        no = writing.MinutesAreApproved(on=approved.approved_on)
        no.way_back = _named(found), reverse("meeting", args=[found.pk])
        raise no
    return found


def _item(item_id: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.select_related("meeting__body"), pk=item_id)


def _own_member(request: SeatedRequest) -> Organization | None:
    """The member that the actor speaks for; None for the unit's people, who choose."""
    return Organization.objects.filter(pk=request.actor.owner_id, kind=Organization.Kind.MEMBER).first()
