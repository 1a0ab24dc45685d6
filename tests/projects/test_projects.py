"""Projects through their doors: money from hours and rates, who pays which part, who may write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.run.projects.actions.projects import NobodyPays, PayerDoesNotWantIt
from samdrift.run.projects.models import Forecast, Milestone, ProjectMonth, TimeEntry
from samdrift.run.projects.queries.checks import differences
from samdrift.run.projects.queries.projects import project_costs
from samdrift.run.projects.queries.report import projects_as_dict, projects_as_text
from samdrift.run.projects.weeks import month_of
from tests.builders import Cast, a_member, everywhere
from tests.projects.builders import AT, WEEK, a_project, a_rate, hours

Browser = Callable[[str], Client]


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert month_of(date(2026, 9, 28)) == Month(2026, 10)
    assert month_of(date(2026, 10, 26)) == Month(2026, 10)
    assert month_of(date(2026, 12, 28)) == Month(2026, 12)


def test_hours_times_the_rate_is_split_among_those_who_pay(cast: Cast) -> None:
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    a_rate(900_00)
    hours(cast, project, 100)
    with everywhere():
        (cost,) = project_costs(Month(2026, 10))
        assert cost.cost.amount_minor == 1_500_00
        assert cost.shares == {cast.member.pk: 1_000_00, cast.other.pk: 500_00}
        assert project_costs(Month(2026, 9)) == []


def test_the_shares_sum_to_the_cost_whatever_is_left_of_a_division(cast: Cast) -> None:
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    a_rate(1_00)
    hours(cast, project, 61)  # 101.67 öre
    with everywhere():
        (cost,) = project_costs(Month(2026, 10))
        assert cost.cost.amount_minor == sum(cost.shares.values()) == 102


def test_hours_entered_again_correct_those_before(cast: Cast) -> None:
    project = a_project(cast)
    hours(cast, project, 600)
    hours(cast, project, 480, at=AT + timedelta(hours=1))
    with everywhere():
        assert TimeEntry.objects.count() == 2
        assert ProjectMonth.objects.get().minutes == 480
        assert differences() == []


def test_a_rate_counts_from_its_month_and_the_one_before_still_for_earlier(cast: Cast) -> None:
    project = a_project(cast)
    a_rate(100_00, Month(2026, 9))
    a_rate(200_00, Month(2026, 10))
    hours(cast, project, 60, week=date(2026, 9, 14))
    hours(cast, project, 60)
    with everywhere():
        assert [project_costs(m)[0].cost.amount_minor for m in (Month(2026, 9), Month(2026, 10))] == [100_00, 200_00]


def test_nobody_is_made_to_pay_for_what_they_did_not_ask_for(cast: Cast) -> None:
    with pytest.raises(PayerDoesNotWantIt):
        a_project(cast, {a_member("Skogsverket"): 1})
    with pytest.raises(NobodyPays):
        a_project(cast, {})


def test_only_its_manager_and_the_director_write_in_a_project(cast: Cast, as_: Browser) -> None:
    project = a_project(cast, manager=cast.employee("karin"))
    typed = {"name": "Provdrift", "due_on": "2026-12-01"}
    assert as_("elin").post(reverse("add_milestone", args=[project.pk]), typed).status_code == 403
    assert as_("karin").post(reverse("add_milestone", args=[project.pk]), typed).status_code == 302
    with everywhere():
        milestone = Milestone.objects.get()
    assert as_("elin").post(reverse("reach_milestone", args=[milestone.pk])).status_code == 403
    assert as_("karin").post(reverse("reach_milestone", args=[milestone.pk])).status_code == 302
    assert as_("karin").post(reverse("reach_milestone", args=[milestone.pk])).status_code == 409


def test_a_forecast_above_the_budget_shows(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    address = reverse("say_forecast", args=[project.pk])
    assert as_("elin").post(address, {"amount_minor": "-1", "reason": "x"}).status_code == 422
    assert as_("elin").post(address, {"amount_minor": "91 000", "reason": "Dyrare test"}).status_code == 302
    with everywhere():
        assert Forecast.objects.get().amount_minor == 91_000_00
    browser = as_("anna")
    browser.cookies["django_language"] = "en"
    assert "over its budget" in browser.get(reverse("projects")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"hours": "169"}, 422),
        ({"hours": "-1"}, 422),
        ({"hours": "NaN"}, 422),
        ({"hours": "1e999"}, 422),
        ({"week": "2100-01-01"}, 422),
        ({"week": "2026-08-03"}, 409),
    ],
)
def test_hours_that_cannot_be_are_refused(cast: Cast, as_: Browser, wrong: dict[str, str], status: int) -> None:
    project = a_project(cast)
    typed = {"employee": str(cast.employee("elin").pk), "week": "2026-10-14", "hours": "7,5"}
    address = reverse("enter_hours", args=[project.pk])
    assert as_("elin").post(address, typed | wrong).status_code == status
    assert as_("elin").post(address, typed).status_code == 302
    assert as_("elin").post(address, typed).status_code == 409  # the same again
    with everywhere():
        assert (TimeEntry.objects.get().minutes, TimeEntry.objects.get().week) == (450, WEEK)


def test_one_enters_hours_for_oneself_ones_people_and_ones_project_only(cast: Cast, as_: Browser) -> None:
    project = a_project(cast, manager=cast.employee("karin"))
    typed = {"employee": str(cast.employee("ulla").pk), "week": "2026-10-14", "hours": "4"}
    assert as_("elin").post(reverse("enter_hours", args=[project.pk]), typed).status_code == 403


def test_an_ended_project_takes_no_later_hours(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    assert as_("elin").post(reverse("end_project", args=[project.pk])).status_code == 302
    assert as_("elin").post(reverse("end_project", args=[project.pk])).status_code == 409


def test_whose_hours_they_are_is_not_told_to_members(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    a_rate()
    hours(cast, project, 600, who="ulla")
    address = reverse("project", args=[project.pk])
    assert "Ulla Wikström" in as_("elin").get(address).content.decode()
    for who in ("carin", "hedda"):
        assert "Ulla Wikström" not in as_(who).get(address).content.decode()
    with inside(cast.actor("carin").walls):
        assert not TimeEntry.objects.exists()
        assert ProjectMonth.objects.get().minutes == 600


def test_a_rate_of_nothing_is_refused(as_: Browser) -> None:
    typed = {"from_month": "2026-10", "hour_minor": "0", "decided_on": "2026-10-01", "decided_by": "Rådet"}
    assert as_("ulla").post(reverse("decide_rate"), typed).status_code == 422
    assert as_("ulla").post(reverse("decide_rate"), typed | {"hour_minor": "900", "from_month": "2026-13"}).status_code == 422
    assert as_("ulla").post(reverse("decide_rate"), typed | {"hour_minor": "900"}).status_code == 302


def test_the_list_costs_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    browser, counts = as_("carin"), []
    for number in (3, 27):
        for _one in range(number):
            hours(cast, a_project(cast), 60)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("projects")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_report_tells_what_each_payer_pays(cast: Cast) -> None:
    with everywhere():
        assert projects_as_text(projects_as_dict())
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    a_rate(900_00)
    hours(cast, project, 100)
    with everywhere():
        (told,) = projects_as_dict()["projects"]
        assert (told["code"], told["minutes"], told["outcome_minor"], told["forecast_minor"]) == (project.code, 100, 1_500_00, None)
        assert sorted(payer["amount_minor"] for payer in told["payers"]) == [500_00, 1_000_00]
        assert project.code in projects_as_text(projects_as_dict())
