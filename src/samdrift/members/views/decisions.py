"""Decisions as pages: found, recorded, not agreed to, carried out; who decides what; and all of it as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.tables import Entered, kronor, table_as_file
from samdrift.members.actions import decisions as writing
from samdrift.members.actions.decision_files import FILES, import_decision_file
from samdrift.members.decision_forms import CarriedOutForm, DecisionForm, DissentForm, FindForm, MandateForm
from samdrift.members.decision_tables import BETWEEN
from samdrift.members.models import AgendaItem, Decision, Dissent, Mandate, Meeting, Minutes, Moving, Organization
from samdrift.members.queries.decisions import (
    all_effects,
    attendances_in_force,
    carried_out,
    decisions_found,
    dissents_of,
    late_decisions,
    who_decides,
)
from samdrift.members.queries.decisions import decisions as all_decisions
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.meetings import kinds_of_list
from samdrift.members.views.parts import parts, way_to
from samdrift.members.views.table_page import table_page
from samdrift.ui.forms import TableForm
from samdrift.ui.names import named_text

A_PAGE = 25
HEADINGS = {
    "meetings": gettext_lazy("Meetings from a file"),
    "agenda": gettext_lazy("Agendas from a file"),
    "effects": gettext_lazy("What it means for members, from a file"),
    "decisions": gettext_lazy("Decisions from a file"),
    "minutes": gettext_lazy("Approved minutes from a file"),
    "dissents": gettext_lazy("Dissent from a file"),
    "mandates": gettext_lazy("Who decides, from a file"),
}
NAMES = {
    "meetings": gettext_lazy("Meetings and who came"),
    "agenda": gettext_lazy("Agendas"),
    "effects": gettext_lazy("What it means for members"),
    "decisions": gettext_lazy("Decisions"),
    "minutes": gettext_lazy("Approved minutes"),
    "dissents": gettext_lazy("Dissent"),
    "mandates": gettext_lazy("Who decides"),
}


@door(Deed.READ_ORGANIZATIONS)
def decisions(request: SeatedRequest) -> HttpResponse:
    """Decisions, the last first; ?q= words of them, ?about= one subject."""
    today = timezone.localdate()
    form = FindForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {"q": "", "about": ""}
    late = list(late_decisions(on=today))
    context = {
        "views": parts("decisions", request.actor),
        "kinds": kinds_of_list("decisions", request.actor),
        "form": form,
        "filtered": bool(found["q"] or found["about"]),
        "decisions": Paginator(decisions_found(found["q"], subject=found["about"]), A_PAGE).get_page(request.GET.get("page")),
        "late": late,
        "late_ids": {decision.pk for decision in late},
        "who": who_decides(on=today),
        "writes": request.actor.may(Deed.WRITE_DECISIONS),
        "files": [
            (what, NAMES[what], request.actor.may(FILES[what][-1]), [(kind.upper(), _table_of(what)(kind)) for kind in ("csv", "xlsx")])
            for what in FILES
        ],
        "crumbs": way_to("organizations"),
    }
    return render(request, "members/decisions.html", context)


@door(Deed.READ_ORGANIZATIONS)
def decision(request: SeatedRequest, decision_id: int) -> HttpResponse:
    found = _decision(decision_id)
    dissents, own = dissents_of(found), _own_member(request)
    done = getattr(found, "carried_out", None)
    later = getattr(found, "replaced_by", None)
    context = {
        "decision": found,
        "dissents": dissents,
        "done": done,
        "later": later,
        "is_late": found.due_on is not None and found.due_on < timezone.localdate() and not done and not later,
        "speaks": request.actor.may(Deed.SPEAK_FOR_MEMBER) and not done and not later and own not in [one.member for one in dissents],
        "writes": request.actor.may(Deed.WRITE_DECISIONS),
        "sees_joining": request.actor.may(Deed.READ_JOINING),
        "crumbs": way_to("decisions"),
    }
    return render(request, "members/decision.html", context)


@door(Deed.WRITE_DECISIONS)
def record_decision(request: SeatedRequest) -> HttpResponse:
    form = DecisionForm(request.POST or None, on_agenda=False, initial={"decided_on": timezone.localdate(), "responsible": _unit()})
    if form.is_valid():
        typed = dict(form.cleaned_data)
        body, subject, text = (typed.pop(name) for name in ("body", "subject", "text"))
        with answered_on(form, request):
            made = writing.record_decision(body, subject, text, **typed, by=request.actor, at=timezone.now())
            return redirect("decision", made.pk)
    lede = _("For what was decided outside a meeting. What a meeting decides is recorded on its agenda.")
    return form_page(request, form, heading=_("Record a decision"), button=_("Record the decision"), crumbs=way_to("decisions"), lede=lede)


@door(Deed.WRITE_DECISIONS)
def decide_item(request: SeatedRequest, item_id: int) -> HttpResponse:
    """The decision on a question of an agenda: by the body that met, on that day."""
    item = get_object_or_404(AgendaItem.objects.select_related("meeting__body"), pk=item_id)
    initial = {"text": item.recommendation, "text_en": item.recommendation_en, "responsible": _unit()}
    form = DecisionForm(request.POST or None, on_agenda=True, initial=initial)
    meeting = item.meeting
    if form.is_valid():
        typed = dict(form.cleaned_data)
        text = typed.pop("text")
        with answered_on(form, request):
            made = writing.record_decision(
                meeting.body, item.subject, text, **typed, decided_on=meeting.on, item=item, by=request.actor, at=timezone.now()
            )
            return redirect("decision", made.pk)
    question = named_text(item, "question").words
    crumbs = [*way_to("decisions"), (question, reverse("agenda_item", args=[item.pk]))]
    facts = {"question": question, "body": named_text(meeting.body).words, "on": meeting.on}
    lede = _("%(question)s Decided by %(body)s on %(on)s. The text begins as what was recommended.") % facts
    return form_page(request, form, heading=_("Decision on the agenda"), button=_("Record the decision"), crumbs=crumbs, lede=lede)


@door(Deed.SPEAK_FOR_MEMBER)
def say_dissent(request: SeatedRequest, decision_id: int) -> HttpResponse:
    found = _decision(decision_id)
    form = DissentForm(request.POST or None, member=_own_member(request))
    if form.is_valid():
        with answered_on(form, request):
            writing.say_dissent(found, form.of(), form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("decision", found.pk)
    lede = _("All members read it. It stays beside the decision, which holds all the same.")
    return form_page(request, form, heading=_("We do not agree"), button=_("Tell all members"), crumbs=_to(found), lede=lede)


@door(Deed.WRITE_DECISIONS)
def carry_out(request: SeatedRequest, decision_id: int) -> HttpResponse:
    found = _decision(decision_id)
    form = CarriedOutForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with answered_on(form, request):
            writing.carry_out(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("decision", found.pk)
    return form_page(
        request, form, heading=_("It was carried out"), button=_("Record it"), crumbs=_to(found), lede=named_text(found, "text").words
    )


@door(Deed.WRITE_DECISIONS)
def set_mandate(request: SeatedRequest) -> HttpResponse:
    form = MandateForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if form.is_valid():
        typed = dict(form.cleaned_data)
        with answered_on(form, request):
            writing.set_mandate(typed.pop("subject"), typed.pop("body"), **typed, by=request.actor, at=timezone.now())
            return redirect("decisions")
    lede = _("From that day a decision by somebody else is refused.")
    return form_page(request, form, heading=_("Say who decides"), button=_("Record it"), crumbs=way_to("decisions"), lede=lede)


@door(Deed.READ_ORGANIZATIONS)
def import_decisions(request: SeatedRequest, what: str) -> HttpResponse:
    """A file of `what`, entered as its own deed lets one."""
    if what not in FILES:
        raise Http404
    request.actor.must(FILES[what][-1])

    def enter(content: bytes) -> Entered:
        return import_decision_file(what, content, by=request.actor, at=timezone.now())

    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=FILES[what][0]),
        enter,
        heading=HEADINGS[what],
        lede=_("All of them are entered, or none when a row is wrong. What is there already is not entered again."),
        crumbs=way_to("decisions"),
        back=reverse("decisions"),
        table=_table_of(what),
    )


@door(Deed.READ_ORGANIZATIONS)
def decisions_table(request: SeatedRequest, what: str, kind: str) -> HttpResponse:
    """Every row of `what`, as the import reads it."""
    if what not in FILES:
        raise Http404
    return table_as_file(what, FILES[what][0], _ROWS[what](), kind=kind)


def _table_of(what: str) -> Callable[[str], str]:
    return lambda kind: reverse("decisions_table", args=[what, kind])


def _meeting_rows() -> Iterable[Sequence[Any]]:
    came: dict[int, list[str]] = {}
    for one in attendances_in_force().select_related("organization").order_by("organization"):
        came.setdefault(one.meeting_id, []).append(one.organization.short_name)
    moved: dict[int, list[str]] = {}
    for moving in Moving.objects.order_by("pk"):
        moved.setdefault(moving.meeting_id, []).append(f"{moving.from_on} {moving.from_place}".rstrip())
    for row in Meeting.objects.select_related("body").order_by("on", "pk"):
        yield row.body.name, row.on, row.place, BETWEEN.join(came.get(row.pk, [])), BETWEEN.join(moved.get(row.pk, []))


def _minutes_rows() -> Iterable[Sequence[Any]]:
    for one in Minutes.objects.select_related("meeting__body").order_by("meeting__on", "pk"):
        yield one.meeting.body.name, one.meeting.on, one.approved_on


def _agenda_rows() -> Iterable[Sequence[Any]]:
    for item in AgendaItem.objects.select_related("meeting__body").prefetch_related("options").order_by("meeting__on", "meeting", "number"):
        options = list(item.options.all())
        english = BETWEEN.join(option.text_en for option in options) if all(option.text_en for option in options) else ""
        meeting = (item.meeting.body.name, item.meeting.on, item.number, item.subject, item.question, item.question_en)
        yield (*meeting, BETWEEN.join(option.text for option in options), english, item.recommendation, item.recommendation_en)


def _effect_rows() -> Iterable[Sequence[Any]]:
    for one in all_effects():
        meeting = one.item.meeting
        yield meeting.body.name, meeting.on, one.item.number, one.member.short_name, kronor(one.yearly_minor), one.words


def _decision_rows() -> Iterable[Sequence[Any]]:
    done = carried_out()
    for one in all_decisions().select_related("replaces").order_by("decided_on", "pk"):
        carried = done.get(one.pk)
        yield (
            *(
                one.registry_number,
                one.decided_on,
                one.body.name,
                one.item.number if one.item else None,
                one.subject,
                one.text,
                one.text_en,
            ),
            *(one.responsible.short_name, one.part, one.part_en, one.due_on, one.replaces.registry_number if one.replaces else ""),
            *((carried.on, carried.what_changed, carried.what_changed_en) if carried else ("", "", "")),
        )


def _dissent_rows() -> Iterable[Sequence[Any]]:
    for one in Dissent.objects.select_related("decision", "member").order_by("decision__decided_on", "pk"):
        yield one.decision.registry_number, one.member.short_name, one.reason


def _mandate_rows() -> Iterable[Sequence[Any]]:
    for one in Mandate.objects.select_related("body", "decision").order_by("from_on", "pk"):
        yield one.subject, one.body.name, one.from_on, one.decision.registry_number


_ROWS: dict[str, Callable[[], Iterable[Sequence[Any]]]] = {
    "meetings": _meeting_rows,
    "agenda": _agenda_rows,
    "effects": _effect_rows,
    "decisions": _decision_rows,
    "minutes": _minutes_rows,
    "dissents": _dissent_rows,
    "mandates": _mandate_rows,
}


def _decision(decision_id: int) -> Decision:
    return get_object_or_404(all_decisions().select_related("replaces", "item__meeting__body"), pk=decision_id)


def _to(found: Decision) -> Crumbs:
    return [*way_to("decisions"), (found.registry_number, reverse("decision", args=[found.pk]))]


def _own_member(request: SeatedRequest) -> Organization | None:
    return Organization.objects.filter(pk=request.actor.owner_id, kind=Organization.Kind.MEMBER).first()


def _unit() -> Organization | None:
    return Organization.objects.filter(kind=Organization.Kind.UNIT).order_by("pk").first()
