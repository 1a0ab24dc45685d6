"""Proposals, hours and bookings from files: all rows or none, and the same file again adds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.members.models import Organization
from samdrift.run.projects.actions.bookings import count_weeks, lock_functions, overbooked
from samdrift.run.projects.actions.proposals import propose_project
from samdrift.run.projects.actions.time import count_minutes, must_enter_for, refuse_unless_it_fits
from samdrift.run.projects.files import BookingRow, HoursRow, ProposalRow, read_bookings, read_hours, read_proposals
from samdrift.run.projects.models import Booking, Project, Proposal, TimeEntry
from samdrift.run.projects.queries.bookings import percents_by_week
from samdrift.run.projects.queries.projects import entries_that_count
from samdrift.run.projects.weeks import A_WEEK, week_in_words, weeks_from
from samdrift.team.models import Employee

A_BATCH = 1000
T = TypeVar("T")


class Names:
    """The employees, projects, organizations and business systems that a file may name."""

    def __init__(self) -> None:
        employees = list(Employee.objects.select_related("function__manager"))
        named = Counter(employee.name.casefold() for employee in employees)
        self._employees = {e.name.casefold(): e for e in employees if named[e.name.casefold()] == 1}
        self._employees |= {e.email.casefold(): e for e in employees if e.email}
        self._projects = {project.code: project for project in Project.objects.select_related("manager")}
        self._organizations = {
            one.short_name.casefold(): one for one in Organization.objects.filter(kind__in=("member", "unit", "customer"))
        }

    def employee(self, text: str) -> Employee:
        return self._found(self._employees, text.casefold(), _("No employee is called “%(text)s”, or several are.") % {"text": text[:80]})

    def project(self, text: str) -> Project:
        return self._found(self._projects, text, _("There is no project called %(text)s.") % {"text": text[:40]})

    def organization(self, text: str) -> Organization:
        return self._found(self._organizations, text.casefold(), _("No member is called “%(text)s”.") % {"text": text[:80]})

    @staticmethod
    def _found(things: Mapping[str, T], key: str, otherwise: str) -> T:
        if key not in things:
            raise ValueError(otherwise)
        return things[key]


@transaction.atomic
def import_proposals(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will make the proposals of a file. One that is there already, with the same cost and benefit, is known."""
    by.must(Deed.PROPOSE)
    rows, wrong = read_proposals(content)
    names = Names()
    there = {proposal.title: proposal for proposal in Proposal.objects.filter(title__in={row.title for row in rows})}
    wrong += said_twice((row.line, row.title) for row in rows)
    added, twice = 0, {row.line for row in wrong}
    for row in rows:
        if row.line in twice:
            continue
        known = there.get(row.title)
        try:
            if known is None:
                _propose(row, names, by, at)
                added += 1
            elif (known.cost_minor, known.yearly_minor) != (row.cost_minor, row.yearly_minor):
                wrong.append(WrongRow(row.line, _("There is already a proposal called %(title)s.") % {"title": row.title}))
        except (ValueError, Refused) as no:
            wrong.append(WrongRow(row.line, str(no)))
    return all_or_none(wrong, added, len(rows))


def _propose(row: ProposalRow, names: Names, by: Actor, at: datetime) -> None:
    amounts = {"cost_minor": row.cost_minor, "yearly_minor": row.yearly_minor}
    proposed_by = names.organization(row.proposed_by)
    propose_project(proposed_by, row.title, title_en=row.title_en, need=row.need, benefit=row.benefit, **amounts, by=by, at=at)


@transaction.atomic
def import_hours(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will record the hours of a file. Other hours than those that are there, for the same person, project and week, correct them."""
    rows, wrong = read_hours(content)
    return enter_hours(unit, rows, wrong, by=by, at=at)


@transaction.atomic
def enter_hours(unit: Organization, rows: Sequence[HoursRow], wrong: list[WrongRow], *, by: Actor, at: datetime) -> Entered:
    """This will record rows of hours by the rules of a file; `wrong` are those of its rows that could not be read."""
    by.must(Deed.RUN_PROJECTS)
    names = Names()
    wrong = wrong + said_twice((row.line, (row.employee.casefold(), row.project, row.week)) for row in rows)
    fitting: list[tuple[HoursRow, Employee, Project]] = []
    for row in rows:
        try:
            employee, project = names.employee(row.employee), names.project(row.project)
            must_enter_for(employee, project, by)
            refuse_unless_it_fits(project, row.week, row.minutes, at=at)
            fitting.append((row, employee, project))
        except (ValueError, Refused) as no:
            wrong.append(WrongRow(row.line, str(no)))
    projects = sorted({project.pk for _row, _employee, project in fitting})
    list(Project.objects.select_for_update(of=("self",)).filter(pk__in=projects).order_by("pk"))
    there = entries_that_count({e.pk for _r, e, _p in fitting}, projects, {row.week for row, _e, _p in fitting})
    new: list[tuple[TimeEntry, TimeEntry | None]] = []
    for row, employee, project in fitting:
        before = there.get((employee.pk, project.pk, row.week))
        if before is None or before.minutes != row.minutes:
            entry = TimeEntry(owner=unit, employee=employee, project=project, week=row.week, minutes=row.minutes, entered_at=at)
            new.append((entry, before))
    imported = all_or_none(wrong, len(new), len(rows))
    TimeEntry.objects.bulk_create([entry for entry, _before in new], batch_size=A_BATCH)
    count_minutes(new)
    if new:
        audit.record("import_hours", of=unit, by=by, at=at, owner_id=unit.pk)
    return imported


@transaction.atomic
def import_bookings(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will book people as a file says. A booking that is there already, in all its columns, is known."""
    rows, wrong = read_bookings(content)
    return enter_bookings(unit, rows, wrong, by=by, at=at)


@transaction.atomic
def enter_bookings(unit: Organization, rows: Sequence[BookingRow], wrong: list[WrongRow], *, by: Actor, at: datetime) -> Entered:
    """This will book people by the rules of a file; `wrong` are those of its rows that could not be read."""
    by.must(Deed.RUN_PROJECTS)
    names = Names()
    found: list[tuple[BookingRow, Booking]] = []
    for row in rows:
        try:
            found.append((row, _as_booking(unit, row, names, at)))
        except ValueError as no:
            wrong = [*wrong, WrongRow(row.line, str(no))]
    wrong = wrong + said_twice((row.line, _facts_of(booking)) for row, booking in found)
    lock_functions(booking.employee.function_id for _row, booking in found)
    people = {booking.employee_id for _row, booking in found}
    there = {_facts_of(booking) for booking in Booking.objects.filter(employee__in=people, called_off_at=None)}
    new = [(row, booking) for row, booking in found if _facts_of(booking) not in there]
    booked = percents_by_week(people, _all_weeks(booking for _row, booking in new))
    for row, booking in new:
        of_employee, span = booked.setdefault(booking.employee_id, {}), weeks_from(booking.from_week, booking.weeks)
        over = overbooked(of_employee, span, booking.percent)
        if over is not None and not booking.reason:
            facts = {"name": booking.employee.name, "week": week_in_words(over)}
            wrong.append(WrongRow(row.line, _("%(name)s would be booked for more than all of %(week)s.") % facts))
        for week in span:
            of_employee[week] = of_employee.get(week, 0) + booking.percent
    imported = all_or_none(wrong, len(new), len(rows))
    Booking.objects.bulk_create([booking for _row, booking in new], batch_size=A_BATCH)
    for (function_id, week), percent in _sums(booking for _row, booking in new).items():
        count_weeks(function_id, [week], percent)
    if new:
        audit.record("import_bookings", of=unit, by=by, at=at, owner_id=unit.pk)
    return imported


def _as_booking(unit: Organization, row: BookingRow, names: Names, at: datetime) -> Booking:
    return Booking(
        owner=unit,
        employee=names.employee(row.employee),
        job=row.job,
        member=names.organization(row.member) if row.member else None,
        project=names.project(row.project) if row.project else None,
        from_week=row.from_week,
        until_week=row.from_week + row.weeks * A_WEEK,
        percent=row.percent,
        reason=row.reason,
        booked_at=at,
    )


def _facts_of(booking: Booking) -> tuple[object, ...]:
    return (
        booking.employee_id,
        booking.job,
        booking.member_id,
        booking.project_id,
        booking.from_week,
        booking.until_week,
        booking.percent,
    )


def _all_weeks(bookings: Iterable[Booking]) -> list[date]:
    spans = [(booking.from_week, booking.until_week) for booking in bookings]
    if not spans:
        return []
    first, end = min(start for start, _end in spans), max(end for _start, end in spans)
    return weeks_from(first, (end - first).days // 7)


def _sums(bookings: Iterable[Booking]) -> Counter[tuple[int, date]]:
    sums: Counter[tuple[int, date]] = Counter()
    for booking in bookings:
        for week in weeks_from(booking.from_week, booking.weeks):
            sums[booking.employee.function_id, week] += booking.percent
    return sums


def said_twice(keys: Iterable[tuple[int, object]]) -> list[WrongRow]:
    """This will return the rows that say what an earlier line says."""
    first: dict[object, int] = {}
    wrong = []
    for line, key in keys:
        if first.setdefault(key, line) != line:
            wrong.append(WrongRow(line, _("It stands on line %(line)s as well.") % {"line": first[key]}))
    return wrong


def all_or_none(wrong: list[WrongRow], added: int, rows: int) -> Entered:
    """This will tell what came of a file; where a row is wrong it refuses all of them."""
    if wrong:
        raise RowsRefused(wrong)
    return Entered(added, rows - added)
