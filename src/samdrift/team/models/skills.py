"""What people in the unit can do, from a list of the unit's own. That somebody has a skill is said; how well is not."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from samdrift.core.walls import UNIT, Owner, Within
from samdrift.members.models import Organization
from samdrift.team.models.functions import Employee


class Skill(models.Model):
    """Something that the unit must be able to do, on its list."""

    owner = Owner(Organization, kinds=UNIT)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="team_skill_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SkillHeld(models.Model):
    """That an employee has a skill for a span of days, and who says so: themself, who leads them, or the director."""

    owner = Owner(Organization, kinds=UNIT)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    skill = Within(Skill)
    during = DateRangeField()
    said_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "skill"], condition=Q(during__upper_inf=True), name="team_skillheld_once"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="team_skillheld_lasts"),
        ]
        ordering = ["skill", "employee", "pk"]
