"""Who is on call and when: rotas in whole shifts, when they were made known, and what in them was agreed to depart from the rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import UNIT, Owner, Within
from samdrift.engines import rota as engine
from samdrift.members.models import Calendar, Organization
from samdrift.team.models.functions import Employee, Function


class ShiftKind(models.TextChoices):
    """What somebody does on a shift; the engine's kinds."""

    STANDBY = engine.Kind.STANDBY.value, _("Stand-by")
    DUTY = engine.Kind.DUTY.value, _("On-site duty")
    OFF = engine.Kind.OFF.value, _("Off in return")


class DutyPer(models.TextChoices):
    """Which of the two limits on duty an employer counts by; the engine's."""

    FOUR_WEEKS = engine.DutyPer.FOUR_WEEKS.value, _("48 hours in any four weeks")
    MONTH = engine.DutyPer.MONTH.value, _("50 hours in a calendar month")


class WorkingTimeRule(models.TextChoices):
    """What can be against the rules, said as it is."""

    OVERLAP = engine.Rule.OVERLAP.value, _("Two shifts at once")
    AWAY = engine.Rule.AWAY.value, _("On call while away")
    DUTY_HOURS = engine.Rule.DUTY_HOURS.value, _("More than 48 hours of duty in four weeks")
    DUTY_MONTH = engine.Rule.DUTY_MONTH.value, _("More than 50 hours of duty in a calendar month")
    DAILY_REST = engine.Rule.DAILY_REST.value, _("Less than 11 hours of daily rest")
    NIGHT_REST = engine.Rule.NIGHT_REST.value, _("Daily rest without midnight to five")
    WEEKLY_REST = engine.Rule.WEEKLY_REST.value, _("Less than 36 hours of weekly rest")
    DAYS_RUNNING = engine.Rule.DAYS_RUNNING.value, _("On call more than seven days running")
    KNOWN_AHEAD = engine.Rule.KNOWN_AHEAD.value, _("Made known less than four weeks ahead")


class Rota(models.Model):
    """Shifts of a function from one Monday to another. The one made known last counts for each of its weeks.

    `calendar` is the hours that its people work besides; without it only what is on the rota is held against the rules. `duty_per` says
    which limit its duty is held against.
    """

    owner = Owner(Organization, kinds=UNIT, facts=True)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")
    from_week = models.DateField()
    until_week = models.DateField()  # the Monday after the last week
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    duty_per = models.CharField(max_length=10, choices=DutyPer.choices, default=DutyPer.FOUR_WEEKS)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_week__iso_week_day=1, until_week__iso_week_day=1), name="team_rota_mondays"),
            models.CheckConstraint(condition=Q(until_week__gt=F("from_week")), name="team_rota_lasts"),
        ]
        indexes = [models.Index(fields=["function", "until_week"], name="team_rota_by_week")]
        ordering = ["from_week", "pk"]

    @property
    def weeks(self) -> int:
        return (self.until_week - self.from_week).days // 7


class RotaNotice(models.Model):
    """That a rota was made known to those who are on it, and when."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    rota = Within(Rota, related_name="notices")
    known_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rota"], name="team_rota_known_once")]


class Shift(models.Model):
    """That somebody is on call from one instant to another, whole. `week` is the Monday of the rota's week that it begins in.

    Who takes over a shift does so in a row that points at the one it replaces.
    """

    owner = Owner(Organization, kinds=UNIT, facts=True)
    rota = Within(Rota, related_name="shifts")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=ShiftKind.choices)
    replaces = Within("self", related_name="replaced_by", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="team_shift_lasts"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="team_shift_week_monday"),
            models.UniqueConstraint(fields=["replaces"], name="team_shift_replaced_once"),
        ]
        indexes = [
            models.Index(fields=["rota", "week"], name="team_shift_by_week"),
            models.Index(fields=["employee", "end_at"], name="team_shift_by_employee"),
            models.Index(fields=["end_at"], name="team_shift_by_end"),
        ]
        ordering = ["start_at", "pk"]


class RuleDeparture(models.Model):
    """That a rota departs from a rule, as agreed: which one, whom it touches and by how much, why, and who said so."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    rota = Within(Rota, related_name="departures")
    rule = models.CharField(max_length=16, choices=WorkingTimeRule.choices)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    by_seconds = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    agreed_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rota", "rule"], name="team_departure_by_rota")]
        ordering = ["start_at", "pk"]
