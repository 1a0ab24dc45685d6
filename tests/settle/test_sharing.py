"""Whatever the costs, counts and corrections, nothing is lost or made, and the order in which rows were read plays no part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.sharing import split
from samdrift.settle.sharing import AllDriversZero, Correction, Cost, Driver, Pool, by_member, share_again, share_month, share_pool

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MEMBERS = st.integers(1, 40)
COUNTS = st.dictionaries(MEMBERS, st.integers(0, 2_000), min_size=1, max_size=25).filter(lambda counts: any(counts.values()))
AMOUNTS = st.integers(-(10**12), 10**12).filter(bool)


@st.composite
def costs(draw: st.DrawFn) -> tuple[Cost, ...]:
    vouchers = draw(st.lists(st.text("VX-0123456789", min_size=1, max_size=8), min_size=1, max_size=12, unique=True))
    return tuple(Cost(voucher, OCTOBER, draw(st.sampled_from([SEPTEMBER, OCTOBER])), draw(AMOUNTS)) for voucher in vouchers)


@st.composite
def months(draw: st.DrawFn) -> tuple[list[Pool], dict[int, Driver]]:
    codes = draw(st.lists(st.text("ABCDE", min_size=1, max_size=4), min_size=1, max_size=5, unique=True))
    drivers = {service: Driver(service, draw(COUNTS)) for service in range(1, 4)}
    return [Pool(code, code, "", draw(st.integers(1, 3)), draw(costs())) for code in codes], drivers


@given(months())
def test_lines_sum_to_the_costs_exactly_for_any_costs_credits_and_counts(month: tuple[list[Pool], dict[int, Driver]]) -> None:
    pools, drivers = month
    preview = share_month(OCTOBER, pools, drivers)
    assert not preview.stops
    entered = sum(cost.amount_minor for pool in pools for cost in pool.costs)
    assert sum(by_member(preview.pools).values()) == preview.total_minor == entered
    for pool in preview.pools:
        assert sum(line.amount_minor for line in pool.lines) == pool.amount_minor == sum(cost.amount_minor for cost in pool.costs)
        for line in pool.lines:
            exact = pool.amount_minor * line.count / pool.total_count
            assert abs(line.amount_minor - exact) < 1 + abs(exact) * 1e-12
            assert abs(line.moved_ppm) <= 1_000_000


@given(months(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_changes_no_line(month: tuple[list[Pool], dict[int, Driver]], drawn: Random) -> None:
    pools, drivers = month
    shuffled = []
    for pool in drawn.sample(pools, len(pools)):
        shuffled.append(replace(pool, costs=tuple(drawn.sample(pool.costs, len(pool.costs)))))
    turned = {
        service: Driver(driver.key_id, dict(drawn.sample(list(driver.counts.items()), len(driver.counts))))
        for service, driver in reversed(drivers.items())
    }
    assert share_month(OCTOBER, shuffled, turned).pools == share_month(OCTOBER, pools, drivers).pools


@given(st.data(), COUNTS, AMOUNTS)
def test_corrections_give_every_member_a_line_and_sum_to_zero(data: st.DataObject, counts: dict[int, int], amount: int) -> None:
    pool = Pool("POST", "E-post", "", 1, (Cost("V-1", OCTOBER, OCTOBER, amount),))
    first = share_pool(pool, OCTOBER, pool.costs, Driver(1, counts))
    right = {member: data.draw(st.integers(0, 2_000)) for member in counts}
    if not any(right.values()):
        right[next(iter(right))] = 1
    again = share_again(
        Correction(
            7,
            replace(pool, costs=()),
            1,
            OCTOBER,
            amount,
            right,
            {line.member_id: line.amount_minor for line in first.lines},
            {line.member_id: 100 + line.member_id for line in first.lines},
        )
    )
    assert sum(line.amount_minor for line in again.lines) == 0
    assert [line.corrects for line in again.lines] == [100 + line.member_id for line in first.lines]
    together = [before.amount_minor + after.amount_minor for before, after in zip(first.lines, again.lines, strict=True)]
    assert together == split(amount, [right[member] for member in sorted(right)])


def test_says_how_far_rounding_moved_a_line() -> None:
    shared = share_pool(Pool("A", "A", "", 1, ()), OCTOBER, (Cost("V", OCTOBER, OCTOBER, 100),), Driver(1, {1: 1, 2: 1, 3: 1}))
    assert [(line.amount_minor, line.moved_ppm) for line in shared.lines] == [(34, 666_667), (33, -333_333), (33, -333_333)]


def test_refuses_to_split_by_counts_that_are_all_zero() -> None:
    pool = Pool("A", "Servicedesk", "", 1, (Cost("V", OCTOBER, OCTOBER, 100),))
    with pytest.raises(AllDriversZero, match="Servicedesk"):
        share_pool(pool, OCTOBER, pool.costs, Driver(1, {1: 0, 2: 0}))
    preview = share_month(OCTOBER, [pool], {1: Driver(1, {1: 0})})
    assert preview.pools == ()
    assert [type(stop) for stop in preview.stops] == [AllDriversZero]
