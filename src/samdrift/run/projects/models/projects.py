"""Projects: who pays, what is reached, what they are said to come to, and the hours in them. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.core.walls import FEDERATION, FEDERATION_ID, UNIT, Owner
from samdrift.members.models import Organization
from samdrift.run.projects.models.proposals import Proposal
from samdrift.team.models import Employee

MINUTES_A_WEEK = 7 * 24 * 60


class Project(models.Model):
    """A proposal that is carried out: who manages it and what it may cost. `code` is what files and vouchers call it."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="project")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    manager = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    budget_minor = models.BigIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="projects_project_code_once"),
            models.CheckConstraint(condition=Q(budget_minor__gt=0), name="projects_project_budget"),
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class FundingChange(models.Model):
    """That a project is paid by another key from a month on. One recorded later for the same month counts instead."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    registry_number = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "from_on", "recorded_at"], name="projects_funding_change_once"),
            models.CheckConstraint(condition=Q(from_on__day=1), name="projects_funding_change_from_a_month"),
        ]
        ordering = ["project", "-from_on", "-recorded_at"]


class Funding(models.Model):
    """A member's weight in a key by which those who want a project pay it: the one that it began with, or one that it changed to."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="fundings")
    change = models.ForeignKey(FundingChange, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "change", "member"], nulls_distinct=False, name="projects_funding_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="projects_funding_weighs"),
        ]
        ordering = ["project", "member"]


class Milestone(models.Model):
    """Something that a project is to have reached by a day. A moved one is a row of its own, which says what it supersedes and why."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="moved_to", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes=None, reason="") | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="projects_milestone_moved_for_a_reason",
            ),
        ]
        ordering = ["project", "due_on", "pk"]

    def __str__(self) -> str:
        return self.name


class Forecast(models.Model):
    """What a project was said on a day to come to in all. The one said last counts."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="forecasts")
    said_on = models.DateField()
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="projects_forecast_amount")]
        ordering = ["project", "-recorded_at", "-pk"]


class Rate(models.Model):
    """What an hour in a project costs from a month on. One recorded later for the same month counts instead."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    from_on = models.DateField()
    hour_minor = models.BigIntegerField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_on", "recorded_at"], name="projects_rate_once"),
            models.CheckConstraint(condition=Q(from_on__day=1), name="projects_rate_from_a_month"),
            models.CheckConstraint(condition=Q(hour_minor__gt=0), name="projects_rate_costs"),
        ]
        ordering = ["-from_on", "-recorded_at"]


class TimeEntry(models.Model):
    """What an employee worked in a project in a week, known by its Monday. A correction is a later row, which counts instead."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    minutes = models.PositiveIntegerField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "employee", "project", "week", "entered_at"], name="projects_time_once"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="projects_time_from_a_monday"),
            models.CheckConstraint(condition=Q(minutes__lte=MINUTES_A_WEEK), name="projects_time_within_a_week"),
        ]
        indexes = [models.Index(fields=["owner", "project", "week"], name="projects_time_by_week")]
        ordering = ["-week", "project", "employee", "-entered_at"]

    @property
    def seconds(self) -> int:
        return 60 * self.minutes


class ProjectMonth(models.Model):
    """All hours of a project in a month, without whose they are: a projection of the time entries, which members may see."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="months")
    month = models.DateField()
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="projects_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="projects_month"),
        ]
        ordering = ["project", "month"]
