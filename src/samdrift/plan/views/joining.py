"""Joining as pages: all of it for the council, one member's at one service, its days and costs; and as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.catalog.models import Service
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.order import alphabetic
from samdrift.core.tables import Entered, kronor, table_as_file
from samdrift.members.models import Decision, Organization
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.parts import parts, way_to
from samdrift.members.views.table_page import table_page
from samdrift.plan import joining_tables as tables
from samdrift.plan.actions import joining as writing
from samdrift.plan.actions.joining_files import import_joinings as enter_joinings
from samdrift.plan.actions.joining_files import import_one_offs as enter_one_offs
from samdrift.plan.joining_forms import DecidedForm, JoiningForm, OneOffForm, PlannedForm, ReachedForm, ReplaceForm
from samdrift.plan.models import Gate, Joining, OneOffCost
from samdrift.plan.queries.joining import (
    JoiningStanding,
    Shown,
    as_shown,
    costs_of,
    costs_that_count,
    joinings_standing,
    latest_report,
    moves_of,
    resting_on,
    shown_in,
    sums_in,
    totals_by_service,
)
from samdrift.ui.forms import TableForm
from samdrift.ui.names import named_text


@dataclass(frozen=True, slots=True)
class Matrix:
    """Joinings as members by services; a cell is None where a member is not joining that service."""

    services: list[Service]
    rows: list[tuple[Organization, list[Shown | None], list[Shown]]]
    joinings: int
    done: int
    late: int


def matrix_of(shown: Sequence[Shown]) -> Matrix:
    """This function will lay joinings out, members and services in the order in which they come."""
    services = sorted({one.service.pk: one.service for one in shown}.values(), key=lambda service: alphabetic(named_text(service).words))
    by_member: dict[int, dict[int, Shown]] = {}
    members: dict[int, Organization] = {}
    for one in shown:
        members.setdefault(one.member.pk, one.member)
        by_member.setdefault(one.member.pk, {})[one.service.pk] = one
    rows = [
        (member, [by_member[pk].get(service.pk) for service in services], list(by_member[pk].values())) for pk, member in members.items()
    ]
    done = sum(1 for one in shown if one.next_gate is None)
    return Matrix(services, rows, len(shown), done, sum(1 for one in shown if one.is_late))


@door(Deed.READ_JOINING)
def joinings(request: SeatedRequest) -> HttpResponse:
    """The council's page: the unit and auditors see every joining as it is, a member its own, and of the others what the unit has shown."""
    today = timezone.localdate()
    sees_all = request.actor.role in READS_ALL
    rows = joinings_standing(None if sees_all else request.actor.owner_id)
    report = latest_report()
    context: dict[str, Any] = {
        "views": parts("joinings", request.actor),
        "sees_all": sees_all,
        "today": today,
        "live": matrix_of(as_shown(rows, on=today)),
        "late": _late(rows, today),
        "sums": _sums(rows),
        "report": report,
        "published": matrix_of(shown_in(report)) if report and not sees_all else None,
        "published_sums": sums_in(report) if report and not sees_all else [],
        "plans": request.actor.may(Deed.PLAN_JOINING),
        "publishes": request.actor.may(Deed.PUBLISH_JOINING),
        "crumbs": way_to("organizations"),
    }
    return render(request, "plan/joinings.html", context)


def _late(rows: Sequence[JoiningStanding], today: date) -> list[tuple[JoiningStanding, Gate, date, int]]:
    """Each joining whose next gate is late, the longest first."""
    found = []
    for row in rows:
        following = row.stands.next
        if following and following.planned_on and following.planned_on < today:
            found.append((row, following.gate, following.planned_on, (today - following.planned_on).days))
    return sorted(found, key=lambda one: -one[3])


def _sums(rows: Sequence[JoiningStanding]) -> dict[str, Any]:
    """One-off costs of each service and of all, from the joinings that the reader sees."""
    services = {row.joining.service_id: row.joining.service for row in rows}
    of = {total.service_id: total for total in totals_by_service({row.joining.owner_id for row in rows})}
    listed = sorted(((services[pk], total) for pk, total in of.items()), key=lambda one: alphabetic(named_text(one[0]).words))
    planned, actual = sum(total.planned_minor for total in of.values()), sum(total.actual_minor for total in of.values())
    return {"services": listed, "planned_minor": planned, "actual_minor": actual}


@door(Deed.READ_JOINING)
def joining(request: SeatedRequest, joining_id: int) -> HttpResponse:
    """One member's way to one service: its gates, its costs, and every day that moved with its reason."""
    found, today = _joining(request, joining_id), timezone.localdate()
    stands = next(row for row in joinings_standing(found.owner_id) if row.joining.pk == found.pk)
    costs = costs_of(found)
    following = stands.stands.next
    context = {
        "joining": found,
        "standing": stands,
        "next": following,
        "days_late": (today - following.planned_on).days if following and following.planned_on else 0,
        "gates": [(one, one.is_late(today)) for one in stands.stands.gates],
        "costs": costs,
        "over_minor": stands.actual_minor - stands.planned_minor,
        "moves": moves_of(found),
        "plans": request.actor.may(Deed.PLAN_JOINING),
        "crumbs": way_to("joinings"),
    }
    return render(request, "plan/joining.html", context)


@door(Deed.PLAN_JOINING)
def begin_joining(request: SeatedRequest) -> HttpResponse:
    own = Organization.objects.filter(pk=request.actor.owner_id, kind__in=("member", "customer")).first()
    form = JoiningForm(request.POST or None, member=own)
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            made = writing.begin_joining(form.of(), typed["service"], typed["responsible"], by=request.actor, at=timezone.now())
            return redirect("joining", made.pk)
    lede = _("A member goes over to a service gate by gate; the days come next.")
    return form_page(request, form, heading=_("A new joining"), button=_("Write it down"), crumbs=way_to("joinings"), lede=lede)


@door(Deed.PLAN_JOINING)
def plan_gate(request: SeatedRequest, joining_id: int, gate: str) -> HttpResponse:
    found, which = _joining(request, joining_id), _gate(gate)
    form = PlannedForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.plan_gate(found, which, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("joining", found.pk)
    heading = _("Plan “%(gate)s”") % {"gate": which.label}
    return form_page(request, form, heading=heading, button=_("Plan it"), crumbs=_to(found), lede=_of(found))


@door(Deed.PLAN_JOINING)
def reach_gate(request: SeatedRequest, joining_id: int, gate: str) -> HttpResponse:
    found, which = _joining(request, joining_id), _gate(gate)
    is_first = which == Gate.DECIDED
    form = DecidedForm(request.POST or None) if is_first else ReachedForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        typed = {"on": None, "decision": None, **form.cleaned_data}
        with answered_on(form, request):
            writing.reach_gate(found, which, **typed, by=request.actor, at=timezone.now())
            return redirect("joining", found.pk)
    heading = _("“%(gate)s” is reached") % {"gate": which.label}
    return form_page(request, form, heading=heading, button=_("Record it"), crumbs=_to(found), lede=_of(found))


@door(Deed.PLAN_JOINING)
def record_one_off(request: SeatedRequest, joining_id: int) -> HttpResponse:
    found = _joining(request, joining_id)
    form = OneOffForm(request.POST or None, initial={"kind": tables.PLANNED})
    if form.is_valid():
        typed = form.cleaned_data
        with answered_on(form, request):
            writing.record_one_off(
                found,
                typed["what"],
                typed["amount_minor"],
                on=typed["on"],
                is_actual=typed["kind"] == tables.ACTUAL,
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("joining", found.pk)
    return form_page(request, form, heading=_("A one-off cost"), button=_("Record it"), crumbs=_to(found), lede=_of(found))


@door(Deed.PLAN_JOINING)
def replace_one_off(request: SeatedRequest, joining_id: int, cost_id: int) -> HttpResponse:
    found = _joining(request, joining_id)
    cost = get_object_or_404(OneOffCost, pk=cost_id, owner=found.owner_id, joining=found)
    amount = f"{cost.amount_minor // 100},{cost.amount_minor % 100:02}"
    form = ReplaceForm(request.POST or None, initial={"amount_minor": amount, "on": cost.on})
    if form.is_valid():
        typed = dict(form.cleaned_data)
        with answered_on(form, request):
            writing.replace_one_off(cost, typed.pop("amount_minor"), **typed, by=request.actor, at=timezone.now())
            return redirect("joining", found.pk)
    heading = _("Another amount or day for %(what)s") % {"what": cost.what}
    return form_page(request, form, heading=heading, button=_("Record it"), crumbs=_to(found), lede=_of(found))


@require_POST
@door(Deed.PUBLISH_JOINING)
def publish_joinings(request: SeatedRequest) -> HttpResponse:
    writing.publish_joinings(on=timezone.localdate(), by=request.actor, at=timezone.now())
    messages.success(request, _("All members can now read how joining stands today."))
    return redirect("joinings")


@door(Deed.READ_JOINING)
def decision_rests(request: SeatedRequest, decision_id: int) -> HttpResponse:
    """What rests on a decision: a slot of its page, or a page of its own."""
    found = get_object_or_404(Decision, pk=decision_id)
    template = "plan/decision_rests.html" if request.headers.get("HX-Request") else "plan/decision_rests_page.html"
    context = {"decision": found, "resting": resting_on(found), "reads_bills": request.actor.may(Deed.READ_BILLS)}
    return render(request, template, context)


@door(Deed.PLAN_JOINING)
def import_joinings(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return enter_joinings(content, by=request.actor, at=timezone.now())

    return _import(request, tables.JOININGS, enter, _("Joinings from a file"), "joinings_table")


@door(Deed.PLAN_JOINING)
def import_one_offs(request: SeatedRequest) -> HttpResponse:
    def enter(content: bytes) -> Entered:
        return enter_one_offs(content, by=request.actor, at=timezone.now())

    return _import(request, tables.COSTS, enter, _("One-off costs from a file"), "one_offs_table")


def _import(request: SeatedRequest, columns: Sequence[str], enter: Callable[[bytes], Entered], heading: str, table: str) -> HttpResponse:
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=columns),
        enter,
        heading=heading,
        lede=_("All of them are entered, or none when a row is wrong. What is there already is not entered again."),
        crumbs=way_to("joinings"),
        back=reverse("joinings"),
        table=lambda kind: reverse(table, args=[kind]),
    )


@door(Deed.READ_JOINING)
def joinings_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The joinings that the reader may see, gate by gate, as the import reads them."""
    rows: list[tuple[Any, ...]] = []
    for one in joinings_standing():
        who = (one.joining.owner.short_name, one.joining.service.name, one.joining.responsible.email or one.joining.responsible.name)
        days = [gate for gate in one.stands.gates if gate.planned_on or gate.reached]
        rows += [(*who, "", "", "", "", "")] if not days else []
        for gate in days:
            number = gate.reached.decision.registry_number if gate.reached and gate.reached.decision else ""
            rows.append((*who, str(gate.gate), gate.planned_on, gate.reached_on, number, ""))
    return table_as_file("joinings", tables.JOININGS, rows, kind=kind)


@door(Deed.READ_JOINING)
def one_offs_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The one-off costs that the reader may see and that count, as the import reads them."""
    found = costs_that_count().select_related("owner", "joining__service").order_by("owner", "joining", "on", "pk")
    rows = [
        (
            cost.owner.short_name,
            cost.joining.service.name,
            tables.ACTUAL if cost.is_actual else tables.PLANNED,
            cost.what,
            kronor(cost.amount_minor),
            cost.on,
        )
        for cost in found
    ]
    return table_as_file("one-off-costs", tables.COSTS, rows, kind=kind)


def _joining(request: SeatedRequest, joining_id: int) -> Joining:
    rows = Joining.objects.select_related("owner", "service", "responsible__function")
    if request.actor.role not in READS_ALL:
        rows = rows.filter(owner=request.actor.owner_id)
    return get_object_or_404(rows, pk=joining_id)


def _gate(text: str) -> Gate:
    if text not in Gate.values:
        raise Http404
    return Gate(text)


def _of(found: Joining) -> str:
    return f"{named_text(found.owner).words}, {named_text(found.service).words}"


def _to(found: Joining) -> Crumbs:
    return [*way_to("joinings"), (f"{found.owner.short_name}, {named_text(found.service).words}", reverse("joining", args=[found.pk]))]
