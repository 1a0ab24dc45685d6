"""Agreements in versions: what is promised, from when, with what notice, and what a missed month costs where it may cost anything."""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.agree.notice import NoticeEnds
from samdrift.catalog.models import Level, Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, UNIT, Owner, Within
from samdrift.members.models import Calendar, Decision, Organization
from samdrift.team.models import Function

PRIORITIES = (1, 2, 3, 4)
WHOLE_PPM = 1_000_000


class Measure(models.TextChoices):
    RESPONSE = "response", _("Response time")
    RESOLUTION = "resolution", _("Resolution time")
    AVAILABILITY = "availability", _("Availability")


class Agreement(models.Model):
    """One text for all who join it, in versions. The provider is the unit, one of its functions (`function`), or a supplier."""

    class Kind(models.TextChoices):
        OLA = "ola", _("Operational level agreement")
        FUNCTIONS = "functions", _("Agreement between functions of the unit")
        SLA = "sla", _("Service level agreement with an outside customer")
        UNDERPINNING = "underpinning", _("Underpinning contract with a supplier")

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OLA)
    name = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=120, blank=True)
    provider = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="functions", function__isnull=False) | (~Q(kind="functions") & Q(function__isnull=True)),
                name="agree_agreement_function",
            )
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def delivered_by(self) -> Function | Organization:
        """Who delivers, at its closest: the function where one does, else the unit or the supplier."""
        return self.function or self.provider

    @property
    def is_contract(self) -> bool:
        """Whether the field calls it a contract: with a supplier or an outside customer, who as a rule are legal persons of their own."""
        return self.kind in (self.Kind.SLA, self.Kind.UNDERPINNING)


class _Terms(models.Model):
    """How it ends, and what a month that falls short costs, for each service.

    The penalty is an amount, or parts per million of the fee that the service costs a month; neither, where there is none.
    """

    notice_months = models.PositiveSmallIntegerField(default=0)
    notice_ends = models.CharField(max_length=8, choices=NoticeEnds.choices, default=NoticeEnds.ANY_DAY)
    penalty_minor = models.PositiveBigIntegerField(null=True, blank=True)
    penalty_ppm = models.PositiveIntegerField(null=True, blank=True)
    fee_minor = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def has_penalty(self) -> bool:
        return self.penalty_minor is not None or self.penalty_ppm is not None

    @property
    def penalty_share(self) -> Fraction | None:
        return None if self.penalty_ppm is None else Fraction(self.penalty_ppm, WHOLE_PPM)

    @property
    def penalty_comes_to(self) -> int | None:
        """What one service's missed month costs, in öre, half an öre rounded up; None without a penalty."""
        if self.penalty_minor is not None:
            return self.penalty_minor
        if self.penalty_ppm is None or self.fee_minor is None:
            return None
        return (2 * self.fee_minor * self.penalty_ppm + WHOLE_PPM) // (2 * WHOLE_PPM)

    @property
    def terms(self) -> tuple[int | str | None, ...]:
        return (self.notice_months, self.notice_ends, self.penalty_minor, self.penalty_ppm, self.fee_minor)


def _terms_constraints(table: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(penalty_minor__isnull=True, penalty_ppm__isnull=True, fee_minor__isnull=True)
            | Q(penalty_minor__gt=0, penalty_ppm__isnull=True, fee_minor__isnull=True)
            | Q(penalty_minor__isnull=True, penalty_ppm__gt=0, penalty_ppm__lte=WHOLE_PPM, fee_minor__gt=0),
            name=f"agree_{table}_penalty",
        )
    ]


class Draft(_Terms):
    """The next version while it is written: the unit's own and editable; offering it copies it into a Version."""

    owner = Owner(Organization, kinds=UNIT)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = _terms_constraints("draft")


class _ClauseText(models.Model):
    """A numbered clause. `text` is in the federation's first language, which binds; `text_en` is a translation."""

    number = models.CharField(max_length=12)
    heading = models.CharField(max_length=120)
    heading_en = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        abstract = True


class _Promised(models.Model):
    """One measurable promise: response or resolution for a share of the tickets within open seconds, or availability as a share.

    share_ppm counts parts per million: 950000 of response means 95 % of tickets, 998000 of availability 99.8 % of agreed time.
    """

    clause = models.CharField(max_length=12)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    within_seconds = models.PositiveIntegerField(null=True, blank=True)
    share_ppm = models.PositiveIntegerField()
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def share(self) -> Fraction:
        return Fraction(self.share_ppm, WHOLE_PPM)

    @property
    def decimals(self) -> int:
        """How many decimals the share needs as a percentage: none for 95 %, one for 99.8 %."""
        return next(n for n in range(5) if self.share_ppm * 10**n % 10_000 == 0)


def _promised_constraints(table: str, parent: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(measure="availability", priority__isnull=True, within_seconds__isnull=True)
            | (~Q(measure="availability") & Q(priority__in=PRIORITIES, within_seconds__gt=0)),
            name=f"agree_{table}_is_whole",
        ),
        models.CheckConstraint(condition=Q(share_ppm__gt=0, share_ppm__lte=WHOLE_PPM), name=f"agree_{table}_share"),
        models.UniqueConstraint(
            fields=[parent, "service", "level", "measure", "priority"], nulls_distinct=False, name=f"agree_{table}_once"
        ),
    ]


class DraftClause(_ClauseText):
    owner = Owner(Organization, kinds=UNIT)
    draft = Within(Draft)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="agree_draft_clause_once")]
        ordering = ["number"]


class DraftTarget(_Promised):
    owner = Owner(Organization, kinds=UNIT)
    draft = Within(Draft)

    class Meta:
        constraints = _promised_constraints("draft_target", "draft")
        ordering = ["service", "-level__rank", "measure", "priority"]


class Version(_Terms):
    """What was offered: never changed. `digest` is the SHA-256 of its binding text, targets and terms, which is what one signs."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    offered_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agree_version_once"), *_terms_constraints("version")]
        ordering = ["agreement", "-number"]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"


class Clause(_ClauseText):
    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="clauses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="agree_clause_once")]
        ordering = ["number"]


class Target(_Promised):
    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="targets")

    class Meta:
        constraints = _promised_constraints("target", "version")
        ordering = ["service", "-level__rank", "measure", "priority"]


class VersionTally(models.Model):
    """How many takers were offered a version and how many have adopted it: what every member may know of the others. A projection."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="tally")
    offered = models.PositiveIntegerField(default=0)
    adopted = models.PositiveIntegerField(default=0)
