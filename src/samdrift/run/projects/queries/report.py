"""The projects as a report for the command line: what each may cost, came to and is said to come to, and who pays."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samdrift.run.projects.models import Funding
from samdrift.run.projects.queries.projects import month_costs, projects_with_standing, shares_of
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text


def projects_as_dict() -> dict[str, Any]:
    """This will return every project with its money in öre and what each member that pays it owes of the outcome."""
    fundings: dict[int, list[Funding]] = {}
    for funding in Funding.objects.select_related("member"):
        fundings.setdefault(funding.project_id, []).append(funding)
    minutes: dict[int, int] = {}
    for cost in month_costs():
        minutes[cost.project_id] = minutes.get(cost.project_id, 0) + cost.minutes
    return {
        "projects": [
            {
                "code": standing.project.code,
                "title": named_text(standing.project, "title").words,
                "manager": standing.project.manager.name,
                "budget_minor": standing.project.budget_minor,
                "minutes": minutes.get(standing.project.pk, 0),
                "outcome_minor": standing.outcome_minor,
                "forecast_minor": standing.forecast.amount_minor if standing.forecast else None,
                "ended_on": standing.project.ended_on.isoformat() if standing.project.ended_on else None,
                "payers": _payers(standing.outcome_minor, fundings.get(standing.project.pk, [])),
            }
            for standing in projects_with_standing()
        ]
    }


def _payers(outcome_minor: int, fundings: list[Funding]) -> list[dict[str, Any]]:
    shares = shares_of(outcome_minor, fundings) if fundings else {}
    return [{"member": f.member.short_name, "weight": f.weight, "amount_minor": shares[f.member_id]} for f in fundings]


def projects_as_text(report: dict[str, Any]) -> str:
    """This will write the report as lines that people read."""
    if not report["projects"]:
        return _("No project has begun.")
    lines = []
    for project in report["projects"]:
        forecast = project["forecast_minor"]
        lines.append(f"{project['code']}  {project['title']} ({project['manager']})")
        lines.append(
            "  "
            + _("budget %(budget)s, outcome %(outcome)s, forecast %(forecast)s")
            % {
                "budget": kr_text(project["budget_minor"]),
                "outcome": kr_text(project["outcome_minor"]),
                "forecast": kr_text(forecast) if forecast is not None else "–",
            }
        )
        lines.extend(f"  {payer['member']}: {kr_text(payer['amount_minor'])}" for payer in project["payers"])
    return "\n".join(lines)
