"""A month that fell short, from the day it was opened to the day the other side verified that it is closed: rows, never edited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models.adoptions import Adoption, Signature
from samdrift.agree.models.agreements import Target
from samdrift.catalog.models import Service
from samdrift.core.models import Account
from samdrift.core.walls import TAKERS, Owner, Within
from samdrift.members.models import Organization, Person
from samdrift.team.models import Employee, Function


class _Done(models.Model):
    """Who did it, and when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Deviation(_Done):
    """That one side of an adoption fell short in a month, with a service: `about` is the side it is about. The taker's row.

    `by_rule`: it was opened because the month's own figures missed a target, which are its shortfalls; else somebody wrote `what`.
    """

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    adoption = Within(Adoption)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    about = models.CharField(max_length=10, choices=Signature.Side.choices, default=Signature.Side.PROVIDER)
    by_rule = models.BooleanField(default=False)
    what = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adoption", "service", "month", "about"], name="agree_deviation_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="agree_deviation_month"),
            models.CheckConstraint(condition=Q(by_rule=True) | ~Q(what=""), name="agree_deviation_says_what"),
        ]
        ordering = ["-month", "-pk"]


class Shortfall(models.Model):
    """One target that the month missed: `kept` of `judged` tickets, or of the counted seconds of agreed time."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    deviation = Within(Deviation)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="+")
    kept = models.PositiveBigIntegerField()
    judged = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deviation", "target"], name="agree_shortfall_once"),
            models.CheckConstraint(condition=Q(judged__gt=0, kept__lt=models.F("judged")), name="agree_shortfall_fell_short"),
        ]

    @property
    def share(self) -> float:
        return self.kept / self.judged

    @property
    def lost(self) -> int:
        """How many of the tickets, or of the seconds, were not kept."""
        return self.judged - self.kept


class Responsible(_Done):
    """Who is to see to it that a deviation is remedied: a function or an employee of the unit, or a person at the taker.

    A later row takes over. `plan_by` is the day by which a remedy plan is due.
    """

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    deviation = Within(Deviation)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    person = Within(Person, null=True, blank=True)
    plan_by = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(function__isnull=False, employee__isnull=True, person__isnull=True)
                | Q(function__isnull=True, employee__isnull=False, person__isnull=True)
                | Q(function__isnull=True, employee__isnull=True, person__isnull=False),
                name="agree_responsible_is_one",
            )
        ]

    @property
    def who(self) -> Function | Employee | Person:
        found = self.function or self.employee or self.person
        assert found is not None, "one of the three is set, says the table"
        return found

    @property
    def name(self) -> str:
        return self.who.name

    @property
    def name_en(self) -> str:
        """A function has a name in English; people have one name."""
        return self.function.name_en if self.function else self.who.name


class RemedyPlan(_Done):
    """What will be done, and by when. A later plan supersedes it; it is never edited."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    deviation = Within(Deviation)
    what = models.TextField()
    due_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="agree_remedy_plan_says_what")]


class Remedied(_Done):
    """That a remedy plan has been carried out, says the one responsible: from then on it waits for the other side to verify."""

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    plan = Within(RemedyPlan)
    what = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan"], name="agree_remedied_once")]


class Raising(_Done):
    """That a deviation was raised to the joint council, and then to the heads of agency, on a day."""

    class Level(models.TextChoices):
        COUNCIL = "council", _("Joint council")
        HEADS = "heads", _("Heads of agency")

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    deviation = Within(Deviation)
    to = models.CharField(max_length=8, choices=Level.choices)
    on = models.DateField()
    registry_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deviation", "to"], name="agree_raising_once")]


class Verification(_Done):
    """What the other side found: that the deviation is closed, or that what was done is not enough (`remedied` says which remedy).

    A side without an account answers on paper: who, which day and the registry number are recorded by the unit.
    """

    owner = Owner(Organization, kinds=TAKERS, facts=True)
    deviation = Within(Deviation)
    remedied = Within(Remedied, null=True, blank=True)
    closes = models.BooleanField()
    what = models.TextField(blank=True)
    signer = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["remedied"], name="agree_verification_once"),
            models.UniqueConstraint(fields=["deviation"], condition=Q(closes=True), name="agree_verification_closes_once"),
            models.CheckConstraint(
                condition=Q(closes=True) | (Q(remedied__isnull=False) & ~Q(what="")), name="agree_verification_says_what"
            ),
        ]
