"""What members decide together: who may decide what, meetings, what stands on their agendas, and decisions. All are the federation's rows.

Organizations take part in them, never persons. Amounts are whole öre.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, Owner
from samdrift.members.models.organizations import Organization


class Subject(models.TextChoices):
    """What a decision is about; who may decide differs between them."""

    KEY = "key", _("Allocation key")
    PRICE = "price", _("Price")
    AGREEMENT = "agreement", _("Agreement")
    JOINING = "joining", _("Joining a service")
    DEVIATION = "deviation", _("Deviation")
    MANDATE = "mandate", _("Who may decide")
    OTHER = "other", _("Something else")


class Body(models.Model):
    """Who decides: a council, the heads of agency together, the unit's director."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="members_body_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """That a body meets on a day, at a place or at a distance (no place). Both are a projection of how it was called and moved."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    called_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "on"], name="members_meeting_once")]
        ordering = ["-on", "body"]


class Moving(models.Model):
    """That a meeting was moved: from which day and place, and to which."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="movings")
    from_on = models.DateField()
    from_place = models.CharField(max_length=120, blank=True)
    to_on = models.DateField()
    to_place = models.CharField(max_length=120, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "pk"]


class Minutes(models.Model):
    """That the minutes of a meeting were approved on a day. The day, the agenda and who took part stand from then on."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    approved_on = models.DateField()
    recorded_at = models.DateTimeField()


class Attendance(models.Model):
    """That an organization took part in a meeting, or did not after all (`came`): what was said last counts.

    Who spoke for it is not stored.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(default=True)
    said_at = models.DateTimeField(null=True, blank=True)  # not known of what was said before this was kept

    class Meta:
        ordering = ["meeting", "organization", "pk"]


class AgendaItem(models.Model):
    """A question to a meeting, and what is recommended."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=12, choices=Subject.choices)
    question = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300, blank=True)
    recommendation = models.CharField(max_length=400)
    recommendation_en = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="members_agenda_number_once")]
        ordering = ["meeting", "number"]


class AgendaOption(models.Model):
    """One of the answers that a question can have."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="members_agenda_option_once")]
        ordering = ["item", "number"]


class Effect(models.Model):
    """What the recommended answer means for a member: in words, and a year in money where that is known (above zero costs more).

    Said by the member or by the unit; what was said last counts.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="effects")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    yearly_minor = models.BigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "member", "pk"]


class Decision(models.Model):
    """What a body decided on a day, under a number in the register: who sees to it and until when. Never edited.

    A later decision that names it in `replaces` counts in its place. `responsible` is an organization; `part` says which part of it, in
    the words of the minutes: a function of the unit, or whatever a member calls its own parts, which Samdrift does not know.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="decision", null=True, blank=True)
    subject = models.CharField(max_length=12, choices=Subject.choices)
    registry_number = models.CharField(max_length=40)
    decided_on = models.DateField()
    text = models.CharField(max_length=600)
    text_en = models.CharField(max_length=600, blank=True)
    responsible = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=80, blank=True)
    part_en = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registry_number"], name="members_decision_number_once"),
            models.CheckConstraint(condition=~Q(registry_number=""), name="members_decision_has_a_number"),
        ]
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.registry_number


class Dissent(models.Model):
    """That a member did not agree to a decision, and why."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dissents")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "member"], name="members_dissent_once")]
        ordering = ["decision", "pk"]


class CarriedOut(models.Model):
    """That a decision was carried out on a day, and what it changed."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="carried_out")
    on = models.DateField()
    what_changed = models.CharField(max_length=400)
    what_changed_en = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField()


class Mandate(models.Model):
    """That a body decides on a subject, from a day on, as a decision says. One recorded later for the same day counts instead."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    subject = models.CharField(max_length=12, choices=[choice for choice in Subject.choices if choice[0] != "other"])
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["subject", "-from_on", "-pk"]
