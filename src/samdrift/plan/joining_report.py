"""Joining as a report for the command line: how every joining stands, what is late, and what going over costs once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.plan.gates import GateStanding
from samdrift.plan.queries.joining import JoiningStanding, joinings_standing
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text


def joinings_as_dict(*, on: date) -> dict[str, Any]:
    """This will return every joining with the days of its gates and its one-off costs in öre, as they stand on a day."""
    rows = [_as_dict(one, on) for one in joinings_standing()]
    return {
        "on": on.isoformat(),
        "joinings": rows,
        "done": sum(1 for row in rows if row["next"] is None),
        "late": sum(1 for row in rows if row["days_late"]),
        "planned_minor": sum(row["planned_minor"] for row in rows),
        "actual_minor": sum(row["actual_minor"] for row in rows),
    }


def _as_dict(one: JoiningStanding, on: date) -> dict[str, Any]:
    following, at = one.stands.next, one.stands.at
    planned = following.planned_on if following else None
    return {
        "member": one.joining.owner.short_name,
        "service": named_text(one.joining.service).words,
        "responsible": one.joining.responsible.name,
        "reached": str(at.value) if at else None,
        "next": str(following.gate.value) if following else None,
        "next_on": planned.isoformat() if planned else None,
        "days_late": max((on - planned).days, 0) if planned else 0,
        "gates": {str(gate.gate.value): _days(gate) for gate in one.stands.gates},
        "planned_minor": one.planned_minor,
        "actual_minor": one.actual_minor,
    }


def _days(gate: GateStanding) -> dict[str, str | None]:
    days = {"first_planned": gate.first_planned_on, "planned": gate.planned_on, "reached": gate.reached_on}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def joinings_as_text(report: dict[str, Any]) -> str:
    """This will write the report as lines that people read."""
    if not report["joinings"]:
        return _("Nobody is joining a service.")
    lines = []
    for row in report["joinings"]:
        following = f" -> {row['next']} {row['next_on'] or ''}" if row["next"] else ""
        days = row["days_late"]
        late = " " + ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days else ""
        lines.append(f"{row['member']}  {row['service']}: {row['reached'] or '-'}{following.rstrip()}{late}")
    costs = {"planned": kr_text(report["planned_minor"]), "actual": kr_text(report["actual_minor"])}
    lines.append(_("One-off costs: planned %(planned)s, actual %(actual)s") % costs)
    return "\n".join(lines)
