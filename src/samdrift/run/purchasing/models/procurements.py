"""Joint procurements: from the needs they merge to what was awarded. How far one has come follows from its rows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization
from samdrift.run.purchasing.models.cpv import CPV
from samdrift.run.purchasing.models.needs import PublishedNeed


class Procurement(models.Model):
    """One requirement for all who asked, under its main CPV code (Regulation (EC) No 213/2008). Whoever takes it a step on locks it."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    title = models.CharField(max_length=200)
    cpv = models.CharField(max_length=8, validators=[CPV])
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title"], name="purchasing_procurement_title_once")]
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return self.title


class MergedNeed(models.Model):
    """That a need is part of a procurement's requirement; a need is part of one."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="merged")
    need = models.ForeignKey(PublishedNeed, on_delete=models.PROTECT, related_name="merged")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need"], name="purchasing_merged_need_once")]


class Tender(models.Model):
    """That tenders were invited: the requirement is set from then on."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    procurement = models.OneToOneField(Procurement, on_delete=models.PROTECT, related_name="tender")
    advertised_on = models.DateField()
    closes_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes_on__gte=F("advertised_on")), name="purchasing_tender_lasts")]


class Award(models.Model):
    """The decision for one supplier; a procurement may have several, one for each."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="awards")
    supplier = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    value_minor = models.BigIntegerField()
    decided_on = models.DateField()
    registry_number = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procurement", "supplier"], name="purchasing_award_once"),
            models.CheckConstraint(condition=Q(value_minor__gt=0), name="purchasing_award_value"),
        ]
        ordering = ["decided_on", "pk"]
