"""Proposals, projects and bookings for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.actions.bookings import book_employee, request_booking
from samdrift.run.projects.actions.projects import begin_project, change_funding, decide_rate
from samdrift.run.projects.actions.proposals import back_proposal, decide_proposal, propose_project
from samdrift.run.projects.actions.time import record_time
from samdrift.run.projects.models import Booking, BookingRequest, FundingChange, Project, Proposal, Rate, TimeEntry
from samdrift.team.models import Employee
from tests.builders import Cast, everywhere

AT = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
WEEK = date(2026, 10, 12)  # a Monday that has been
COMING = date(2100, 1, 4)  # a Monday far ahead of whatever day the tests run on
JANUARY, NOVEMBER = Month(2026, 1), Month(2026, 11)
IN_NOVEMBER = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
_numbers = count(1)


def a_proposal(cast: Cast, title: str = "", *, cost: int = 100_000_00, yearly: int = 50_000_00, at: datetime = AT) -> Proposal:
    """A proposal of the cast's member."""
    actor = cast.actor("carin")
    with inside(actor.walls):
        return propose_project(
            cast.member,
            title or f"Förslag {next(_numbers)}",
            need="Behovet.",
            benefit="Nyttan.",
            cost_minor=cost,
            yearly_minor=yearly,
            by=actor,
            at=at,
        )


def backed(proposal: Proposal, cast: Cast) -> None:
    """The other member wants it too."""
    actor = cast.actor("berit")
    with inside(actor.walls):
        back_proposal(proposal, cast.other, by=actor, at=AT)


def approved(proposal: Proposal) -> Proposal:
    with everywhere() as samdrift:
        decide_proposal(
            proposal, True, decided_on=AT.date(), decided_by="Samverkansrådet", registry_number="Dnr 100-2026", by=samdrift, at=AT
        )
    return proposal


def a_project(cast: Cast, weights: dict[Organization, int] | None = None, **more: Any) -> Project:
    """A project of both members, equally, managed by Elin, since the first of September."""
    proposal = a_proposal(cast)
    backed(proposal, cast)
    approved(proposal)
    given = {"manager": cast.employee("elin"), "budget_minor": 90_000_00, "started_on": date(2026, 9, 1), **more}
    weights = {cast.member: 1, cast.other: 1} if weights is None else weights
    with everywhere() as samdrift:
        return begin_project(proposal, f"P-{next(_numbers)}", weights=weights, by=samdrift, at=AT, **given)


def a_rate(hour: int = 900_00, month: Month = JANUARY) -> Rate:
    with everywhere() as samdrift:
        return decide_rate(month, hour, decided_on=date(2025, 12, 1), decided_by="Samverkansrådet", by=samdrift, at=AT)


def changed(project: Project, weights: dict[Organization, int], month: Month = NOVEMBER, at: datetime = IN_NOVEMBER) -> FundingChange:
    with everywhere() as samdrift:
        return change_funding(
            project,
            month,
            weights=weights,
            decided_on=at.date(),
            decided_by="Samverkansrådet",
            registry_number="Dnr 200-2026",
            by=samdrift,
            at=at,
        )


def hours(cast: Cast, project: Project, minutes: int, *, week: date = WEEK, who: str = "elin", at: datetime = AT) -> TimeEntry:
    with everywhere() as samdrift:
        return record_time(cast.unit, cast.employee(who), project, week, minutes, by=samdrift, at=at)


def a_booking(
    cast: Cast, employee: Employee, percent: int = 50, *, job: str = "developer", from_week: date = COMING, weeks: int = 2, **more: Any
) -> Booking:
    with everywhere() as samdrift:
        return book_employee(
            cast.unit,
            employee,
            job,
            from_week=from_week,
            weeks=weeks,
            percent=percent,
            by=samdrift,
            at=AT,
            **{"member": cast.member, **more},
        )


def a_request(cast: Cast, what: str = "Leda ett införande") -> BookingRequest:
    actor = cast.actor("carin")
    with inside(actor.walls):
        return request_booking(cast.member, "project_manager", what, from_week=COMING, weeks=2, percent=60, by=actor, at=AT)
