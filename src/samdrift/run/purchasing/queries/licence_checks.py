"""The totals of licence pools, counted again from what is held: for `samdrift check`."""

from __future__ import annotations

from collections import Counter
from datetime import date

from samdrift.run.purchasing.models import Assignment, PoolChange, PoolTotal, Product


def differences() -> list[str]:
    """This will count every pool again from its assignments and say, in English, where its total or a day's change differs.

    To be called inside the walls of all members.
    """
    held: Counter[int] = Counter()
    changes: dict[int, Counter[date]] = {}
    for product_id, from_on, until_on in Assignment.objects.values_list("product", "from_on", "until_on").order_by().iterator():
        days = changes.setdefault(product_id, Counter())
        days[from_on] += 1
        if until_on is None:
            held[product_id] += 1
        else:
            days[until_on] -= 1
    kept = dict(PoolTotal.objects.values_list("product", "assigned"))
    kept_changes: dict[int, dict[date, int]] = {}
    for product_id, on, change in PoolChange.objects.values_list("product", "on", "change"):
        kept_changes.setdefault(product_id, {})[on] = change
    found = []
    for product in Product.objects.order_by("code"):
        if kept.get(product.pk) != held[product.pk]:
            found.append(f"licences {product.code}: {kept.get(product.pk)} are counted as held, {held[product.pk]} are")
        counted, stored = changes.get(product.pk, Counter()), kept_changes.get(product.pk, {})
        wrong = [on for on in counted.keys() | stored.keys() if counted.get(on, 0) != stored.get(on, 0)]
        found += [
            f"licences {product.code}: the change on {on} is {stored.get(on, 0)}, counted {counted.get(on, 0)}" for on in sorted(wrong)
        ]
    return found
