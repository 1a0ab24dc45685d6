"""How fast the load of 200 projects' people is told, week by week: `python -m benchmarks.projects`.

200 projects with 8 bookings each, 300 employees in ten functions, a year of hours; a database is made for the run and dropped after it.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.timing import timed

PROJECTS, BOOKINGS_EACH, EMPLOYEES, FUNCTIONS, WEEKS = 200, 8, 300, 10, 26
AIM_SECONDS = 0.2
SEED = 20261101
AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
FIRST = date(2026, 11, 2)  # a Monday
T = TypeVar("T")


def line(name: str, seconds: float, more: str = "") -> None:
    print(f"{name:<52}{seconds * 1000:>9.1f} ms  {more}", flush=True)


def a_federation_with_projects() -> tuple[Any, list[Any]]:
    """This will make the projects, their hours and bookings, and return the cast and the functions."""
    from samdrift.engines.period import Month
    from samdrift.run.projects.actions.files import enter_bookings, enter_hours
    from samdrift.run.projects.actions.projects import decide_rate
    from samdrift.run.projects.files import BookingRow, HoursRow
    from samdrift.run.projects.models import Backing, Funding, Project, ProjectDecision, Proposal
    from samdrift.team.models import Employee
    from tests.builders import a_cast, a_function, everywhere

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    functions = [a_function(cast.unit, cast.other, f"Funktion {number}") for number in range(FUNCTIONS)]
    with everywhere() as by:
        employees = Employee.objects.bulk_create(
            Employee(name=f"Medarbetare nummer {n}", email=f"m{n}@unit.example", function=functions[n % FUNCTIONS], site=cast.site)
            for n in range(EMPLOYEES)
        )
        proposals = Proposal.objects.bulk_create(
            Proposal(
                title=f"Förslag {n}",
                proposed_by=cast.member,
                need="b",
                benefit="n",
                cost_minor=1 + n,
                yearly_minor=n,
                state="approved",
                proposed_at=AT,
            )
            for n in range(PROJECTS)
        )
        Backing.objects.bulk_create(Backing(proposal=proposal, member=cast.member, backed_at=AT) for proposal in proposals)
        ProjectDecision.objects.bulk_create(
            ProjectDecision(
                proposal=proposal, approved=True, decided_on=FIRST, decided_by="Rådet", registry_number=f"Dnr {n}", recorded_at=AT
            )
            for n, proposal in enumerate(proposals)
        )
        projects = Project.objects.bulk_create(
            Project(
                proposal=proposal,
                code=f"P{n}",
                title=proposal.title,
                manager=cast.employee("elin"),
                budget_minor=10**8,
                started_on=date(2026, 1, 1),
            )
            for n, proposal in enumerate(proposals)
        )
        Funding.objects.bulk_create(Funding(project=project, member=cast.member, weight=1) for project in projects)
        decide_rate(Month(2026, 1), 95_000, decided_on=FIRST, decided_by="Rådet", by=by, at=AT)
        hours = [
            HoursRow(0, employees[(number * 3 + person) % EMPLOYEES].email, project.code, FIRST - timedelta(weeks=1 + back), 600)
            for number, project in enumerate(projects)
            for person in range(3)
            for back in range(40)
        ]
        started = time.perf_counter()
        enter_hours(cast.unit, hours, [], by=by, at=AT)
        line(f"{len(hours)} hours from a file", time.perf_counter() - started)
        bookings = [
            BookingRow(
                0,
                employees[(number * BOOKINGS_EACH + place) % EMPLOYEES].email,
                "developer",
                "",
                project.code,
                FIRST + timedelta(weeks=int(drawn.integers(WEEKS))),
                int(drawn.integers(2, 12)),
                int(drawn.integers(10, 60)),
                "Mätning",
            )
            for number, project in enumerate(projects)
            for place in range(BOOKINGS_EACH)
        ]
        started = time.perf_counter()
        enter_bookings(cast.unit, bookings, [], by=by, at=AT)
        line(f"{len(bookings)} bookings from a file", time.perf_counter() - started)
    return cast, functions


def main() -> None:
    in_a_database(projects)


def projects() -> None:
    from samdrift.core.access import inside
    from samdrift.engines.period import Month
    from samdrift.run.projects.queries.bookings import load_by_function, load_by_person
    from samdrift.run.projects.queries.checks import differences
    from samdrift.run.projects.queries.projects import project_costs, projects_with_standing
    from samdrift.run.projects.queries.proposals import ranked_proposals
    from samdrift.run.projects.weeks import weeks_from

    cast, functions = a_federation_with_projects()
    weeks = weeks_from(FIRST, WEEKS)
    aim = f"aim {AIM_SECONDS * 1000:.0f} ms"
    with inside(cast.actor("elin").walls):
        took, loads = timed(lambda: load_by_person(functions, weeks), 5)
        line(f"load per person and week, {len(loads)} people, {WEEKS} weeks", took, aim)
        line("load per function and week, the unit", timed(lambda: load_by_function(weeks), 5)[0], aim)
        line("the list of projects", timed(projects_with_standing, 5)[0])
        line("a month's cost of every project, split", timed(lambda: project_costs(Month(2026, 9)), 5)[0])
        line("the ranked proposals", timed(lambda: ranked_proposals("approved"), 5)[0])
        took, found = timed(differences)
        line("check: everything counted again", took, f"{len(found)} differences")
    with inside(cast.actor("anna").walls):
        line("load per function and week, a member", timed(lambda: load_by_function(weeks), 5)[0], aim)


if __name__ == "__main__":
    main()
