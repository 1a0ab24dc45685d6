"""The projects as a report for the command line: what each may cost, came to and is said to come to, and who pays."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samdrift.members.queries import organizations_by_id
from samdrift.run.projects.queries.keys import keys_by_project
from samdrift.run.projects.queries.projects import month_costs, paid_by_member, projects_with_standing
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text


def projects_as_dict() -> dict[str, Any]:
    """This will return every project with its money in öre and what each member that pays it owes of the outcome, each month by its own
    key; the weights are those of the key that begins last, 0 for a member that then pays no more."""
    keys, costs = keys_by_project(), month_costs()
    paid = paid_by_member(costs, keys)
    members = organizations_by_id({member for found in keys.values() for key in found for member in key.weights})
    minutes: dict[int, int] = {}
    for cost in costs:
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
                "payers": [
                    {
                        "member": members[pk].short_name,
                        "weight": keys[standing.project.pk][0].weights.get(pk, 0),
                        "amount_minor": paid.get(standing.project.pk, {}).get(pk, 0),
                    }
                    for pk in sorted({member for key in keys.get(standing.project.pk, []) for member in key.weights})
                ],
            }
            for standing in projects_with_standing()
        ]
    }


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
