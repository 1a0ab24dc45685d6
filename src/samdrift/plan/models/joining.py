"""How a member goes over to a service: from the political decision, gate by gate, until its old system is off. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, Owner, Within
from samdrift.members.models import Decision, Organization
from samdrift.team.models import Employee


class Gate(models.TextChoices):
    """What must be reached, in this order: nothing is in use before people have moved, nothing is off before it is in use."""

    DECIDED = "decided", _("Decided")
    SIGNED = "signed", _("Agreement signed")
    DATA_MOVED = "data_moved", _("Data moved")
    PEOPLE_MOVED = "people_moved", _("People moved")
    IN_USE = "in_use", _("In use")
    OLD_OFF = "old_off", _("Old system off")


class Joining(models.Model):
    """That a member is going over to a service, and who in the unit sees to it. Its days and costs are rows of their own."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "service"], name="plan_joining_once")]
        ordering = ["owner", "service"]


class GateDay(models.Model):
    """The day a gate is planned for, or was reached. The newest of each counts; a day that moves is a new row that says why.

    The first gate is reached by a decision, which it names.
    """

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    joining = Within(Joining, related_name="days")
    gate = models.CharField(max_length=12, choices=Gate.choices)
    is_reached = models.BooleanField()
    on = models.DateField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "joining"], name="plan_gateday_of_joining")]
        ordering = ["joining", "pk"]


class OneOffCost(models.Model):
    """What going over costs once, on a day: planned or actual. A row that replaces another counts in its place."""

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    joining = Within(Joining, related_name="costs")
    is_actual = models.BooleanField()
    what = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    on = models.DateField()
    replaces = Within("self", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="plan_oneoffcost_amount"),
            models.UniqueConstraint(fields=["replaces"], name="plan_oneoffcost_replaced_once"),
        ]
        indexes = [models.Index(fields=["owner", "joining"], name="plan_oneoffcost_of_joining")]
        ordering = ["joining", "on", "pk"]


class JoiningReport(models.Model):
    """That the unit published, for all members, how every joining stood on a day."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    on = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]


class PublishedJoining(models.Model):
    """How one joining stood in a report: the last gate reached, the next one and its day. What it cost is not in it."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    report = models.ForeignKey(JoiningReport, on_delete=models.PROTECT, related_name="joinings")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    reached = models.CharField(max_length=12, choices=Gate.choices, blank=True)
    next_gate = models.CharField(max_length=12, choices=Gate.choices, blank=True)
    next_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "member", "service"], name="plan_publishedjoining_once")]


class PublishedOneOff(models.Model):
    """What going over to a service cost once, over the members that had said so: a sum over three members or more."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    report = models.ForeignKey(JoiningReport, on_delete=models.PROTECT, related_name="one_offs")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    members = models.PositiveIntegerField()
    planned_minor = models.BigIntegerField()
    actual_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "service"], name="plan_publishedoneoff_once"),
            models.CheckConstraint(condition=Q(members__gte=3), name="plan_publishedoneoff_of_three"),
        ]
