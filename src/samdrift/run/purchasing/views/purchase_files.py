"""Purchasing as files to take out and to send in, from suppliers to call-offs: the same columns both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import Entered, kronor, table_as_file
from samdrift.members.models import Organization
from samdrift.members.views.table_page import table_page
from samdrift.run.purchasing import purchase_files as files
from samdrift.run.purchasing.actions.calloffs import import_call_offs as write_call_offs
from samdrift.run.purchasing.actions.contracts import import_contracts as write_contracts
from samdrift.run.purchasing.actions.needs import import_needs as write_needs
from samdrift.run.purchasing.actions.procurements import import_joint_procurements as write_procurements
from samdrift.run.purchasing.actions.suppliers import import_suppliers as write_suppliers
from samdrift.run.purchasing.actions.tender_files import import_awards as write_awards
from samdrift.run.purchasing.actions.tender_files import import_tenders as write_tenders
from samdrift.run.purchasing.models import Contract
from samdrift.run.purchasing.queries.contracts import all_call_offs, suppliers_in_order
from samdrift.run.purchasing.queries.needs import needs_read_by, sent_needs
from samdrift.run.purchasing.queries.procurements import awards_in_order, procurements_in_order, step_reached, tenders_in_order
from samdrift.ui.forms import TableForm

BACK = {"needs": gettext_lazy("Needs"), "contracts": gettext_lazy("Contracts"), "procurements": gettext_lazy("Procurements")}


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which a file is sent: what it is called, where it leads, and where the same columns come back."""

    heading: str
    lede: str
    columns: tuple[str, ...]
    back: str
    table: str


@door(Deed.PURCHASE)
def import_suppliers(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are added, or none when a row is wrong. A short name is entered once.")
    page = Page(_("Suppliers from a file"), lede, files.SUPPLIER_COLUMNS, "contracts", "suppliers_table")
    return _import(request, page, lambda content: write_suppliers(content, by=request.actor, at=timezone.now()))


@door(Deed.PURCHASE)
def import_joint_procurements(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are begun, or none when a row is wrong. Needs are merged into them on their pages.")
    page = Page(_("Procurements from a file"), lede, files.PROCUREMENT_COLUMNS, "procurements", "procurements_table")
    return _import(request, page, lambda content: write_procurements(content, by=request.actor, at=timezone.now()))


@door(Deed.PURCHASE)
def import_tenders(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are noted, or none when a row is wrong. The procurements must be begun and have needs.")
    page = Page(_("Invitations to tender from a file"), lede, files.TENDER_COLUMNS, "procurements", "tenders_table")
    return _import(request, page, lambda content: write_tenders(content, by=request.actor, at=timezone.now()))


@door(Deed.PURCHASE)
def import_awards(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are recorded, or none when a row is wrong. A supplier has one award of a procurement.")
    page = Page(_("Awards from a file"), lede, files.AWARD_COLUMNS, "procurements", "awards_table")
    return _import(request, page, lambda content: write_awards(content, by=request.actor, at=timezone.now()))


@door(Deed.PURCHASE)
def import_contracts(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are entered, or none when a row is wrong. A reference is entered once.")
    page = Page(_("Contracts from a file"), lede, files.CONTRACT_COLUMNS, "contracts", "contracts_table")
    return _import(request, page, lambda content: write_contracts(content, by=request.actor, at=timezone.now()))


@door(Deed.CALL_OFF)
def import_call_offs(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are entered, or none when a row is wrong. What is there already adds nothing but its delivery.")
    page = Page(_("Call-offs from a file"), lede, files.CALL_OFF_COLUMNS, "contracts", "call_offs_table")
    return _import(request, page, lambda content: write_call_offs(content, by=request.actor, at=timezone.now()))


@door(Deed.CALL_OFF)
def import_needs(request: SeatedRequest) -> HttpResponse:
    lede = _("All of them are stated, or none when a row is wrong. They wait to be sent in.")
    page = Page(_("Needs from a file"), lede, files.NEED_COLUMNS, "needs", "needs_table")
    return _import(request, page, lambda content: write_needs(content, by=request.actor, at=timezone.now()))


def _import(request: SeatedRequest, page: Page, enter: Callable[[bytes], Entered]) -> HttpResponse:
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=page.columns),
        enter,
        heading=page.heading,
        lede=page.lede,
        crumbs=[(BACK[page.back], reverse(page.back))],
        back=reverse(page.back),
        table=lambda kind: reverse(page.table, args=[kind]),
    )


@door(Deed.READ_PURCHASING)
def suppliers_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [(supplier.short_name, supplier.name, supplier.number) for supplier in suppliers_in_order()]
    return table_as_file("suppliers", files.SUPPLIER_COLUMNS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def procurements_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The joint procurements with how many asked, for what it was estimated at, and how far each has come."""
    rows = [
        (
            procurement.title,
            procurement.cpv,
            timezone.localdate(procurement.begun_at),
            procurement.members,
            kronor(procurement.estimate_minor),
            step_reached(procurement),
        )
        for procurement in procurements_in_order()
    ]
    return table_as_file("procurements", files.PROCUREMENT_COLUMNS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def tenders_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [(one.procurement.title, one.advertised_on, one.closes_on) for one in tenders_in_order()]
    return table_as_file("tenders", files.TENDER_COLUMNS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def awards_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (one.procurement.title, _as_named(one.supplier), kronor(one.value_minor), one.decided_on, one.registry_number)
        for one in awards_in_order()
    ]
    return table_as_file("awards", files.AWARD_COLUMNS, rows, kind=kind)


def _as_named(supplier: Organization) -> str:
    """As a file names a supplier: a foreign one has no number."""
    return supplier.number or supplier.short_name


@door(Deed.READ_PURCHASING)
def contracts_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (
            c.reference,
            c.name,
            _as_named(c.supplier),
            kronor(c.ceiling_minor),
            c.starts_on,
            c.ends_on,
            c.notice_days,
            c.renewals_most,
            c.renewal_months,
            c.name_en,
        )
        for c in Contract.objects.select_related("supplier").order_by("reference")
    ]
    return table_as_file("contracts", files.CONTRACT_COLUMNS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def needs_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The needs that one may read, those sent in with the day."""
    rows = [
        (
            need.what,
            need.quantity,
            kronor(need.estimate_minor),
            need.wanted_by,
            need.owner.short_name,
            timezone.localdate(need.published.sent_at) if need.published else None,
            need.cpv,
        )
        for need in needs_read_by(request.actor)
    ]
    return table_as_file("needs", files.NEED_COLUMNS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def sent_needs_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The needs that all members have sent in, which everybody may read, in the columns of needs."""
    rows = [
        (
            one.what,
            one.quantity,
            kronor(one.estimate_minor),
            one.wanted_by,
            one.member.short_name,
            timezone.localdate(one.sent_at),
            one.cpv,
        )
        for one in sent_needs()
    ]
    return table_as_file("needs-sent-in", files.NEED_COLUMNS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def call_offs_table(request: SeatedRequest, kind: str) -> HttpResponse:
    rows = [
        (
            row.contract.reference,
            row.reference,
            row.on,
            kronor(row.amount_minor),
            row.what,
            row.owner.short_name,
            row.delivered_on,
            kronor(row.delivered_minor),
        )
        for row in all_call_offs(request.actor)
    ]
    return table_as_file("call-offs", files.CALL_OFF_COLUMNS, rows, kind=kind)
