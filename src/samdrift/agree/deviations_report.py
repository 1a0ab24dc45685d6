"""Deviations as a report for the command line: how far each has come, whose step is next, and what it comes to."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.agree.deviating import Stage
from samdrift.agree.queries import Case, cases, deviations_read_by
from samdrift.core.access import Actor
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text


def deviations_as_dict(actor: Actor, *, on: date) -> dict[str, Any]:
    """This will return every deviation as of a day, the latest month first, and how many stand at each stage; amounts in öre."""
    found = cases(deviations_read_by(actor), on=on)
    stages = Counter(case.stage.value for case in found)
    return {
        "on": on.isoformat(),
        "stages": {stage.value: stages[stage.value] for stage in Stage},
        "overdue": sum(case.is_overdue for case in found),
        "deviations": [_told(case) for case in found],
    }


def _told(case: Case) -> dict[str, Any]:
    deviation, owned = case.deviation, case.owned_by
    return {
        "number": deviation.pk,
        "taker": deviation.adoption.taker_in_short,
        "service": named_text(deviation.service).words,
        "month": f"{deviation.month:%Y-%m}",
        "agreement": named_text(deviation.adoption.version.agreement).words,
        "about": named_text(case.about).words,
        "by_rule": deviation.by_rule,
        "missed": [
            {
                "measure": row.target.measure,
                "priority": row.target.priority,
                "promised_ppm": row.target.share_ppm,
                "kept": row.kept,
                "judged": row.judged,
            }
            for row in case.shortfalls
        ],
        "stage": case.stage.value,
        "owner": named_text(owned).words if owned else None,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "overdue": case.is_overdue,
        "raised_to": case.raised_to.to if case.raised_to else None,
        "penalty_minor": case.penalty_minor,
        "closed_at": case.closed_by.at.isoformat() if case.closed_by else None,
    }


def deviations_as_text(report: dict[str, Any]) -> str:
    """This will write the report as lines that people read: what is open, the rest by its number."""
    standing = [row for row in report["deviations"] if row["stage"] != Stage.CLOSED]
    closed = len(report["deviations"]) - len(standing)
    lines = [_line(row) for row in standing] or [_("No deviation is open.")]
    lines.append(ngettext("%(number)s is closed.", "%(number)s are closed.", closed) % {"number": closed})
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> str:
    said = [f"{row['month']}  {row['taker']}, {row['service']}: {Stage(row['stage']).label}"]
    if row["owner"]:
        said.append(row["owner"])
    if row["due_on"]:
        said.append(row["due_on"] + (f" ({_('overdue')})" if row["overdue"] else ""))
    if row["penalty_minor"] is not None:
        said.append(kr_text(row["penalty_minor"]))
    return ", ".join(said)
