"""Invitations to tender and awards from files: all of the rows or none, each through the action that its page goes through."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, enter_all
from samdrift.run.purchasing.actions.naming import Suppliers
from samdrift.run.purchasing.actions.procurements import award, invite_tenders
from samdrift.run.purchasing.models import Award, Procurement, Tender
from samdrift.run.purchasing.purchase_files import AwardRow, TenderRow, read_awards, read_tenders


@transaction.atomic
def import_tenders(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will note that tenders were invited, as a file says; the procurements must be begun. Again adds nothing."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_tenders(content)
    begun = _begun()
    there = {tender.procurement_id: tender for tender in Tender.objects.all()}

    def enter(row: TenderRow) -> bool:
        procurement = _named(begun, row.procurement)
        found = there.get(procurement.pk)
        if found is None:
            there[procurement.pk] = invite_tenders(procurement, advertised_on=row.advertised_on, closes_on=row.closes_on, by=by, at=at)
            return True
        if (found.advertised_on, found.closes_on) != (row.advertised_on, row.closes_on):
            raise ValueError(_("Tenders for %(title)s are invited already, on other days.") % {"title": procurement.title[:80]})
        return False

    return enter_all(rows, wrong, enter)


@transaction.atomic
def import_awards(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will record the awards of a file; tenders must be invited and the suppliers be there. Again adds nothing."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_awards(content)
    begun, suppliers = _begun(), Suppliers()
    there = {(one.procurement_id, one.supplier_id): one for one in Award.objects.all()}

    def enter(row: AwardRow) -> bool:
        procurement, supplier = _named(begun, row.procurement), suppliers.named(row.supplier)
        found = there.get((procurement.pk, supplier.pk))
        if found is None:
            there[procurement.pk, supplier.pk] = award(
                procurement, supplier, row.value_minor, decided_on=row.decided_on, registry_number=row.number, by=by, at=at
            )
            return True
        if (found.value_minor, found.decided_on, found.registry_number) != (row.value_minor, row.decided_on, row.number):
            facts = {"supplier": supplier.short_name, "title": procurement.title[:80]}
            raise ValueError(_("%(supplier)s has an award of %(title)s already, with another value, day or number.") % facts)
        return False

    return enter_all(rows, wrong, enter)


def _begun() -> dict[str, Procurement]:
    return {procurement.title.casefold(): procurement for procurement in Procurement.objects.all()}


def _named(begun: dict[str, Procurement], text: str) -> Procurement:
    if text.casefold() not in begun:
        raise ValueError(_("No procurement is called “%(text)s”.") % {"text": text[:80]})
    return begun[text.casefold()]
