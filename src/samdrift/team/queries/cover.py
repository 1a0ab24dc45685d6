"""Which skills and sites of functions nobody covers on some day of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samdrift.members.models import Site
from samdrift.team.cover import Presence, empty_days, uncovered_days
from samdrift.team.models import Employee, Function, Skill
from samdrift.team.queries.skills import holders, skills_in_order, staffed_sites
from samdrift.team.queries.weeks import presence
from samdrift.team.weeks import WORKDAYS


@dataclass(frozen=True, slots=True)
class WeekCover:
    """What is needed to tell what a week covers: everyone who works in the unit, where they are, and who has which skill."""

    week: date
    employees: dict[int, Employee]
    presence: Presence
    holders: dict[int, list[int]]
    skills: list[Skill]
    sites: list[Site]


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill or a site that nobody covers, and on which weekdays (0 is Monday)."""

    what: Skill | Site
    days: tuple[int, ...]


def week_cover(week: date) -> WeekCover:
    """This will gather what a week covers, for the whole unit; who has a skill is who has it at the end of the week."""
    employees = list(Employee.objects.select_related("site", "function"))
    return WeekCover(
        week,
        {employee.pk: employee for employee in employees},
        presence(employees, week),
        holders(on=week + timedelta(days=WORKDAYS - 1)),
        skills_in_order(),
        staffed_sites(),
    )


def skills_without_cover(cover: WeekCover, functions: Sequence[Function]) -> list[Gap]:
    """This will return the skills that somebody in functions has and that nobody in the unit can give on some day of the week."""
    ours = {function.pk for function in functions}
    found = []
    for skill in cover.skills:
        people = cover.holders.get(skill.pk, [])
        days = uncovered_days(people, cover.presence)
        if days and any(cover.employees[person].function_id in ours for person in people):
            found.append(Gap(skill, days))
    return found


def sites_without_cover(cover: WeekCover, functions: Sequence[Function]) -> list[Gap]:
    """This will return the sites where people of functions sit and none of the functions' people is on some day of the week."""
    ours = {function.pk for function in functions}
    people = {one.pk: one for one in cover.employees.values() if one.function_id in ours}
    sat_at = {one.site_id for one in people.values()}
    present = {person: cover.presence[person] for person in people}
    gaps = [Gap(site, empty_days(site.pk, present)) for site in cover.sites if site.pk in sat_at]
    return [gap for gap in gaps if gap.days]
