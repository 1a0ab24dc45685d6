"""Every read of licences: what was bought, who holds it, what is renewed, and what a month of it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from samdrift.core.order import InAlphabet
from samdrift.engines.period import Month
from samdrift.run.purchasing.licence_costs import Price, Share, shares_of, sum_of, tariff_from
from samdrift.run.purchasing.models import Assignment, Entitlement, PoolChange, PoolTotal, PriceList, Product

UNUSED_AFTER = timedelta(days=90)
RENEWED_WITHIN = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Pool:
    """A product's licences on a day: bought by the unit, held by all members."""

    product: Product
    bought: int
    assigned: int

    @property
    def free(self) -> int:
        return max(self.bought - self.assigned, 0)

    @property
    def over(self) -> int:
        return max(self.assigned - self.bought, 0)


@dataclass(frozen=True, slots=True)
class Held:
    """How many licences of a product a member holds, and how many of them were not used for 90 days."""

    count: int
    unused: int

    @property
    def used(self) -> int:
        return self.count - self.unused


NOTHING_HELD = Held(0, 0)


@dataclass(frozen=True, slots=True)
class ProductCost:
    """What a product's pool costs in a month: the price of what was bought on the 1st, split by what was held then.

    `shares` are those that the reader sees: all, or a member's own, which is then right to an öre (the bill has the exact one).
    """

    product: Product
    month: Month
    price_list: PriceList | None
    bought: int
    assigned: int
    period_minor: int
    total_minor: int
    shares: dict[int, Share]


def products_in_order() -> list[Product]:
    return list(Product.objects.order_by(InAlphabet("name"), "code"))


def in_force(*, on: date) -> Q:
    """This will return what asks for rows that hold on a day, from one day until another."""
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def bought_by_product(*, on: date) -> dict[int, int]:
    """This will return how many licences of each product are bought for a day, by the product's id."""
    rows = Entitlement.objects.filter(in_force(on=on)).values_list("product").annotate(Sum("quantity"))
    return dict(rows.order_by())


def assigned_by_product(*, on: date) -> dict[int, int]:
    """This will return how many licences of each product all members hold on a day, from the published changes."""
    rows = PoolChange.objects.filter(on__lte=on).values_list("product").annotate(Sum("change"))
    return dict(rows.order_by())


def pools(*, on: date) -> list[Pool]:
    """This will return every product by name with what is bought for a day and what is held now."""
    bought = bought_by_product(on=on)
    held = dict(PoolTotal.objects.values_list("product", "assigned"))
    return [Pool(product, bought.get(product.pk, 0), held.get(product.pk, 0)) for product in products_in_order()]


def pool_of(product: Product, *, on: date) -> Pool:
    quantity = Entitlement.objects.filter(in_force(on=on), product=product).aggregate(Sum("quantity"))["quantity__sum"]
    held = PoolTotal.objects.filter(product=product).values_list("assigned", flat=True).first()
    return Pool(product, quantity or 0, held or 0)


def renewals(*, on: date, product: Product | None = None) -> list[Entitlement]:
    """This will return what ends in the coming 120 days, the first first."""
    rows = Entitlement.objects.select_related("product").filter(until_on__gt=on, until_on__lte=on + RENEWED_WITHIN)
    return list(rows.filter(product=product) if product else rows)


def entitlements_of(product: Product) -> list[Entitlement]:
    """This will return what was bought of a product, the latest first."""
    return list(Entitlement.objects.filter(product=product).order_by("-from_on", "-pk"))


def held_now(*, on: date, product: Product | None = None, owner_id: int | None = None) -> dict[tuple[int, int], Held]:
    """This will count what is held now and not used for 90 days before a day, by product and owner, as far as the reader sees."""
    rows = Assignment.objects.filter(until_on__isnull=True)
    if product is not None:
        rows = rows.filter(product=product)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    counted = rows.values_list("product", "owner").annotate(number=Count("pk"), idle=Count("pk", filter=unused(on=on)))
    return {(product_id, owner): Held(number, idle) for product_id, owner, number, idle in counted.order_by()}


def unused(*, on: date) -> Q:
    """This will return what asks for assignments not used for 90 days; one never seen used counts from the day it was given."""
    since = on - UNUSED_AFTER
    return Q(last_used_on__lte=since) | Q(last_used_on__isnull=True, from_on__lte=since)


def assignments_of(product: Product, *, owner_id: int, on: date | None = None) -> QuerySet[Assignment]:
    """This will return what one member holds of a product: now, or on a day; the longest unused first."""
    rows = Assignment.objects.select_related("site").filter(owner_id=owner_id, product=product)
    rows = rows.filter(until_on__isnull=True) if on is None else rows.filter(in_force(on=on))
    return rows.order_by(Coalesce("last_used_on", "from_on"), "key", "pk")


def assignments_of_member(owner_id: int) -> QuerySet[Assignment]:
    """This will return all that one member holds now, by product and key."""
    rows = Assignment.objects.select_related("product", "site").filter(owner_id=owner_id, until_on__isnull=True)
    return rows.order_by("product__code", "key")


def price_lists_of(product: Product) -> list[PriceList]:
    """This will return every price list of a product, the latest first, with its steps."""
    return list(PriceList.objects.filter(product=product).prefetch_related("steps").order_by("-from_on"))


def price_lists_in_force(*, on: date) -> dict[int, PriceList]:
    """This will return the price list of each product on a day, with its steps, by the product's id."""
    rows = PriceList.objects.filter(from_on__lte=on).order_by("product_id", "-from_on").distinct("product_id")
    return {row.product_id: row for row in rows.prefetch_related("steps")}


def price_of(price_list: PriceList) -> Price:
    steps = [(step.start, step.price_minor) for step in price_list.steps.all()]
    tariff = tariff_from(price_list.fixed_minor, steps, price_list.kind, price_list.pack)
    return Price(tariff, price_list.period == PriceList.Period.YEAR)


def counts_on(day: date, products: Iterable[Product] | None = None) -> dict[int, dict[int, int]]:
    """This will count who holds how many licences of each product on a day: product -> owner -> number, as far as the reader sees."""
    rows = Assignment.objects.filter(in_force(on=day))
    if products is not None:
        rows = rows.filter(product__in=list(products))
    counts: dict[int, dict[int, int]] = {}
    for product_id, owner, number in rows.values_list("product", "owner").annotate(Count("pk")).order_by():
        counts.setdefault(product_id, {})[owner] = number
    return counts


def licence_costs(month: Month, *, product: Product | None = None, owner_id: int | None = None) -> list[ProductCost]:
    """This will return what each product's pool costs in a month and each member's share of it, to the öre, by name of product.

    To be read within the walls of all members. With `owner_id` it is one member's own, from its count and the pool's totals.
    """
    on = month.starts_on
    products = [product] if product else products_in_order()
    lists, bought, assigned = price_lists_in_force(on=on), bought_by_product(on=on), assigned_by_product(on=on)
    counts = counts_on(on, [product] if product else None)
    found = []
    for one in products:
        held = counts.get(one.pk, {})
        if owner_id is not None:
            held = {owner_id: held.get(owner_id, 0)}
        facts = (one, month, lists.get(one.pk), bought.get(one.pk, 0), assigned.get(one.pk, 0))
        found.append(_cost(*facts, held, owner_id=owner_id))
    return found


def _cost(
    product: Product,
    month: Month,
    price_list: PriceList | None,
    bought: int,
    assigned: int,
    held: dict[int, int],
    *,
    owner_id: int | None,
) -> ProductCost:
    if price_list is None:
        return ProductCost(product, month, None, bought, assigned, 0, 0, {})
    price = price_of(price_list)
    total = price.month_minor(bought, month)
    if owner_id is not None:
        # All the others as one, whose id nobody has; the two were counted a moment apart
        held = {**held, 0: max(assigned - held.get(owner_id, 0), 0)}
    shares = shares_of(total, held, price, month)
    shares.pop(0, None)
    return ProductCost(product, month, price_list, bought, assigned, price.period_minor(bought), total, shares)


def by_member(costs: Iterable[ProductCost]) -> dict[int, Share]:
    """This will add up what each member pays of all products, by its id."""
    shares: dict[int, list[Share]] = {}
    for cost in costs:
        for member, share in cost.shares.items():
            shares.setdefault(member, []).append(share)
    return {member: sum_of(listed) for member, listed in sorted(shares.items())}
