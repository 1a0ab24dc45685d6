"""Where the work of coming days is planned to be done, who is on leave, and what of it is kept when a week is over.

What is planned is dropped with its week: it is a plan for cover, never a record of where somebody was.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import UNIT, Owner
from samdrift.members.models import Organization, Site
from samdrift.team.models.functions import Employee, Function


class Place(models.TextChoices):
    SITE = "site", _("at a site")
    HOME = "home", _("at home")
    TRAVEL = "travel", _("travelling")


class PlannedDay(models.Model):
    """Where an employee is to work on a day; a site of its own only where it is another than the employee's."""

    owner = Owner(Organization, kinds=UNIT)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=6, choices=Place.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "on"], name="team_plannedday_once"),
            models.CheckConstraint(condition=~Q(place=Place.HOME) | Q(site=None), name="team_plannedday_home_is_no_site"),
        ]
        indexes = [models.Index(fields=["on"], name="team_plannedday_by_day")]
        ordering = ["on", "pk"]


class Leave(models.Model):
    """That an employee is not at work for a span of days. No cause is kept: it is nobody's business here."""

    owner = Owner(Organization, kinds=UNIT)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False), name="team_leave_begins_and_ends"
            )
        ]
        ordering = ["during", "pk"]


class CheckIn(models.Model):
    """Check-ins of an employee with who leads them, as days: when the last was held, if any, and when the next is agreed. No text.

    The latest row of an employee counts.
    """

    owner = Owner(Organization, kinds=UNIT, facts=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(null=True, blank=True)
    next_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held_on=None) | Q(next_on__gt=models.F("held_on")), name="team_checkin_next_is_later")
        ]
        indexes = [models.Index(fields=["employee", "-recorded_at", "-id"], name="team_checkin_latest")]
        ordering = ["-recorded_at", "-pk"]


class TravelFigure(models.Model):
    """How many days those who sit at a site had planned to travel, or to work at another site, in a week: counted once, when it was over.

    `people` had planned the week. A site where they were fewer than five has no row, so it is kept nowhere.
    """

    owner = Owner(Organization, kinds=UNIT, facts=True)
    week = models.DateField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "week", "site"], name="team_travelfigure_once"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="team_travelfigure_a_monday"),
            models.CheckConstraint(condition=Q(people__gte=5), name="team_travelfigure_of_five"),
        ]
        ordering = ["week", "site"]


class WeekFigure(models.Model):
    """How many people of a function, or of the unit (no function), spent most of a week somewhere: counted once, when the week was over.

    `place` is a value of `At`, how a check-in stood, or "all" for everybody.
    `people` is empty where the number may not be shown, so it is kept nowhere.
    """

    EVERYBODY = "all"

    owner = Owner(Organization, kinds=UNIT, facts=True)
    week = models.DateField()
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    place = models.CharField(max_length=6)
    people = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "week", "function", "place"], name="team_weekfigure_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="team_weekfigure_a_monday"),
            models.CheckConstraint(
                condition=Q(people=None) | Q(people=0) | Q(people__gte=5) | Q(place="all"), name="team_weekfigure_of_five"
            ),
        ]
        ordering = ["week", "function", "place"]
