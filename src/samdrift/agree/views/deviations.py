"""Months that fell short: the list, one of them, and each step on the way to its closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samdrift.agree import actions
from samdrift.agree.deviating import Stage
from samdrift.agree.deviation_forms import DeviationFilterForm, OpenForm, OwnForm, PlanForm, RaiseForm, RemediedForm, VerifyForm
from samdrift.agree.models import Adoption, Deviation, Measure, Raising, Signature
from samdrift.agree.queries import (
    IS_CLOSED,
    Case,
    adoptions_read_by,
    answers_on_paper,
    case_of,
    cases,
    cases_waiting_for,
    deviations_read_by,
    joinings,
    reader_of,
    timeline,
)
from samdrift.agree.queries.deviations import OTHER, Reader
from samdrift.core.access import READS_ALL, Actor, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.members.queries.decisions import escalation
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.ui.names import named_text

A_PAGE = 50
PLAN_WITHIN = timedelta(days=14)
Side = Signature.Side


@dataclass(frozen=True, slots=True)
class View:
    label: str
    url: str
    current: bool
    count: int | None


@door(Deed.READ_DEVIATIONS)
def deviations(request: SeatedRequest) -> HttpResponse:
    """What waits for the reader, what is open and overdue, and what is closed: a member's own, everybody's to the unit."""
    today, actor = timezone.localdate(), request.actor
    sees_all = actor.role in READS_ALL
    form = DeviationFilterForm(request.GET)
    read = deviations_read_by(actor)
    if sees_all and form.taker_id:
        read = read.filter(owner_id=form.taker_id)
    standing = cases(read.filter(~IS_CLOSED), on=today)
    waiting = [
        case for case in cases_waiting_for(actor, on=today) if not (sees_all and form.taker_id) or case.deviation.owner_id == form.taker_id
    ]
    found = {"waiting": waiting, "open": standing, "overdue": [case for case in standing if case.is_overdue]}
    closed = read.filter(IS_CLOSED)
    show = request.GET.get("show", "")
    if show not in (*found, "closed"):
        show = "waiting" if waiting else "open"
    page = Paginator(closed if show == "closed" else found[show], A_PAGE).get_page(request.GET.get("page"))
    if show == "closed":
        page.object_list = cases(page.object_list, on=today)
    labels = {"waiting": _("Wait for me"), "open": _("Open"), "overdue": _("Overdue"), "closed": _("Closed ones")}
    counts = {name: len(rows) for name, rows in found.items()} | {"closed": closed.count()}
    kept = [("taker", str(form.taker_id))] if form.taker_id else []
    context = {
        "page_obj": page,
        "show": show,
        "views": [View(label, "?" + urlencode([("show", name), *kept]), name == show, counts[name]) for name, label in labels.items()],
        "counts": counts,
        "form": form,
        "sees_all": sees_all,
        "may_open": actor.may(Deed.HANDLE_DEVIATIONS),
        "adoptions": _in_force(actor) if actor.may(Deed.HANDLE_DEVIATIONS) else [],
    }
    return render(request, "agree/deviations.html", context)


def _in_force(actor: Actor) -> list[Adoption]:
    """What one may open a deviation under: one's own organization's adoptions that are signed; the customers' too at the unit."""
    found = adoptions_read_by(actor).filter(state=Adoption.State.SIGNED).order_by("version__agreement__name", "-pk")
    if actor.role in READS_ALL:
        found = found.exclude(owner__kind="member")
    seen: dict[tuple[int, int, int | None], Adoption] = {}
    for adoption in found:
        seen.setdefault((adoption.owner_id, adoption.version.agreement_id, adoption.function_id), adoption)
    return list(seen.values())


def _deviation(actor: Actor, deviation_id: int) -> Deviation:
    return get_object_or_404(deviations_read_by(actor), pk=deviation_id)


@door(Deed.READ_DEVIATIONS)
def deviation(request: SeatedRequest, deviation_id: int) -> HttpResponse:
    """One month that fell short: the figures, what waits for whom, what is planned, and all that has happened."""
    found, today = _deviation(request.actor, deviation_id), timezone.localdate()
    case = case_of(found, on=today)
    reader = reader_of(request.actor)
    context = {
        "case": case,
        "deviation": found,
        "version": found.adoption.version,
        "timeline": timeline(case),
        "steps": _steps(case, reader, today),
        "of_availability": any(s.target.measure == Measure.AVAILABILITY for s in case.shortfalls) and found.adoption.function_id is None,
        "is_mine": reader.is_waited_for(case),
        "sees_all": request.actor.role in READS_ALL,
    }
    return render(request, "agree/deviation.html", context)


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str


def _steps(case: Case, reader: Reader, on: date) -> list[Action]:
    """What the reader may do next, the most likely first."""
    if case.stage == Stage.CLOSED or not reader.actor.may(Deed.HANDLE_DEVIATIONS):
        return []
    sides, about, pk = reader.sides(case.deviation), Side(case.deviation.about), case.deviation.pk
    names: list[tuple[str, str]] = []
    verifies = OTHER[about] in sides or (reader.is_above_functions and answers_on_paper(case.deviation, on=on))
    if verifies and not reader.was_to_remedy(case):
        names.append((_("Verify and close"), "verify_deviation"))
    if about in sides:
        owned = [(_("Say who owns it") if case.owned_by is None else _("Change who owns it"), "own_deviation")]
        plan = [(_("Write a remedy plan") if case.plan is None else _("Write a new plan"), "plan_remedy")]
        done = [(_("Say that it is done"), "report_remedied")]
        names += {
            Stage.OPEN: owned,
            Stage.OWNED: plan + owned,
            Stage.PLANNED: done + plan + owned,
            Stage.REMEDIED: [],
        }[case.stage]
    if sides and case.stage != Stage.REMEDIED and names and names[0][1] == "verify_deviation":
        names = [*names[1:], names[0]]  # closing without a remedy is one's right, but hardly the first thing to do
    if sides and len(case.raisings) < len(Raising.Level):
        names.append((_raise_to(case), "raise_deviation"))
    return [Action(label, reverse(name, args=[pk])) for label, name in names]


def _raise_to(case: Case) -> str:
    """The verb with whom it is raised to next, by the name that the federation has for them."""
    whom = escalation(on=case.on)
    return _("Raise to %(whom)s") % {"whom": whom.heads if case.raisings else whom.council}


def _way(case: Case) -> Crumbs:
    return [*_to_deviations(), (_title(case), reverse("deviation", args=[case.deviation.pk]))]


def _to_deviations() -> Crumbs:
    return [(_("Agreements"), reverse("agreements")), (_("Deviations"), reverse("deviations"))]


def _title(case: Case) -> str:
    return f"{named_text(case.deviation.service).words}, {date_format(case.deviation.month, 'F Y')}"


@door(Deed.HANDLE_DEVIATIONS)
def open_deviation(request: SeatedRequest, adoption_id: int) -> HttpResponse:
    """Open a deviation by hand: which service and month, who fell short, and what it is."""
    adoption = get_object_or_404(adoptions_read_by(request.actor), pk=adoption_id, state=Adoption.State.SIGNED)
    (joining,) = joinings([adoption])
    sides = [(Side.PROVIDER, adoption.version.agreement.delivered_by), (Side.TAKER, adoption.taker)]
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        levels=joining.levels,
        on=timezone.localdate(),
        sides=[(side.value, named_text(who).words) for side, who in sides],
    )
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            made = actions.open_deviation(
                adoption, typed["service"], typed["month"], about=typed["about"], what=typed["what"], by=request.actor, at=timezone.now()
            )
            return redirect("deviation", made.pk)
    lede = f"{named_text(adoption.version.agreement).words}, {named_text(adoption.taker).words}"
    return form_page(request, form, heading=_("Open a deviation"), button=_("Open the deviation"), crumbs=_to_deviations(), lede=lede)


def _step_page(request: SeatedRequest, case: Case, form: Form, *, heading: str, button: str, lede: str = "", **did: Any) -> HttpResponse:
    """A page with one form about a deviation; `did` names the action and what it takes of the form."""
    if form.is_valid():
        with answered_on(form, request):
            did["act"](case.deviation, **did["takes"](), by=request.actor, at=timezone.now())
            return redirect("deviation", case.deviation.pk)
    return form_page(request, form, heading=heading, button=button, crumbs=_way(case), lede=lede)


def _case(request: SeatedRequest, deviation_id: int) -> Case:
    return case_of(_deviation(request.actor, deviation_id), on=timezone.localdate())


@door(Deed.HANDLE_DEVIATIONS)
def own_deviation(request: SeatedRequest, deviation_id: int) -> HttpResponse:
    """Who is to see to it, and by when a plan is due."""
    case = _case(request, deviation_id)
    form = OwnForm(request.POST or None, case=case, initial={"plan_by": case.on + PLAN_WITHIN})
    return _step_page(
        request,
        case,
        form,
        heading=_("Who owns the deviation?"),
        button=_("Save the owner"),
        act=actions.own_deviation,
        takes=lambda: {"who": form.chosen(), "plan_by": form.cleaned_data["plan_by"]},
    )


@door(Deed.HANDLE_DEVIATIONS)
def plan_remedy(request: SeatedRequest, deviation_id: int) -> HttpResponse:
    """What will be done, and by when."""
    case = _case(request, deviation_id)
    form = PlanForm(request.POST or None)
    return _step_page(
        request,
        case,
        form,
        heading=_("Remedy plan"),
        button=_("Save the plan"),
        lede=_("The plan that stands is superseded, and stays to be read.") if case.plan else "",
        act=actions.plan_remedy,
        takes=lambda: form.cleaned_data,
    )


@door(Deed.HANDLE_DEVIATIONS)
def report_remedied(request: SeatedRequest, deviation_id: int) -> HttpResponse:
    """Say that the plan is carried out, so that the other side verifies it."""
    case = _case(request, deviation_id)
    form = RemediedForm(request.POST if request.method == "POST" else None)
    other = named_text(case.verified_by).words
    return _step_page(
        request,
        case,
        form,
        heading=_("Say that it is done"),
        button=_("It is done"),
        lede=_("%(other)s then verifies it and closes the deviation, or asks for a new plan.") % {"other": other},
        act=actions.report_remedied,
        takes=lambda: form.cleaned_data,
    )


@door(Deed.HANDLE_DEVIATIONS)
def raise_deviation(request: SeatedRequest, deviation_id: int) -> HttpResponse:
    """Raise it: first to the joint council, then to the heads of agency."""
    case = _case(request, deviation_id)
    to = Raising.Level.HEADS if case.raisings else Raising.Level.COUNCIL
    if len(case.raisings) == len(Raising.Level):
        raise Http404
    form = RaiseForm(request.POST or None, initial={"on": case.on})
    return _step_page(
        request,
        case,
        form,
        heading=_raise_to(case),
        button=_("Record that it is raised"),
        act=actions.raise_deviation,
        takes=lambda: {"to": to, **form.cleaned_data},
    )


@door(Deed.HANDLE_DEVIATIONS)
def verify_deviation(request: SeatedRequest, deviation_id: int) -> HttpResponse:
    """Close it, or say why what was done is not enough; an outside customer's answer on paper is recorded by the director."""
    case = _case(request, deviation_id)
    reader = reader_of(request.actor)
    paper = OTHER[Side(case.deviation.about)] not in reader.sides(case.deviation) and answers_on_paper(case.deviation, on=case.on)
    form = VerifyForm(request.POST or None, paper=paper, may_turn_down=case.stage == Stage.REMEDIED)
    return _step_page(
        request,
        case,
        form,
        heading=_("Verify and close"),
        button=_("Save what you found"),
        lede=_("A deviation is closed by the other side, never by the one it is about."),
        act=actions.verify_deviation,
        takes=lambda: form.cleaned_data,
    )
