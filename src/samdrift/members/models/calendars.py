"""Work calendars: when time counts. A version has a from-day; its revisions are added, never changed, and the latest one counts."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models.organizations import Organization

wall_time = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", _("Write a time as 08:00; the end of a day is 24:00."))


class Calendar(models.Model):
    """Agreed hours that targets are counted in, by name."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """A calendar's hours from a day on."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="versions")
    from_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "from_on"], name="members_calendar_version_once")]
        ordering = ["calendar", "from_on"]


class CalendarRevision(models.Model):
    """A version's hours and closed days as they stand: a correction, or a new year's holidays, is a new revision.

    A promise keeps the revision that it was computed with.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    zone = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="members_calendar_revision_once")]
        ordering = ["version", "number"]


class _Span(models.Model):
    opens = models.CharField(max_length=5, validators=[wall_time])
    closes = models.CharField(max_length=5, validators=[wall_time])

    class Meta:
        abstract = True


class OpeningSpan(_Span):
    """Open on a weekday (0 is Monday), in wall time of the revision's zone; an end before the start runs past midnight."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    revision = models.ForeignKey(CalendarRevision, on_delete=models.PROTECT, related_name="opening_spans")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lt=7), name="members_opening_weekday")]
        ordering = ["weekday", "opens"]


class ClosedDay(models.Model):
    """A day that is closed: a public holiday, an eve."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    revision = models.ForeignKey(CalendarRevision, on_delete=models.PROTECT, related_name="closed_days")
    on = models.DateField()
    name = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "on"], name="members_closed_day_once")]
        ordering = ["on"]


class SpecialSpan(_Span):
    """Open on one date, which beats both its weekday and its being closed."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    revision = models.ForeignKey(CalendarRevision, on_delete=models.PROTECT, related_name="special_spans")
    on = models.DateField()

    class Meta:
        ordering = ["on", "opens"]
