"""Rotas from files: all of the rows or none, and the same file again adds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core.access import Actor
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.members.models import Calendar
from samdrift.team.actions.rotas import MOST_WEEKS, AgainstTheRules, Planned, make_rota, must_lead
from samdrift.team.models import DutyPer, Employee, Function
from samdrift.team.queries.rotas import rotas_waiting as waiting
from samdrift.team.queries.rotas import shifts_in_force, shifts_of
from samdrift.team.rota_file import ShiftRow, read_shifts
from samdrift.team.rota_words import broken_words
from samdrift.team.weeks import A_WEEK, monday_of

Known = tuple[int, datetime, datetime, str]


class Names:
    """The unit's people as a file or a list may name them: by e-mail address, or by a name that nobody else has."""

    def __init__(self, function: Function) -> None:
        employees = list(Employee.objects.filter(function__unit=function.unit_id).select_related("function"))
        named = Counter(employee.name.casefold() for employee in employees)
        self._found = {e.name.casefold(): e for e in employees if named[e.name.casefold()] == 1}
        self._found |= {e.email.casefold(): e for e in employees if e.email}

    def employee(self, text: str) -> Employee:
        """This will find who is meant; nobody, or one of several, is a ValueError in the user's words."""
        if text.casefold() not in self._found:
            raise ValueError(_("No employee is called “%(text)s”, or several are.") % {"text": text[:80]})
        return self._found[text.casefold()]

    def written(self, employee: Employee) -> str:
        """This will return how somebody is named so that nobody else is meant."""
        return employee.name if self._found.get(employee.name.casefold()) == employee else employee.email


@transaction.atomic
def import_rota(
    function: Function,
    content: bytes,
    *,
    by: Actor,
    at: datetime,
    calendar: Calendar | None = None,
    duty_per: str = DutyPer.FOUR_WEEKS,
    reason: str = "",
    agreed_by: str = "",
) -> Entered:
    """This will make a rota of a file's shifts, for the weeks that they lie in. Weeks that are over may only stand there as they were; a
    file that says what counts, or what a rota that waits to be made known says, adds nothing.
    """
    must_lead(function, by)
    rows, wrong = read_shifts(content)
    planned = _planned(rows, Names(function), wrong)
    there = _there(function, [one for _line, one in planned])
    this_week = monday_of(timezone.localdate(at))
    coming = []
    for line, one in planned:
        if _week(one) >= this_week:
            coming.append((line, one))
        elif _known(one) not in there:
            wrong.append(WrongRow(line, _("The week of %(day)s is over.") % {"day": _week(one)}))
    if wrong:
        raise RowsRefused(wrong)
    if _says_the_same(function, [one for _line, one in coming], this_week):
        return Entered(0, len(planned))
    first, last = (pick(_week(one) for _line, one in coming) for pick in (min, max))
    weeks = (last - first) // A_WEEK + 1
    if weeks > MOST_WEEKS:
        raise RowsRefused([WrongRow(coming[-1][0], _("A rota lasts from 1 to %(most)s weeks.") % {"most": MOST_WEEKS})])
    try:
        make_rota(
            function,
            [one for _line, one in coming],
            from_week=first,
            weeks=weeks,
            calendar=calendar,
            duty_per=duty_per,
            reason=reason,
            agreed_by=agreed_by,
            by=by,
            at=at,
        )
    except AgainstTheRules as no:
        raise RowsRefused(_lines_of(no, coming)) from no
    return Entered(len(coming), len(planned) - len(coming))


def _planned(rows: Sequence[ShiftRow], names: Names, wrong: list[WrongRow]) -> list[tuple[int, Planned]]:
    found: list[tuple[int, Planned]] = []
    first_line: dict[Known, int] = {}
    for row in rows:
        try:
            one = Planned(names.employee(row.employee), row.start_at, row.end_at, row.kind)
        except ValueError as no:
            wrong.append(WrongRow(row.line, str(no)))
            continue
        first = first_line.setdefault(_known(one), row.line)
        if first != row.line:
            wrong.append(WrongRow(row.line, _("The same as on line %(line)s.") % {"line": first}))
        else:
            found.append((row.line, one))
    return found


def _lines_of(no: AgainstTheRules, coming: Sequence[tuple[int, Planned]]) -> list[WrongRow]:
    """Each breach on the line of the first shift of the file that it is about."""
    lines = {f"new {number}": line for number, (line, _one) in enumerate(coming)}
    found = []
    for broken in no.broken:
        line = min(lines[str(shift.key)] for shift in broken.shifts if str(shift.key) in lines)
        found.append(WrongRow(line, broken_words(broken)))
    return found


def _says_the_same(function: Function, coming: Sequence[Planned], this_week: date) -> bool:
    """Whether what counts, or a rota that waits, has these shifts and no others in their weeks."""
    if not coming:
        return True
    said = {_known(one) for one in coming}
    first, last = min(map(_week, coming)), max(map(_week, coming))
    counts = shifts_in_force().filter(rota__function=function, week__gte=first, week__lte=last)
    others = [counts, *(shifts_of(rota) for rota in waiting(function, on=this_week))]
    return any({(one.employee_id, one.start_at, one.end_at, one.kind) for one in shifts} == said for shifts in others)


def _there(function: Function, planned: Sequence[Planned]) -> set[Known]:
    if not planned:
        return set()
    first, last = min(map(_week, planned)), max(map(_week, planned))
    counts = shifts_in_force().filter(rota__function=function, week__gte=first, week__lte=last)
    return {(one.employee_id, one.start_at, one.end_at, one.kind) for one in counts}


def _week(one: Planned) -> date:
    return monday_of(timezone.localdate(one.start_at))


def _known(one: Planned) -> Known:
    return one.employee.pk, one.start_at, one.end_at, one.kind
