"""Investments that the members share: decisions of the council, and one that was disposed of before its life was over. Synthetic."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from samdrift.config.demo.demo import moment
from samdrift.core.access import Role
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.investments import Decision, add_investment, dispose_investment
from samdrift.run.purchasing.investments_plan import month_after
from samdrift.run.purchasing.models import Investment

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

DECIDED_BEFORE = timedelta(days=70)


def build(demo: Demo) -> None:
    """This will add the decided investments with the members that share them, and dispose of the one that is gone."""
    demo.tell("Investments ...")
    services = {service.name: service for service in demo.services}
    by = demo.actor(demo.unit, Role.STAFF)
    for described in demo.plan["investments"]["investments"]:
        starts = month_after(demo.month, -described["starts_ago"])
        decided_on = starts.starts_on - DECIDED_BEFORE
        decision = Decision(
            f"{described['number']}-{decided_on.year}",
            decided_on,
            demo.plan["council"],
            described["amount"] * 100,
            described["life_months"],
            starts,
        )
        investment = add_investment(
            described["name"],
            decision,
            services[described["service"]],
            described["key"],
            _shares(demo, described),
            name_en=described["name_en"],
            by=by,
            at=moment(decided_on, 14),
        )
        if "disposed_ago" in described:
            _dispose(demo, investment, described)


def _shares(demo: Demo, described: dict[str, Any]) -> dict[Organization, int | None]:
    if "members" not in described:
        return dict.fromkeys(demo.members.values())
    members = {member.short_name: member for member in demo.members.values()}
    return {members[name]: weight for name, weight in described["members"].items()}


def _dispose(demo: Demo, investment: Investment, described: dict[str, Any]) -> None:
    on = month_after(demo.month, -described["disposed_ago"]).starts_on.replace(day=22)
    at = moment(on, 16)
    dispose_investment(investment, on, described["reason"], by=demo.actor(demo.unit, Role.STAFF), at=at)
