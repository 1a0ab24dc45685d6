"""Investments made once for several members: what was decided, who shares it and by which key, and when it was disposed of early."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization

LONGEST_LIFE = 600  # months


class Investment(models.Model):
    """A decided investment: what it cost, and the months over which it is written off in equal parts. Amounts are whole öre."""

    class Key(models.TextChoices):
        EQUAL = "equal", _("Equal shares")
        HEADCOUNT = "headcount", _("Employees")
        FIXED = "fixed", _("Fixed shares")

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    life_months = models.PositiveIntegerField()
    starts_on = models.DateField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=9, choices=Key.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "name"], name="purchasing_investment_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="purchasing_investment_amount"),
            models.CheckConstraint(condition=Q(life_months__gte=1, life_months__lte=LONGEST_LIFE), name="purchasing_investment_life"),
            models.CheckConstraint(condition=Q(starts_on__day=1), name="purchasing_investment_from_a_month"),
        ]
        ordering = ["name", "number"]

    def __str__(self) -> str:
        return self.name


class InvestmentShare(models.Model):
    """That a member shares an investment, and its weight where the key is fixed shares; 1 under the other keys."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["investment", "member"], name="purchasing_investment_share_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="purchasing_investment_share_weight"),
        ]
        ordering = ["investment", "member"]


class InvestmentDisposal(models.Model):
    """That an investment was disposed of on a day before its life was over, and why: the rest is entered in that day's month."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    investment = models.OneToOneField(Investment, on_delete=models.PROTECT, related_name="disposal")
    disposed_on = models.DateField()
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
