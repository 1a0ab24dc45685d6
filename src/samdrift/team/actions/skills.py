"""The unit's list of skills, and who says that somebody has one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.keeping import keep
from samdrift.members.models import Organization
from samdrift.team.models import Employee, Function, Skill, SkillHeld
from samdrift.team.queries import employee_of
from samdrift.team.reach import is_oneself, leads
from samdrift.ui.names import named_text


class SkillNamedAlready(Refused):
    words = _("The list has a skill called %(name)s already.")


class HasTheSkill(Refused):
    words = _("It is said already that %(name)s can %(skill)s.")


class SkillIsOver(Refused):
    words = _("That is over already.")


class NotYoursToSay(Refused):
    status = 403
    words = _("What somebody can is said by themself, by who leads them, or by the director.")


class NotYoursToList(Refused):
    status = 403
    words = _("The list of skills is kept by those who lead a function, and by the director.")


@transaction.atomic
def add_skill(unit: Organization, name: str, *, by: Actor, at: datetime, name_en: str = "") -> Skill:
    """This will put a skill on the unit's list."""
    by.must(Deed.PLAN_WORK)
    if not may_list(by):
        raise NotYoursToList
    row = Skill(owner=unit, name=name, name_en=name_en)
    keep(row, {"team_skill_name_once": SkillNamedAlready(name=name)})
    audit.record("add_skill", of=row, by=by, at=at)
    return row


@transaction.atomic
def say_skill(employee: Employee, skill: Skill, *, from_on: date, by: Actor, at: datetime) -> SkillHeld:
    """This will say that an employee has a skill from a day on, and keep who says so."""
    by.must(Deed.PLAN_WORK)
    _must_say(employee, by)
    employee = Employee.objects.select_for_update(of=("self",)).select_related("function").get(pk=employee.pk)
    lasting = Q(during__upper_inf=True) | Q(during__endswith__gt=from_on)
    if SkillHeld.objects.filter(lasting, employee=employee, skill=skill).exists():
        raise HasTheSkill(name=employee.name, skill=named_text(skill).words)
    row = SkillHeld(
        owner_id=skill.owner_id,
        employee=employee,
        skill=skill,
        during=DateRange(from_on, None),
        said_by=employee_of(by),
        recorded_at=at,
    )
    keep(row)
    audit.record("say_skill", of=row, by=by, at=at)
    return row


@transaction.atomic
def end_skill(held: SkillHeld, *, on: date, by: Actor, at: datetime) -> None:
    """This will say that an employee has a skill no longer, from a day on."""
    by.must(Deed.PLAN_WORK)
    _must_say(held.employee, by)
    row = SkillHeld.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if row.during.upper is not None and row.during.upper <= on:
        raise SkillIsOver
    audit.record("end_skill", of=row, by=by, at=at)
    if row.during.lower is not None and row.during.lower >= on:  # it has not lasted a day
        row.delete()
        return
    row.during = DateRange(row.during.lower, on)
    row.save(update_fields=["during"])


def may_list(by: Actor) -> bool:
    return by.may(Deed.CHANGE_TEAM) or Function.objects.filter(manager__account_id=by.account_id).exists()


def may_say(employee: Employee, by: Actor) -> bool:
    return by.may(Deed.CHANGE_TEAM) or is_oneself(employee, by) or leads(employee, by)


def _must_say(employee: Employee, by: Actor) -> None:
    if not may_say(employee, by):
        raise NotYoursToSay
