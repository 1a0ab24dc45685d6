"""Who has adopted which version, who signed it, and what is covered by one in force."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models.agreements import Version
from samdrift.catalog.models import JustThis, Level, Service
from samdrift.core.models import Account
from samdrift.core.walls import TAKERS, Owner, Within
from samdrift.members.models import Organization
from samdrift.team.models import Function


class Adoption(models.Model):
    """A taker's joining of a version, from a day, at a level per service. It counts once both sides have signed.

    Inside the unit the taker may be one of its `function`s, of another function or of a supplier.
    A proposal is replaced by another until then; a signed one may be followed by another of the same version, at other levels. `state` is
    a projection of its signatures. `during` ends when notice is given.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        SIGNED = "signed", _("Signed")
        REPLACED = "replaced", _("Replaced before it was signed")

    owner = Owner(Organization, kinds=TAKERS)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "function", "version"],
                condition=Q(state="proposed"),
                nulls_distinct=False,
                name="agree_adoption_one_proposal_each",
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="agree_adoption_lasts"),
        ]

    @property
    def taker(self) -> Function | Organization:
        """Who takes, at its closest: the function where one does, else the organization."""
        return self.function or self.owner

    @property
    def taker_in_short(self) -> str:
        return self.function.name if self.function else self.owner.short_name


class AdoptedLevel(models.Model):
    """At which level the adoption takes one of the version's services."""

    owner = Owner(Organization, kinds=TAKERS)
    adoption = Within(Adoption)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "service"], name="agree_adopted_level_once")]


class Signature(models.Model):
    """One side's signature under an adoption: one a side, by two accounts, whatever their seats.

    A side without an account signs on paper: the unit records who (`signer`), the day and the registry number, and stands in the audit.
    """

    class Side(models.TextChoices):
        PROVIDER = "provider", _("The IT unit")
        TAKER = "taker", _("The member")

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    adoption = Within(Adoption)
    side = models.CharField(max_length=10, choices=Side.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signer = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, signer="", signed_on__isnull=True, registry_number="")
                | (Q(account__isnull=True, signed_on__isnull=False) & ~Q(signer="") & ~Q(registry_number="")),
                name="agree_signature_by_account_or_on_paper",
            ),
            models.UniqueConstraint(fields=["adoption", "side"], name="agree_signature_one_a_side"),
            models.UniqueConstraint(fields=["adoption", "account"], name="agree_signature_two_accounts"),
        ]


def _no_overlap(name: str, *parties: str, condition: Q) -> ExclusionConstraint:
    same = [(JustThis(field), RangeOperators.OVERLAPS) for field in (*parties, "service")]
    return ExclusionConstraint(name=name, expressions=[*same, ("during", RangeOperators.OVERLAPS)], condition=condition)


class Coverage(models.Model):
    """What an adoption with both signatures covers, from the later of its from-day and its last signature.

    A projection: shortened by signing a later version or by ending, never otherwise. The database has the last word against overlap, for
    each kind by itself: what an organization takes of the unit, what a function takes of another, and what a supplier delivers.
    """

    owner = Owner(Organization, kinds=TAKERS)
    adoption = Within(Adoption)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    supplier = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    during = DateRangeField()

    class Meta:
        constraints = [
            _no_overlap("agree_coverage_once", "owner", condition=Q(function__isnull=True, supplier__isnull=True)),
            _no_overlap("agree_coverage_of_function_once", "function", condition=Q(function__isnull=False, supplier__isnull=True)),
            _no_overlap("agree_coverage_by_supplier_once", "owner", "supplier", condition=Q(supplier__isnull=False)),
            models.CheckConstraint(condition=Q(during__isempty=False), name="agree_coverage_lasts"),
        ]
