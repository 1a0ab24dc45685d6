"""Who does the work: functions, the employees who work in them, and where they sit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.core.models import Account
from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization, Site


class Function(models.Model):
    """A part of the unit with a manager and a host that employs its staff. One function is the desk: how it is reached is public."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    manager = models.ForeignKey("Employee", on_delete=models.PROTECT, related_name="manages", null=True, blank=True)
    is_desk = models.BooleanField(default=False)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="team_function_name_once"),
            models.UniqueConstraint(fields=["unit"], condition=Q(is_desk=True), name="team_function_one_desk"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Employee(models.Model):
    """A human who works in the unit: name, function, site and contact, since people must know who answers them."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="employees")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
