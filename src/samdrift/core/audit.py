"""What was done, and what was refused, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from samdrift.core.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import Model

    from samdrift.core.access import Actor


def record(deed: str, *, of: Model, by: Actor, at: datetime, owner_id: int | None = None) -> None:
    """This will note that `by` did `deed` to the row `of`; the entry belongs to the owner of that row unless another is named."""
    _add(deed, AuditEntry.Outcome.DONE, of._meta.label_lower, of.pk, by, at, of.owner_id if owner_id is None else owner_id)  # type: ignore[attr-defined]


def record_refusal(deed: str, *, by: Actor, at: datetime) -> None:
    """This will note that `by` was refused `deed` (the refusal's class name); the entry belongs to the organization one acted for."""
    _add(deed, AuditEntry.Outcome.REFUSED, "", None, by, at, by.owner_id)


def _add(deed: str, outcome: AuditEntry.Outcome, subject: str, subject_id: int | None, by: Actor, at: datetime, owner_id: int) -> None:
    AuditEntry.objects.create(
        owner_id=owner_id, at=at, account_id=by.account_id, role=by.role, deed=deed, outcome=outcome, subject=subject, subject_id=subject_id
    )
