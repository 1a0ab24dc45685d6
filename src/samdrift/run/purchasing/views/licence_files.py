"""Licences from files and to them: who holds what at a member, purchases, and products with their prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, keep_refusal, status_of
from samdrift.core.tables import KINDS, RowsRefused, WrongRow, table_as_file
from samdrift.members.views.form_page import Crumbs
from samdrift.run.purchasing import licence_files as files
from samdrift.run.purchasing.actions import licence_files as writing
from samdrift.run.purchasing.forms.licences import HoldersFileForm, ProductsFileForm, PurchasesFileForm
from samdrift.run.purchasing.models import Entitlement, PriceList
from samdrift.run.purchasing.queries.licences import assignments_of_member, products_in_order
from samdrift.run.purchasing.views.licences import member_or_404, way_to_licences

SHOWN_ROWS = 100
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which a file is sent."""

    heading: Words
    lede: Words
    tables: str  # where the same columns come back, without the kind of file
    crumbs: Crumbs


@door(Deed.ASSIGN_LICENCES)
def import_holders(request: SeatedRequest, member_id: int) -> HttpResponse:
    member = member_or_404(request, member_id)
    form = HoldersFileForm(request.POST or None, request.FILES or None)

    def enter(content: bytes) -> writing.Imported:
        return writing.import_holders(member, content, over=form.cleaned_data["over"], by=request.actor, at=timezone.now())

    lede = _("They are entered for %(member)s: all of them, or none when a row is wrong.") % {"member": member.name}
    page = Page(_("Holders of licences from a file"), lede, reverse("holders_table", args=[member.pk, "csv"]), way_to_licences())
    return _import(request, form, enter, page)


@door(Deed.PURCHASE)
def import_purchases(request: SeatedRequest) -> HttpResponse:
    form = PurchasesFileForm(request.POST or None, request.FILES or None)
    lede = _("All of them are entered, or none when a row is wrong. A reference is entered once.")
    page = Page(_("Purchases of licences from a file"), lede, reverse("purchases_table", args=["csv"]), way_to_licences())
    return _import(request, form, lambda content: writing.import_purchases(content, by=request.actor, at=timezone.now()), page)


@door(Deed.PURCHASE)
def import_products(request: SeatedRequest) -> HttpResponse:
    form = ProductsFileForm(request.POST or None, request.FILES or None)
    lede = _("All of them are added, or none when a row is wrong. A product that is there gets the new prices of its row.")
    page = Page(_("Products from a file"), lede, reverse("products_table", args=["csv"]), way_to_licences())
    return _import(request, form, lambda content: writing.import_products(content, by=request.actor, at=timezone.now()), page)


def _import(request: SeatedRequest, form: forms.Form, enter: Callable[[bytes], writing.Imported], page: Page) -> HttpResponse:
    wrong: list[WrongRow] = []
    if form.is_valid():
        with answered_on(form, request):
            try:
                imported = enter(form.cleaned_data["file"].read())
            except RowsRefused as refused:
                wrong = refused.rows
                keep_refusal(request, refused)
                form.add_error("file", str(refused))
            else:
                messages.success(request, told(imported))
                return redirect("licences")
    context = {"form": form, "page_of": page, "wrong": wrong[:SHOWN_ROWS], "more": len(wrong) - SHOWN_ROWS, "crumbs": page.crumbs}
    return render(request, "purchasing/licence_import.html", context, status=status_of(form))


def told(imported: writing.Imported) -> str:
    """This will say how many rows were entered, and how many were there."""
    parts = [ngettext("%(number)s row entered.", "%(number)s rows entered.", imported.added) % {"number": imported.added}]
    if imported.known:
        parts.append(
            ngettext("%(number)s was there already.", "%(number)s were there already.", imported.known) % {"number": imported.known}
        )
    if imported.used_later:
        later = ngettext("%(number)s got a later day of use.", "%(number)s got a later day of use.", imported.used_later)
        parts.append(later % {"number": imported.used_later})
    return " ".join(parts)


@door(Deed.READ_PURCHASING)
def holders_table(request: SeatedRequest, member_id: int, kind: str) -> HttpResponse:
    """Who holds what at a member now, as the import reads it."""
    member, kind = member_or_404(request, member_id), _kind(kind)
    rows = [(a.product.code, a.key, a.from_on, a.site.name if a.site else "", a.last_used_on) for a in assignments_of_member(member.pk)]
    return table_as_file("licences", files.HOLDERS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def purchases_table(request: SeatedRequest, kind: str) -> HttpResponse:
    bought = Entitlement.objects.select_related("product").order_by("product__code", "from_on", "pk")
    rows = [(e.product.code, e.quantity, e.from_on, e.until_on, e.bought_on, e.reference) for e in bought]
    return table_as_file("licence-purchases", files.PURCHASES, rows, kind=_kind(kind))


@door(Deed.READ_PURCHASING)
def products_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """Every price list of every product, the first first, as the import reads it."""
    lists: dict[int, list[PriceList]] = {}
    for one in PriceList.objects.prefetch_related("steps").order_by("from_on"):
        lists.setdefault(one.product_id, []).append(one)
    rows = [
        (
            product.code,
            product.name,
            product.name_en,
            product.metric,
            product.sold_by,
            one.period,
            one.kind,
            f"{one.from_on:%Y-%m}",
            Decimal(one.fixed_minor).scaleb(-2),
            one.pack,
            files.steps_text((step.start, step.price_minor) for step in one.steps.all()),
        )
        for product in products_in_order()
        for one in lists.get(product.pk, [])
    ]
    return table_as_file("licence-products", files.PRODUCTS, rows, kind=_kind(kind))


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind
