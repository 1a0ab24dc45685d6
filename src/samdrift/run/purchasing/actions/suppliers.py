"""Suppliers, as whoever buys for all writes them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.keeping import keep
from samdrift.members.actions import organization_number
from samdrift.members.actions.organizations import NumberTaken, ShortNameTaken
from samdrift.members.models import Organization


@transaction.atomic
def add_supplier(name: str, *, short_name: str, number: str, by: Actor, at: datetime) -> Organization:
    """This will add an organization that sells; whoever buys for all may, without changing who else takes part.

    Its number is checked and stored as NNNNNN-NNNN; a foreign supplier has none.
    """
    by.must(Deed.PURCHASE)
    number = organization_number(number)
    row = Organization(kind=Organization.Kind.SUPPLIER, name=name.strip(), short_name=short_name.strip(), number=number)
    keep(
        row,
        {
            "members_organization_number_once": NumberTaken(number=number),
            "members_organization_short_name_once": ShortNameTaken(name=row.short_name),
        },
    )
    audit.record("add_supplier", of=row, by=by, at=at)
    return row
