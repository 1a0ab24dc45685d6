"""Framework agreements with a ceiling and an end, and how much of them is used. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization
from samdrift.run.purchasing.models.procurements import Award


class Contract(models.Model):
    """A framework agreement with a supplier: what it may come to at most, and its first period; both days belong to the period."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    supplier = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="contracts", null=True, blank=True)
    reference = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    ceiling_minor = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField()
    renewals_most = models.PositiveSmallIntegerField(default=0)
    renewal_months = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="purchasing_contract_reference_once"),
            models.UniqueConstraint(fields=["award"], name="purchasing_contract_award_once"),
            models.CheckConstraint(condition=Q(ceiling_minor__gt=0), name="purchasing_contract_ceiling"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="purchasing_contract_lasts"),
            models.CheckConstraint(condition=Q(renewals_most=0) | Q(renewal_months__gt=0), name="purchasing_contract_renewals"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Renewal(models.Model):
    """That a contract goes on for another period, whose last day is `until_on`."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="renewals")
    number = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="purchasing_renewal_once")]
        ordering = ["contract", "number"]


class ContractUse(models.Model):
    """How a contract stands over all members: a projection that whoever calls off, delivers or renews locks first.

    Until when it runs, what has been called off (delivered) and what is committed (ordered, not delivered yet). The ceiling stands here
    too, so that the database has the last word.
    """

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="use")
    until_on = models.DateField()
    ceiling_minor = models.BigIntegerField()
    called_off_minor = models.BigIntegerField(default=0)
    committed_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(called_off_minor__gte=0, committed_minor__gte=0)
                & Q(called_off_minor__lte=F("ceiling_minor") - F("committed_minor")),
                name="purchasing_use_within_ceiling",
            ),
        ]
        indexes = [models.Index(fields=["until_on"], name="purchasing_use_until")]


class OrderedOnDay(models.Model):
    """What all members together called off from a contract on a day, and how often: a projection, for the pace at which it is used."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    number = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "on"], name="purchasing_ordered_on_day_once")]
        ordering = ["contract", "on"]
