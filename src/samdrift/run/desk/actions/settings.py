"""How somebody wants the desk to work for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.models import Account


@transaction.atomic
def switch_single_keys(*, on: bool, by: Actor, at: datetime) -> None:
    """This will turn single keys on or off for one's account, on every machine one signs in at (WCAG 2.1.4)."""
    by.must(Deed.WORK_TICKETS)
    account = Account.objects.get(pk=by.account_id)
    account.single_keys = on
    account.save(update_fields=["single_keys"])
    audit.record("switch_single_keys", of=account, by=by, at=at, owner_id=by.owner_id)
