"""What a ticket was promised, by which target, in which calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.agree.models import Measure, Target
from samdrift.core.walls import TAKERS, Owner, Within
from samdrift.members.models import CalendarRevision, Organization
from samdrift.run.desk.models.tickets import Ticket


class Promise(models.Model):
    """One running target on one ticket.

    Computed with the calendar revision it names; `due_at`, `met_at` and `paused_at` are a projection of the ticket's events. Replaced by
    a successor when the ticket's service or priority changes. Whether it is missed is seen when read: `due_at < at`.
    """

    owner = Owner(Organization, kinds=TAKERS)
    ticket = Within(Ticket)
    measure = models.CharField(max_length=12, choices=[(m, m.label) for m in (Measure.RESPONSE, Measure.RESOLUTION)])
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(CalendarRevision, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "measure"], condition=Q(replaced_at__isnull=True), name="desk_promise_one_in_force"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(replaced_at__isnull=True, met_at__isnull=True), name="desk_promise_running"),
            models.Index(fields=["ticket"], name="desk_promise_of_ticket"),
        ]
        ordering = ["ticket", "measure", "made_at"]
