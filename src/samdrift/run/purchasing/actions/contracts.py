"""Framework agreements, and what keeps them within their ceiling and their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.naming import Suppliers
from samdrift.run.purchasing.ceilings import renewed
from samdrift.run.purchasing.models import Award, Contract, ContractUse, Renewal
from samdrift.run.purchasing.purchase_files import ContractRow, read_contracts

FIRST_YEAR, LAST_YEAR = 1990, 2150  # so that notices and renewals stay within the days that there are


class NotASupplier(BadInput):
    words = gettext_lazy("%(organization)s is not a supplier.")


class FrameworkNeedsAnEnd(BadInput):
    words = gettext_lazy("A framework agreement has a last day.")
    way_on = gettext_lazy("Name the last day of its first period; renewals are entered when they come.")


class ContractEndsFirst(BadInput):
    words = gettext_lazy("It ends before it begins.")


class NotTheseYears(BadInput):
    words = gettext_lazy("A contract runs within the years %(first)s to %(last)s.")


class NoCeiling(BadInput):
    words = gettext_lazy("A ceiling is an amount above zero.")


class RenewalsHaveNoLength(BadInput):
    words = gettext_lazy("A renewal has a length in months.")


class ReferenceTaken(Refused):
    words = gettext_lazy("There is already a contract with the reference %(reference)s.")


class OtherSupplier(Refused):
    words = gettext_lazy("The award was for %(supplier)s.")


class AwardHasContract(Refused):
    words = gettext_lazy("The award has its contract already.")


class NoRenewalLeft(Refused):
    words = gettext_lazy("The contract has no renewal left.")


class PeriodIsOver(Refused):
    words = gettext_lazy("The contract ended on %(day)s; what has ended is not renewed.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a framework agreement says. `ends_on` is the last day of its first period; without one it is refused."""

    supplier: Organization
    reference: str
    name: str
    ceiling_minor: int
    starts_on: date
    ends_on: date | None
    notice_days: int
    renewals_most: int = 0
    renewal_months: int = 0
    name_en: str = ""


@transaction.atomic
def add_contract(terms: Terms, *, by: Actor, at: datetime, award: Award | None = None) -> Contract:
    """This will add a framework agreement, of which nothing is used yet; one that follows from an award names it."""
    by.must(Deed.PURCHASE)
    contract = _contract(terms, award, at)
    known = {
        "purchasing_contract_reference_once": ReferenceTaken(reference=contract.reference),
        "purchasing_contract_award_once": AwardHasContract(),
    }
    keep(contract, known)
    ContractUse.objects.create(contract=contract, until_on=contract.ends_on, ceiling_minor=contract.ceiling_minor)
    audit.record("add_contract", of=contract, by=by, at=at)
    return contract


def _contract(terms: Terms, award: Award | None, at: datetime) -> Contract:
    if terms.supplier.kind != Organization.Kind.SUPPLIER:
        raise NotASupplier(organization=terms.supplier)
    if award and award.supplier_id != terms.supplier.pk:
        raise OtherSupplier(supplier=award.supplier)
    if terms.ends_on is None:
        raise FrameworkNeedsAnEnd
    if terms.ends_on <= terms.starts_on:
        raise ContractEndsFirst
    if terms.starts_on.year < FIRST_YEAR or terms.ends_on.year > LAST_YEAR:
        raise NotTheseYears(first=FIRST_YEAR, last=LAST_YEAR)
    if terms.ceiling_minor <= 0:
        raise NoCeiling
    if terms.renewals_most and not terms.renewal_months:
        raise RenewalsHaveNoLength
    return Contract(
        supplier=terms.supplier,
        award=award,
        reference=terms.reference.strip(),
        name=terms.name.strip(),
        name_en=terms.name_en.strip(),
        ceiling_minor=terms.ceiling_minor,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        notice_days=terms.notice_days,
        renewals_most=terms.renewals_most,
        renewal_months=terms.renewal_months if terms.renewals_most else 0,
        recorded_at=at,
    )


@transaction.atomic
def renew_contract(contract: Contract, *, by: Actor, at: datetime) -> Renewal:
    """This will let a contract run for another period after the one that runs; what has ended is not renewed."""
    by.must(Deed.PURCHASE)
    with locked_uses([contract]) as uses:
        use = uses[contract.pk]
        number = Renewal.objects.filter(contract=contract).count() + 1
        if number > contract.renewals_most:
            raise NoRenewalLeft
        if timezone.localdate(at) > use.until_on:
            raise PeriodIsOver(day=use.until_on)
        use.until_on = renewed(use.until_on, contract.renewal_months)
        renewal = Renewal.objects.create(contract=contract, number=number, until_on=use.until_on, at=at)
        use.save(update_fields=["until_on"])
    audit.record("renew_contract", of=renewal, by=by, at=at)
    return renewal


@contextmanager
def locked_uses(contracts: Iterable[Contract]) -> Iterator[dict[int, ContractUse]]:
    """This will hold how contracts stand, in the order of their ids, so that two who want what is left take turns; by contract's id.

    They are the federation's, and a member's person may call off: the walls are widened to lock and count, and for no more.
    """
    ids = sorted({contract.pk for contract in contracts})
    with widened(FEDERATION_ID):
        uses = ContractUse.objects.select_for_update(of=("self",)).filter(contract__in=ids).order_by("contract_id")
        found = {use.contract_id: use for use in uses}
        assert len(found) == len(ids), "every contract has its use, and the walls were widened to reach it"
        yield found


@transaction.atomic
def import_contracts(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter the contracts of a file: all of them, or none where a row cannot be used. Again adds nothing."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_contracts(content)
    there = {contract.reference: contract for contract in Contract.objects.select_related("supplier")}
    suppliers = Suppliers()
    added = known = 0
    for row in rows:
        try:
            terms = _terms(row, suppliers.named(row.supplier))
            if row.reference not in there:
                there[row.reference] = add_contract(terms, by=by, at=at)
                added += 1
            elif _says(there[row.reference]) == _says(_contract(terms, None, at)):
                known += 1
            else:
                words = _("The contract %(reference)s is entered already, and says something else.")
                raise ValueError(words % {"reference": row.reference})
        except (Refused, ValueError) as no:
            wrong.append(WrongRow(row.line, str(no)))
    if wrong:
        raise RowsRefused(wrong)
    return Entered(added, known)


def _terms(row: ContractRow, supplier: Organization) -> Terms:
    return Terms(
        supplier=supplier,
        reference=row.reference,
        name=row.name,
        name_en=row.name_en,
        ceiling_minor=row.ceiling_minor,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        notice_days=row.notice_days,
        renewals_most=row.renewals,
        renewal_months=row.renewal_months,
    )


def _says(contract: Contract) -> tuple[object, ...]:
    named = (contract.supplier_id, contract.name, contract.name_en, contract.ceiling_minor, contract.starts_on, contract.ends_on)
    return (*named, contract.notice_days, contract.renewals_most, contract.renewal_months)
