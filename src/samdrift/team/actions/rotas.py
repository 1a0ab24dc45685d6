"""Rotas are made in whole shifts, made known, and swapped in. What is against the rules is refused, or agreed and written down."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.engines import rota as engine
from samdrift.members.models import Calendar
from samdrift.team.models import DutyPer, Employee, Function, Rota, RotaNotice, RuleDeparture, Shift
from samdrift.team.queries.rotas import (
    Broken,
    as_engine,
    broken_by,
    known_too_late,
    leads,
    shifts_in_force,
    shifts_in_weeks,
    shifts_of,
    zone,
)
from samdrift.team.weeks import A_WEEK, monday_of
from samdrift.ui.names import named_text

MOST_WEEKS = 53
LONGEST = timedelta(days=7)


class NotYourFunction(Refused):
    status = 403
    words = _("Only who leads %(name)s, or directs the unit, plans its rota.")


class NotFromAMonday(BadInput):
    words = _("A rota begins on a Monday; %(day)s is none.")


class WeeksOfRota(BadInput):
    words = _("A rota lasts from 1 to %(most)s weeks.")


class WeekIsOver(Refused):
    words = _("The week of %(day)s is over.")
    way_on = _("A rota begins with this week or a later one.")


class NoShifts(BadInput):
    words = _("There are no shifts in the rota.")


class EndsFirst(BadInput):
    words = _("%(name)s: the shift from %(start)s ends before it starts.")


class NotWhole(BadInput):
    words = _("%(name)s: the shift from %(start)s is not whole. It begins and ends on the hour or half past, and lasts a week at most.")


class OutsideTheWeeks(BadInput):
    words = _("%(name)s: the shift from %(start)s begins outside the weeks of the rota.")


class NotInFunction(BadInput):
    words = _("%(name)s does not work in %(function)s.")


class KnownAlready(Refused):
    words = _("The rota is made known already.")


class CountsNoLonger(Refused):
    words = _("The shift counts no longer: somebody has taken it over, or a later rota has its week.")


class HasBegun(Refused):
    words = _("The shift has begun, and shifts are whole.")


class HasItAlready(Refused):
    words = _("%(name)s has the shift already.")


class OfAnotherFunction(BadInput):
    words = _("That shift is of another function.")


class AgainstTheRules(Refused):
    """`broken` names every rule, with person, span and by how much."""

    words: str | Promise = _("Nothing was saved: the shifts are against rules that a rota may not depart from.")

    def __init__(self, broken: Sequence[Broken]) -> None:
        super().__init__()
        self.broken = list(broken)


class NeedsAgreement(AgainstTheRules):
    words = _("Nothing was saved: the shifts are against the rules. Where an agreement lets them be, write why and who agreed.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift to be: aware instants, a value of ShiftKind."""

    employee: Employee
    start_at: datetime
    end_at: datetime
    kind: str


def planned_of(people: Sequence[Employee], slots: Sequence[engine.Slot], *, from_week: date, weeks: int) -> list[Planned]:
    """This will plan the shifts of a rota whose people take turns at the slots of each week, in the federation's zone."""
    named: dict[Hashable, Employee] = {employee.pk: employee for employee in people}
    shifts = engine.turns([employee.pk for employee in people], slots, monday=from_week, weeks=weeks, zone=zone())
    return [Planned(named[one.person], one.start_at, one.end_at, one.kind.value) for one in shifts]


@transaction.atomic
def make_rota(
    function: Function,
    planned: Sequence[Planned],
    *,
    from_week: date,
    weeks: int,
    by: Actor,
    at: datetime,
    calendar: Calendar | None = None,
    duty_per: str = DutyPer.FOUR_WEEKS,
    reason: str = "",
    agreed_by: str = "",
) -> Rota:
    """This will make a function's rota of whole shifts from a Monday on; it counts once it is made known.

    `calendar` is what its people work besides, `duty_per` what their duty is counted by. Shifts against the rules are refused, or, where an
    agreement may depart from the rule, taken with a reason and who agreed, which are kept beside each.
    """
    must_lead(function, by)
    until_week = _weeks(from_week, weeks, at)
    _lock(function, (one.employee.pk for one in planned))
    _must_fit(function, planned, from_week, until_week)
    employees = {one.employee.pk: one.employee for one in planned}
    new = [engine.Shift(p.employee.pk, p.start_at, p.end_at, engine.Kind(p.kind), key=f"new {n}") for n, p in enumerate(planned)]
    weeks_of_it = (from_week, until_week)
    broken = broken_by(new, employees, calendar=calendar, duty_per=duty_per, function=function, weeks=weeks_of_it)
    _must_be_agreed(broken, reason, agreed_by)
    rota = Rota(
        owner_id=function.unit_id,
        function=function,
        from_week=from_week,
        until_week=until_week,
        calendar=calendar,
        duty_per=duty_per,
        made_at=at,
    )
    keep(rota)
    Shift.objects.bulk_create(
        Shift(
            owner_id=rota.owner_id,
            rota=rota,
            employee=p.employee,
            week=monday_of(timezone.localdate(p.start_at)),
            start_at=p.start_at,
            end_at=p.end_at,
            kind=p.kind,
            made_at=at,
        )
        for p in planned
    )
    _depart(rota, broken, reason, agreed_by, at)
    audit.record("make_rota", of=rota, by=by, at=at)
    return rota


@transaction.atomic
def announce_rota(rota: Rota, *, by: Actor, at: datetime, reason: str = "", agreed_by: str = "") -> RotaNotice:
    """This will make a rota known: from then on it counts for its weeks, instead of one made known before.

    It is held against the rules once more, with what has come to count since, and against the four weeks that it is to be known ahead.
    """
    function = rota.function
    must_lead(function, by)
    shifts = shifts_of(rota)
    _lock(function, (shift.employee_id for shift in shifts))
    if RotaNotice.objects.filter(rota=rota).exists():
        raise KnownAlready
    if rota.until_week <= monday_of(timezone.localdate(at)):
        raise WeekIsOver(day=rota.until_week - A_WEEK)
    new = [as_engine(shift) for shift in shifts]
    employees = {shift.employee_id: shift.employee for shift in shifts}
    weeks = (rota.from_week, rota.until_week)
    broken = broken_by(new, employees, calendar=rota.calendar, duty_per=rota.duty_per, function=function, weeks=weeks)
    agreed = {(one.rule, one.employee_id, one.start_at) for one in rota.departures.all()}
    broken += known_too_late(_unheard_of(rota, shifts), at=at)
    broken = [one for one in broken if (one.rule, one.employee.pk if one.employee else None, one.start_at) not in agreed]
    _must_be_agreed(broken, reason, agreed_by)
    notice = RotaNotice(owner_id=rota.owner_id, rota=rota, known_at=at)
    keep(notice, {"team_rota_known_once": KnownAlready()})
    _depart(rota, broken, reason, agreed_by, at)
    audit.record("announce_rota", of=rota, by=by, at=at)
    return notice


@transaction.atomic
def swap_shift(
    shift: Shift, to: Employee, *, reason: str, by: Actor, at: datetime, in_return: Shift | None = None, agreed_by: str = ""
) -> Shift:
    """This will let somebody take over a whole shift that counts and has not begun, in a row that points at it; in return for one of
    theirs, if given. Held against the rules like a new rota, but for the four weeks: those two have agreed.
    """
    function = shift.rota.function
    must_lead(function, by)
    _lock(function, [shift.employee_id, to.pk])
    if shift.employee_id == to.pk:
        raise HasItAlready(name=to.name)
    ids = [shift.pk, *([in_return.pk] if in_return else [])]
    counting = {row.pk: row for row in shifts_in_force().filter(pk__in=ids)}
    if len(counting) < len(ids):
        raise CountsNoLonger
    if any(row.start_at <= at for row in counting.values()):
        raise HasBegun
    if any(row.rota.function_id != function.pk for row in counting.values()) or (in_return and in_return.employee_id != to.pk):
        raise OfAnotherFunction
    _must_work_in(function, [to], shift.week)
    giver = counting[shift.pk].employee
    handed = [(counting[shift.pk], to), *([(counting[in_return.pk], giver)] if in_return else [])]
    new = [engine.Shift(who.pk, one.start_at, one.end_at, engine.Kind(one.kind), key=f"new {one.pk}") for one, who in handed]
    rota = shift.rota
    broken = broken_by(new, {to.pk: to, giver.pk: giver}, calendar=rota.calendar, duty_per=rota.duty_per, instead_of=ids)
    _must_be_agreed(broken, reason, agreed_by)
    rows = [
        Shift(
            owner_id=one.owner_id,
            rota_id=one.rota_id,
            employee=who,
            week=one.week,
            start_at=one.start_at,
            end_at=one.end_at,
            kind=one.kind,
            replaces=one,
            reason=reason.strip(),
            made_at=at,
        )
        for one, who in handed
    ]
    for row in rows:
        keep(row, {"team_shift_replaced_once": CountsNoLonger()})
    _depart(rota, broken, reason, agreed_by, at)
    audit.record("swap_shift", of=rows[0], by=by, at=at)
    return rows[0]


def must_lead(function: Function, by: Actor) -> None:
    """This will refuse whoever does not plan the function's rota."""
    by.must(Deed.PLAN_ROTAS)
    if not leads(function, by):
        raise NotYourFunction(name=named_text(function).words)


def _weeks(from_week: date, weeks: int, at: datetime) -> date:
    if from_week.weekday():
        raise NotFromAMonday(day=from_week)
    if not 1 <= weeks <= MOST_WEEKS:
        raise WeeksOfRota(most=MOST_WEEKS)
    if from_week < monday_of(timezone.localdate(at)):
        raise WeekIsOver(day=from_week)
    return from_week + weeks * A_WEEK


def _lock(function: Function, employee_ids: Iterable[int]) -> None:
    """Two who plan for the same people take turns: the rules are about all of a person's shifts, whatever the function."""
    Function.objects.select_for_update(of=("self",)).get(pk=function.pk)
    list(Employee.objects.select_for_update(of=("self",)).filter(pk__in=set(employee_ids)).order_by("pk"))


def _must_fit(function: Function, planned: Sequence[Planned], from_week: date, until_week: date) -> None:
    if not planned:
        raise NoShifts
    for one in planned:
        told = {"name": one.employee.name, "start": timezone.localtime(one.start_at).strftime("%Y-%m-%d %H:%M")}
        if one.end_at <= one.start_at:
            raise EndsFirst(**told)
        walls = [timezone.localtime(at).replace(tzinfo=None) for at in (one.start_at, one.end_at)]
        if any(wall.minute % 30 or wall.second or wall.microsecond for wall in walls) or walls[1] - walls[0] > LONGEST:
            raise NotWhole(**told)
        if not from_week <= walls[0].date() < until_week:
            raise OutsideTheWeeks(**told)
    _must_work_in(function, (one.employee for one in planned), from_week)


def _must_work_in(function: Function, employees: Iterable[Employee], on: date) -> None:
    here = Q(function=function) | Q(posts__function=function, posts__during__contains=on)
    works = set(Employee.objects.filter(here).values_list("pk", flat=True))
    for employee in employees:
        if employee.pk not in works:
            raise NotInFunction(name=employee.name, function=named_text(function).words)


def _must_be_agreed(broken: Sequence[Broken], reason: str, agreed_by: str) -> None:
    if any(not one.may_depart for one in broken):
        raise AgainstTheRules(broken)
    if broken and not (reason.strip() and agreed_by.strip()):
        raise NeedsAgreement(broken)


def _depart(rota: Rota, broken: Sequence[Broken], reason: str, agreed_by: str, at: datetime) -> None:
    RuleDeparture.objects.bulk_create(
        RuleDeparture(
            owner_id=rota.owner_id,
            rota=rota,
            rule=one.rule,
            employee=one.employee,
            start_at=one.start_at,
            end_at=one.end_at,
            by_seconds=one.by_seconds,
            reason=reason.strip(),
            agreed_by=agreed_by.strip(),
            recorded_at=at,
        )
        for one in broken
    )


def _unheard_of(rota: Rota, shifts: Sequence[Shift]) -> list[engine.Shift]:
    """A rota's shifts without those that stand in what counts already: nobody learns anything new by them."""
    known = {
        (one.employee_id, one.start_at, one.end_at, one.kind) for one in shifts_in_weeks(rota.function, rota.from_week, rota.until_week)
    }
    return [as_engine(one) for one in shifts if (one.employee_id, one.start_at, one.end_at, one.kind) not in known]
