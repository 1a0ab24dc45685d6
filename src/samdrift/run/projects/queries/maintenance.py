"""The maintenance of business systems, year by year."""

from __future__ import annotations

from django.db.models import QuerySet

from samdrift.catalog.models import Service
from samdrift.core.order import InAlphabet
from samdrift.run.projects.models import MaintenancePlan


def plans_of(year: int) -> list[MaintenancePlan]:
    """This will return a year's maintenance plans by the system's name, with service and who answers for it."""
    plans = MaintenancePlan.objects.filter(year=year).select_related("service", "answers")
    return list(plans.order_by(InAlphabet("service__name"), "pk"))


def systems() -> QuerySet[Service]:
    """This will return the business systems, by name."""
    return Service.objects.filter(kind=Service.Kind.BUSINESS).order_by(InAlphabet("name"), "pk")
