"""What a business system may cost to maintain in a year, and who answers for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.catalog.models import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization
from samdrift.team.models import Employee

FIRST_YEAR, LAST_YEAR = 2000, 2100


class MaintenancePlan(models.Model):
    """The maintenance of a business system in a year: who answers for it, and its budget in öre."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    answers = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    budget_minor = models.BigIntegerField()
    aim = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "year"], name="projects_plan_once"),
            models.CheckConstraint(condition=Q(budget_minor__gt=0), name="projects_plan_budget"),
        ]
        ordering = ["-year", "service"]
