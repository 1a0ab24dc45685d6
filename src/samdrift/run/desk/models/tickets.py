"""Tickets: a head that lists sort by, and the history it is computed from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import PRIORITIES
from samdrift.catalog.models import Service
from samdrift.core.walls import TAKERS, UNIT, Owner, Within
from samdrift.members.models import Organization, Person, Site
from samdrift.team.models import Employee

NORMAL_PRIORITY = 3


class State(models.TextChoices):
    NEW = "new", _("New")
    ACTIVE = "active", _("In progress")
    WAITING = "waiting", _("Waiting for the requester")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


OPEN = (State.NEW, State.ACTIVE, State.WAITING)


class Ticket(models.Model):
    """Something a member needs help with. Its columns are a projection of its events (`history.py`); only actions write them."""

    class Channel(models.TextChoices):
        PORTAL = "portal", _("the portal")
        PHONE = "phone", _("telephone")
        VISIT = "visit", _("a visit")
        SENT_ON = "sent_on", _("another ticket, sent on")
        IMPORT = "import", _("an import")

    class Source(models.TextChoices):
        LIVE = "live", _("reported here")
        IMPORT = "import", _("imported")

    owner = Owner(Organization, kinds=TAKERS)
    requester = Within(Person, null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    subject = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.LIVE)
    external_id = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001  (null keeps live tickets out of its uniqueness)

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)  # until somebody has read it, its promises are preliminary
    next_due_at = models.DateTimeField(null=True, blank=True)  # of its running promises; None when there are none or they are paused
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    priority = models.PositiveSmallIntegerField(default=NORMAL_PRIORITY)
    assignee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(priority__in=PRIORITIES), name="desk_ticket_priority"),
            models.CheckConstraint(condition=Q(requester__isnull=False) | Q(source="import"), name="desk_ticket_somebody_asked"),
            models.UniqueConstraint(fields=["owner", "external_id"], name="desk_ticket_imported_once"),
        ]
        indexes = [
            models.Index(fields=["owner", "-reported_at"], name="desk_ticket_by_owner"),
            models.Index(
                F("next_due_at").asc(nulls_last=True), "reported_at", condition=Q(state__in=OPEN, source="live"), name="desk_ticket_open"
            ),
        ]

    @property
    def number(self) -> str:
        return f"SD-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def __str__(self) -> str:
        return self.number


class _Written(models.Model):
    """By whom and when: a person at the member, an employee of the unit, or neither (Samdrift itself, an import)."""

    at = models.DateTimeField()
    by_person = Within(Person, null=True, blank=True)
    by_employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        abstract = True


class Event(_Written):
    """One thing that happened to a ticket."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("reported the ticket")
        ASSIGNED = "assigned", _("assigned the ticket")
        ANSWERED = "answered", _("answered")
        WAITING = "waiting", _("paused the ticket: waiting for the requester")
        RESUMED = "resumed", _("resumed the ticket")
        RESOLVED = "resolved", _("resolved the ticket")
        REOPENED = "reopened", _("reopened the ticket")
        CLOSED = "closed", _("closed the ticket")
        SERVICE_CHANGED = "service", _("changed the service")
        PRIORITY_CHANGED = "priority", _("changed the priority")
        SENT_ON = "sent_on", _("sent the ticket on to the right member")

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    ticket = Within(Ticket)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    priority = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="priority", priority__in=PRIORITIES) | (~Q(kind="priority") & Q(priority__isnull=True)),
                name="desk_event_priority",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("service", "reported"), service__isnull=False)
                | (~Q(kind__in=("service", "reported")) & Q(service__isnull=True)),
                name="desk_event_service",
            ),
        ]
        indexes = [models.Index(fields=["ticket", "at", "id"], name="desk_event_of_ticket")]


class Message(_Written):
    """What somebody wrote in a ticket: read by the requester, the member's contact and the unit."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    ticket = Within(Ticket)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "at", "id"], name="desk_message_of_ticket")]


class Note(models.Model):
    """What the unit writes to itself about a ticket. It belongs to the unit: no member ever sees it."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "at", "id"], name="desk_note_of_ticket")]


class SentOn(models.Model):
    """That a ticket was sent to the wrong member and goes on as another one at the right member. The unit's: neither sees the other."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="+")
    to = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
