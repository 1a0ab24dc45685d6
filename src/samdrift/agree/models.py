"""Agreements in versions, who has adopted which, and what is covered by one in force."""

from __future__ import annotations

from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import JustThis, Level, Service
from samdrift.core.models import Account
from samdrift.core.walls import FEDERATION, FEDERATION_ID, TAKERS, UNIT, Owner, Within
from samdrift.members.models import Calendar, Organization

PRIORITIES = (1, 2, 3, 4)
WHOLE_PPM = 1_000_000


class Measure(models.TextChoices):
    RESPONSE = "response", _("Response time")
    RESOLUTION = "resolution", _("Resolution time")
    AVAILABILITY = "availability", _("Availability")


class Agreement(models.Model):
    """One text for all who join it, in versions."""

    class Kind(models.TextChoices):
        OLA = "ola", _("Operational level agreement")
        SLA = "sla", _("Service level agreement with an outside customer")
        UNDERPINNING = "underpinning", _("Underpinning contract with a supplier")

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OLA)
    name = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=120, blank=True)
    provider = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """The next version while it is written: the unit's own and editable; offering it copies it into a Version."""

    owner = Owner(Organization, kinds=UNIT)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    changed_at = models.DateTimeField()


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


class Version(models.Model):
    """What was offered: never changed. `digest` is the SHA-256 of its binding text and its targets, which is what one signs."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    offered_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agree_version_once")]
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


class Adoption(models.Model):
    """A taker's joining of a version, from a day, at a level per service. It counts once both sides have signed.

    A proposal is replaced by another until then; a signed one may be followed by another of the same version, at other levels. `state` is
    a projection of its signatures. `during` ends when notice is given.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        SIGNED = "signed", _("Signed")
        REPLACED = "replaced", _("Replaced before it was signed")

    owner = Owner(Organization, kinds=TAKERS)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "version"], condition=Q(state="proposed"), name="agree_adoption_one_proposal"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="agree_adoption_lasts"),
        ]


class AdoptedLevel(models.Model):
    """At which level the adoption takes one of the version's services."""

    owner = Owner(Organization, kinds=TAKERS)
    adoption = Within(Adoption)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "service"], name="agree_adopted_level_once")]


class Signature(models.Model):
    """One side's signature under an adoption: one a side, by two accounts, whatever their seats."""

    class Side(models.TextChoices):
        PROVIDER = "provider", _("The IT unit")
        TAKER = "taker", _("The member")

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    adoption = Within(Adoption)
    side = models.CharField(max_length=10, choices=Side.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adoption", "side"], name="agree_signature_one_a_side"),
            models.UniqueConstraint(fields=["adoption", "account"], name="agree_signature_two_accounts"),
        ]


class Coverage(models.Model):
    """What an adoption with both signatures covers, from the later of its from-day and its last signature.

    A projection: shortened by signing a later version or by ending, never otherwise. The database has the last word against overlap.
    """

    owner = Owner(Organization, kinds=TAKERS)
    adoption = Within(Adoption)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agree_coverage_once",
                expressions=[
                    (JustThis("owner"), RangeOperators.OVERLAPS),
                    (JustThis("service"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="agree_coverage_lasts"),
        ]
