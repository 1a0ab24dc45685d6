"""A joint procurement on its way: needs merged into one requirement, tenders invited, awards decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.contracts import NotASupplier
from samdrift.run.purchasing.models import Award, MergedNeed, Procurement, PublishedNeed, Tender
from samdrift.run.purchasing.purchase_files import read_procurements


class TitleTaken(Refused):
    words = _("There is already a procurement called %(title)s.")


class NeedMergedAlready(Refused):
    words = _("A need chosen is part of a procurement already.")


class NobodyAsked(Refused):
    words = _("Nobody has asked for this yet.")
    way_on = _("Merge the members' needs into it first.")


class RequirementIsSet(Refused):
    words = _("Tenders are invited; the requirement is set.")


class TenderClosesFirst(BadInput):
    words = _("Tenders close before they are invited.")


class NotInvited(Refused):
    words = _("Tenders have not been invited.")


class DecidedTooEarly(BadInput):
    words = _("An award is decided from the day on which tenders close, %(day)s, and not after today.")


class AwardIsThere(Refused):
    words = _("%(supplier)s has an award of this procurement already.")


class NoValue(BadInput):
    words = _("An award has a value above zero.")


@transaction.atomic
def start_procurement(title: str, cpv: str, *, needs: Sequence[PublishedNeed] = (), by: Actor, at: datetime) -> Procurement:
    """This will begin a joint procurement, with the needs that it merges."""
    by.must(Deed.PURCHASE)
    procurement = Procurement(title=title.strip(), cpv=cpv, begun_at=at)
    keep(procurement, {"purchasing_procurement_title_once": TitleTaken(title=procurement.title)})
    _merge(procurement, needs, at)
    audit.record("start_procurement", of=procurement, by=by, at=at)
    return procurement


@transaction.atomic
def import_joint_procurements(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will begin the joint procurements of a file, without needs: all of them, or none. What is begun already adds nothing."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_procurements(content)
    there = {procurement.title.casefold(): procurement for procurement in Procurement.objects.all()}
    added = 0
    for row in rows:
        found = there.get(row.title.casefold())
        try:
            if found is None:
                there[row.title.casefold()] = start_procurement(row.title, row.cpv, by=by, at=at)
                added += 1
            elif found.cpv != row.cpv:
                words = gettext("%(title)s is begun already, under the CPV code %(cpv)s.")
                wrong.append(WrongRow(row.line, words % {"title": found.title[:80], "cpv": found.cpv}))
        except Refused as no:
            wrong.append(WrongRow(row.line, str(no)))
    if wrong:
        raise RowsRefused(wrong)
    return Entered(added, len(rows) - added)


@transaction.atomic
def merge_needs(procurement: Procurement, needs: Sequence[PublishedNeed], *, by: Actor, at: datetime) -> None:
    """This will make needs part of a procurement's requirement, until tenders are invited."""
    by.must(Deed.PURCHASE)
    _locked(procurement)
    if Tender.objects.filter(procurement=procurement).exists():
        raise RequirementIsSet
    _merge(procurement, needs, at)
    audit.record("merge_needs", of=procurement, by=by, at=at)


def _merge(procurement: Procurement, needs: Sequence[PublishedNeed], at: datetime) -> None:
    for need in needs:
        keep(MergedNeed(procurement=procurement, need=need, at=at), {"purchasing_merged_need_once": NeedMergedAlready()})


def _locked(procurement: Procurement) -> Procurement:
    return Procurement.objects.select_for_update(of=("self",)).get(pk=procurement.pk)


@transaction.atomic
def invite_tenders(procurement: Procurement, *, advertised_on: date, closes_on: date, by: Actor, at: datetime) -> Tender:
    """This will note that tenders were invited for what the members asked for; from then on the requirement is set."""
    by.must(Deed.PURCHASE)
    _locked(procurement)
    if Tender.objects.filter(procurement=procurement).exists():
        raise RequirementIsSet
    if not MergedNeed.objects.filter(procurement=procurement).exists():
        raise NobodyAsked
    if closes_on < advertised_on:
        raise TenderClosesFirst
    tender = Tender.objects.create(procurement=procurement, advertised_on=advertised_on, closes_on=closes_on, at=at)
    audit.record("invite_tenders", of=tender, by=by, at=at)
    return tender


@transaction.atomic
def award(
    procurement: Procurement,
    supplier: Organization,
    value_minor: int,
    *,
    decided_on: date,
    registry_number: str,
    by: Actor,
    at: datetime,
) -> Award:
    """This will record the decision for one supplier; where several got it, one after the other."""
    by.must(Deed.PURCHASE)
    if supplier.kind != Organization.Kind.SUPPLIER:
        raise NotASupplier(organization=supplier)
    _locked(procurement)
    tender = Tender.objects.filter(procurement=procurement).first()
    if tender is None:
        raise NotInvited
    if not tender.closes_on <= decided_on <= timezone.localdate(at):
        raise DecidedTooEarly(day=tender.closes_on)
    if value_minor <= 0:
        raise NoValue
    row = Award(
        procurement=procurement,
        supplier=supplier,
        value_minor=value_minor,
        decided_on=decided_on,
        registry_number=registry_number.strip(),
        at=at,
    )
    keep(row, {"purchasing_award_once": AwardIsThere(supplier=supplier)})
    audit.record("award", of=row, by=by, at=at)
    return row
