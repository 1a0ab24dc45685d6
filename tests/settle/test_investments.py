"""From an investment to the bill: each month's part entered once, split by the investment's own key, and explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.settle.actions import CodeOfAnInvestment, CostDoesNotFit, Entered, NoInvestmentHasAPool, take_investment_costs
from samdrift.settle.checks import differences
from samdrift.settle.explain import explain_line, line_as_dict
from samdrift.settle.models import AllocationKey, CostEntry, CostPool, SettlementLine
from samdrift.settle.queries import MemberHasNoHeadcount, keys_in_force, keys_of, preview
from tests.builders import Cast, a_headcount, a_member, everywhere
from tests.purchasing.investments.builders import SEPTEMBER, an_investment, disposed
from tests.settle.builders import (
    HEADER,
    IN_DECEMBER,
    IN_NOVEMBER,
    NOVEMBER,
    OCTOBER,
    a_key,
    a_pool,
    amounts,
    an_economy,
    close,
    correct,
    costs,
    send,
)


def take(cast: Cast, month: Month = OCTOBER, at: datetime = IN_NOVEMBER) -> Entered:
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        return take_investment_costs(cast.unit, month, by=ulla, at=at)


def entered() -> list[tuple[str, int, str]]:
    with everywhere():
        rows = CostEntry.objects.filter(investment__isnull=False).order_by("month", "voucher")
        return [(row.voucher, row.amount_minor, f"{row.month:%Y-%m}") for row in rows]


def test_each_months_part_is_entered_once_and_the_plan_comes_out_even(cast: Cast) -> None:
    an_economy(cast)
    one = an_investment(cast)
    assert take(cast, SEPTEMBER) == Entered(1, 0)
    assert take(cast, SEPTEMBER) == Entered(0, 1)
    assert take(cast, OCTOBER) == Entered(1, 0)
    assert take(cast, NOVEMBER, IN_DECEMBER) == Entered(1, 0)
    assert entered() == [
        (f"INV-{one.pk}-2026-09", 33_334, "2026-09"),
        (f"INV-{one.pk}-2026-10", 33_333, "2026-10"),
        (f"INV-{one.pk}-2026-11", 33_333, "2026-11"),
    ]
    with pytest.raises(NoInvestmentHasAPool):
        take(cast, Month(2026, 12), datetime(2027, 1, 5, 9, 0, tzinfo=UTC))


def test_the_bill_splits_it_by_its_own_key_beside_the_services_own_costs(cast: Cast) -> None:
    """The desk is split by equal shares, the investment in it by fixed ones, and another by employees for one member alone."""
    an_economy(cast)
    fixed = an_investment(cast, key="fixed", shares={cast.member: 3, cast.other: 1})
    alone = an_investment(cast, "Skrivare", number="IT-2026-32", key="headcount", shares={cast.member: None})
    take(cast)
    costs(cast, HEADER + "V-3;2026-10-28;DESK;300,00;Löner;\n")
    settlement = send(cast)
    assert amounts(settlement) == {
        (cast.member.name, "DESK usual"): 15_000,
        (cast.other.name, "DESK usual"): 15_000,
        (cast.member.name, f"INV-{fixed.pk} usual"): 25_000,
        (cast.other.name, f"INV-{fixed.pk} usual"): 8_333,
        (cast.member.name, f"INV-{alone.pk} usual"): 33_333,
    }
    close(cast)
    with everywhere():
        assert differences() == []


def test_the_line_says_decision_plan_and_key(cast: Cast) -> None:
    an_economy(cast)
    one = an_investment(cast, key="fixed", shares={cast.member: 3, cast.other: 1})
    take(cast)
    settlement = send(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("pool__key", "settlement").get(settlement=settlement, owner=cast.member)
        share, key, plan = explain_line(line)
        assert (share.facts["count"], share.facts["total_count"], share.facts["amount_minor"]) == (3, 4, 25_000)
        assert (key.facts["decision"], key.facts["investment"], key.facts["members"]) == ("IT-2026-31", one.pk, 2)
        assert (plan.facts["investment_minor"], plan.facts["life_months"], plan.facts["month_number"]) == (100_000, 3, 2)
        assert line_as_dict(line)["why"][2]["part_minor"] == 33_333


def test_the_services_own_key_stays_what_it_was(cast: Cast) -> None:
    economy = an_economy(cast)
    an_investment(cast, key="fixed", shares={cast.member: 3, cast.other: 1})
    an_investment(cast, "Skrivare", number="IT-2026-32")
    take(cast)
    with everywhere():
        assert AllocationKey.objects.filter(investment__isnull=False).count() == 2
        assert keys_in_force(on=date(2026, 10, 1))[economy.desk.pk].investment is None
        assert [key.kind for key in keys_of(economy.desk)] == ["equal"]


def test_a_disposal_enters_the_rest_once_and_nothing_after(cast: Cast) -> None:
    an_economy(cast)
    one = an_investment(cast, life=6)
    take(cast, SEPTEMBER)
    take(cast)  # the ordinary part is there before anybody knows
    disposed(one, date(2026, 10, 20))
    assert take(cast) == Entered(1, 1)
    assert take(cast) == Entered(0, 2)
    with pytest.raises(NoInvestmentHasAPool):
        take(cast, NOVEMBER, IN_DECEMBER)
    assert entered()[-1] == (f"INV-{one.pk}-2026-10-R", 66_666, "2026-10")
    assert sum(amount for _voucher, amount, _month in entered()) == 100_000
    settlement = send(cast, SEPTEMBER)
    close(cast, SEPTEMBER)
    settlement = send(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("pool__key", "settlement").get(settlement=settlement, owner=cast.member)
        plan = explain_line(line)[2]
    assert plan.facts["rest_minor"] == 66_666
    assert "Brunnen" in " ".join(plan.words)


def test_a_disposal_that_is_told_late_leaves_out_what_was_entered_since(cast: Cast) -> None:
    an_economy(cast)
    one = an_investment(cast, life=6)
    for month, at in ((SEPTEMBER, IN_NOVEMBER), (OCTOBER, IN_NOVEMBER), (NOVEMBER, IN_DECEMBER)):
        take(cast, month, at)
    disposed(one, date(2026, 9, 30))
    assert take(cast, SEPTEMBER, IN_DECEMBER) == Entered(1, 1)
    assert sum(amount for _voucher, amount, _month in entered()) == 100_000


def test_an_investment_that_is_charged_for_more_than_it_cost_is_told_by_the_check(cast: Cast) -> None:
    economy = an_economy(cast)
    one = an_investment(cast)
    take(cast)
    facts = {"voucher": "X", "booked_on": date(2026, 10, 1), "month": date(2026, 10, 1), "entered_at": IN_NOVEMBER}
    with everywhere():
        assert differences() == []
        pool = CostPool.objects.get(service=economy.desk)
        CostEntry.objects.create(owner=cast.unit, pool=pool, investment=one, amount_minor=66_668, **facts)
        assert differences() == ["investment IT-2026-31: 100001 öre are entered of the 100000 that it cost"]


def test_a_part_of_a_closed_month_comes_late(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, HEADER + "V-3;2026-10-28;DESK;300,00;Löner;\n")
    send(cast)
    close(cast)
    one = an_investment(cast)
    take(cast)
    take(cast, NOVEMBER, IN_DECEMBER)
    settlement = send(cast, NOVEMBER, IN_DECEMBER)
    assert amounts(settlement)[cast.member.name, f"INV-{one.pk} late"] == 16_667
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        assert differences() == []


def test_a_wrong_count_of_an_investment_is_corrected_like_any_other(cast: Cast) -> None:
    an_economy(cast)
    one = an_investment(cast, key="headcount")
    take(cast)
    settlement = send(cast)
    close(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("settlement__unit", "pool").get(settlement=settlement, owner=cast.member)
    correct(cast, line, 1, IN_DECEMBER)
    take(cast, NOVEMBER, IN_DECEMBER)
    found = amounts(send(cast, NOVEMBER, IN_DECEMBER))
    code = f"INV-{one.pk} correction"
    assert found[cast.member.name, code] + found[cast.other.name, code] == 0
    with everywhere():
        assert differences() == []
        corrected = SettlementLine.objects.select_related("pool__key", "settlement").get(corrects=line)
        assert [step.kind for step in explain_line(corrected)] == ["correction", "key", "costs"]


def test_a_credit_of_an_investments_cost_goes_to_those_who_share_it(cast: Cast) -> None:
    an_economy(cast)
    one = an_investment(cast, key="fixed", shares={cast.member: 1})
    take(cast)
    credit = HEADER + f"K-1;2026-10-30;DESK;-100,00;Rabatt;INV-{one.pk}-2026-10\n"
    assert costs(cast, credit) == Entered(1, 0)
    assert costs(cast, credit) == Entered(0, 1)
    assert amounts(send(cast)) == {(cast.member.name, f"INV-{one.pk} usual"): 23_333}


def test_a_missing_head_count_stops_the_month_in_words(cast: Cast) -> None:
    an_economy(cast)
    newcomer = a_member("Nykomlingen")
    an_investment(cast, key="headcount", shares={cast.member: None, newcomer: None})
    take(cast)
    with everywhere():
        stops = preview(cast.unit, OCTOBER).stops
    assert [type(stop) for stop in stops] == [MemberHasNoHeadcount]
    assert "Nykomlingen" in str(stops[0])
    a_headcount(newcomer, 5)
    with everywhere():
        assert preview(cast.unit, OCTOBER).stops == ()


def test_refuses_what_has_no_pool_or_is_typed_by_hand(cast: Cast) -> None:
    one = an_investment(cast)
    with pytest.raises(NoInvestmentHasAPool):
        take(cast)
    with pytest.raises(CodeOfAnInvestment):
        a_pool(cast, f"INV-{one.pk}", cast.desk_service)
    a_pool(cast, "DESK", cast.desk_service)
    a_key(cast, cast.desk_service, "equal")
    costs(cast, HEADER + f"INV-{one.pk}-2026-10;2026-10-01;DESK;333,33;Servrar;\n")
    with pytest.raises(CostDoesNotFit):
        take(cast)
    assert entered() == []


def test_finance_enters_the_parts_and_the_bill_leads_to_the_plan(cast: Cast, as_: Callable[[str], Client]) -> None:
    an_economy(cast)
    one = an_investment(cast)
    ulla = as_("ulla")
    page = reverse("investment_costs_of_month", args=[OCTOBER])
    assert "333,33" in ulla.get(page).content.decode()
    assert ulla.post(page).status_code == 302
    assert page in ulla.get(reverse("settlement_month", args=[OCTOBER])).content.decode()
    settlement = send(cast)
    carin = as_("carin")
    bill = carin.get(reverse("bill", args=[settlement.pk, cast.member.pk]), {"row": "all"}).content.decode()
    assert f"{reverse('investment', args=[one.pk])}#plan" in bill
    assert f"{reverse('investment', args=[one.pk])}#members" in bill
    assert "IT-2026-31" in bill
