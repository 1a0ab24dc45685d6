"""What a decision says will come, and the price index that brings years to one year's prices. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, Owner
from samdrift.members.models import Decision, Organization
from samdrift.plan.models.baselines import CostKind

ONCE = "one_off"  # what comes once, beside the kinds that come every year
EXPECTED_KINDS = [*CostKind.choices, (ONCE, _("One-off costs"))]


class Expectation(models.Model):
    """What a decision says a member will pay in a year for a kind of cost, bills and what it keeps together. The latest row counts.

    `decision` is the one recorded under the registry number, where it is kept here.
    """

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=EXPECTED_KINDS)
    amount_minor = models.BigIntegerField()
    prices_of = models.PositiveSmallIntegerField()
    registry_number = models.CharField(max_length=40)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "year", "kind", "recorded_at"], name="plan_expectation_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="plan_expectation_amount"),
        ]
        ordering = ["owner", "-year", "kind", "-recorded_at"]


class IndexValue(models.Model):
    """A price index's value for a year, or for a month of it, and where it comes from. The latest row for the same time counts."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "month", "recorded_at"], nulls_distinct=False, name="plan_indexvalue_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="plan_indexvalue_value"),
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12), name="plan_indexvalue_month"),
        ]
        ordering = ["name", "-year", "month", "-recorded_at"]


class IndexChoice(models.Model):
    """By which index the federation brings amounts to one year's prices, and who decided it. The latest choice counts."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    name = models.CharField(max_length=60)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
