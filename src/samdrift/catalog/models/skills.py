"""Which skills each service needs to be kept running."""

from __future__ import annotations

from django.db import models

from samdrift.catalog.models.services import Service
from samdrift.core.walls import UNIT, Owner, Within
from samdrift.members.models import Organization
from samdrift.team.models import Skill


class ServiceSkill(models.Model):
    """That a service cannot be kept running without a skill. The unit's own row: members see the service, not who carries it."""

    owner = Owner(Organization, kinds=UNIT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    skill = Within(Skill)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "skill"], name="catalog_serviceskill_once")]
        ordering = ["service", "skill"]
