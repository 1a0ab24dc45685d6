"""Interfaces as contracts: what a service or a component offers to others, in which version, from when until when, and who uses it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samdrift.catalog.models.components import Component, exactly_one
from samdrift.catalog.models.services import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization


class Interface(models.Model):
    """One version of an interface, which whoever offers it keeps as it is until its last day."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # the first day without it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="catalog_interface_once"),
            models.CheckConstraint(condition=exactly_one("service", "component"), name="catalog_interface_of_one"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="catalog_interface_lasts"),
        ]
        ordering = ["name", "version"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def offered_by(self) -> Service | Component:
        thing = self.service or self.component
        assert thing is not None, "one of the two is set, says the table"
        return thing


class InterfaceUse(models.Model):
    """That a service or a component uses an interface."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    interface = models.ForeignKey(Interface, on_delete=models.PROTECT, related_name="uses")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interface", "service", "component"], nulls_distinct=False, name="catalog_interfaceuse_once"),
            models.CheckConstraint(condition=exactly_one("service", "component"), name="catalog_interfaceuse_of_one"),
        ]
        ordering = ["interface", "pk"]

    @property
    def user(self) -> Service | Component:
        thing = self.service or self.component
        assert thing is not None, "one of the two is set, says the table"
        return thing
