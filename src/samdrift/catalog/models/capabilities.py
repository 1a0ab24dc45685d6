"""What an agency must be able to do, and which system lets each member do it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.catalog.models.services import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, Owner
from samdrift.members.models import Organization


class Capability(models.Model):
    """Something that an agency must be able to do; may be a part of a larger one."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name_plural = "capabilities"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CapabilitySystem(models.Model):
    """What serves a capability at one member: a shared service, or a system of its own with what it costs a year where that is known."""

    owner = Owner(Organization, kinds=MEMBERS)
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=80, blank=True)
    yearly_minor = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "capability", "service", "name"], nulls_distinct=False, name="catalog_capabilitysystem_once"
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False, name="", yearly_minor=None) | (Q(service=None) & ~Q(name="")),
                name="catalog_capabilitysystem_shared_or_own",
            ),
        ]
        ordering = ["owner", "capability", "pk"]


class PublishedCost(models.Model):
    """What a member lets the others know of a system of its own: that it has it, and what it costs a year."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    yearly_minor = models.PositiveBigIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "capability", "name"], name="catalog_publishedcost_once")]
        ordering = ["capability", "member", "name"]
