"""The one row that owns the rules of settling: the unit's. Every action that settles locks it first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samdrift.core.errors import Refused
from samdrift.members.models import Organization


class NotAUnit(Refused):
    words = _("Only a joint IT unit has costs to settle.")


def locked(unit: Organization) -> Organization:
    """This function will lock the unit until the transaction ends. Rows that point at it can still be added meanwhile."""
    found = Organization.objects.select_for_update(no_key=True).filter(pk=unit.pk, kind=Organization.Kind.UNIT).first()
    if found is None:
        raise NotAUnit
    return found
