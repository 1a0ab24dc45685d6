"""Posts: shares of a working week, held or vacant."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from samdrift.core.walls import UNIT, Owner
from samdrift.members.models import Organization, Site
from samdrift.team.models.functions import Employee, Function


class Post(models.Model):
    """A share of a working week in a function, at a site, for a span of days: held by an employee, or vacant. The unit's own rows.

    Who takes over a post does so in a row of their own, and so does who acts in it while its holder, `acting_for`, is away.
    """

    owner = Owner(Organization, kinds=UNIT)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="posts")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="posts", null=True, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    share_percent = models.PositiveSmallIntegerField(default=100)
    during = DateRangeField()
    acting_for = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share_percent__gte=1, share_percent__lte=100), name="team_post_share"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="team_post_lasts"),
            models.CheckConstraint(
                condition=Q(acting_for=None) | Q(employee__isnull=False, during__upper_inf=False), name="team_post_acting_ends"
            ),
        ]
        ordering = ["function", "site", "title", "pk"]

    def __str__(self) -> str:
        return self.title
