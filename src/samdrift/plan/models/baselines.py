"""What a member's own IT cost in a year before it joined, signed and then frozen, and what it still pays itself. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.models import Account
from samdrift.core.walls import MEMBERS, Owner, Within
from samdrift.members.models import Organization
from samdrift.plan.freezing import FrozenWhenSigned


class CostKind(models.TextChoices):
    """What the money went to."""

    INVESTMENTS = "investments", _("Investments")
    LICENCES = "licences", _("Licences")
    DEVELOPMENT = "development", _("Development")
    SUPPORT = "support", _("Support")
    RUNNING = "running", _("Running it")
    OTHER = "other", _("Other")


class Baseline(models.Model):
    """A member's own IT costs in a year before it joined: one for each year, by service and kind. Once signed nothing of it changes."""

    owner = Owner(Organization, kinds=MEMBERS)
    year = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "year"], name="plan_baseline_once"),
            FrozenWhenSigned(name="plan_baseline_frozen", field="id"),
        ]
        ordering = ["owner", "-year"]


class BaselineLine(models.Model):
    """What a service cost in a kind of money that year, and how much of it the member will go on paying itself."""

    owner = Owner(Organization, kinds=MEMBERS)
    baseline = Within(Baseline)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CostKind.choices)
    amount_minor = models.BigIntegerField()
    kept_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "baseline", "service", "kind"], name="plan_baselineline_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, kept_minor__gte=0, kept_minor__lte=F("amount_minor")), name="plan_baselineline_amounts"
            ),
            FrozenWhenSigned(name="plan_baselineline_frozen", field="baseline_id"),
        ]
        ordering = ["baseline", "service", "kind"]


class BaselineSignature(models.Model):
    """That a member's signatory or head of agency signed a baseline, what it came to and how much of it was to be kept."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    baseline = Within(Baseline)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    total_minor = models.BigIntegerField()
    kept_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "baseline"], name="plan_baselinesignature_once")]


class RemainingCost(models.Model):
    """What a member still pays itself for a service that it shares, in a year and at a year's rate. The latest statement counts."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    year = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CostKind.choices)
    amount_minor = models.BigIntegerField()
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "year", "service", "kind", "stated_at"], name="plan_remainingcost_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="plan_remainingcost_amount"),
        ]
        ordering = ["owner", "-year", "service", "kind", "-stated_at"]
