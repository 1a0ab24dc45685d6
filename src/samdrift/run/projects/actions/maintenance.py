"""The yearly maintenance of business systems."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput
from samdrift.core.keeping import keep
from samdrift.run.projects.actions.projects import LARGEST_MINOR, NotAnAmount
from samdrift.run.projects.models import MaintenancePlan
from samdrift.run.projects.models.maintenance import FIRST_YEAR, LAST_YEAR
from samdrift.team.models import Employee


class NotABusinessSystem(BadInput):
    words = _("%(service)s is not a business system.")


class YearOutside(BadInput):
    words = _("A year is from %(first)s to %(last)s.")


@transaction.atomic
def plan_maintenance(
    service: Service, year: int, *, answers: Employee, budget_minor: int, by: Actor, at: datetime, aim: str = ""
) -> MaintenancePlan:
    """This will plan a system's maintenance in a year, or change the plan that is there."""
    by.must(Deed.RUN_PROJECTS)
    if service.kind != Service.Kind.BUSINESS:
        raise NotABusinessSystem(service=service.name)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutside(first=FIRST_YEAR, last=LAST_YEAR)
    if not 0 < budget_minor <= LARGEST_MINOR:
        raise NotAnAmount
    Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    plan = MaintenancePlan.objects.filter(service=service, year=year).first() or MaintenancePlan(service=service, year=year)
    plan.answers, plan.budget_minor, plan.aim = answers, budget_minor, aim.strip()
    keep(plan)
    audit.record("plan_maintenance", of=plan, by=by, at=at)
    return plan
