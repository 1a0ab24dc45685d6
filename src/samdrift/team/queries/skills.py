"""Who can what: as counts by site for the unit, by name for who leads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet
from samdrift.members.models import Site
from samdrift.team.models import Employee, Function, Skill, SkillHeld
from samdrift.team.reach import of_own_people


def skills_in_order() -> list[Skill]:
    """This will return the unit's list of skills, by name."""
    return list(Skill.objects.order_by(InAlphabet("name"), "pk"))


def holders(*, on: date) -> dict[int, list[int]]:
    """This will return the ids of the employees who have each skill on a day, by the skill's id."""
    found: dict[int, list[int]] = {}
    for skill_id, employee_id in SkillHeld.objects.filter(during__contains=on).order_by("pk").values_list("skill", "employee"):
        found.setdefault(skill_id, []).append(employee_id)
    return found


@dataclass(frozen=True, slots=True)
class SkillRow:
    """How many people have a skill, at each site and in all."""

    skill: Skill
    counts: tuple[int, ...]
    people: int


def skill_matrix(sites: Sequence[Site], *, on: date) -> list[SkillRow]:
    """This will count who has each skill on a day by the site where they sit, for these sites."""
    at = dict(Employee.objects.values_list("pk", "site"))
    held = holders(on=on)
    rows = []
    for skill in skills_in_order():
        places = [at[employee_id] for employee_id in held.get(skill.pk, ())]
        rows.append(SkillRow(skill, tuple(places.count(site.pk) for site in sites), len(places)))
    return rows


def staffed_sites() -> list[Site]:
    """This will return the sites where somebody in the unit sits, by town."""
    sites = Site.objects.filter(pk__in=Employee.objects.values("site"))
    return list(sites.order_by(InAlphabet("city"), InAlphabet("name"), "pk"))


def held_by(employee: Employee, *, on: date) -> list[SkillHeld]:
    """This will return the skills that an employee has or will have, seen from a day, with who says so."""
    rows = SkillHeld.objects.filter(_lasting(on), employee=employee).select_related("skill", "said_by", "employee__function__manager")
    return list(rows.order_by(InAlphabet("skill__name"), "pk"))


def held_in(skill: Skill, functions: Sequence[Function], *, on: date) -> list[SkillHeld]:
    """This will return who in functions has a skill or will have it, by name, with site and with who says so."""
    rows = SkillHeld.objects.filter(_lasting(on), skill=skill, employee__function__in=functions)
    return list(rows.select_related("employee__site", "employee__function", "said_by").order_by(InAlphabet("employee__name"), "pk"))


def held_read_by(actor: Actor, *, on: date) -> QuerySet[SkillHeld]:
    """This will return the skills by name that an actor may read: their own, and those of people whom they lead."""
    rows = SkillHeld.objects.filter(_lasting(on), of_own_people(actor)).select_related("skill", "employee")
    return rows.order_by(InAlphabet("skill__name"), InAlphabet("employee__name"), "pk")


def _lasting(on: date) -> Q:
    return Q(during__upper_inf=True) | Q(during__endswith__gt=on)
