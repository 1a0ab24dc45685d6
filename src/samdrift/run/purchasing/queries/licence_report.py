"""The licence pools as a report: for the command line and whoever reads JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.errors import BadInput
from samdrift.core.order import alphabetic
from samdrift.core.walls import MEMBERS
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.members.queries import organizations_by_id
from samdrift.run.purchasing.queries.licences import NOTHING_HELD, held_now, licence_costs, pools
from samdrift.ui.amounts import count_text, kr_text
from samdrift.ui.names import named_text


class NoSuchMember(BadInput):
    words = gettext_lazy("No member is called %(name)s.")


def member_called(name: str) -> Organization:
    """This function will find a member by its short name, capitals or not."""
    found = Organization.objects.filter(kind__in=MEMBERS, short_name__iexact=name).first()
    if found is None:
        raise NoSuchMember(name=name)
    return found


def licences_as_dict(*, on: date, member: Organization | None = None) -> dict[str, Any]:
    """This function will return every pool on a day, and who holds, uses and pays what of it in the day's month; one member's with
    `member`. Amounts are in öre. To be read within the walls of all members."""
    month = Month(on.year, on.month)
    costs = {cost.product.pk: cost for cost in licence_costs(month)}
    held = held_now(on=on, owner_id=member.pk if member else None)
    names = {pk: named_text(one).words for pk, one in organizations_by_id({owner for _p, owner in held} | _payers(costs)).items()}
    products = []
    for pool in pools(on=on):
        cost = costs[pool.product.pk]
        owners = {owner for product_id, owner in held if product_id == pool.product.pk} | cost.shares.keys()
        rows = []
        for owner in sorted(owners if member is None else owners & {member.pk}, key=lambda pk: alphabetic(names[pk])):
            one, share = held.get((pool.product.pk, owner), NOTHING_HELD), cost.shares.get(owner)
            rows.append(
                {
                    "member": names[owner],
                    "has": one.count,
                    "unused": one.unused,
                    "cost_minor": share.amount_minor if share else 0,
                    "alone_minor": share.alone_minor if share else 0,
                    "gain_minor": share.gain_minor if share else 0,
                }
            )
        products.append(
            {
                "product": named_text(pool.product).words,
                "code": pool.product.code,
                "bought": pool.bought,
                "assigned": pool.assigned,
                "free": pool.free,
                "over": pool.over,
                "month_minor": cost.total_minor,
                "members": rows,
            }
        )
    return {"on": on.isoformat(), "month": str(month), "products": products}


def _payers(costs: dict[int, Any]) -> set[int]:
    return {owner for cost in costs.values() for owner in cost.shares}


def licences_as_text(report: dict[str, Any]) -> str:
    """This function will write the report for people: a paragraph for each pool."""
    lines = []
    for one in report["products"]:
        facts = {name: count_text(one[name]) for name in ("bought", "assigned", "free")}
        lines.append(f"{one['product']}: " + _("%(bought)s bought, %(assigned)s used, %(free)s free") % facts)
        if one["over"]:
            lines.append("  " + _("The pool is over-used"))
        for row in one["members"]:
            words = _("has %(has)s, unused %(unused)s, %(cost)s, alone %(alone)s") % {
                "has": count_text(row["has"]),
                "unused": count_text(row["unused"]),
                "cost": kr_text(row["cost_minor"]),
                "alone": kr_text(row["alone_minor"]),
            }
            lines.append(f"  {row['member']}: {words}")
    return "\n".join(lines) or _("No product is licensed together yet")
