"""What each taker needs of a service, what levels cost, what somebody has that differs, and what it comes to over all of them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.coverage import Grades
from samdrift.catalog.models.services import Level, Service, all_graded, none_graded
from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, TAKERS, Owner, Within
from samdrift.members.models import Decision, Organization, Person


class Requirement(models.Model):
    """The grades that one taker needs of one service, and why. What is stated later counts instead; nothing is changed."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    confidentiality = models.PositiveSmallIntegerField()
    integrity = models.PositiveSmallIntegerField()
    availability = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=400)
    review_on = models.DateField()
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=all_graded(), name="catalog_requirement_grades")]
        indexes = [models.Index(fields=["owner", "service", "-stated_at", "-id"], name="catalog_requirement_latest")]
        ordering = ["owner", "service", "-stated_at", "-pk"]

    @property
    def grades(self) -> Grades:
        return Grades(self.confidentiality, self.integrity, self.availability)


class Price(models.Model):
    """What a level costs a month from a day on. One recorded later for the same day counts instead; nothing is changed."""

    class Per(models.TextChoices):
        MEMBER = "member", _("per member")
        EMPLOYEE = "employee", _("per employee")

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    amount_minor = models.PositiveBigIntegerField()
    per = models.CharField(max_length=8, choices=Per.choices)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["level", "-from_on", "-recorded_at", "-pk"]


class Variant(models.Model):
    """What one member has that differs from the standard of a service: who keeps it there, what it costs, when it is looked at again."""

    owner = Owner(Organization, kinds=MEMBERS)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    what_differs = models.CharField(max_length=400)
    keeper = Within(Person)
    price_minor = models.PositiveBigIntegerField()
    review_on = models.DateField()
    during = DateRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "service", "what_differs", "during"], name="catalog_variant_once"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="catalog_variant_lasts"),
        ]
        ordering = ["owner", "service", "during"]


class GradesRequired(models.Model):
    """A projection: the highest grades of a service that any taker's latest requirement asks for."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    service = models.OneToOneField(Service, on_delete=models.PROTECT, related_name="+")
    confidentiality = models.PositiveSmallIntegerField()
    integrity = models.PositiveSmallIntegerField()
    availability = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=all_graded(), name="catalog_gradesrequired_grades")]


class GradesTaken(models.Model):
    """A projection: from a day on, the highest grades of a service that are taken; without grades where nothing graded is."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    confidentiality = models.PositiveSmallIntegerField(null=True)
    integrity = models.PositiveSmallIntegerField(null=True)
    availability = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "from_on"], name="catalog_gradestaken_once"),
            models.CheckConstraint(condition=all_graded() | none_graded(), name="catalog_gradestaken_grades"),
        ]
        ordering = ["service", "from_on"]
