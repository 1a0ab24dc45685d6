"""Licences from files and to them: who holds what at a member, purchases, and products with their prices."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import kronor, table_as_file
from samdrift.members.views.table_page import rows_told, table_page
from samdrift.run.purchasing import licence_files as files
from samdrift.run.purchasing.actions import licence_files as writing
from samdrift.run.purchasing.forms.licences import HoldersFileForm, ProductsFileForm, PurchasesFileForm
from samdrift.run.purchasing.models import Entitlement, PriceList
from samdrift.run.purchasing.queries.licences import assignments_of_member, products_in_order
from samdrift.run.purchasing.views.licences import member_or_404, way_to_licences


@door(Deed.ASSIGN_LICENCES)
def import_holders(request: SeatedRequest, member_id: int) -> HttpResponse:
    member = member_or_404(request, member_id)
    form = HoldersFileForm(request.POST or None, request.FILES or None)

    def enter(content: bytes) -> writing.Imported:
        return writing.import_holders(member, content, over=form.cleaned_data["over"], by=request.actor, at=timezone.now())

    return table_page(
        request,
        form,
        enter,
        heading=_("Holders of licences from a file"),
        lede=_("They are entered for %(member)s: all of them, or none when a row is wrong.") % {"member": member.name},
        crumbs=way_to_licences(),
        back=reverse("licences"),
        table=lambda kind: reverse("holders_table", args=[member.pk, kind]),
        told=_holders_told,
    )


def _holders_told(imported: writing.Imported) -> str:
    later = ngettext("%(number)s got a later day of use.", "%(number)s got a later day of use.", imported.used_later)
    return f"{rows_told(imported)} {later % {'number': imported.used_later}}" if imported.used_later else rows_told(imported)


@door(Deed.PURCHASE)
def import_purchases(request: SeatedRequest) -> HttpResponse:
    return table_page(
        request,
        PurchasesFileForm(request.POST or None, request.FILES or None),
        lambda content: writing.import_purchases(content, by=request.actor, at=timezone.now()),
        heading=_("Purchases of licences from a file"),
        lede=_("All of them are entered, or none when a row is wrong. A reference is entered once."),
        crumbs=way_to_licences(),
        back=reverse("licences"),
        table=lambda kind: reverse("purchases_table", args=[kind]),
    )


@door(Deed.PURCHASE)
def import_products(request: SeatedRequest) -> HttpResponse:
    return table_page(
        request,
        ProductsFileForm(request.POST or None, request.FILES or None),
        lambda content: writing.import_products(content, by=request.actor, at=timezone.now()),
        heading=_("Products from a file"),
        lede=_("All of them are added, or none when a row is wrong. A product that is there gets the new prices of its row."),
        crumbs=way_to_licences(),
        back=reverse("licences"),
        table=lambda kind: reverse("products_table", args=[kind]),
    )


@door(Deed.READ_PURCHASING)
def holders_table(request: SeatedRequest, member_id: int, kind: str) -> HttpResponse:
    """Who holds what at a member now, as the import reads it."""
    member = member_or_404(request, member_id)
    rows = [(a.product.code, a.key, a.from_on, a.site.name if a.site else "", a.last_used_on) for a in assignments_of_member(member.pk)]
    return table_as_file("licences", files.HOLDERS, rows, kind=kind)


@door(Deed.READ_PURCHASING)
def purchases_table(request: SeatedRequest, kind: str) -> HttpResponse:
    bought = Entitlement.objects.select_related("product").order_by("product__code", "from_on", "pk")
    rows = [(e.product.code, e.quantity, e.from_on, e.until_on, e.bought_on, e.reference) for e in bought]
    return table_as_file("licence-purchases", files.PURCHASES, rows, kind=kind)


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
            kronor(one.fixed_minor),
            one.pack,
            files.steps_text((step.start, step.price_minor) for step in one.steps.all()),
        )
        for product in products_in_order()
        for one in lists.get(product.pk, [])
    ]
    return table_as_file("licence-products", files.PRODUCTS, rows, kind=kind)
