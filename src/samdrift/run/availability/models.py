"""When a service did not work, for whom; and when that was planned and announced beforehand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samdrift.agree.models import WHOLE_PPM
from samdrift.catalog.models import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, TAKERS, Owner
from samdrift.members.models import Organization, Site


class _Said(models.Model):
    """When a service did not work, in words that name no member or site; withdrawn when it was no outage after all."""

    start_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True, blank=True)
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True


SAID = ("start_at", "end_at", "text", "text_en", "withdrawn")


class Outage(_Said):
    """A stretch when a service did not work for someone. A projection of its latest statement, whose number it keeps."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    latest = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_at__isnull=True) | Q(end_at__gt=F("start_at")), name="availability_outage_lasts"),
        ]
        indexes = [models.Index(fields=["service", "start_at"], name="availability_outage_by_service")]
        ordering = ["-start_at"]


class OutageStatement(_Said):
    """What was said of an outage, and when: it began, it ended, it was corrected, it was none after all. The latest counts."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_at__isnull=True) | Q(end_at__gt=F("start_at")), name="availability_statement_lasts"),
            models.UniqueConstraint(fields=["outage", "number"], name="availability_statement_once"),
        ]
        ordering = ["outage", "number"]


class _Hit(models.Model):
    """Who was hit: the whole member, or one of its sites; by which share of the service, in parts per million."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    share_ppm = models.PositiveIntegerField(default=WHOLE_PPM)

    class Meta:
        abstract = True

    @property
    def share(self) -> float:
        return self.share_ppm / WHOLE_PPM


class OutageHit(_Hit):
    """That a statement of an outage concerns this member. Each member sees its own."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    statement = models.ForeignKey(OutageStatement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "statement", "site"], nulls_distinct=False, name="availability_outage_hit_once"),
            models.CheckConstraint(condition=Q(share_ppm__gt=0, share_ppm__lte=WHOLE_PPM), name="availability_outage_hit_share"),
        ]


class MaintenanceWindow(models.Model):
    """Work on a service, announced before it begins: agreed time that does not count. Announced afterwards it is an outage."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="availability_maintenance_lasts"),
            models.CheckConstraint(condition=Q(announced_at__lt=F("start_at")), name="availability_maintenance_announced"),
        ]
        ordering = ["-start_at"]


class Cancellation(models.Model):
    """That a maintenance window was called off."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    window = models.OneToOneField(MaintenanceWindow, on_delete=models.PROTECT, related_name="cancellation")
    at = models.DateTimeField()


class MaintenanceHit(_Hit):
    """That a maintenance window concerns this member."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    window = models.ForeignKey(MaintenanceWindow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "window", "site"], nulls_distinct=False, name="availability_maintenance_hit_once"),
            models.CheckConstraint(condition=Q(share_ppm__gt=0, share_ppm__lte=WHOLE_PPM), name="availability_maintenance_hit_share"),
        ]
