"""Licences bought together: products and what they cost, what the unit bought, and who holds what of it. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, Owner
from samdrift.members.models import Organization, Site


class Product(models.Model):
    """Something licensed; `metric` says what a licence is for. Its code is what files and vouchers call it."""

    class Metric(models.TextChoices):
        USER = "user", _("Person")
        DEVICE = "device", _("Device")
        CONCURRENT = "concurrent", _("Used at the same time")
        SITE = "site", _("Site")

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    metric = models.CharField(max_length=10, choices=Metric.choices)
    sold_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="purchasing_product_code_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PriceList(models.Model):
    """A product's tariff from a month on: a fixed part, packs and, in its steps, a price a licence. What it was before stays."""

    class Kind(models.TextChoices):
        INCREMENTAL = "incremental", _("Each licence at the price of its step")
        ALL_UNIT = "all_unit", _("All licences at the price of the last step reached")

    class Period(models.TextChoices):
        MONTH = "month", _("A month")
        YEAR = "year", _("A year")

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="price_lists")
    from_on = models.DateField()
    period = models.CharField(max_length=5, choices=Period.choices)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    fixed_minor = models.BigIntegerField(default=0)
    pack = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "from_on"], name="purchasing_price_list_once"),
            models.CheckConstraint(condition=Q(from_on__day=1), name="purchasing_price_list_from_a_month"),
            models.CheckConstraint(condition=Q(fixed_minor__gte=0, pack__gte=1), name="purchasing_price_list_fits"),
        ]
        ordering = ["product", "-from_on"]


class TariffStep(models.Model):
    """What a licence costs from a number of licences on; the first step begins at 0."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="steps")
    start = models.PositiveIntegerField()
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["price_list", "start"], name="purchasing_step_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="purchasing_step_price"),
        ]
        ordering = ["price_list", "start"]


class Entitlement(models.Model):
    """Licences that the unit bought for all, from a day until a day, which is the day of renewal; without one they do not end."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="entitlements")
    quantity = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    bought_on = models.DateField()
    reference = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "reference"], name="purchasing_entitlement_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="purchasing_entitlement_quantity"),
            models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="purchasing_entitlement_days"),
        ]
        indexes = [models.Index(fields=["until_on"], name="purchasing_renewals")]
        ordering = ["until_on", "reference"]


class Assignment(models.Model):
    """A licence held by one of a member's people or devices, from a day until the day it was returned or moved."""

    owner = Owner(Organization, kinds=MEMBERS)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # One at a time; days that are over never overlap, because they ended before the next began (actions hold the pool's lock).
            models.UniqueConstraint(fields=["owner", "product", "key"], condition=Q(until_on__isnull=True), name="purchasing_held_once"),
            models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="purchasing_held_days"),
        ]
        indexes = [
            # What the pool's page counts, without visiting the rows
            models.Index(
                fields=["product", "owner"],
                include=["from_on", "last_used_on"],
                condition=Q(until_on__isnull=True),
                name="purchasing_held_now",
            ),
            models.Index(fields=["owner", "product", "key"], name="purchasing_held_by_member"),
        ]
        ordering = ["key", "-from_on"]

    def __str__(self) -> str:
        return self.key


class PoolTotal(models.Model):
    """How many of a product's licences all members hold: kept by the actions that assign and return, which lock it first."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="total")
    assigned = models.PositiveIntegerField(default=0)


class PoolChange(models.Model):
    """By how much the licences that all members hold grew or shrank on a day, so that everybody can tell the total on any day."""

    owner = Owner(Organization, kinds=FEDERATION, default=FEDERATION_ID)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    change = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "on"], name="purchasing_pool_change_once")]
