"""From a project's hours to the bill: each month entered once, split by the project's key, and explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from samdrift.settle.actions import CodeOfAProject, CostDoesNotFit, Entered, NoProjectCanBeEntered
from samdrift.settle.checks import differences
from samdrift.settle.explain import explain_line, hours_text, line_as_dict
from samdrift.settle.models import CostEntry, CostPool, SettlementLine
from samdrift.settle.queries import NobodyPaysProject, ProjectKeyIsNew, keys_in_force, keys_of, preview
from samdrift.settle.queries.drivers import project_drivers
from samdrift.settle.queries.maintenance import plans_with_spent
from tests.builders import Cast, everywhere
from tests.projects.builders import a_project, a_rate, changed, hours
from tests.settle.builders import (
    HEADER,
    IN_DECEMBER,
    IN_NOVEMBER,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    a_pool,
    amounts,
    an_economy,
    close,
    costs,
    send,
)
from tests.settle.project_builders import a_pooled_project, an_unpaid_project, entered, pooled, take

IN_SEPTEMBER = date(2026, 9, 14)


def test_each_months_hours_are_entered_once(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    hours(cast, project, 61, week=IN_SEPTEMBER)
    assert take(cast) == Entered(1, 0)
    assert take(cast) == Entered(0, 1)
    assert take(cast, SEPTEMBER) == Entered(1, 0)
    assert entered() == [(f"PRJ-{project.code}-2026-10", 1_000_00, "2026-10"), (f"PRJ-{project.code}-2026-09", 101_67, "2026-09")]
    with pytest.raises(NoProjectCanBeEntered):
        take(cast, NOVEMBER, IN_DECEMBER)


def test_the_bill_splits_it_by_the_projects_weights_beside_the_services_own_costs(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    costs(cast, HEADER + "V-3;2026-10-28;DESK;300,00;Löner;\n")
    settlement = send(cast)
    assert amounts(settlement) == {
        (cast.member.name, "DESK usual"): 150_00,
        (cast.other.name, "DESK usual"): 150_00,
        (cast.member.name, f"PRJ-{project.pk} usual"): 666_67,
        (cast.other.name, f"PRJ-{project.pk} usual"): 333_33,
    }
    close(cast)
    with everywhere():
        assert differences() == []
        assert keys_in_force(on=date(2026, 10, 1))[cast.desk_service.pk].project is None
        assert [key.kind for key in keys_of(cast.desk_service)] == ["equal"]


def test_the_line_says_key_decision_hours_and_rate(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast, 450)
    take(cast)
    settlement = send(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("pool__key", "settlement").get(settlement=settlement, owner=cast.member)
        share, key, worked = explain_line(line)
        assert line.pool.name == project.title
        assert (share.facts["count"], share.facts["total_count"], share.facts["amount_minor"]) == (2, 3, 500_00)
        assert (key.facts["project"], key.facts["decision"], key.facts["from"]) == (project.code, "Dnr 100-2026", "2026-09")
        assert worked.facts["hours"] == [{"minutes": 450, "hour_minor": 100_00, "cost_minor": 750_00}]
        with translation.override("en"):
            assert "7.5 h × SEK 100.00 = SEK 750.00" in explain_line(line)[2].words[0].replace("\xa0", " ")
        assert line_as_dict(line)["why"][2]["costs"][0]["voucher"] == f"PRJ-{project.code}-2026-10"


def test_hours_are_written_so_that_the_product_comes_out() -> None:
    with translation.override("en"):
        assert [hours_text(minutes) for minutes in (60, 450, 459, 61, 0)] == ["1 h", "7.5 h", "7.65 h", "1 h 1 min", "0 h"]


def test_a_key_that_is_decided_after_the_cost_was_entered_stops_the_month_until_it_is_entered_again(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast, 0)
    hours(cast, project, 60, week=date(2026, 11, 2), at=IN_NOVEMBER)
    take(cast, NOVEMBER, IN_NOVEMBER)
    changed(project, {cast.member: 0, cast.other: 1}, at=IN_NOVEMBER)
    with everywhere():
        assert [type(stop) for stop in preview(cast.unit, NOVEMBER).stops] == [ProjectKeyIsNew]
    assert take(cast, NOVEMBER, IN_DECEMBER) == Entered(0, 1)
    settlement = send(cast, NOVEMBER, IN_DECEMBER)
    assert amounts(settlement) == {(cast.other.name, f"PRJ-{project.pk} usual"): 100_00}
    with everywhere():
        line = SettlementLine.objects.select_related("pool__key", "settlement").get(settlement=settlement)
        assert explain_line(line)[1].facts["decision"] == "Dnr 200-2026"
        assert differences() == []


def test_a_new_pool_takes_what_is_entered_from_then_on_and_credits_stay_where_the_cost_was(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    pooled(cast, project, "POST")
    hours(cast, project, 540, at=IN_NOVEMBER)
    take(cast)
    hours(cast, project, 600, at=IN_NOVEMBER + timedelta(hours=1))
    take(cast, at=IN_NOVEMBER + timedelta(hours=1))
    with everywhere():
        rows = CostEntry.objects.order_by("pk").values_list("pool__code", "amount_minor")
        assert list(rows) == [("DESK", 1_000_00), ("DESK", -100_00), ("POST", 100_00)]
    assert sum(amounts(send(cast)).values()) == 1_000_00


def test_what_a_project_costs_is_not_spent_of_the_systems_maintenance(cast: Cast) -> None:
    an_economy(cast)
    a_pooled_project(cast)
    take(cast)
    with everywhere():
        assert [row.spent_minor for row in plans_with_spent(cast.unit, 2026)] in ([], [0])


def test_refuses_what_has_no_rate_no_pool_or_nobody_who_pays_and_says_which(cast: Cast, as_: Callable[[str], Client]) -> None:
    an_economy(cast)
    project = a_project(cast)
    hours(cast, project, 600)
    page = reverse("project_costs_of_month", args=[OCTOBER])
    ulla = as_("ulla")
    ulla.cookies["django_language"] = "en"
    for words, way_on in (("No rate", a_rate), ("No pool", lambda: pooled(cast, project))):
        assert words in ulla.get(page).content.decode()
        assert ulla.post(page).status_code == 409
        way_on()
    unpaid = an_unpaid_project(cast)
    hours(cast, unpaid, 60)
    pooled(cast, unpaid)
    assert "Nobody pays" in ulla.get(page).content.decode()
    assert ulla.post(page).status_code == 302
    assert [voucher for voucher, _amount, _month in entered()] == [f"PRJ-{project.code}-2026-10"]


def test_a_project_that_nobody_pays_is_left_out_of_the_drivers_and_stops_the_month(cast: Cast) -> None:
    unpaid = an_unpaid_project(cast)
    with everywhere():
        drivers, stops = project_drivers([unpaid.pk], OCTOBER)
    assert drivers == {}
    assert [type(stop) for stop in stops] == [NobodyPaysProject]
    assert "Ingen betalar" in str(stops[0])


def test_refuses_a_voucher_or_a_pool_that_is_called_like_a_project(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    with pytest.raises(CodeOfAProject):
        a_pool(cast, f"prj-{project.pk}", cast.desk_service)
    costs(cast, HEADER + f"PRJ-{project.code}-2026-10;2026-10-01;DESK;333,33;Timmar;\n")
    with pytest.raises(CostDoesNotFit):
        take(cast)
    assert entered() == []


def test_finance_chooses_a_pool_enters_the_projects_and_the_bill_leads_to_the_hours(cast: Cast, as_: Callable[[str], Client]) -> None:
    an_economy(cast)
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    a_rate(100_00)
    hours(cast, project, 600, who="ulla")
    ulla, page = as_("ulla"), reverse("project_costs_of_month", args=[OCTOBER])
    with everywhere():
        pool = CostPool.objects.get(code="DESK")
    choose = reverse("choose_project_pool", args=[project.pk])
    assert choose in ulla.get(page).content.decode()
    assert ulla.post(choose, {"pool": "999999"}).status_code == 422
    assert ulla.post(choose, {"pool": pool.pk}).status_code == 302
    shown = ulla.get(page).content.decode()
    assert "1 000,00" in shown.replace("\xa0", " ").replace("\u202f", " ")
    assert ulla.post(page).status_code == 302
    assert page in ulla.get(reverse("settlement_month", args=[OCTOBER])).content.decode()
    settlement = send(cast)
    bill = as_("carin").get(reverse("bill", args=[settlement.pk, cast.member.pk]), {"row": "all"}).content.decode()
    assert f"{reverse('project', args=[project.pk])}#money" in bill
    assert f"{reverse('project', args=[project.pk])}#payers" in bill
    assert "Dnr 100-2026" in bill
    assert "Ulla Wikström" not in bill + shown.split("<main", 1)[1]
    assert as_("elin").get(page).status_code == 403


def test_the_page_costs_as_many_queries_for_30_projects_as_for_3(cast: Cast, as_: Callable[[str], Client]) -> None:
    an_economy(cast)
    ulla, counts = as_("ulla"), []
    for number in (3, 27):
        for _one in range(number):
            a_pooled_project(cast)
        with CaptureQueriesContext(connection) as queries:
            assert ulla.get(reverse("project_costs_of_month", args=[OCTOBER])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
