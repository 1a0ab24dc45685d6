"""Who can sign in, where they sit, and what was done."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from samdrift.core.access import Role
from samdrift.core.walls import ANYONE, OwnerId


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """What signs in: credentials and nothing about the human, who is a Person or an Employee."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    single_keys = models.BooleanField(default=True)
    seats: models.Manager[Seat]

    USERNAME_FIELD = "email"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="core_account_email_once")]


class Seat(models.Model):
    """An account's role at an organization, for a span of days."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    owner_id = models.BigIntegerField()
    role = models.CharField(max_length=20, choices=[c for c in Role.choices if c[0] != Role.SYSTEM])
    during = DateRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "owner_id", "role", "during"], name="core_seat_once"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="core_seat_lasts"),
        ]
        ordering = ["id"]


class AuditEntry(models.Model):
    """What was done or refused: who, when, to whose row. Ids and amounts only, so that it may outlive names and texts."""

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"

    owner_id = OwnerId(kinds=ANYONE, facts=True)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    deed = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner_id", "subject", "subject_id"], name="core_audit_subject")]


class FailedSignIn(models.Model):
    """A sign-in that did not succeed. Holds the address that was typed, for as long as guessing is counted."""

    email = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["email", "at"], name="core_failed_by_email")]


class DemoMark(models.Model):
    """Says that this database holds a demo: only such a one lets people in without a password."""

    federation = models.CharField(max_length=40)
    seed = models.IntegerField()
    built_at = models.DateTimeField()
