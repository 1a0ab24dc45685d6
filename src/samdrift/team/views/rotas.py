"""Who is on call, as pages: weeks and people, a week's shifts, what stands against the rules; rotas made, made known, and swapped in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import Actor, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, status_of
from samdrift.core.order import alphabetic
from samdrift.core.tables import Entered, table_as_file
from samdrift.members.views.form_page import Crumbs
from samdrift.members.views.table_page import table_page
from samdrift.team.actions import rota_files, rotas
from samdrift.team.forms.rotas import AgreedForm, RotaForm, ShiftsForm, SwapForm
from samdrift.team.models import Function, Rota, RuleDeparture, Shift, ShiftKind, WorkingTimeRule
from samdrift.team.queries import employees_of
from samdrift.team.queries.rotas import (
    Broken,
    broken_rules,
    departures_of,
    hours_counted,
    leads,
    on_call,
    rotas_waiting,
    shifts_in_force,
    shifts_in_weeks,
    shifts_of,
    source_of,
)
from samdrift.team.rota_file import COLUMNS, as_cells
from samdrift.team.rota_words import by_text
from samdrift.team.views.parts import function_at, to_function
from samdrift.team.weeks import A_WEEK, monday_of, week_in_words, week_text, weeks_from

WEEKS_SHOWN = 13
FIRST_YEAR, LAST_YEAR = 1990, 2200
WEEKS_KEPT = 53  # in a file that is taken out


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody does in a week: of each kind, from which day to which."""

    week: date
    parts: list[tuple[str, str, str]]  # kind, its label, the days


@door(Deed.READ_ROTAS)
def rota(request: SeatedRequest, function_id: int) -> HttpResponse:
    """A function's weeks from one on, and one of them whole."""
    function = function_at(function_id)
    now = timezone.now()
    this_week = monday_of(timezone.localdate(now))
    first = _monday_in(request, "from", this_week)
    weeks = weeks_from(first, WEEKS_SHOWN)
    week = _monday_in(request, "week", this_week if first <= this_week < first + WEEKS_SHOWN * A_WEEK else first)
    shifts = shifts_in_weeks(function, first, first + WEEKS_SHOWN * A_WEEK)
    plans = leads(function, request.actor) and request.actor.may(Deed.PLAN_ROTAS)
    context = {
        "function": function,
        "now": now,
        "on_call": on_call(now).get(function.pk, []),
        **_matrix(shifts, weeks),
        "week": week,
        "week_text": week_in_words(week, on=timezone.localdate(now)),
        "of_week": [(one, plans and one.start_at > now) for one in shifts if one.week == week],
        "broken": _against(broken_rules(function, week), function, request.actor),
        "departures": _against(departures_of(function, first, first + WEEKS_SHOWN * A_WEEK), function, request.actor),
        "hours": hours_counted(shifts, function, request.actor),
        "waiting": rotas_waiting(function, on=this_week) if plans else [],
        "plans": plans,
        "earlier": first - WEEKS_SHOWN * A_WEEK,
        "later": first + WEEKS_SHOWN * A_WEEK,
        "first": first,
    }
    return render(request, "team/rota.html", context)


@door(Deed.PLAN_ROTAS)
def make_rota(request: SeatedRequest, function_id: int) -> HttpResponse:
    function = _planned_by(function_id, request.actor)
    first = monday_of(timezone.localdate()) + 5 * A_WEEK  # known four weeks ahead, if it is made known within one
    form = RotaForm(request.POST or None, function=function, initial={"from_week": first})
    found: list[Broken] = []
    if form.is_valid():
        given = form.cleaned_data
        with _named(form, request, found):
            made = rotas.make_rota(
                function,
                given["planned"],
                from_week=given["from_week"],
                weeks=given["weeks"],
                calendar=given["calendar"],
                duty_per=given["duty_per"],
                reason=given["reason"],
                agreed_by=given["agreed_by"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("rota_waiting", made.pk)
    lede = gettext_lazy("It is held against the rules on working time, and counts once it is made known.")
    return _page(request, form, found, function, heading=gettext_lazy("Make a rota"), button=gettext_lazy("Make"), lede=lede)


@door(Deed.PLAN_ROTAS)
def rota_waiting(request: SeatedRequest, rota_id: int) -> HttpResponse:
    """A rota before it is made known, and the form that makes it so."""
    found = get_object_or_404(Rota.objects.select_related("function__manager", "calendar"), pk=rota_id)
    function = _planned_by(found.function_id, request.actor)
    if found.notices.exists():
        return redirect(f"{reverse('rota', args=[function.pk])}?from={found.from_week.isoformat()}")
    form = AgreedForm(request.POST if request.method == "POST" else None)  # nothing filled in is an answer too
    broken: list[Broken] = []
    if form.is_valid():
        with _named(form, request, broken):
            rotas.announce_rota(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, _("The rota is made known and counts."))
            return redirect(f"{reverse('rota', args=[function.pk])}?from={found.from_week.isoformat()}")
    context = {
        "rota": found,
        "function": function,
        "form": form,
        "broken": _against(broken, function, request.actor),
        "departures": _against(found.departures.select_related("employee"), function, request.actor),
        **_matrix(shifts_of(found), weeks_from(found.from_week, found.weeks)),
        "crumbs": to_rota(function),
    }
    return render(request, "team/rota_waiting.html", context, status=status_of(form))


@door(Deed.PLAN_ROTAS)
def swap_shift(request: SeatedRequest, shift_id: int) -> HttpResponse:
    shift = get_object_or_404(Shift.objects.select_related("rota__function__manager", "rota__calendar", "employee"), pk=shift_id)
    function = _planned_by(shift.rota.function_id, request.actor)
    now = timezone.now()
    theirs = shifts_in_force().filter(rota__function=function, start_at__gt=now).exclude(kind=ShiftKind.OFF)
    form = SwapForm(request.POST or None, shift=shift, people=employees_of(function), shifts=list(theirs))
    broken: list[Broken] = []
    if form.is_valid():
        to, in_return = form.chosen()
        given = form.cleaned_data
        with _named(form, request, broken):
            rotas.swap_shift(
                shift, to, reason=given["why"], in_return=in_return, agreed_by=given["agreed_by"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("The shift is taken over."))
            return redirect(f"{reverse('rota', args=[function.pk])}?from={shift.week.isoformat()}")
    lede = _("%(name)s, %(kind)s") % {"name": shift.employee.name, "kind": str(shift.get_kind_display()).lower()}
    return _page(
        request,
        form,
        broken,
        function,
        heading=gettext_lazy("Let somebody take over a shift"),
        button=gettext_lazy("Take over"),
        lede=lede,
        span=(shift.start_at, shift.end_at),
    )


@door(Deed.PLAN_ROTAS)
def import_shifts(request: SeatedRequest, function_id: int) -> HttpResponse:
    function = _planned_by(function_id, request.actor)
    form = ShiftsForm(request.POST or None, request.FILES or None, columns=COLUMNS)

    def enter(content: bytes) -> Entered:
        agreed = {name: form.cleaned_data[name] for name in ("calendar", "duty_per", "reason", "agreed_by")}
        return rota_files.import_rota(function, content, **agreed, by=request.actor, at=timezone.now())

    return table_page(
        request,
        form,
        enter,
        heading=gettext_lazy("A rota from a file"),
        lede=gettext_lazy("All of the shifts make a rota that waits to be made known, or none when one is wrong."),
        crumbs=to_rota(function),
        back=reverse("rota", args=[function.pk]),
        table=lambda kind: reverse("shifts_table", args=[function.pk, kind]),
    )


@door(Deed.READ_ROTAS)
def shifts_table(request: SeatedRequest, function_id: int, kind: str) -> HttpResponse:
    """A function's shifts that count, from a year back on, as the import reads them."""
    function = function_at(function_id)
    since = monday_of(timezone.localdate()) - WEEKS_KEPT * A_WEEK
    return table_as_file("rota", COLUMNS, as_cells(shifts_in_force().filter(rota__function=function, week__gte=since)), kind=kind)


def to_rota(function: Function) -> Crumbs:
    return [*to_function(function), (gettext_lazy("Rota"), reverse("rota", args=[function.pk]))]


def _planned_by(function_id: int, by: Actor) -> Function:
    function = function_at(function_id)
    rotas.must_lead(function, by)
    return function


@contextmanager
def _named(form: BaseForm, request: SeatedRequest, found: list[Broken]) -> Iterator[None]:
    """A refusal within becomes an error of the form; what it names goes into `found`."""
    with answered_on(form, request):
        try:
            yield
        except rotas.AgainstTheRules as no:
            found.extend(no.broken)
            raise


def _page(request: SeatedRequest, form: BaseForm, broken: list[Broken], function: Function, **more: Any) -> HttpResponse:
    crumbs = to_rota(function)
    context = {"form": form, "broken": _against(broken, function, request.actor), "crumbs": crumbs, "back": crumbs[-1][1], **more}
    return render(request, "team/rota_form.html", context, status=status_of(form))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is not kept, and what was agreed about it, if anything."""

    label: str
    source: str
    reason: str
    agreed_by: str


def _against(found: Iterable[Broken | RuleDeparture], function: Function, by: Actor) -> dict[str, Any]:
    """Each rule once, with how often; and row by row those whose person the reader may know: who plans, and they themself."""
    rules: Counter[Rule] = Counter()
    rows = []
    plans = leads(function, by)
    for one in found:
        rule, departure = WorkingTimeRule(one.rule), one if isinstance(one, RuleDeparture) else one.departure
        agreed = (departure.reason, departure.agreed_by) if departure else ("", "")
        rules[Rule(str(rule.label), source_of(rule), *agreed)] += 1
        if plans or one.employee is None or one.employee.account_id == by.account_id:
            words = {"label": rule.label, "by": by_text(rule, one.by_seconds)}
            rows.append({"employee": one.employee, "start_at": one.start_at, "end_at": one.end_at, **words})
    return {"rules": list(rules.items()), "rows": rows}


def _matrix(shifts: Sequence[Shift], weeks: Sequence[date]) -> dict[str, Any]:
    """People as rows and weeks as columns, and for narrow pages each week with who is on call in it."""
    people = sorted({one.employee_id: one.employee for one in shifts}.values(), key=lambda one: (alphabetic(one.name), one.pk))
    held: dict[tuple[int, date], list[Shift]] = defaultdict(list)
    for one in shifts:
        held[one.employee_id, one.week].append(one)
    cells = {key: Cell(key[1], _parts(ones)) for key, ones in held.items()}
    return {
        "weeks": [(week, week_text(week)) for week in weeks],
        "people": [(who, [cells.get((who.pk, week), Cell(week, [])) for week in weeks]) for who in people],
        "by_week": [(week, week_text(week), [(who, cells[who.pk, week]) for who in people if (who.pk, week) in cells]) for week in weeks],
    }


def _parts(shifts: Sequence[Shift]) -> list[tuple[str, str, str]]:
    found = []
    for kind in ShiftKind:
        of_kind = [one for one in shifts if one.kind == kind]
        if of_kind:
            begins = min(timezone.localtime(one.start_at) for one in of_kind)
            ends = max(timezone.localtime(one.end_at) - timedelta(seconds=1) for one in of_kind)  # midnight is the day before's
            first, last = (str(WEEKDAYS_ABBR[at.weekday()]) for at in (begins, ends))
            found.append((kind.value, str(kind.label), first if begins.date() == ends.date() else f"{first}–{last}"))
    return found


def _monday_in(request: SeatedRequest, name: str, otherwise: date) -> date:
    text = request.GET.get(name)
    if not text:
        return otherwise
    try:
        on = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= on.year <= LAST_YEAR:  # weeks around it must be days too
        raise Http404
    return monday_of(on)
