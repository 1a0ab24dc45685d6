"""From a project's hours to the bill: each month entered once, differences by themselves, split by the project's key, and explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.run.projects.models import Project, Proposal, Rate
from samdrift.run.projects.queries.projects import cost_of, month_costs, rates
from samdrift.settle.actions import (
    CodeOfAProject,
    CostDoesNotFit,
    Entered,
    NoProjectCanBeEntered,
    choose_project_pool,
    take_project_costs,
)
from samdrift.settle.actions.projects import rows_of
from samdrift.settle.checks import differences
from samdrift.settle.explain import explain_line, hours_text, line_as_dict
from samdrift.settle.models import CostEntry, CostPool, SettlementLine
from samdrift.settle.queries import NobodyPaysProject, ProjectCharge, ProjectKeyIsNew, keys_in_force, keys_of, preview, project_charges_of
from samdrift.settle.queries.drivers import project_drivers
from samdrift.settle.queries.maintenance import plans_with_spent
from samdrift.settle.queries.projects import HoursEntered
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

IN_SEPTEMBER, IN_OCTOBER = date(2026, 9, 14), date(2026, 10, 12)


def take(cast: Cast, month: Month = OCTOBER, at: datetime = IN_NOVEMBER) -> Entered:
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        return take_project_costs(cast.unit, month, by=ulla, at=at)


def pooled(cast: Cast, project: Project, code: str = "DESK") -> None:
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        choose_project_pool(cast.unit, project, CostPool.objects.get(code=code), by=ulla, at=IN_NOVEMBER)


def a_pooled_project(cast: Cast, minutes: int = 600) -> Project:
    """A project of both members, the first with two parts of three, whose hours of a week in October cost 100.00 each."""
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    with everywhere():
        known = rates()
    if not known:
        a_rate(100_00)
    pooled(cast, project)
    if minutes:
        hours(cast, project, minutes)
    return project


def an_unpaid_project(cast: Cast) -> Project:
    """One such as no action makes."""
    facts = {"proposed_by": cast.member, "cost_minor": 1, "yearly_minor": 0, "proposed_at": IN_NOVEMBER}
    with everywhere():
        proposal = Proposal.objects.create(title="Ingen betalar", **facts)
        facts = {"manager": cast.employee("elin"), "budget_minor": 1, "started_on": date(2026, 9, 1)}
        return Project.objects.create(proposal=proposal, code="INGEN", title=proposal.title, **facts)


def entered() -> list[tuple[str, int, str]]:
    with everywhere():
        rows = CostEntry.objects.filter(project__isnull=False).order_by("entered_at", "pk")
        return [(row.voucher, row.amount_minor, f"{row.month:%Y-%m}") for row in rows]


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


def test_hours_written_after_the_cost_was_entered_are_an_entry_of_their_own(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    hours(cast, project, 300, who="ulla", at=IN_NOVEMBER)
    assert take(cast) == Entered(1, 0)
    assert take(cast) == Entered(0, 1)
    assert entered()[1:] == [(f"PRJ-{project.code}-2026-10-2", 500_00, "2026-10")]
    settlement = send(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("pool__key", "settlement").get(settlement=settlement, owner=cast.member)
        worked = explain_line(line)[2]
    assert [fact["minutes"] for fact in worked.facts["hours"]] == [600, 900]
    assert len(worked.words) == 2


def test_hours_that_were_too_many_are_credited_and_name_what_they_credit(cast: Cast) -> None:
    """600 minutes, then 300 more, then 120 in all: 780 minutes too many go back, the last entry first."""
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    hours(cast, project, 300, who="ulla", at=IN_NOVEMBER)
    take(cast)
    hours(cast, project, 120, at=IN_NOVEMBER)
    hours(cast, project, 0, who="ulla", at=IN_NOVEMBER + timedelta(hours=1))
    assert take(cast) == Entered(2, 0)
    with everywhere():
        back = CostEntry.objects.filter(amount_minor__lt=0).order_by("pk")
        assert [(row.credits.voucher, row.amount_minor) for row in back if row.credits] == [
            (f"PRJ-{project.code}-2026-10-2", -500_00),
            (f"PRJ-{project.code}-2026-10", -800_00),
        ]
        assert differences() == []
    assert sum(amount for _voucher, amount, _month in entered()) == 200_00
    assert sum(amounts(send(cast)).values()) == 200_00


def test_late_hours_of_a_closed_month_come_with_the_next_one_and_so_does_what_was_too_much(cast: Cast) -> None:
    an_economy(cast)
    more, less, new = a_pooled_project(cast), a_pooled_project(cast), a_pooled_project(cast, 0)
    take(cast)
    send(cast)
    close(cast)
    hours(cast, more, 630, at=IN_NOVEMBER)
    hours(cast, less, 570, at=IN_NOVEMBER)
    hours(cast, new, 60, at=IN_NOVEMBER)
    with everywhere():
        late = project_charges_of(cast.unit, NOVEMBER)
        waiting = {charge.project: (charge.month, charge.waiting_minor) for charge in late}
        assert waiting == {more: (OCTOBER, 50_00), less: (OCTOBER, -50_00), new: (OCTOBER, 100_00)}
    assert take(cast, NOVEMBER, IN_DECEMBER) == Entered(3, 0)
    found = amounts(send(cast, NOVEMBER, IN_DECEMBER))
    assert {code: amount for (member, code), amount in found.items() if member == cast.other.name} == {
        f"PRJ-{more.pk} late": 16_67,
        f"PRJ-{less.pk} late": -16_67,
        f"PRJ-{new.pk} late": 33_33,
    }
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        assert differences() == []
        assert project_charges_of(cast.unit, Month(2026, 12)) == []


COSTS_IN_TURN = st.lists(st.tuples(st.integers(0, 10_080), st.integers(1, 300_000), st.booleans()), min_size=1, max_size=12)


@given(COSTS_IN_TURN)
def test_whatever_the_order_of_hours_rates_and_entering_all_entries_come_to_the_cost(steps: list[tuple[int, int, bool]]) -> None:
    """Minutes, rate, and whether finance enters then; at the end it does. A credit takes no more than is left of what it names."""
    left: dict[str, int] = {}
    entered: list[HoursEntered] = []
    for place, (minutes, hour, enters) in enumerate(steps, start=1):
        charge = a_charge(minutes, hour, entered, left)
        if not (enters or place == len(steps)) or not charge.takes:
            continue
        for row in rows_of(charge, date(2026, 11, 9)):
            assert row.voucher not in left
            left[row.voucher] = max(row.amount_minor, 0)
            if row.amount_minor < 0:
                left[row.credits] += row.amount_minor
                assert left[row.credits] >= 0
            entered.append(HoursEntered(row.voucher, row.pool, row.amount_minor, 0))
        again = a_charge(minutes, hour, entered, left)
        assert again.waiting_minor == 0
        assert (again.entered_minor or 0) == again.amount_minor == sum(left.values())


def a_charge(minutes: int, hour: int, entered: list[HoursEntered], left: dict[str, int]) -> ProjectCharge:
    """A project's October with so many minutes, without a database."""
    known = tuple(HoursEntered(one.voucher, one.pool_code, one.amount_minor, left[one.voucher]) for one in entered)
    project, rate, pool = Project(pk=1, code="P-1", title="P"), Rate(hour_minor=hour), CostPool(code="DESK")
    return ProjectCharge(project, OCTOBER, minutes, rate, cost_of(minutes, hour), pool, True, known)


def test_late_hours_in_any_order_come_to_the_cost_and_the_bills_to_the_entries(cast: Cast) -> None:
    """Three projects over two months, entered, sent and closed between corrections, with a key that changes in the second."""
    an_economy(cast)
    draw, projects = Random(9), [a_pooled_project(cast, 0) for _one in range(3)]
    billed = 0
    for round_ in range(4):
        at = IN_NOVEMBER + timedelta(hours=round_)
        for project in projects:
            hours(cast, project, draw.randrange(1, 2_000), week=draw.choice([IN_OCTOBER, date(2026, 11, 2)]), at=at)
        if round_ < 2:
            take(cast, OCTOBER, at)
            billed = sum(amounts(send(cast, OCTOBER, at)).values())
        if round_ == 1:
            close(cast, OCTOBER, at)
            changed(projects[0], {cast.member: 1, cast.other: 6}, at=at)
    take(cast, NOVEMBER, IN_DECEMBER)
    billed += sum(amounts(send(cast, NOVEMBER, IN_DECEMBER)).values())
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        cost = sum(month.amount_minor for month in month_costs())
        assert differences() == []
        assert all(charge.waiting_minor == 0 for month in (OCTOBER, NOVEMBER) for charge in project_charges_of(cast.unit, month))
        late = SettlementLine.objects.filter(pool__code=f"PRJ-{projects[0].pk}", settlement__month=NOVEMBER.starts_on)
        assert {line.pool.total_count for line in late.select_related("pool")} == {7}
        first = SettlementLine.objects.filter(pool__code=f"PRJ-{projects[0].pk}", settlement__month=OCTOBER.starts_on)
        assert {line.pool.total_count for line in first.select_related("pool")} <= {3}
    assert billed == sum(amount for _voucher, amount, _month in entered()) == cost


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


def test_what_somebody_credits_by_hand_stays_credited(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    costs(cast, HEADER + f"K-1;2026-10-30;DESK;-100,00;Rabatt;PRJ-{project.code}-2026-10\n")
    assert take(cast) == Entered(0, 1)
    assert amounts(send(cast)) == {
        (cast.member.name, f"PRJ-{project.pk} usual"): 600_00,
        (cast.other.name, f"PRJ-{project.pk} usual"): 300_00,
    }
    hours(cast, project, 0, at=IN_NOVEMBER)
    assert take(cast) == Entered(1, 0)  # no more is credited than is left
    assert take(cast) == Entered(0, 1)
    assert sum(amount for _voucher, amount, _month in entered()) == 0
    with everywhere():
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
