"""What members have bought one by one, as national statistics tell it. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization
from samdrift.run.purchasing.models.cpv import CPV


class CpvCode(models.Model):
    """A code of the Common Procurement Vocabulary, by the name it had where it was first read."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    code = models.CharField(max_length=8, validators=[CPV])
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="purchasing_cpv_code_once")]
        ordering = ["code"]


class ProcurementImport(models.Model):
    """A file from which past procurements or their values came: whose it is, and what came of it."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    of_others = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    values_added = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    source_url = models.URLField(blank=True)
    license = models.CharField(max_length=60, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]


class PastProcurement(models.Model):
    """A procurement that a member advertised on its own. Its number alone does not tell it: a database has used one twice."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    buyer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    published_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    cpv = models.CharField(max_length=8, validators=[CPV])
    agreement = models.CharField(max_length=60, blank=True)
    is_coordinated = models.BooleanField(default=False)
    source = models.ForeignKey(ProcurementImport, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "number", "title", "published_on"], name="purchasing_past_procurement_once"),
        ]
        indexes = [models.Index(fields=["cpv"], name="purchasing_past_by_cpv")]
        ordering = ["published_on", "pk"]


class PastValue(models.Model):
    """What a past procurement was contracted for."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    procurement = models.OneToOneField(PastProcurement, on_delete=models.PROTECT, related_name="value")
    amount_minor = models.BigIntegerField()
    source = models.ForeignKey(ProcurementImport, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gte=0), name="purchasing_past_value")]
