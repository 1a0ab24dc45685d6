"""Lists that can be longer than a page come a page at a time, with sums and ranks of all of it, at as many questions as a short one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.catalog.models import Service
from samdrift.run.projects.models import BookingRequest, MaintenancePlan, Milestone, Project, Proposal
from tests.builders import Cast, everywhere
from tests.projects.builders import AT, COMING, a_project

Browser = Callable[[str], Client]
MANY = 300


def _more(cast: Cast, project: Project, start: int, number: int) -> None:
    """Rows that begin with five letters and a number of their own."""
    manager, numbers = cast.employee("elin"), range(start, start + number)
    with everywhere():
        facts = {"proposed_by": cast.member, "need": "b", "benefit": "n", "cost_minor": 1, "proposed_at": AT}
        open_ = Proposal.objects.bulk_create(Proposal(title=f"Öppet{n:03}", yearly_minor=MANY - n, **facts) for n in numbers)
        assert open_
        begun = Proposal.objects.bulk_create(
            Proposal(title=f"Begun{n:03}", yearly_minor=1, state=Proposal.State.APPROVED, **facts) for n in numbers
        )
        Project.objects.bulk_create(
            Project(proposal=p, code=p.title, title=p.title, manager=manager, budget_minor=1, started_on=date(2026, 1, 1)) for p in begun
        )
        Milestone.objects.bulk_create(Milestone(project=project, name=f"Delma{n:03}", due_on=COMING) for n in numbers)
        systems = Service.objects.bulk_create(Service(name=f"Syste{n:03}", kind=Service.Kind.BUSINESS) for n in numbers)
        MaintenancePlan.objects.bulk_create(MaintenancePlan(service=s, year=2026, answers=manager, budget_minor=1_00) for s in systems)
        BookingRequest.objects.bulk_create(
            BookingRequest(owner=cast.member, job="developer", what=f"Begär{n:03}", from_week=COMING, weeks=1, percent=30, requested_at=AT)
            for n in numbers
        )


def test_long_lists_come_in_pages_at_as_many_questions_as_short_ones(cast: Cast, as_: Browser) -> None:
    project, browser = a_project(cast), as_("elin")
    lists = {
        reverse("projects"): "Begun",
        reverse("proposals") + "?state=open": "Öppet",
        reverse("maintenance_plans") + "?year=2026": "Syste",
        reverse("project", args=[project.pk]): "Delma",
        reverse("bookings"): "Begär",
    }
    counts: dict[str, list[int]] = {}
    for start, number in ((0, 3), (3, MANY - 3)):
        _more(cast, project, start, number)
        for address in lists:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.setdefault(address, []).append(len(queries))
    assert all(few == many for few, many in counts.values()), counts
    for address, begins in lists.items():
        seen: list[set[str]] = []
        for page in (1, 2):
            text = browser.get(address + ("&" if "?" in address else "?") + f"page={page}").content.decode()
            assert "sd-paging" in text
            seen.append({f"{begins}{n:03}" for n in range(MANY) if f"{begins}{n:03}" in text})
        assert 20 < len(seen[0]) <= 50
        assert 20 < len(seen[1]) <= 50
        assert not seen[0] & seen[1]


def test_ranks_and_sums_are_those_of_all_pages(cast: Cast, as_: Browser) -> None:
    _more(cast, a_project(cast), 0, 60)
    browser = as_("carin")
    second = browser.get(reverse("proposals") + "?page=2").content.decode()
    assert '<td class="r">51</td>' in second
    assert "Öppet050" in second
    assert "60,00" in browser.get(reverse("maintenance_plans") + "?year=2026&page=2").content.decode()
    assert "61 projekt" in browser.get(reverse("projects") + "?page=2").content.decode()


def test_a_share_of_a_week_never_breaks_before_its_sign(cast: Cast, as_: Browser) -> None:
    _more(cast, a_project(cast), 0, 1)
    assert "30\xa0%" in as_("elin").get(reverse("bookings")).content.decode()
