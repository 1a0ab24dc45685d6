"""What members would have developed together, who wants it too, and what was decided. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models import Organization


class Proposal(models.Model):
    """Something to develop together: what is needed, what it would cost and what a year of it would give.

    `state` is a projection of the decision.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a decision")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    proposed_by = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    need = models.TextField(max_length=4000)
    benefit = models.TextField(max_length=4000)
    cost_minor = models.BigIntegerField()
    yearly_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title"], name="projects_proposal_title_once"),
            models.CheckConstraint(condition=Q(cost_minor__gt=0, yearly_minor__gte=0), name="projects_proposal_amounts"),
        ]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Backing(models.Model):
    """“We too”: that a member wants a proposal; one of each member at a time, by the lock on the proposal."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="backings")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    backed_at = models.DateTimeField()

    class Meta:
        ordering = ["proposal", "backed_at"]


class BackingWithdrawal(models.Model):
    """That a member does not want a proposal any more."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    backing = models.OneToOneField(Backing, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()


class ProjectDecision(models.Model):
    """That a proposal was approved or declined: when, by whom, and under which number in the register."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    registry_number = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
