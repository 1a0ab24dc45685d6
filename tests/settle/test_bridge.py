"""What made the difference between two bills, to the öre."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samdrift.settle.bridge import Billed, Cause, Change, changes_between, picture_of

LINE = Billed("POST", 1, False, 100_00, 3, 4, 75_00)


@st.composite
def bills(draw: st.DrawFn) -> list[Billed]:
    codes = draw(st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=5))
    amount = st.integers(-(10**9), 10**9)
    lines = [
        Billed(
            code,
            draw(st.integers(1, 2)),
            draw(st.booleans()),
            draw(amount),
            draw(st.integers(0, 9)),
            draw(st.integers(9, 20)),
            draw(amount),
        )
        for code in codes
    ]
    others = st.lists(st.tuples(st.sampled_from([Cause.LATE, Cause.CORRECTION]), amount), max_size=3)
    return lines + [Billed("X", 1, False, 0, 1, 1, amount, cause) for cause, amount in draw(others)]


@given(bills(), bills())
def test_the_changes_sum_to_the_difference_exactly(before: list[Billed], after: list[Billed]) -> None:
    changes = changes_between(before, after)
    difference = sum(line.amount_minor for line in after) - sum(line.amount_minor for line in before)
    assert sum(change.amount_minor for change in changes) == difference
    assert all(change.amount_minor for change in changes)


def test_a_dearer_pool_and_a_higher_count_are_told_apart() -> None:
    after = Billed("POST", 1, False, 120_00, 4, 5, 96_00)
    assert changes_between([LINE], [after]) == [Change(Cause.COUNT, 5_00), Change(Cause.COST, 16_00)]


def test_a_new_service_another_key_late_costs_and_corrections_have_their_own_names() -> None:
    after = [
        Billed("POST", 2, True, 100_00, 1, 2, 50_00),
        Billed("KART", 3, False, 10_00, 1, 1, 10_00),
        Billed("POST", 2, True, 8_00, 1, 2, 4_00, Cause.LATE),
        Billed("POST", 1, False, 100_00, 2, 4, -1_00, Cause.CORRECTION),
    ]
    assert {change.cause: change.amount_minor for change in changes_between([LINE], after)} == {
        Cause.UPTAKE: 10_00,
        Cause.KEY: -25_00,
        Cause.LATE: 4_00,
        Cause.CORRECTION: -1_00,
    }


def test_equal_shares_change_with_the_number_of_members() -> None:
    before, after = Billed("A", 1, True, 90_00, 1, 3, 30_00), Billed("A", 1, True, 90_00, 1, 2, 45_00)
    assert changes_between([before], [after]) == [Change(Cause.MEMBERS, 15_00)]


@given(st.integers(-(10**10), 10**10), st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=7))
def test_every_bar_stands_within_the_picture_and_begins_where_the_last_ended(first: int, amounts: list[int]) -> None:
    picture = picture_of(first, amounts)
    assert len(picture.bars) == len(amounts) + 2
    for bar in picture.bars:
        assert -1e-9 <= bar.starts <= bar.starts + bar.width <= 1 + 1e-9
    for one, other in zip(picture.bars[:-1], picture.bars[1:], strict=True):
        assert min(abs(other.starts - one.ends), abs(other.starts + other.width - one.ends)) < 1e-9


def test_small_changes_beside_large_totals_cut_the_axis_at_a_round_sum_and_large_ones_do_not() -> None:
    assert picture_of(322_412_00, [23_633_20]).cut_minor == 310_000_00
    assert picture_of(100_00, [80_00]).cut_minor is None
