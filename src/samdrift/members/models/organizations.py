"""Who shares: organizations, where they are, how big they are, and the people there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.se import orgnr

from samdrift.core.models import Account
from samdrift.core.order import InAlphabet
from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, Owner


def check_organization_number(number: str) -> None:
    """This will refuse a Swedish organization number whose length or check digit (Luhn) is wrong."""
    try:
        orgnr.validate(number)
    except NotANumber:
        raise ValidationError(
            _("%(number)s is not an organization number: ten digits, the last one a check digit."), params={"number": number}
        ) from None


class Organization(models.Model):
    """An organization that takes part: the federation itself, the unit, a member, a supplier or an outside customer.

    A member is an organization that has joined; the host is a member like the others. `legal_person` names the legal person that it is or
    is a part of: the same for all agencies under one government, a municipality's or a company's own name; empty while nobody has said.
    Lists show the short name and stand in its order, which is the one that a query has by itself and that `order_by("owner")` follows.
    """

    class Kind(models.TextChoices):
        FEDERATION = "federation", _("Federation")
        UNIT = "unit", _("Joint IT unit")
        MEMBER = "member", _("Member")
        SUPPLIER = "supplier", _("Supplier")
        CUSTOMER = "customer", _("Outside customer")

    owner = Owner("self", kinds=FEDERATION, default=FEDERATION_ID)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    short_name = models.CharField(max_length=40)
    number = models.CharField(max_length=11, blank=True, validators=[check_organization_number])
    legal_person = models.CharField(max_length=120, blank=True)
    joined_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="federation", id=FEDERATION_ID) | (~Q(kind="federation") & ~Q(id=FEDERATION_ID)),
                name="members_organization_one_federation",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="members_organization_number_once"),
            models.UniqueConstraint(fields=["short_name"], name="members_organization_short_name_once"),
        ]
        ordering = [InAlphabet("short_name")]

    def __str__(self) -> str:
        return self.name

    def is_one_legal_person_with(self, other: Organization) -> bool | None:
        """This will say whether both are the same legal person, or parts of it; None while that is not known of one of them."""
        one, another = self.legal_person.casefold().strip(), other.legal_person.casefold().strip()
        if self.pk == other.pk:
            return True
        return one == another if one and another else None


class Site(models.Model):
    """A place where an organization works. The unit's staff sit at members' sites. Where on earth it lies may be left unsaid."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=60)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="members_site_name_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__isnull=False, longitude__isnull=False),
                name="members_site_two_degrees_or_none",
            ),
        ]
        ordering = ["organization", "name"]

    def __str__(self) -> str:
        return self.name


class Headcount(models.Model):
    """How many work at an organization in a year: people, and full-time equivalents where they are known.

    A better figure for the same year is a row recorded later, which counts instead; what was settled by the earlier one still shows it.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="headcounts")
    year = models.PositiveSmallIntegerField()
    employees = models.PositiveIntegerField()
    fte = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "year", "recorded_at"], name="members_headcount_once")]
        ordering = ["organization", "-year", "-recorded_at"]


class Person(models.Model):
    """A human at a member. May have an account."""

    owner = Owner(Organization, kinds=MEMBERS)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "account"], name="members_person_account_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
