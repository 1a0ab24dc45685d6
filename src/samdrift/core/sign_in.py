"""Signing in with an e-mail address and a password, and how often one may guess."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from samdrift.core.models import Account, FailedSignIn

GUESSES = 10
WITHIN = timedelta(minutes=15)


class EmailBackend:
    """Django asks it who signs in, and who a session belongs to."""

    def authenticate(self, request: HttpRequest | None, email: str = "", password: str = "") -> Account | None:
        account = Account.objects.filter(email__iexact=email, is_system=False).first()
        if account is None:
            make_password(password)  # as slow as a wrong password, so that an address cannot be tried out
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()


def too_many_guesses(email: str, *, at: datetime) -> bool:
    """This will say whether this address was tried wrongly ten times in the last quarter of an hour."""
    return FailedSignIn.objects.filter(email=email.strip().lower(), at__gt=at - WITHIN).count() >= GUESSES


def note_failure(email: str, *, at: datetime) -> None:
    """This will keep a failed sign-in, whether or not there is such an account."""
    FailedSignIn.objects.create(email=email.strip().lower()[:254], at=at)
