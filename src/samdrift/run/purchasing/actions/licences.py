"""Products, their prices and what is bought of them; who holds what. An assignment is written under the lock of its product's total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID
from samdrift.engines.period import Month
from samdrift.engines.prices import NotATariff
from samdrift.members.models import Organization, Site
from samdrift.run.purchasing.licence_costs import tariff_from
from samdrift.run.purchasing.models import Assignment, Entitlement, PoolChange, PoolTotal, PriceList, Product, TariffStep
from samdrift.run.purchasing.queries.licences import pool_of


class ProductIsThere(Refused):
    words = _("There is already a product called %(code)s.")


class PriceIsThere(Refused):
    words = _("%(product)s already has a price list from %(month)s.")
    way_on = _("Let the new prices begin in a later month.")


class NotAPriceList(BadInput):
    words = _("The steps of a price list begin at 0 and rise, each with a price; a pack holds one licence at least.")


class NothingBought(BadInput):
    words = _("A number of licences is at least 1.")


class EndsBeforeItBegins(BadInput):
    words = _("It ends before it begins.")


class ReferenceIsThere(Refused):
    words = _("%(reference)s is already entered for %(product)s.")


class AlreadyAssigned(Refused):
    words = _("%(key)s already has a licence for %(product)s.")


class NoneIsFree(Refused):
    words = _("No licence for %(product)s is free.")
    way_on = _("Return one that is not used, or ask the unit to buy more.")


class NotHeldAnyMore(Refused):
    words = _("%(key)s does not hold the licence any more.")


class NotHeldThen(Refused):
    words = _("%(key)s does not hold the licence until %(day)s.")


class KeyMissing(BadInput):
    words = _("Say which person or device holds the licence.")


@dataclass(frozen=True, slots=True)
class Prices:
    """A price list as somebody wrote it: steps are (from how many licences, öre a licence)."""

    from_month: Month
    period: str
    kind: str
    steps: tuple[tuple[int, int], ...]
    fixed_minor: int = 0
    pack: int = 1


@transaction.atomic
def add_product(
    code: str, name: str, metric: str, prices: Prices, *, by: Actor, at: datetime, name_en: str = "", sold_by: str = ""
) -> Product:
    """This will add a product with its first price list, and its pool with nothing in it."""
    by.must(Deed.PURCHASE)
    product = Product(code=code.strip(), name=name.strip(), name_en=name_en.strip(), metric=metric, sold_by=sold_by.strip())
    keep(product, {"purchasing_product_code_once": ProductIsThere(code=product.code)})
    PoolTotal.objects.create(product=product)
    _add_price_list(product, prices, at)
    audit.record("add_product", of=product, by=by, at=at)
    return product


@transaction.atomic
def change_prices(product: Product, prices: Prices, *, by: Actor, at: datetime) -> PriceList:
    """This will record what a product costs from a month on; what it cost before stays."""
    by.must(Deed.PURCHASE)
    price_list = _add_price_list(product, prices, at)
    audit.record("change_prices", of=price_list, by=by, at=at)
    return price_list


def _add_price_list(product: Product, prices: Prices, at: datetime) -> PriceList:
    try:
        tariff_from(prices.fixed_minor, prices.steps, prices.kind, prices.pack)
    except NotATariff as wrong:
        raise NotAPriceList from wrong
    price_list = PriceList(
        product=product,
        from_on=prices.from_month.starts_on,
        period=prices.period,
        kind=prices.kind,
        fixed_minor=prices.fixed_minor,
        pack=prices.pack,
        recorded_at=at,
    )
    keep(price_list, {"purchasing_price_list_once": PriceIsThere(product=product, month=prices.from_month)})
    TariffStep.objects.bulk_create(TariffStep(price_list=price_list, start=start, price_minor=price) for start, price in prices.steps)
    return price_list


@transaction.atomic
def buy_licences(
    product: Product,
    quantity: int,
    *,
    from_on: date,
    until_on: date | None,
    bought_on: date,
    reference: str,
    by: Actor,
    at: datetime,
) -> Entitlement:
    """This will enter licences that the unit bought for all; `until_on` is the day of renewal, the first on which they no longer hold."""
    by.must(Deed.PURCHASE)
    if quantity < 1:
        raise NothingBought
    if until_on is not None and until_on <= from_on:
        raise EndsBeforeItBegins
    bought = Entitlement(
        product=product, quantity=quantity, from_on=from_on, until_on=until_on, bought_on=bought_on, reference=reference.strip()
    )
    keep(bought, {"purchasing_entitlement_once": ReferenceIsThere(reference=bought.reference, product=product)})
    audit.record("buy_licences", of=bought, by=by, at=at)
    return bought


@transaction.atomic
def assign_licence(product: Product, member: Organization, key: str, *, by: Actor, at: datetime, site: Site | None = None) -> Assignment:
    """This will give a licence to one of a member's people or devices from today, as long as one is free."""
    _must_assign_at(member.pk, by)
    on = timezone.localdate(at)
    with locked_totals([product]):
        assignment = _held(product, member, key, site, on)
        if not pool_of(product, on=on).free:
            raise NoneIsFree(product=product)
        _keep_held(assignment)
        count_changes(product, {on: 1})
    audit.record("assign_licence", of=assignment, by=by, at=at)
    return assignment


@transaction.atomic
def return_licence(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """This will end an assignment today, so that the licence is free for everybody."""
    _must_assign_at(assignment.owner_id, by)
    with locked_totals([assignment.product]):
        ended = _end(assignment, timezone.localdate(at))
        count_changes(assignment.product, {timezone.localdate(at): -1})
    audit.record("return_licence", of=ended, by=by, at=at)
    return ended


@transaction.atomic
def move_licence(
    assignment: Assignment, key: str, *, by: Actor, at: datetime, member: Organization | None = None, site: Site | None = None
) -> Assignment:
    """This will end an assignment today and give the licence to another person or device: of the member, or of `member` where the unit
    moves it from one to another. The total stays, so none need be free."""
    _must_assign_at(assignment.owner_id, by)
    member = member or assignment.owner
    _must_assign_at(member.pk, by)
    on = timezone.localdate(at)
    with locked_totals([assignment.product]):
        _end(assignment, on)
        moved = _held(assignment.product, member, key, site, on)
        _keep_held(moved)
    audit.record("move_licence", of=moved, by=by, at=at)
    return moved


def _must_assign_at(owner_id: int, by: Actor) -> None:
    by.must(Deed.ASSIGN_LICENCES)
    if owner_id not in by.walls.writes:
        raise NotAllowed


def _held(product: Product, member: Organization, key: str, site: Site | None, on: date) -> Assignment:
    key = key.strip()
    if not key:
        raise KeyMissing
    return Assignment(owner=member, product=product, key=key, site=site, from_on=on)


def _keep_held(assignment: Assignment) -> None:
    keep(assignment, {"purchasing_held_once": AlreadyAssigned(key=assignment.key, product=assignment.product)})


def _end(assignment: Assignment, on: date) -> Assignment:
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if row.until_on is not None:
        raise NotHeldAnyMore(key=row.key)
    if on < row.from_on:
        raise NotHeldThen(key=row.key, day=row.from_on)
    row.until_on = on
    row.save(update_fields=["until_on"])
    return row


@contextmanager
def locked_totals(products: Iterable[Product]) -> Iterator[None]:
    """This will hold the totals of products, in the order of their ids, so that two who want the last free licence take turns.

    The totals are the federation's, and a member's person may take a licence: the walls are widened to lock and count, and for no more.
    """
    ids = sorted({product.pk for product in products})
    with widened(FEDERATION_ID):
        held = list(PoolTotal.objects.select_for_update(of=("self",)).filter(product__in=ids).order_by("product_id"))
        assert len(held) == len(ids), "every product has its total, and the walls were widened to reach it"
        yield


def count_changes(product: Product, changes: Mapping[date, int]) -> None:
    """This will add to a locked total and to what is published of the days on which it changed."""
    for on, change in changes.items():
        if not PoolChange.objects.filter(product=product, on=on).update(change=F("change") + change):
            PoolChange.objects.create(product=product, on=on, change=change)
    PoolTotal.objects.filter(product=product).update(assigned=F("assigned") + sum(changes.values()))
