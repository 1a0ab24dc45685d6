"""The investments as a report: for the command line and whoever reads JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samdrift.engines.period import Month
from samdrift.run.purchasing.investments_plan import shares_of
from samdrift.run.purchasing.queries.investments import InMonth, counts_of, investments_in, sharers_by_investment
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text


def investments_as_dict(month: Month) -> dict[str, Any]:
    """This function will return every investment as it stands in a month, with who shares it and what the month costs each.

    Amounts are in öre. A member's is None where a head count that the key needs is not known.
    """
    found = investments_in(month)
    ones = [row.investment for row in found]
    counts, sharers = counts_of(ones, month), sharers_by_investment(ones)
    rows = []
    for row in found:
        one, counted = row.investment, counts[row.investment.pk]
        known = {member: count for member, count in counted.items() if count is not None}
        shares = shares_of(row.cost_minor, known) if len(known) == len(counted) else {}
        members = [
            {"member": named_text(member).words, "count": counted[member.pk], "month_minor": shares.get(member.pk)}
            for member, _weight in sharers.get(one.pk, [])
        ]
        rows.append({**_facts(row), "members": members})
    return {"month": str(month), "investments": rows}


def _facts(row: InMonth) -> dict[str, Any]:
    one, disposal = row.investment, row.disposal
    return {
        "investment": named_text(one).words,
        "decision": one.number,
        "decided_on": one.decided_on.isoformat(),
        "decided_by": one.decided_by,
        "service": named_text(one.service).words,
        "key": one.key,
        "amount_minor": one.amount_minor,
        "life_months": one.life_months,
        "starts": str(row.plan.starts),
        "ends": str(row.plan.ends),
        "disposed_on": disposal.disposed_on.isoformat() if disposal else None,
        "month_minor": row.cost_minor,
        "left_minor": row.left_minor,
    }


def investments_as_text(report: dict[str, Any]) -> str:
    """This function will write the report for people: a paragraph for each investment."""
    lines = []
    for one in report["investments"]:
        words = _("%(left)s of %(amount)s left, %(month)s this month, until %(ends)s") % {
            "left": kr_text(one["left_minor"]),
            "amount": kr_text(one["amount_minor"]),
            "month": kr_text(one["month_minor"]),
            "ends": one["ends"],
        }
        lines.append(f"{one['investment']} ({one['decision']}): {words}")
        lines += [
            f"  {member['member']}: {'–' if member['month_minor'] is None else kr_text(member['month_minor'])}" for member in one["members"]
        ]
    return "\n".join(lines) or _("No investment is shared yet")
