"""Being spread out as a report: what the page shows, for the command line and whoever reads JSON. No causal claim."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samdrift.follow_up.actions.spread import two_decimals
from samdrift.follow_up.models import Measure
from samdrift.follow_up.queries.spread import AllSpread, spreads
from samdrift.follow_up.spread import MORE_IS_BETTER, Both, Side, Turn, turn_of
from samdrift.follow_up.spread_words import TURNS
from samdrift.settle.queries import the_unit


def spread_as_dict(*, on: date) -> dict[str, Any]:
    """This function will return each measure of all sites together and of each, before and after; nothing of fewer than five people."""
    unit = the_unit()
    found = spreads(unit, on=on) if unit else AllSpread((), {})
    return {
        "measures": [
            {
                "measure": one.measure,
                "name": str(Measure(one.measure).label),
                "better": "more" if one.measure in MORE_IS_BETTER else "less",
                "together": _both(one.measure, one.together),
                "sites": [{"site": site.name, **_both(one.measure, one.sites[pk])} for pk, site in found.sites.items() if pk in one.sites],
                "too_few": sorted(found.sites[pk].name for pk in one.waits),
            }
            for one in found.measures
        ],
        "travel_from_planned_weeks": [
            {
                "site": one.site.name,
                "year": one.year.year,
                "weeks": one.year.weeks,
                "person_weeks": one.year.person_weeks,
                "days": one.year.days,
                "days_per_employee": None if one.value is None else float(two_decimals(one.value)),
                "counts": one.counts,
            }
            for one in found.travel
        ],
    }


def _both(measure: str, both: Both) -> dict[str, Any]:
    turn = turn_of(measure, both)
    return {
        "before": _side(both.before),
        "after": _side(both.after),
        "turned_out": turn.value if turn else None,
        "ranges_apart": both.apart,
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "mean": float(two_decimals(side.value)),
        "lowest": float(two_decimals(side.low)),
        "highest": float(two_decimals(side.high)),
        "of_how_many": side.count,
        "from_year": side.from_year,
        "until_year": side.until_year,
        "source": side.source.value,
    }


def spread_as_text(report: dict[str, Any]) -> str:
    """This function will write the report for people: a line for each measure of all sites together."""
    lines = []
    for one in report["measures"]:
        before, after = one["together"]["before"], one["together"]["after"]
        if before and after:
            facts = {"before": before["mean"], "after": after["mean"], "of": before["of_how_many"], "and": after["of_how_many"]}
            words = _("%(before)s before (of %(of)s), %(after)s after (of %(and)s)") % facts
            lines.append(f"{one['name']}: {words}, {TURNS[Turn(one['together']['turned_out'])]}")
        else:
            lines.append(f"{one['name']}: " + _("cannot be compared"))
    return "\n".join(lines) or _("No measure is recorded yet")
