"""Costs, the keys that split them, and what each member was sent. Amounts are whole öre (amount_minor)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, UNIT, Owner, Within
from samdrift.members.models import Decision, Organization
from samdrift.run.projects.models import FundingChange, Project
from samdrift.run.purchasing.models import Investment, Product


class CostPool(models.Model):
    """Costs that belong together and to one service."""

    owner = Owner(Organization, kinds=UNIT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="settle_pool_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CostEntry(models.Model):
    """One booked cost. Below zero it is a credit and names the entry it credits. `month` is the month's first day.

    One of an investment is split among those that share it, by the investment's own key; one of a project among those that pay it. That of
    a project's hours says how many minutes its month had when it was entered, and what an hour cost.
    """

    owner = Owner(Organization, kinds=UNIT, facts=True)
    pool = Within(CostPool)
    month = models.DateField()
    voucher = models.CharField(max_length=40)
    booked_on = models.DateField()
    amount_minor = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)
    credits = Within("self", null=True, blank=True)
    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    hour_minor = models.BigIntegerField(null=True, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "voucher"], name="settle_entry_voucher_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, credits__isnull=True) | Q(amount_minor__lt=0, credits__isnull=False),
                name="settle_entry_credit_names_what",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="settle_entry_month"),
            models.CheckConstraint(condition=Q(investment=None) | Q(project=None), name="settle_entry_of_one_thing"),
            models.CheckConstraint(
                condition=Q(minutes=None, hour_minor=None) | Q(minutes__gte=0, hour_minor__gt=0, project__isnull=False),
                name="settle_entry_of_hours",
            ),
        ]
        indexes = [models.Index(fields=["owner", "month"], name="settle_entry_by_month")]
        ordering = ["month", "voucher"]


class ProductPool(models.Model):
    """Which pool a licensed product's monthly cost is entered into."""

    owner = Owner(Organization, kinds=UNIT)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    pool = Within(CostPool)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "product"], name="settle_product_pool_once")]


class ProjectPool(models.Model):
    """Which pool a project's monthly cost is entered into."""

    owner = Owner(Organization, kinds=UNIT)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    pool = Within(CostPool)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "project"], name="settle_project_pool_once")]


class AllocationKey(models.Model):
    """How a service's cost is split from a month on: one key per service at a time, decided on a day.

    One that counts licences says of which product. One of an investment splits that investment alone, among the members that share it; it
    is written when the investment's first cost is entered. Likewise one of a project, for the key that it began with and for each that it
    changed to.

    A key that was recorded wrongly is never changed: one recorded later for the same month counts instead. `decision` is the one in the
    register, where it stands there.
    """

    class Kind(models.TextChoices):
        EQUAL = "equal", _("Equal shares")
        HEADCOUNT = "headcount", _("Employees")
        TICKETS = "tickets", _("Tickets about the service")
        ALL_TICKETS = "all_tickets", _("All tickets")
        LICENCES = "licences", _("Licences held")
        FIXED = "fixed", _("Fixed shares")

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    funding_change = models.ForeignKey(FundingChange, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_on = models.DateField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "from_on", "recorded_at"],
                condition=Q(investment__isnull=True, project__isnull=True),
                name="settle_key_once",
            ),
            models.UniqueConstraint(fields=["investment"], name="settle_investment_key_once"),
            models.UniqueConstraint(
                fields=["project", "funding_change"],
                condition=Q(project__isnull=False),
                nulls_distinct=False,
                name="settle_project_key_once",
            ),
            models.CheckConstraint(condition=Q(from_on__day=1), name="settle_key_from_a_month"),
            models.CheckConstraint(
                condition=Q(kind="licences", product__isnull=False) | (~Q(kind="licences") & Q(product__isnull=True)),
                name="settle_key_counts_a_product",
            ),
            models.CheckConstraint(
                condition=Q(investment__isnull=True) | Q(kind__in=["equal", "headcount", "fixed"]), name="settle_key_of_an_investment"
            ),
            models.CheckConstraint(
                condition=Q(project=None, funding_change=None) | Q(project__isnull=False, kind="fixed", investment=None),
                name="settle_key_of_a_project",
            ),
        ]
        ordering = ["service", "-from_on", "-recorded_at"]


class KeyShare(models.Model):
    """A member's weight under a key of fixed shares."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    key = models.ForeignKey(AllocationKey, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "member"], name="settle_key_share_once")]
        ordering = ["key", "member"]


class Settlement(models.Model):
    """One sharing of a unit's month, as it was sent. A later one for the same month supersedes it, until a closure ends the month."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    number = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    total_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "number"], name="settle_settlement_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="settle_settlement_month"),
        ]
        ordering = ["-month", "-number"]


class PublishedPool(models.Model):
    """What a pool came to in a settlement, and how it was split: what every member may see of all.

    `month` is the month that the costs belong to: earlier than the settlement's where they came late. One that corrects an earlier pool
    carries that pool's amount, split again with the corrected counts; it adds nothing to the settlement's total.
    """

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="pools")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(AllocationKey, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    month = models.DateField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    amount_minor = models.BigIntegerField()
    total_count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "code", "month", "corrects"], nulls_distinct=False, name="settle_published_pool_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="settle_published_pool_month"),
        ]
        ordering = ["settlement", "code", "month", "id"]


class PublishedEntry(models.Model):
    """A cost in a published pool, without its free text; for a project's hours how many they were and what one cost, never whose."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    pool = models.ForeignKey(PublishedPool, on_delete=models.PROTECT, related_name="entries")
    voucher = models.CharField(max_length=40)
    booked_on = models.DateField()
    month = models.DateField()
    amount_minor = models.BigIntegerField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    hour_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pool", "month", "voucher"]


class SettlementLine(models.Model):
    """What a member pays of a pool: pool x count / total, and the öre that rounding moved.

    A correction points at the line it corrects: its amount is what the corrected counts would have made it, less what it was. The
    corrections of one pool sum to zero over the members.
    """

    owner = Owner(Organization, kinds=MEMBERS, facts=True)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(PublishedPool, on_delete=models.PROTECT, related_name="+")
    count = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    moved_ppm = models.IntegerField()  # millionths of an öre that largest remainder added to, or took from, the exact share
    corrects = Within("self", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "settlement", "pool", "corrects"], nulls_distinct=False, name="settle_line_once"),
        ]
        ordering = ["owner", "settlement", "pool"]


class CountCorrection(models.Model):
    """That a member's count in a closed month was wrong; the month's lines stay, and a later settlement carries the difference."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    line = models.ForeignKey(SettlementLine, on_delete=models.PROTECT, related_name="+")
    count = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    noted_at = models.DateTimeField()


class Closure(models.Model):
    """The end of a unit's month: nothing in it changes any more."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    settlement = models.OneToOneField(Settlement, on_delete=models.PROTECT, related_name="closure")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="settle_closure_once")]
        ordering = ["-month"]


class TakenEntry(models.Model):
    """That a closure took an entry; each entry is taken once."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="+")
    entry = Within(CostEntry)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "entry"], name="settle_entry_taken_once")]


class TakenCorrection(models.Model):
    """That a closure took a count correction; each is taken once."""

    owner = Owner(Organization, kinds=UNIT, facts=True)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="+")
    correction = Within(CountCorrection)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "correction"], name="settle_correction_taken_once")]
