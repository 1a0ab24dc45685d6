"""Decisions as a report for the command line: who decides what, what was decided, by when it is to be done, and who did not agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samdrift.members.models import Decision, Dissent
from samdrift.members.queries.decisions import decisions, who_decides
from samdrift.ui.names import named_text


def decisions_as_dict(*, on: date) -> dict[str, Any]:
    """This will return who decides what on a day, and every decision, the last first, with how it stands that day."""
    dissents: dict[int, list[dict[str, str]]] = {}
    for one in Dissent.objects.select_related("member").order_by("pk"):
        dissents.setdefault(one.decision_id, []).append({"member": one.member.short_name, "reason": one.reason})
    return {
        "on": on.isoformat(),
        "who_decides": [
            {
                "subject": str(one.subject.value),
                "body": one.mandate.body.name if one.mandate else None,
                "from_on": one.mandate.from_on.isoformat() if one.mandate else None,
                "decision": one.mandate.decision.registry_number if one.mandate else None,
            }
            for one in who_decides(on=on)
        ],
        "decisions": [_as_dict(row, dissents.get(row.pk, []), on) for row in decisions().select_related("replaces", "item__meeting")],
    }


def _as_dict(row: Decision, dissents: list[dict[str, str]], on: date) -> dict[str, Any]:
    done = getattr(row, "carried_out", None)
    later = getattr(row, "replaced_by", None)
    return {
        "registry_number": row.registry_number,
        "decided_on": row.decided_on.isoformat(),
        "body": row.body.name,
        "subject": row.subject,
        "text": named_text(row, "text").words,
        "responsible": row.responsible.short_name,
        "part": named_text(row, "part").words,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "state": _state(row, done, later, on),
        "done_on": done.on.isoformat() if done else None,
        "what_changed": named_text(done, "what_changed").words if done else None,
        "replaces": row.replaces.registry_number if row.replaces else None,
        "replaced_by": later.registry_number if later else None,
        "dissent": dissents,
    }


def _state(row: Decision, done: object, later: object, on: date) -> str:
    if later:
        return "replaced"
    if done:
        return "carried_out"
    return "late" if row.due_on and row.due_on < on else "stands"


def decisions_as_text(report: dict[str, Any]) -> str:
    """This will write the report as lines that people read."""
    lines = [f"{one['subject']}: {one['body'] or _('Nobody has said who')}" for one in report["who_decides"]]
    for one in report["decisions"]:
        due = f", {one['due_on']}" if one["due_on"] else ""
        lines.append(f"{one['decided_on']}  {one['registry_number']}  {one['text']}")
        lines.append(f"  {one['body']}; {one['responsible']}{' ' if one['part'] else ''}{one['part']}{due} ({one['state']})")
        lines.extend(f"  {dissent['member']}: {dissent['reason']}" for dissent in one["dissent"])
    return "\n".join(lines)
