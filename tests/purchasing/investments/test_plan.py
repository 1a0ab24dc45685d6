"""The straight line, to the öre: whatever the cost, the life and the disposal, the months come to the cost exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.period import Month
from samdrift.run.purchasing.investments_plan import Plan, month_after, months_between, shares_of

MONTHS = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    starts, life = draw(MONTHS), draw(st.integers(1, 600))
    disposed = draw(st.none() | st.integers(0, 700).map(lambda after: month_after(starts, after)))
    return Plan(draw(st.integers(1, 10**15)), starts, life, disposed)


@given(plans())
def test_the_months_of_any_plan_come_to_its_cost_and_leave_nothing(plan: Plan) -> None:
    months = plan.months()
    assert sum(one.cost_minor for one in months) == plan.amount_minor
    assert [one.left_minor for one in months][-1] == 0
    assert months[-1].month == plan.ends


@given(plans())
def test_parts_differ_by_one_ore_at_most_and_the_larger_come_first(plan: Plan) -> None:
    parts = plan.parts
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


@given(plans(), st.integers(-20, 700))
def test_a_month_asked_for_alone_is_as_it_stands_in_the_list(plan: Plan, after: int) -> None:
    month = month_after(plan.starts, after)
    listed = {one.month: one for one in plan.months()}
    assert plan.of(month) == listed.get(month)
    taken = sum(one.cost_minor for one in plan.months() if one.month <= month)
    assert plan.left_after(month) == plan.amount_minor - taken


@given(MONTHS, st.integers(-300, 300))
def test_months_are_counted_as_they_are_gone_through(first: Month, after: int) -> None:
    assert months_between(first, month_after(first, after)) == after


@given(st.integers(1, 10**12), st.dictionaries(st.integers(1, 10**6), st.integers(0, 10**6), max_size=30))
def test_the_shares_of_a_month_come_to_the_month(amount: int, counts: dict[int, int]) -> None:
    shares = shares_of(amount, counts)
    assert sum(shares.values()) == (amount if any(counts.values()) else 0)


def test_a_thousand_kronor_over_three_months() -> None:
    plan = Plan(100_000, Month(2026, 9), 3)
    assert [(str(one.month), one.amount_minor, one.left_minor) for one in plan.months()] == [
        ("2026-09", 33_334, 66_666),
        ("2026-10", 33_333, 33_333),
        ("2026-11", 33_333, 0),
    ]


def test_a_disposal_moves_the_rest_into_its_month() -> None:
    plan = Plan(100_000, Month(2026, 9), 3, Month(2026, 10))
    assert [(one.amount_minor, one.rest_minor, one.left_minor) for one in plan.months()] == [(33_334, 0, 66_666), (33_333, 33_333, 0)]
    assert plan.of(Month(2026, 11)) is None
    assert plan.left_after(Month(2026, 8)) == 100_000
