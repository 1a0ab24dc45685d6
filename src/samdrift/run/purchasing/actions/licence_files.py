"""Licences from files: all rows or none, and the same file again adds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import NotAllowed
from samdrift.core.tables import Entered, RowsRefused, WrongRow, enter_all
from samdrift.members.models import Organization
from samdrift.members.queries import sites_of
from samdrift.run.purchasing.actions.licences import Prices, add_product, buy_licences, change_prices, count_changes, locked_totals
from samdrift.run.purchasing.licence_files import HolderRow, ProductRow, PurchaseRow, read_holders, read_products, read_purchases
from samdrift.run.purchasing.models import Assignment, Entitlement, Product
from samdrift.run.purchasing.queries.licences import pools, price_lists_of

A_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Imported(Entered):
    """What came of a file of holders: also how many of the rows there already got a later day of use."""

    used_later: int = 0


@transaction.atomic
def import_holders(member: Organization, content: bytes, *, by: Actor, at: datetime, over: bool = False) -> Imported:
    """This will enter who holds which licences at a member: all of the file's rows, or none where a row cannot be used.

    A licence that is held, or was held, on a row's first day is known and added no second time; of one still held, the day of last use
    moves forward and never back. More than are free are refused, unless `over` says that they are in use already: the pool is then
    over-used until somebody returns some or the unit buys more.
    """
    rows, wrong = read_holders(content)
    return _enter(member, rows, wrong, over, by, at)


@transaction.atomic
def enter_holders(member: Organization, rows: Sequence[HolderRow], *, by: Actor, at: datetime, over: bool = False) -> Imported:
    """This will enter who holds which licences at a member, by the rules of a file of such rows."""
    return _enter(member, rows, [], over, by, at)


def _enter(member: Organization, rows: Sequence[HolderRow], wrong: list[WrongRow], over: bool, by: Actor, at: datetime) -> Imported:
    by.must(Deed.ASSIGN_LICENCES)
    if member.pk not in by.walls.writes:
        raise NotAllowed
    on = timezone.localdate(at)
    products = {product.code: product for product in Product.objects.filter(code__in={row.product for row in rows})}
    with locked_totals(products.values()):
        found = _Holders(member, rows, products, on)
        wrong = wrong + found.wrong
        if not wrong and not over:
            wrong = list(_too_many(found.new, on))
        if wrong:
            raise RowsRefused(wrong)
        new = [assignment for _line, assignment in found.new]
        Assignment.objects.bulk_create(new, batch_size=A_BATCH)
        Assignment.objects.bulk_update(found.used_later, ["last_used_on"], batch_size=A_BATCH)
        for product, changes in _changes(new).items():
            count_changes(product, changes)
    if found.new or found.used_later:
        audit.record("import_holders", of=member, by=by, at=at, owner_id=member.pk)
    return Imported(len(found.new), len(rows) - len(found.new), len(found.used_later))


class _Holders:
    """The rows of a file against what the member holds and held: what is new, what was used later, and what cannot be."""

    def __init__(self, member: Organization, rows: Sequence[HolderRow], products: Mapping[str, Product], on: date) -> None:
        self.member, self.products, self.on = member, products, on
        self.sites = {name.casefold(): site for site in sites_of(member) for name in (site.name, site.city) if name}
        self.there: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
        for held in Assignment.objects.filter(owner=member, product__in=products.values()):
            self.there[held.product_id, held.key].append(held)
        self.new: list[tuple[int, Assignment]] = []  # with the line of the file
        self.used_later: list[Assignment] = []
        self.wrong: list[WrongRow] = []
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            line = first.setdefault((row.product, row.key), row.line)
            reason = (
                _("%(key)s stands on line %(line)s as well, for the same product.") % {"key": row.key, "line": line}
                if line != row.line
                else self._taken_in(row)
            )
            if reason:
                self.wrong.append(WrongRow(row.line, reason))

    def _taken_in(self, row: HolderRow) -> str:
        """Take a row in, or say why it cannot be used."""
        product = self.products.get(row.product)
        if product is None:
            return _("There is no product called %(product)s.") % {"product": row.product}
        if row.site and row.site.casefold() not in self.sites:
            return _("%(member)s has no site called %(site)s.") % {"member": self.member.short_name, "site": row.site}
        if max(row.from_on, row.last_used_on or row.from_on) > self.on:
            return _("A day that has not come is no day of use.")
        there = self.there[product.pk, row.key]
        same = next((held for held in there if _covers(held, row.from_on)), None)
        if same is not None:
            self._used(same, row.last_used_on)
            return ""
        later = min((a.from_on for a in there if a.from_on > row.from_on), default=None)
        if later is not None:
            return _("%(key)s holds the licence since %(day)s; write that day.") % {"key": row.key, "day": later}
        site = self.sites.get(row.site.casefold()) if row.site else None
        facts = {"from_on": row.from_on, "last_used_on": row.last_used_on}
        self.new.append((row.line, Assignment(owner=self.member, product=product, key=row.key, site=site, **facts)))
        return ""

    def _used(self, held: Assignment, last_used_on: date | None) -> None:
        if held.until_on is None and last_used_on is not None and (held.last_used_on is None or held.last_used_on < last_used_on):
            held.last_used_on = last_used_on
            self.used_later.append(held)


def _covers(held: Assignment, day: date) -> bool:
    """Whether a day lies in an assignment; the first day does even where it was returned the same day."""
    return day == held.from_on or (held.from_on < day and (held.until_on is None or day < held.until_on))


def _too_many(new: Iterable[tuple[int, Assignment]], on: date) -> Iterable[WrongRow]:
    """The rows past what is free of each product, in the order of the file."""
    free = {pool.product.pk: pool.free for pool in pools(on=on)}
    for line, assignment in new:
        free[assignment.product_id] -= 1
        if free[assignment.product_id] < 0:
            yield WrongRow(line, _("No licence for %(product)s is free.") % {"product": assignment.product})


def _changes(new: Iterable[Assignment]) -> dict[Product, dict[date, int]]:
    changes: dict[Product, dict[date, int]] = {}
    for assignment in new:
        days = changes.setdefault(assignment.product, {})
        days[assignment.from_on] = days.get(assignment.from_on, 0) + 1
    return changes


@transaction.atomic
def import_purchases(content: bytes, *, by: Actor, at: datetime) -> Imported:
    """This will enter what a file says was bought: all of its rows or none. A reference of a product is entered once."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_purchases(content)
    products = {product.code: product for product in Product.objects.filter(code__in={row.product for row in rows})}
    known = {(e.product_id, e.reference): e for e in Entitlement.objects.filter(product__in=products.values())}

    def enter(row: PurchaseRow) -> bool:
        product = products.get(row.product)
        if product is None:
            raise ValueError(_("There is no product called %(product)s.") % {"product": row.product})
        there = known.get((product.pk, row.reference))
        if there is None:
            known[product.pk, row.reference] = buy_licences(
                product,
                row.quantity,
                from_on=row.from_on,
                until_on=row.until_on,
                bought_on=row.bought_on,
                reference=row.reference,
                by=by,
                at=at,
            )
            return True
        was = (there.quantity, there.from_on, there.until_on, there.bought_on)
        if was != (row.quantity, row.from_on, row.until_on, row.bought_on):
            raise ValueError(_("%(reference)s is entered already, with another number or other days.") % {"reference": row.reference})
        return False

    return _entered(rows, wrong, enter)


@transaction.atomic
def import_products(content: bytes, *, by: Actor, at: datetime) -> Imported:
    """This will add a file's products with their prices: all of its rows or none. A product that is there gets the row's prices when they
    begin in a month of their own."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_products(content)
    products = {product.code: product for product in Product.objects.filter(code__in={row.code for row in rows})}

    def enter(row: ProductRow) -> bool:
        prices = Prices(row.from_month, row.period, row.kind, row.steps, row.fixed_minor, row.pack)
        there = products.get(row.code)
        if there is None:
            products[row.code] = add_product(row.code, row.name, row.metric, prices, name_en=row.name_en, sold_by=row.sold_by, by=by, at=at)
            return True
        listed = next((one for one in price_lists_of(there) if one.from_on == prices.from_month.starts_on), None)
        if listed is None:
            change_prices(there, prices, by=by, at=at)
            return True
        steps = tuple((step.start, step.price_minor) for step in listed.steps.all())
        if (listed.period, listed.kind, listed.fixed_minor, listed.pack, steps) != (
            row.period,
            row.kind,
            row.fixed_minor,
            row.pack,
            row.steps,
        ):
            raise ValueError(_("%(product)s already has other prices from %(month)s.") % {"product": row.code, "month": row.from_month})
        return False

    return _entered(rows, wrong, enter)


def _entered(rows: Sequence[Any], wrong: list[WrongRow], enter: Callable[[Any], bool]) -> Imported:
    entered = enter_all(rows, wrong, enter)
    return Imported(entered.added, entered.known)
