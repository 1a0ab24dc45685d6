"""Projects, milestones and maintenance plans from files and to them: all or none, again adds nothing, an older file undoes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samdrift.run.projects.actions.projects import add_milestone, end_project, move_milestone, reach_milestone
from samdrift.run.projects.models import Funding, MaintenancePlan, Milestone, Project
from tests.builders import Cast, a_service, everywhere
from tests.projects.builders import AT, IN_NOVEMBER, a_project, a_proposal, approved, backed, changed, hours
from tests.projects.test_files import PNG, send, status

Browser = Callable[[str], Client]
PROJECTS = "code;proposal;manager;budget;started_on;ended_on;payers\n"
MILESTONES = "project;milestone;milestone_en;due_on;reached_on\n"
PLANS = "system;year;answers;budget;aim\n"
NAMES = ["import_projects", "import_milestones", "import_plans"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("content", "called"), [(PNG, "fil.xlsx"), (b"a;b\n1;2\n", "fil.csv")])
def test_what_is_no_such_table_is_refused_in_words(as_: Browser, name: str, content: bytes, called: str) -> None:
    assert status(send(as_("elin"), name, content, called)) == 422


@pytest.mark.parametrize("name", NAMES)
def test_a_member_sends_none_of_them(as_: Browser, name: str) -> None:
    assert status(send(as_("carin"), name, PLANS + "a;2026;b;1;\n")) == 403


def test_projects_begin_from_a_file_once_with_those_who_pay(cast: Cast, as_: Browser) -> None:
    for title in ("Diarium", "Arkiv"):
        proposal = a_proposal(cast, title)
        backed(proposal, cast)
        approved(proposal)
    content = PROJECTS + (
        "P-1;Diarium;Elin Wikström;90 000,00;2026-09-01;;Länsverket 2, Havsverket 1\n"
        "P-2;Arkiv;Elin Wikström;10 000;2025-01-01;2025-12-31;havsverket 1\n"
    )
    for _time in range(2):
        assert status(send(as_("elin"), "import_projects", content)) == 302
    with everywhere():
        ended = list(Project.objects.values_list("code", "budget_minor", "ended_on"))
        assert ended == [("P-1", 90_000_00, None), ("P-2", 10_000_00, date(2025, 12, 31))]
        assert sorted(Funding.objects.values_list("project__code", "member__short_name", "weight")) == [
            ("P-1", "Havsverket", 1),
            ("P-1", "Länsverket", 2),
            ("P-2", "Havsverket", 1),
        ]


@pytest.mark.parametrize(
    "row",
    [
        "P-1;Finns inte;Elin Wikström;1;2026-09-01;;Länsverket 1",
        "P-1;Öppet;Elin Wikström;1;2026-09-01;;Länsverket 1",  # not decided on
        "P-1;Diarium;Okänd;1;2026-09-01;;Länsverket 1",
        "P-1;Diarium;Elin Wikström;-1;2026-09-01;;Länsverket 1",
        "P-1;Diarium;Elin Wikström;1;i går;;Länsverket 1",
        "P-1;Diarium;Elin Wikström;1;2026-09-01;2026-08-01;Länsverket 1",
        "P-1;Diarium;Elin Wikström;1;2026-09-01;2100-01-01;Länsverket 1",
        "P-1;Diarium;Elin Wikström;1;2026-09-01;;",  # nobody pays
        "P-1;Diarium;Elin Wikström;1;2026-09-01;;Länsverket",
        "P-1;Diarium;Elin Wikström;1;2026-09-01;;Länsverket 0",
        "P-1;Diarium;Elin Wikström;1;2026-09-01;;Länsverket 1, länsverket 2",
        "P-1;Diarium;Elin Wikström;1;2026-09-01;;Havsverket 1",  # has not said that it wants it
        "P-1234567890123456789012;Diarium;Elin Wikström;1;2026-09-01;;Länsverket 1",
    ],
)
def test_one_wrong_project_enters_none(cast: Cast, as_: Browser, row: str) -> None:
    approved(a_proposal(cast, "Diarium"))
    approved(a_proposal(cast, "Rätt"))
    a_proposal(cast, "Öppet")
    content = PROJECTS + f"P-0;Rätt;Elin Wikström;1;2026-09-01;;Länsverket 1\n{row}\n"
    answer = send(as_("elin"), "import_projects", content)
    assert status(answer) == 422
    assert [wrong.line for wrong in answer.context["wrong"]] == [3]  # type: ignore[attr-defined]
    with everywhere():
        assert not Project.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_last_years_files_of_a_project_are_known_and_undo_nothing(cast: Cast, as_: Browser, kind: str) -> None:
    project, browser, system = a_project(cast, {cast.member: 2, cast.other: 1}), as_("elin"), a_service("Journalen", "business")
    with everywhere() as samdrift:
        milestone = add_milestone(project, "Provdrift", due_on=date(2026, 10, 1), by=samdrift, at=AT)
        MaintenancePlan.objects.create(service=system, year=2026, answers=cast.employee("elin"), budget_minor=5_00)
    last_year = {name: browser.get(reverse(f"{name}_table", args=[kind])).content for name in ("projects", "milestones", "plans")}
    changed(project, {cast.other: 1})
    with everywhere() as samdrift:
        moved = move_milestone(milestone, date(2026, 12, 1), "Leverantören är sen", by=samdrift, at=AT)
        reach_milestone(moved, by=samdrift, at=AT)
        end_project(project, by=samdrift, at=IN_NOVEMBER)
    now = {name: browser.get(reverse(f"{name}_table", args=[kind])).content for name in ("projects", "milestones", "plans")}
    assert now["projects"] != last_year["projects"]
    for tables in (last_year, now):
        for name, content in tables.items():
            assert status(send(browser, f"import_{name}", content, f"fil.{kind}")) == 302
    with everywhere():
        project.refresh_from_db()
        assert project.ended_on == date(2026, 11, 5)
        assert (Project.objects.count(), Funding.objects.count(), Milestone.objects.count(), MaintenancePlan.objects.count()) == (
            1,
            3,
            2,
            1,
        )


def test_a_project_that_a_file_says_otherwise_of_stays_as_it_is(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    hours(cast, project, 60)
    row = PROJECTS + f"{project.code};{project.title};Elin Wikström;%s;2026-09-01;%s;%s\n"
    both = "Länsverket 1, Havsverket 1"
    for wrong in [("80 000", "", both), ("90 000", "", "Länsverket 5, Havsverket 1"), ("90 000", "2026-10-01", both)]:
        assert status(send(as_("elin"), "import_projects", row % wrong)) == 422  # the last: there are hours after that day
    assert status(send(as_("elin"), "import_projects", row % ("90 000", "2026-10-20", both))) == 302
    with everywhere():
        assert Project.objects.get().ended_on == date(2026, 10, 20)


def test_milestones_from_a_file_are_set_reached_and_never_moved(cast: Cast, as_: Browser) -> None:
    code, today = a_project(cast).code, timezone.localdate()
    content = MILESTONES + f"{code};Provdrift;Pilot;2026-10-01;\n{code};Drift;;2026-12-01;\n"
    for _time in range(2):
        assert status(send(as_("elin"), "import_milestones", content)) == 302
    other = a_project(cast, manager=cast.employee("ulla")).code
    assert status(send(as_("elin"), "import_milestones", MILESTONES + f"{other};Ny;;2026-10-01;\n")) == 422  # another manager's
    for wrong in (
        f"{code};Provdrift;;2026-11-01;",
        f"{code};Provdrift;;2026-10-01;{today + timedelta(1)}",
        "P-X;Ny;;2026-10-01;",
        f"{code};;;2026-10-01;",
        f"2026-10-01;{code};;Ny;",
    ):
        assert status(send(as_("elin"), "import_milestones", MILESTONES + f"{code};Nytt;;2027-01-01;\n{wrong}\n")) == 422
    reached = content.replace("2026-10-01;", "2026-10-01;2026-10-02")
    assert status(send(as_("elin"), "import_milestones", reached)) == 302
    assert status(send(as_("elin"), "import_milestones", content)) == 302  # that it says nothing of the day takes nothing back
    assert status(send(as_("elin"), "import_milestones", reached.replace("10-02", "10-03"))) == 422
    with everywhere():
        assert list(Milestone.objects.values_list("name", "reached_on")) == [("Provdrift", date(2026, 10, 2)), ("Drift", None)]


def test_maintenance_plans_from_a_file_add_what_is_new_and_change_nothing(cast: Cast, as_: Browser) -> None:
    a_service("Journalen", "business")
    a_service("E-post", "basic")
    content = PLANS + "journalen;2025;Elin Wikström;1 000;Uppgradera\nJournalen;2026;Ulla Wikström;2 000;\n"
    for _time in range(2):
        assert status(send(as_("karin"), "import_plans", content)) == 302
    for wrong in (
        "Journalen;2026;Ulla Wikström;3 000;",
        "E-post;2026;Ulla Wikström;3 000;",
        "Journalen;1999;Ulla Wikström;3 000;",
        "Journalen;2027;Ulla Wikström;0;",
        "Journalen;2027;Okänd;1;",
    ):
        assert status(send(as_("karin"), "import_plans", PLANS + f"Journalen;2028;Elin Wikström;1;\n{wrong}\n")) == 422
    with everywhere():
        assert list(MaintenancePlan.objects.values_list("year", "budget_minor")) == [(2026, 200_000), (2025, 100_000)]
