"""Licences as pages: the pools, one product's pool member by member, and what one member holds of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samdrift.core.access import AT_A_MEMBER, READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.walls import MEMBERS
from samdrift.engines.period import Month, NotAMonth
from samdrift.members.models import Organization
from samdrift.members.queries import members_in_order
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.run.purchasing.actions import licences as writing
from samdrift.run.purchasing.forms.licences import HolderForm, MoveForm, PricesForm, ProductForm, PurchaseForm
from samdrift.run.purchasing.licence_costs import Share, sum_of
from samdrift.run.purchasing.models import Assignment, Product
from samdrift.run.purchasing.queries.licences import (
    NOTHING_HELD,
    Held,
    assignments_of,
    by_member,
    entitlements_of,
    held_now,
    pool_of,
    pools,
    price_lists_of,
    renewals,
    unused,
)
from samdrift.run.purchasing.queries.licences import licence_costs as costs_in
from samdrift.run.purchasing.views.parts import parts
from samdrift.ui.names import named_text

A_PAGE = 50


@door(Deed.READ_PURCHASING)
def licences(request: SeatedRequest) -> HttpResponse:
    """Every pool; the unit sees how much of it is unused, a member what it holds itself."""
    today, own_id = timezone.localdate(), _own(request)
    found = pools(on=today)
    held: dict[int, Held] = {}
    for (product_id, _owner), one in held_now(on=today, owner_id=own_id).items():
        before = held.get(product_id, NOTHING_HELD)
        held[product_id] = Held(before.count + one.count, before.unused + one.unused)
    context = {
        "views": parts("licences"),
        "rows": Paginator([(pool, held.get(pool.product.pk, NOTHING_HELD)) for pool in found], A_PAGE).get_page(request.GET.get("page")),
        "products": len(found),
        "over": [pool for pool in found if pool.over],
        "renewals": renewals(on=today),
        "own_id": own_id,
        "purchases": request.actor.may(Deed.PURCHASE),
        "assigns": request.actor.may(Deed.ASSIGN_LICENCES),
        "crumbs": _to_purchasing(),
    }
    return render(request, "purchasing/licences.html", context)


@door(Deed.READ_PURCHASING)
def licence_pool(request: SeatedRequest, product_id: int) -> HttpResponse:
    """One product's pool, member by member, with what a month costs each; ?month= another month, ?row= a member whose Why is open."""
    product, today, own_id = _product(product_id), timezone.localdate(), _own(request)
    month = _month(request, today)
    cost = costs_in(month, product=product, owner_id=own_id)[0]
    held = {owner: one for (_p, owner), one in held_now(on=today, product=product, owner_id=own_id).items()}
    if own_id is None:  # customers only where they hold any
        members = Organization.objects.filter(kind__in=MEMBERS)
        shown = [m for m in members if m.kind == Organization.Kind.MEMBER or m.pk in held or m.pk in cost.shares]
    else:
        shown = [get_object_or_404(Organization, pk=own_id)]
    price_lists = price_lists_of(product)
    context = {
        "pool": pool_of(product, on=today),
        "product": product,
        "rows": Paginator([(m, held.get(m.pk, NOTHING_HELD), cost.shares.get(m.pk)) for m in shown], A_PAGE).get_page(
            request.GET.get("page")
        ),
        "row": request.GET.get("row", ""),
        "cost": cost,
        "alone": sum_of(cost.shares.values()).alone_minor,
        "gain": sum_of(cost.shares.values()).gain_minor,
        "unused": sum(one.unused for one in held.values()),
        "month": month,
        "earlier": month.previous(),
        "later": month.next() if month < _month_of(today) else None,
        "renewals": renewals(on=today, product=product),
        "entitlements": entitlements_of(product),
        "price_lists": price_lists,
        "today": today,
        "own_id": own_id,
        "purchases": request.actor.may(Deed.PURCHASE),
        "assigns": request.actor.may(Deed.ASSIGN_LICENCES),
        "crumbs": way_to_licences(),
    }
    return render(request, "purchasing/licence_pool.html", context)


@door(Deed.READ_PURCHASING)
def licence_costs(request: SeatedRequest) -> HttpResponse:
    """What a month's licences cost together and alone: the unit by member, a member by product."""
    today, own_id = timezone.localdate(), _own(request)
    month = _month(request, today)
    costs = costs_in(month, owner_id=own_id)
    rows: list[tuple[Any, Share]]
    if own_id is None:
        shares = by_member(costs)
        rows = [(member, shares[member.pk]) for member in Organization.objects.filter(pk__in=shares)]
    else:
        rows = [(cost.product, cost.shares[own_id]) for cost in costs if own_id in cost.shares]
    context = {
        "rows": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "total": sum_of(share for _of, share in rows),
        "costs": costs,
        "month": month,
        "earlier": month.previous(),
        "later": month.next() if month < _month_of(today) else None,
        "own_id": own_id,
        "crumbs": way_to_licences(),
    }
    return render(request, "purchasing/licence_costs.html", context)


@door(Deed.READ_PURCHASING)
def licence_holders(request: SeatedRequest, product_id: int, member_id: int) -> HttpResponse:
    """What one member holds of a product now, or ?on= a day; ?unused=1 what has not been used for 90 days."""
    product, member, today = _product(product_id), member_or_404(request, member_id), timezone.localdate()
    on = _day(request.GET.get("on", ""))
    only_unused = on is None and bool(request.GET.get("unused"))
    found = assignments_of(product, owner_id=member.pk, on=on)
    idle = found.filter(unused(on=today))
    number, number_unused = found.count(), idle.count()
    address = reverse("licence_holders", args=[product.pk, member.pk])
    context = {
        "product": product,
        "member": member,
        "on": on,
        "views": [
            {"label": _("All"), "url": address, "current": not only_unused, "count": number},
            {"label": _("Unused for 90 days"), "url": f"{address}?unused=1", "current": only_unused, "count": number_unused},
        ],
        "number": number,
        "number_unused": number_unused,
        "assignments": Paginator(idle if only_unused else found, A_PAGE).get_page(request.GET.get("page")),
        "assigns": request.actor.may(Deed.ASSIGN_LICENCES) and on is None,
        "crumbs": _to(product),
    }
    return render(request, "purchasing/licence_holders.html", context)


@door(Deed.PURCHASE)
def add_product(request: SeatedRequest) -> HttpResponse:
    form = ProductForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data
        names = {"name_en": found["name_en"], "sold_by": found["sold_by"]}
        with answered_on(form, request):
            made = writing.add_product(
                found["code"], found["name"], found["metric"], form.prices(), **names, by=request.actor, at=timezone.now()
            )
            return redirect("licence_pool", made.pk)
    return form_page(request, form, heading=_("New product"), button=_("Add the product"), crumbs=way_to_licences())


@door(Deed.PURCHASE)
def change_prices(request: SeatedRequest, product_id: int) -> HttpResponse:
    product = _product(product_id)
    form = PricesForm(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.change_prices(product, form.prices(), by=request.actor, at=timezone.now())
            return redirect("licence_pool", product.pk)
    return form_page(request, form, heading=_("New prices"), button=_("Save the prices"), crumbs=_to(product))


@door(Deed.PURCHASE)
def buy_licences(request: SeatedRequest, product_id: int) -> HttpResponse:
    product, today = _product(product_id), timezone.localdate()
    form = PurchaseForm(request.POST or None, initial={"from_on": today, "bought_on": today})
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            writing.buy_licences(product, found.pop("quantity"), **found, by=request.actor, at=timezone.now())
            return redirect("licence_pool", product.pk)
    return form_page(request, form, heading=_("Bought licences"), button=_("Enter the purchase"), crumbs=_to(product))


@door(Deed.ASSIGN_LICENCES)
def assign_licence(request: SeatedRequest, product_id: int, member_id: int) -> HttpResponse:
    product, member = _product(product_id), member_or_404(request, member_id)
    form = HolderForm(request.POST or None, member=member)
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            made = writing.assign_licence(product, member, found["key"], site=found["site"], by=request.actor, at=timezone.now())
            messages.success(request, _("%(key)s now holds the licence.") % {"key": made.key})
            return redirect("licence_holders", product.pk, member.pk)
    return form_page(request, form, heading=_("Assign a licence"), button=_("Assign"), crumbs=_to(product, member), lede=member.name)


@door(Deed.ASSIGN_LICENCES)
def move_licence(request: SeatedRequest, assignment_id: int) -> HttpResponse:
    """To another person or device; the unit moves one to another member as well."""
    held = _assignment(request, assignment_id)
    members = [held.owner] if request.actor.role in AT_A_MEMBER else members_in_order()
    form = MoveForm(request.POST or None, members=members, initial={"member": held.owner_id})
    if form.is_valid():
        found = form.cleaned_data
        with answered_on(form, request):
            moved = writing.move_licence(held, found["key"], member=found.get("member"), by=request.actor, at=timezone.now())
            messages.success(request, _("%(key)s now holds the licence.") % {"key": moved.key})
            return redirect("licence_holders", held.product_id, held.owner_id)
    heading = _("Move the licence of %(key)s") % {"key": held.key}
    return form_page(request, form, heading=heading, button=_("Move"), crumbs=_to(held.product, held.owner))


@require_POST
@door(Deed.ASSIGN_LICENCES)
def return_licence(request: SeatedRequest, assignment_id: int) -> HttpResponse:
    held = _assignment(request, assignment_id)
    writing.return_licence(held, by=request.actor, at=timezone.now())
    messages.success(request, _("The licence of %(key)s is returned.") % {"key": held.key})
    return redirect("licence_holders", held.product_id, held.owner_id)


def _own(request: SeatedRequest) -> int | None:
    """The one organization whose holders the reader sees; None for those who see all."""
    return None if request.actor.role in READS_ALL else request.actor.owner_id


def _product(product_id: int) -> Product:
    return get_object_or_404(Product, pk=product_id)


def member_or_404(request: SeatedRequest, member_id: int) -> Organization:
    if _own(request) not in (None, member_id):
        raise Http404
    return get_object_or_404(Organization, pk=member_id, kind__in=MEMBERS)


def _assignment(request: SeatedRequest, assignment_id: int) -> Assignment:
    rows = Assignment.objects.select_related("product", "owner")
    own_id = _own(request)
    return get_object_or_404(rows if own_id is None else rows.filter(owner_id=own_id), pk=assignment_id)


def _month_of(on: date) -> Month:
    return Month(on.year, on.month)


def _month(request: SeatedRequest, today: date) -> Month:
    """The month asked for, or this one; none that is to come."""
    try:
        return min(Month.parse(request.GET.get("month", "")), _month_of(today))
    except NotAMonth:
        return _month_of(today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _to_purchasing() -> Crumbs:
    return [(gettext_lazy("Purchasing"), reverse("purchasing"))]


def way_to_licences() -> Crumbs:
    return [*_to_purchasing(), (gettext_lazy("Licences"), reverse("licences"))]


def _to(product: Product, member: Organization | None = None) -> Crumbs:
    crumbs: list[Any] = [*way_to_licences(), (named_text(product).words, reverse("licence_pool", args=[product.pk]))]
    if member is not None:
        crumbs.append((named_text(member).words, reverse("licence_holders", args=[product.pk, member.pk])))
    return crumbs
