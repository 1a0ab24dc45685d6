"""Projects as a lived-in house has them, with long names, for tests that look at every page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from samdrift.run.projects.actions.maintenance import plan_maintenance
from samdrift.run.projects.actions.projects import add_milestone
from samdrift.run.projects.weeks import A_WEEK, monday_of
from tests.builders import Cast, a_service, everywhere
from tests.projects import builders as joint


def projects_of(cast: Cast, now: datetime) -> dict[str, Any]:
    """A project with hours of long names, somebody who is booked for more than a week, a request that waits, a plan that is overspent."""
    this_week = monday_of(timezone.localdate(now))
    proposal = joint.a_proposal(cast, "Verksamhetsgemensam informationshanteringsplan och gallringsutredning för länsgemensamma ärendeslag")
    joint.backed(proposal, cast)
    project = joint.a_project(cast, started_on=this_week - 3 * A_WEEK)
    joint.a_rate(950_00)
    for who in ("elin", "karin"):
        joint.hours(cast, project, 2_400, who=who, week=this_week - A_WEEK, at=now)
    waiting = joint.a_request(cast, "Upphandla ett ärendehanteringssystem för verksamhetskritiska informationssäkerhetsklassningar")
    span = {"from_week": this_week, "weeks": 4, "project": project}
    booking = joint.a_booking(cast, cast.employee("ulla"), 90, **span)  # type: ignore[arg-type]
    joint.a_booking(cast, cast.employee("ulla"), 40, reason="Överlämning till efterträdaren", **span)  # type: ignore[arg-type]
    system = a_service("Ärendehanteringssystemet Västernorrland", "business")
    with everywhere() as samdrift:
        milestone = add_milestone(project, "Provdrift", due_on=this_week, by=samdrift, at=now)
        plan_maintenance(system, this_week.year, answers=cast.employee("elin"), budget_minor=1, aim="Mycket", by=samdrift, at=now)
    return {
        "proposal_id": proposal.pk,
        "project_id": project.pk,
        "milestone_id": milestone.pk,
        "booking_id": booking.pk,
        "request_id": waiting.pk,
        "year": this_week.year,
        "kind": "csv",
    }
