"""Who is booked by whom: project managers, developers and procurers, in weeks and per cent."""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, UNIT, Owner
from samdrift.members.models import Organization
from samdrift.run.projects.models.projects import Project
from samdrift.team.models import Employee, Function

MOST_WEEKS = 53


class Job(models.TextChoices):
    """What somebody is booked as."""

    PROJECT_MANAGER = "project_manager", _("Project manager")
    DEVELOPER = "developer", _("Developer")
    PROCURER = "procurer", _("Procurer")


class BookingRequest(models.Model):
    """That a member asks for somebody, from a week on. State and employee are a projection of the booking that answers it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        BOOKED = "booked", _("Is booked")
        DECLINED = "declined", _("Declined")

    owner = Owner(Organization, kinds=MEMBERS)
    job = models.CharField(max_length=16, choices=Job.choices)
    what = models.CharField(max_length=200)
    from_week = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_week__iso_week_day=1), name="projects_request_from_a_monday"),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=MOST_WEEKS), name="projects_request_weeks"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="projects_request_percent"),
        ]
        indexes = [models.Index(fields=["owner", "-requested_at"], name="projects_request_by_owner")]
        ordering = ["-requested_at", "-pk"]

    @property
    def share(self) -> Fraction:
        """Of a week."""
        return Fraction(self.percent, 100)


class Booking(models.Model):
    """That an employee is booked from a week on: by a member, for a project, or both. `reason` says why when it overbooks them."""

    owner = Owner(Organization, kinds=UNIT)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    job = models.CharField(max_length=16, choices=Job.choices)
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_week = models.DateField()
    until_week = models.DateField()  # the Monday after the last week
    percent = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    booked_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(called_off_at=None), name="projects_booking_answers_once"),
            models.CheckConstraint(condition=Q(from_week__iso_week_day=1, until_week__iso_week_day=1), name="projects_booking_mondays"),
            models.CheckConstraint(condition=Q(until_week__gt=models.F("from_week")), name="projects_booking_lasts"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="projects_booking_percent"),
        ]
        indexes = [
            models.Index(fields=["employee", "until_week"], condition=Q(called_off_at=None), name="projects_booking_load"),
        ]
        ordering = ["from_week", "pk"]

    @property
    def share(self) -> Fraction:
        """Of a week."""
        return Fraction(self.percent, 100)

    @property
    def weeks(self) -> int:
        return (self.until_week - self.from_week).days // 7


class FunctionWeek(models.Model):
    """What a function's people are booked together in a week, in per cent of one of them: a projection, which members may see."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    percent = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["function", "week"], name="projects_function_week_once")]
        ordering = ["function", "week"]
