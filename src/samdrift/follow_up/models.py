"""The little that following up owns: what was published of all members together, and indicators of the unit. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, UNIT, Owner
from samdrift.follow_up.spread import Source
from samdrift.members.models import Organization, Site


class PublishedBenefit(models.Model):
    """What all members together gained by sharing, as it was published: what every member may see of all. The latest one counts.

    `members` are counted, `of_members` there were; amounts in the prices of a year. It never holds so few, and never differs from an
    earlier one by so few, that a single member's figure could be told from it.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    prices_of = models.PositiveSmallIntegerField()
    from_year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField()
    members = models.PositiveIntegerField()
    of_members = models.PositiveIntegerField()
    baseline_minor = models.BigIntegerField()
    low_minor = models.BigIntegerField()
    high_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField(null=True, blank=True)
    billed_minor = models.BigIntegerField()
    kept_minor = models.BigIntegerField()
    once_minor = models.BigIntegerField()
    employees = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-pk"]


class CountedMember(models.Model):
    """That a member is counted in what was published; only the unit and auditors see whom."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    published = models.ForeignKey(PublishedBenefit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "published", "member"], name="follow_up_counted_once")]


class Measure(models.TextChoices):
    """What is followed of being spread out; each is a mean, told with how many it is the mean of."""

    APPLICANTS = "applicants", _("Applicants for a post")
    DAYS_TO_HIRE = "days_to_hire", _("Days to hire")
    TURNOVER = "turnover", _("Turnover, per cent")
    TRAVEL = "travel", _("Days of travel per employee")
    HANDS = "hands", _("Hours to hands on site")
    COVER = "cover", _("Cover when a site was away, per cent")


class Indicator(models.Model):
    """A measure at a site in a year: the mean, of how many, and where it comes from. The latest row for the same counts.

    `count` is what it is the mean of: posts advertised, people hired, employees, tickets, times that the site was away.
    """

    owner = Owner(Organization, kinds=UNIT, facts=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=12, choices=Measure.choices)
    value = models.DecimalField(max_digits=10, decimal_places=2)
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "site", "year", "measure", "recorded_at"], name="follow_up_indicator_once"),
            models.CheckConstraint(condition=Q(value__gte=0, count__gte=1), name="follow_up_indicator_counts"),
        ]
        ordering = ["measure", "site", "year", "-recorded_at"]


class PublishedSpread(models.Model):
    """A measure of all sites together, before and after the unit was joined, as it was published. None where a group is too small.

    A source is a value of `Source`.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    measure = models.CharField(max_length=12, choices=Measure.choices)
    before = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    before_count = models.PositiveIntegerField(null=True, blank=True)
    before_source = models.CharField(max_length=8, default=Source.ENTERED.value)
    after = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    after_count = models.PositiveIntegerField(null=True, blank=True)
    after_source = models.CharField(max_length=8, default=Source.ENTERED.value)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "-published_at"]
