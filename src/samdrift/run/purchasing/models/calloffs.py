"""What members call off from contracts. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.core.walls import MEMBERS, Owner, Within
from samdrift.members.models import Organization
from samdrift.run.purchasing.models.contracts import Contract


class CallOff(models.Model):
    """One order by a member from a contract. It is committed until its delivery, and called off from then on."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    what = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "contract", "reference"], name="purchasing_call_off_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="purchasing_call_off_amount"),
        ]
        indexes = [models.Index(fields=["contract", "owner", "on"], name="purchasing_call_off_contract")]
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.reference


class Delivery(models.Model):
    """That what was called off came, and for how much; less than was ordered sets the rest free, nothing at all is a cancelled order."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    call_off = Within(CallOff, related_name="deliveries")
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "call_off"], name="purchasing_delivery_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="purchasing_delivery_amount"),
        ]
        ordering = ["on"]
