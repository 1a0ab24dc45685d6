"""Who is on call as a report for the command line: now and in the weeks that come, and what stands against the rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samdrift.team.models import RuleDeparture, Shift
from samdrift.team.queries import functions_in_order
from samdrift.team.queries.rotas import Broken, broken_rules, departures_of, on_call, shifts_in_weeks
from samdrift.team.rota_words import broken_words
from samdrift.team.weeks import A_WEEK, monday_of, weeks_from
from samdrift.ui.names import named_text
from samdrift.ui.times import moment_text

WEEKS = 4


def rota_as_dict(*, at: datetime) -> dict[str, Any]:
    """This function will tell, for each function, who is on call, the shifts of four weeks, the rules they are against, and departures.

    Nobody's hours are summed: those are seen by themselves and who leads them.
    """
    week, now = monday_of(timezone.localdate(at)), on_call(at)
    until = week + WEEKS * A_WEEK
    return {
        "functions": [
            {
                "function": named_text(function).words,
                "on_call": [_shift(one) for one in now.get(function.pk, [])],
                "shifts": [_shift(one) for one in shifts_in_weeks(function, week, until)],
                "broken": [_broken(one) for monday in weeks_from(week, WEEKS) for one in broken_rules(function, monday)],
                "departures": [_departure(one) for one in departures_of(function, week, until)],
            }
            for function in functions_in_order()
        ]
    }


def rota_as_text(report: dict[str, Any]) -> str:
    """This function will write the report as lines that people read."""
    lines = []
    for function in report["functions"]:
        called = "; ".join(
            f"{one['employee']} ({one['as']}) – {moment_text(datetime.fromisoformat(one['end_at']))}" for one in function["on_call"]
        )
        lines.append(f"{function['function']}: {called or _('nobody')}")
        lines.extend(f"  {one['words']}" for one in function["broken"])
        lines.extend(dict.fromkeys(f"  {one['as']}: {one['reason']} – {one['agreed_by']}" for one in function["departures"]))
    return "\n".join(lines)


def _shift(shift: Shift) -> dict[str, str]:
    return {
        "employee": shift.employee.name,
        "kind": shift.kind,
        "as": str(shift.get_kind_display()),
        "start_at": shift.start_at.isoformat(),
        "end_at": shift.end_at.isoformat(),
    }


def _broken(broken: Broken) -> dict[str, Any]:
    return {
        "rule": broken.rule.value,
        "source": broken.source,
        "employee": broken.employee.name if broken.employee else None,
        "start_at": broken.start_at.isoformat(),
        "end_at": broken.end_at.isoformat(),
        "by_seconds": broken.by_seconds,
        "departed": broken.departure is not None,
        "words": broken_words(broken),
    }


def _departure(departure: RuleDeparture) -> dict[str, Any]:
    return {
        "rule": departure.rule,
        "employee": departure.employee.name if departure.employee else None,
        "start_at": departure.start_at.isoformat(),
        "end_at": departure.end_at.isoformat(),
        "by_seconds": departure.by_seconds,
        "reason": departure.reason,
        "agreed_by": departure.agreed_by,
        "as": str(departure.get_rule_display()),
    }
