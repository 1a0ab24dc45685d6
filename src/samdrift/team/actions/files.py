"""Files of posts, skills, weeks, leave and check-ins: all rows of a file are entered, or none where one cannot be used.

A row that says what is there already adds nothing. What a row may say of whom is what its sender may say on the pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.tables import Entered, Once, Row, fitted_rows, stands_once
from samdrift.members.models import Organization, Site
from samdrift.team import files
from samdrift.team.actions.figures import count_weeks_over
from samdrift.team.actions.posts import over_whole
from samdrift.team.actions.skills import NotYoursToList, NotYoursToSay, may_list, may_say
from samdrift.team.actions.weeks import must_be_ahead, must_be_check_in, must_be_leave, must_fit
from samdrift.team.models import CheckIn, Employee, Function, Leave, PlannedDay, Post, Skill, SkillHeld
from samdrift.team.queries import employee_of
from samdrift.team.reach import NotYouLead, leads, must_be_own_or_lead
from samdrift.team.weeks import monday_of

K = TypeVar("K")
R = TypeVar("R")
T = TypeVar("T")
Lasting = list[tuple[DateRange, int]]


class _Names:
    """The employees, functions and sites of a unit that a file may name."""

    def __init__(self, unit: Organization) -> None:
        employees = list(Employee.objects.filter(function__unit=unit).select_related("function__manager", "site"))
        times = Counter(employee.name.casefold() for employee in employees)
        self.employees = {e.name.casefold(): e for e in employees if times[e.name.casefold()] == 1}
        self.employees |= {e.email.casefold(): e for e in employees if e.email}
        self.functions = {function.name.casefold(): function for function in Function.objects.filter(unit=unit)}
        sites = Site.objects.select_related("organization")
        self.sites = {(site.organization.short_name.casefold(), site.name.casefold()): site for site in sites}

    def employee(self, text: str) -> Employee:
        return _found(self.employees, text.casefold(), _("No employee is called “%(text)s”, or several are.") % {"text": text[:80]})

    def function(self, text: str) -> Function:
        return _found(self.functions, text.casefold(), _("There is no function called “%(name)s”.") % {"name": text[:80]})

    def site(self, at: str, name: str) -> Site:
        words = _("%(member)s has no site called %(site)s.") % {"member": at[:40] or "–", "site": name[:80]}
        return _found(self.sites, (at.casefold(), name.casefold()), words)


def _found(things: Mapping[K, T], key: K, otherwise: str) -> T:
    if key not in things:
        raise ValueError(otherwise)
    return things[key]


def _itself(row: Row) -> Row:
    return row


def _in_words(fitting: Callable[[R], T | None]) -> Callable[[R], T | None]:
    """The same, answering what is refused on the pages as a wrong row."""

    def fitted(row: R) -> T | None:
        try:
            return fitting(row)
        except Refused as no:
            raise ValueError(str(no)) from no

    return fitted


def _hold(names: _Names) -> None:
    """This holds the unit's employees, so that two who plan the same person take turns."""
    list(Employee.objects.select_for_update(of=("self",)).filter(pk__in={e.pk for e in names.employees.values()}).order_by("pk"))


def _told(deed: str, unit: Organization, entered: Entered, by: Actor, at: datetime) -> Entered:
    if entered.added:
        audit.record(deed, of=unit, by=by, at=at, owner_id=unit.pk)
    return entered


@transaction.atomic
def import_posts(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will add the posts of a file; a share that makes anybody's more than a whole week is named with the day."""
    by.must(Deed.CHANGE_TEAM)
    names = _Names(unit)
    once: Once = {}
    _hold(names)
    posts = list(Post.objects.filter(owner=unit))
    there = {_facts_of(one) for one in posts}
    shares: dict[int, Lasting] = {}
    for one in posts:
        if one.employee_id is not None:
            shares.setdefault(one.employee_id, []).append((one.during, one.share_percent))

    def fitting(row: files.PostRow) -> Post | None:
        employee = names.employee(row.employee) if row.employee else None
        made = Post(
            owner=unit,
            function=names.function(row.function),
            employee=employee,
            site=names.site(row.member, row.site),
            title=row.title,
            title_en=row.title_en,
            share_percent=row.share_percent,
            during=DateRange(row.from_on, row.until_on),
            acting_for=names.employee(row.acting_for) if row.acting_for else None,
        )
        if _facts_of(made) in there:
            return None
        if employee is not None:
            stands_once(once, _facts_of(made), row.line)
            held = shares.setdefault(employee.pk, [])
            if over := over_whole([*held, (made.during, made.share_percent)]):
                facts = {"name": employee.name, "percent": over[1], "day": over[0]}
                raise ValueError(_("%(name)s would work %(percent)s %% of a week from %(day)s.") % facts)
            held.append((made.during, made.share_percent))
        return made

    entered, new = fitted_rows(content, files.POSTS, files.post, _in_words(fitting))
    Post.objects.bulk_create(new)
    return _told("import_posts", unit, entered, by, at)


def _facts_of(post: Post) -> tuple[object, ...]:
    lower, upper = post.during.lower, post.during.upper
    facts = (post.function_id, post.title.casefold(), post.site_id, post.employee_id, post.share_percent, post.acting_for_id)
    return (*facts, lower, upper)


@transaction.atomic
def import_skills(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will put the skills of a file on the unit's list."""
    by.must(Deed.PLAN_WORK)
    if not may_list(by):
        raise NotYoursToList
    there = {name.casefold() for name in Skill.objects.filter(owner=unit).values_list("name", flat=True)}
    once: Once = {}

    def fitting(row: Row) -> Skill | None:
        name, name_en = files.a_text(row, "skill", longest=80), files.a_text(row, "skill_en", needed=False, longest=80)
        stands_once(once, name.casefold(), row.line)
        return None if name.casefold() in there else Skill(owner=unit, name=name, name_en=name_en)

    entered, new = fitted_rows(content, files.SKILLS, _itself, _in_words(fitting))
    Skill.objects.bulk_create(new)
    return _told("import_skills", unit, entered, by, at)


@transaction.atomic
def import_held(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will say what employees can, from a file; who sends it is who says so."""
    by.must(Deed.PLAN_WORK)
    names, sayer = _Names(unit), employee_of(by)
    once: Once = {}
    skills = {skill.name.casefold(): skill for skill in Skill.objects.filter(owner=unit)}
    there = set(SkillHeld.objects.filter(owner=unit, during__upper_inf=True).values_list("employee", "skill"))

    def fitting(row: files.SpanRow) -> SkillHeld | None:
        employee = names.employee(row.employee)
        skill = _found(skills, row.what.casefold(), _("No skill on the list is called “%(name)s”.") % {"name": row.what[:80]})
        if not may_say(employee, by):
            raise NotYoursToSay
        stands_once(once, (employee.pk, skill.pk), row.line)
        if (employee.pk, skill.pk) in there:
            return None
        during = DateRange(row.from_on, None)
        return SkillHeld(owner=unit, employee=employee, skill=skill, during=during, said_by=sayer, recorded_at=at)

    entered, new = fitted_rows(content, files.HELD, files.held, _in_words(fitting))
    SkillHeld.objects.bulk_create(new)
    return _told("import_held", unit, entered, by, at)


@transaction.atomic
def import_planned(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will plan where employees work, from a file, day by day; another place for the same day counts instead."""
    by.must(Deed.PLAN_WORK)
    names = _Names(unit)
    once: Once = {}
    _hold(names)
    this_week = monday_of(timezone.localdate(at))
    there = {(day.employee_id, day.on): (day.place, day.site_id) for day in PlannedDay.objects.filter(owner=unit, on__gte=this_week)}

    def fitting(row: files.PlannedRow) -> PlannedDay | None:
        employee = names.employee(row.employee)
        site = names.site(row.member, row.site) if row.site or row.member else None
        must_be_own_or_lead(employee, by)
        must_be_ahead(monday_of(row.on), at=at)
        must_fit(monday_of(row.on), row.on, row.place, site)
        stands_once(once, (employee.pk, row.on), row.line)
        site = None if site is None or site.pk == employee.site_id else site
        if there.get((employee.pk, row.on)) == (row.place, site.pk if site else None):
            return None
        return PlannedDay(owner=unit, employee=employee, on=row.on, place=row.place, site=site)

    entered, new = fitted_rows(content, files.PLANNED, files.planned, _in_words(fitting))
    count_weeks_over(unit.pk, by=by, at=at)
    for row in new:
        if (row.employee_id, row.on) in there:
            PlannedDay.objects.filter(employee=row.employee_id, on=row.on).delete()
    PlannedDay.objects.bulk_create(new)
    return _told("import_planned", unit, entered, by, at)


@transaction.atomic
def import_leave(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will note leave from a file: days, and no cause."""
    by.must(Deed.PLAN_WORK)
    names = _Names(unit)
    _hold(names)
    there: dict[int, list[DateRange]] = {}
    for employee_id, during in Leave.objects.filter(owner=unit).order_by().values_list("employee", "during"):
        there.setdefault(employee_id, []).append(during)

    def fitting(row: files.SpanRow) -> Leave | None:
        employee, until_on = names.employee(row.employee), row.until_on or row.from_on
        must_be_own_or_lead(employee, by)
        spans, during = there.setdefault(employee.pk, []), DateRange(row.from_on, until_on)
        if during in spans:
            return None
        must_be_leave(row.from_on, until_on, at=at)
        if any(row.from_on < span.upper and span.lower < until_on for span in spans):
            raise ValueError(_("%(name)s is on leave already some of these days.") % {"name": employee.name})
        spans.append(during)
        return Leave(owner=unit, employee=employee, during=during)

    entered, new = fitted_rows(content, files.LEAVE, files.leave, _in_words(fitting))
    count_weeks_over(unit.pk, by=by, at=at)
    Leave.objects.bulk_create(new)
    return _told("import_leave", unit, entered, by, at)


@transaction.atomic
def import_check_ins(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will note days of check-ins from a file; for those whom its sender leads."""
    by.must(Deed.PLAN_WORK)
    names, today = _Names(unit), timezone.localdate(at)
    once: Once = {}
    latest = CheckIn.objects.filter(owner=unit).order_by("employee_id", "-recorded_at", "-pk").distinct("employee_id")
    there: dict[int, tuple[date | None, date]] = {row.employee_id: (row.held_on, row.next_on) for row in latest}

    def fitting(row: files.CheckInRow) -> CheckIn | None:
        employee = names.employee(row.employee)
        if not leads(employee, by):
            raise NotYouLead
        stands_once(once, employee.pk, row.line)
        if there.get(employee.pk) == (row.held_on, row.next_on):
            return None
        must_be_check_in(row.held_on, row.next_on, on=today)
        return CheckIn(owner=unit, employee=employee, held_on=row.held_on, next_on=row.next_on, recorded_at=at)

    entered, new = fitted_rows(content, files.CHECK_INS, files.check_in, _in_words(fitting))
    CheckIn.objects.bulk_create(new)
    return _told("import_check_ins", unit, entered, by, at)
