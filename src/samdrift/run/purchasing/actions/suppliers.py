"""Suppliers, as whoever buys for all writes them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.members.actions import organization_number
from samdrift.members.actions.organizations import NumberTaken, ShortNameTaken
from samdrift.members.models import Organization
from samdrift.run.purchasing.purchase_files import read_suppliers
from samdrift.run.purchasing.queries.contracts import suppliers_in_order


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


@transaction.atomic
def import_suppliers(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will add the suppliers of a file: all of them, or none where a row cannot be used. Again adds nothing."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_suppliers(content)
    there = {supplier.short_name.casefold(): supplier for supplier in suppliers_in_order()}
    added = 0
    for row in rows:
        found = there.get(row.short_name.casefold())
        try:
            if found is None:
                there[row.short_name.casefold()] = add_supplier(row.name, short_name=row.short_name, number=row.number, by=by, at=at)
                added += 1
            elif (found.name, found.number) != (row.name, organization_number(row.number)):
                words = _("The supplier %(name)s is there already, with another name or number.")
                wrong.append(WrongRow(row.line, words % {"name": found.short_name}))
        except Refused as no:
            wrong.append(WrongRow(row.line, str(no)))
    if wrong:
        raise RowsRefused(wrong)
    return Entered(added, len(rows) - added)
