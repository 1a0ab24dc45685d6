"""Reads of rotas: which shifts count, who is on call, and what stands against the rules on working time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samdrift.core.access import Actor, Role
from samdrift.core.order import alphabetic
from samdrift.engines import rota as engine
from samdrift.engines.availability import Window
from samdrift.engines.period import instant_of
from samdrift.engines.worktime import WorkCalendar
from samdrift.members.models import Calendar
from samdrift.members.queries.calendars import revision_in_force, work_calendar
from samdrift.team.models import Employee, Function, Leave, Rota, RotaNotice, RuleDeparture, Shift, ShiftKind, WorkingTimeRule
from samdrift.team.weeks import A_WEEK

AROUND = 5 * A_WEEK  # shifts so near may break a rule together: four weeks and the week that they end in, or a month

# By collective agreement (3 §), and from the night where work must go on in it (13 §). From the eleven hours a planned rota may not: the
# rest that the act asks for in return cannot be seen on it.
DEPARTABLE = frozenset(WorkingTimeRule) - {WorkingTimeRule.OVERLAP, WorkingTimeRule.AWAY, WorkingTimeRule.DAILY_REST}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that shifts are against: whose, in which span, by how much, and the departure that was agreed, if any."""

    rule: WorkingTimeRule
    employee: Employee | None
    start_at: datetime
    end_at: datetime
    by_seconds: int
    shifts: tuple[engine.Shift, ...]
    departure: RuleDeparture | None = None

    @property
    def source(self) -> str:
        return source_of(self.rule)

    @property
    def may_depart(self) -> bool:
        return self.rule in DEPARTABLE


def source_of(rule: str) -> str:
    """This will return the law that a rule stands in, or nothing where it stands in agreements or follows from sense."""
    return engine.LIMITS[engine.Rule(rule)].source


def zone() -> ZoneInfo:
    """This will return the federation's zone."""
    return ZoneInfo(str(timezone.get_default_timezone()))


def midnight(on: date) -> datetime:
    """This will return the first instant of a day in the federation's zone."""
    return instant_of(datetime.combine(on, time()), zone())


def shifts_in_force() -> QuerySet[Shift]:
    """This will return the shifts that count: made known, of the rota made known last for their week, and not replaced."""
    return _in_force().select_related("employee__site", "rota").order_by("start_at", "pk")


def _in_force() -> QuerySet[Shift]:
    later = RotaNotice.objects.filter(
        rota__function=OuterRef("rota__function"),
        rota__from_week__lte=OuterRef("week"),
        rota__until_week__gt=OuterRef("week"),
        pk__gt=OuterRef("rota__notices__pk"),
    )
    return Shift.objects.filter(_not_replaced(), ~Exists(later), rota__notices__isnull=False).order_by()


def shifts_of(rota: Rota) -> list[Shift]:
    """This will return a rota's shifts, those that were replaced left out, in order of time."""
    shifts = Shift.objects.filter(_not_replaced(), rota=rota).select_related("employee__site", "rota")
    return list(shifts.order_by("start_at", "pk"))


def shifts_in_weeks(function: Function, from_week: date, until_week: date) -> list[Shift]:
    """This will return a function's shifts that count in some weeks, in order of time."""
    return list(shifts_in_force().filter(rota__function=function, week__gte=from_week, week__lt=until_week))


def on_call(at: datetime) -> dict[int, list[Shift]]:
    """This will return who is on call at an instant, by the function's id."""
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in shifts_in_force().filter(start_at__lte=at, end_at__gt=at).exclude(kind=ShiftKind.OFF):
        found[shift.rota.function_id].append(shift)
    return dict(found)


def rotas_waiting(function: Function, *, on: date) -> list[Rota]:
    """This will return the rotas that are not made known yet and whose weeks are not over, the latest made first."""
    waiting = Rota.objects.filter(function=function, notices=None, until_week__gt=on)
    return list(waiting.order_by("-made_at", "-pk"))


def departures_of(function: Function, from_week: date, until_week: date) -> list[RuleDeparture]:
    """This will return what was agreed to depart from in some weeks, as far as shifts that it was about still count."""
    about = _in_force().filter(rota=OuterRef("rota"), start_at__lt=OuterRef("end_at"), end_at__gt=OuterRef("start_at"))
    met = RuleDeparture.objects.filter(rota__function=function, start_at__lt=midnight(until_week), end_at__gt=midnight(from_week))
    counting = met.filter(Exists(about), Q(employee=None) | Exists(about.filter(employee=OuterRef("employee"))))
    return list(counting.select_related("employee"))


def leads(function: Function, by: Actor) -> bool:
    """This will say whether the actor plans a function's rota: who leads it, or the director."""
    manages = function.manager is not None and function.manager.account_id == by.account_id
    return by.role in (Role.DIRECTOR, Role.SYSTEM) or (by.role == Role.STAFF and manages)


def may_count_hours(shift: Shift, function: Function, by: Actor) -> bool:
    """This will say whether the actor may see an employee's hours summed: their own, and those of people whom they lead."""
    led = function.manager is not None and function.manager.account_id == by.account_id
    return led or shift.employee.account_id == by.account_id


def hours_counted(shifts: Sequence[Shift], function: Function, by: Actor) -> list[tuple[Employee, dict[str, int]]]:
    """This will return the seconds of duty and of stand-by of each employee whose hours the actor may see, by name."""
    found: dict[int, tuple[Employee, dict[str, int]]] = {}
    for shift in shifts:
        if shift.kind != ShiftKind.OFF and may_count_hours(shift, function, by):
            _employee, seconds = found.setdefault(shift.employee_id, (shift.employee, {"duty": 0, "standby": 0}))
            seconds[shift.kind] += int((shift.end_at - shift.start_at).total_seconds())
    return sorted(found.values(), key=lambda one: (alphabetic(one[0].name), one[0].pk))


def as_engine(shift: Shift) -> engine.Shift:
    """This will return a shift as the engine takes it, known by its id."""
    return engine.Shift(shift.employee_id, shift.start_at, shift.end_at, engine.Kind(shift.kind), key=shift.pk)


def broken_by(
    new: Sequence[engine.Shift],
    employees: dict[int, Employee],
    *,
    calendar: Calendar | None,
    duty_per: str,
    instead_of: Collection[int] = (),
    function: Function | None = None,
    weeks: tuple[date, date] | None = None,
) -> list[Broken]:
    """This will name what new shifts are against, together with what counts for the same people in any function.

    `instead_of` are the ids of shifts that they replace; with `function` and `weeks`, they replace what counts there.
    """
    if not new:
        return []
    first, last = min(one.start_at for one in new), max(one.end_at for one in new)
    near = _in_force().exclude(pk__in=instead_of)
    if function and weeks:
        near = near.exclude(rota__function=function, week__gte=weeks[0], week__lt=weeks[1])
    context = _around(near, employees, first, last)
    keys = {one.key for one in new}
    found = _breaches([*context, *new], calendar, duty_per, on=timezone.localdate(first))
    return [_broken(one, employees) for one in found if keys & {shift.key for shift in one.shifts}]


def known_too_late(new: Sequence[engine.Shift], *, at: datetime) -> list[Broken]:
    """This will name, as one, that shifts begin less than four weeks after they are made known."""
    return [_broken(one, {}) for one in engine.known_late(new, known_at=at, zone=zone())]


def broken_rules(function: Function, week: date) -> list[Broken]:
    """This will return what the shifts that count for a function are against in the week from a Monday, each with its departure, if any.

    Shifts of the same people in other functions count too, and leave that came after the rota. As many queries for any number of people.
    """
    starts, ends = midnight(week), midnight(week + A_WEEK)
    own = list(shifts_in_force().filter(rota__function=function, start_at__lt=ends, end_at__gt=starts).select_related("rota__calendar"))
    if not own:
        return []
    people = {shift.employee_id: shift.employee for shift in own}
    rota = own[0].rota
    found = _breaches(_around(_in_force(), people, starts, ends), rota.calendar, rota.duty_per, on=week)
    keys = {shift.pk for shift in own}
    agreed: dict[tuple[str, Hashable], RuleDeparture] = {
        (one.rule, one.employee_id): one for one in departures_of(function, week, week + A_WEEK)
    }
    return [
        _broken(one, people, agreed.get((one.rule.value, one.person)))
        for one in found
        if one.start_at < ends and starts < one.end_at and keys & {shift.key for shift in one.shifts}
    ]


def _around(counting: QuerySet[Shift], employees: Collection[int], first: datetime, last: datetime) -> list[engine.Shift]:
    """The shifts of some people that are near enough to break a rule together with what lies between two instants."""
    near = counting.filter(employee__in=employees, start_at__lt=last + AROUND, end_at__gt=first - AROUND)
    rows = near.values_list("employee_id", "start_at", "end_at", "kind", "pk")  # rows of a model would take four times as long
    return [engine.Shift(who, start_at, end_at, engine.Kind(kind), key=pk) for who, start_at, end_at, kind, pk in rows]


def _breaches(shifts: Sequence[engine.Shift], calendar: Calendar | None, duty_per: str, *, on: date) -> list[engine.Breach]:
    per = engine.DutyPer(duty_per)
    return engine.breaches(shifts, zone=zone(), ordinary=_hours(calendar, on), away=_away(shifts), duty_per=per)


def _hours(calendar: Calendar | None, on: date) -> WorkCalendar | None:
    revision = revision_in_force(calendar.pk, on=on) if calendar else None
    return work_calendar(revision) if revision else None


def _away(shifts: Sequence[engine.Shift]) -> Mapping[Hashable, Sequence[Window]]:
    first, last = (pick(timezone.localdate(at) for one in shifts for at in (one.start_at, one.end_at)) for pick in (min, max))
    found: dict[Hashable, list[Window]] = defaultdict(list)
    for leave in Leave.objects.filter(employee__in={one.person for one in shifts}, during__overlap=DateRange(first, last, "[]")):
        if leave.during.lower and leave.during.upper:  # the table lets no leave be without either
            found[leave.employee_id].append(Window(midnight(leave.during.lower), midnight(leave.during.upper)))
    return found


def _broken(breach: engine.Breach, employees: dict[int, Employee], departure: RuleDeparture | None = None) -> Broken:
    employee = employees.get(breach.person) if isinstance(breach.person, int) else None
    rule = WorkingTimeRule(breach.rule.value)
    return Broken(rule, employee, breach.start_at, breach.end_at, breach.by_seconds, breach.shifts, departure)


def _not_replaced() -> Q:
    return ~Q(Exists(Shift.objects.filter(replaces=OuterRef("pk"))))
