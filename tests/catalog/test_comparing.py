"""Needs held against what a service runs at: grade by grade, never averaged."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.catalog import coverage
from samdrift.catalog.coverage import NOTHING, Grades, Offer, Standing, Taken, carried_by_others, cheapest, compare, highest, steps

grades = st.builds(Grades, *[st.integers(0, 3)] * 3)
DAY = date(2026, 1, 1)
days = st.integers(0, 12).map(lambda number: DAY + timedelta(days=number))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(coverage).failed == 0


@pytest.mark.parametrize(
    ("required", "runs_at", "anyones", "standing"),
    [
        (Grades(1, 1, 1), Grades(1, 1, 1), Grades(3, 3, 3), Standing.MET),
        (Grades(1, 1, 1), Grades(1, 1, 3), Grades(1, 1, 3), Standing.RIDES),
        (Grades(1, 1, 1), Grades(1, 1, 3), Grades(3, 3, 2), Standing.MORE),
        (Grades(1, 1, 1), Grades(2, 2, 2), Grades(2, 2, 1), Standing.MORE),  # one grade that nobody needs is enough
        (Grades(3, 0, 0), Grades(2, 3, 3), Grades(3, 3, 3), Standing.NOT_MET),  # five too many do not make up for one too few
        (Grades(0, 0, 0), NOTHING, None, Standing.MET),
        (Grades(0, 0, 1), NOTHING, Grades(0, 0, 1), Standing.NOT_MET),
        (None, Grades(1, 1, 1), Grades(3, 3, 3), Standing.NOT_STATED),
        (Grades(1, 1, 1), None, Grades(1, 1, 1), Standing.NOT_STATED),
    ],
)
def test_a_need_is_compared_grade_by_grade(required: Grades, runs_at: Grades, anyones: Grades, standing: Standing) -> None:
    assert compare(required, runs_at, anyones) == standing


@given(st.lists(st.tuples(grades, grades), min_size=1, max_size=6))
def test_whoever_takes_what_they_need_lacks_nothing_and_only_surplus_is_carried_by_nobody(members: list[tuple[Grades, Grades]]) -> None:
    runs_at = highest(taken for _need, taken in members)
    anyones = highest(need for need, _taken in members)
    assert runs_at is not None
    assert anyones is not None
    for need, taken in members:
        standing = compare(need, runs_at, anyones)
        if all(n <= t for n, t in zip(need, taken, strict=True)):
            assert standing != Standing.NOT_MET
        above = [place for place in range(3) if runs_at[place] > need[place]]
        if standing == Standing.RIDES:
            others = [other for other, _taken in members if other is not need]
            assert all(any(other[place] >= runs_at[place] for other in others) for place in above)
        if standing == Standing.MORE:
            assert any(all(other[place] < runs_at[place] for other, _taken in members) for place in above)


@given(
    grades, st.one_of(st.none(), grades), st.lists(grades, max_size=5), st.lists(st.tuples(grades, st.one_of(st.none(), st.integers(0, 9))))
)
def test_the_cheapest_level_closes_the_gap_and_no_cheaper_one_does(
    need: Grades, own: Grades | None, others: list[Grades], on_offer: list[tuple[Grades, int | None]]
) -> None:
    runs_at = highest([own, *others])
    offers = [Offer(number, number, given, cost) for number, (given, cost) in enumerate(on_offer)]
    chosen = cheapest(need, carried_by_others(runs_at, own), offers)
    if chosen is not None:
        after = highest([chosen.grades, *others])
        assert compare(need, after, need) != Standing.NOT_MET
        for offer in offers:
            assert offer.grades is not None
            if offer.cost_minor is not None and all(n <= g for n, g in zip(need, offer.grades, strict=True)):
                assert chosen.cost_minor is not None
                assert chosen.cost_minor <= offer.cost_minor
    else:
        assert not any(all(n <= g for n, g in zip(need, given, strict=True)) for given, _cost in on_offer)


@given(st.lists(st.tuples(days, st.one_of(st.none(), st.integers(1, 8)), grades), max_size=7))
def test_the_steps_say_for_each_day_what_is_taken_then(drawn: list[tuple[date, int | None, Grades]]) -> None:
    taken = [Taken(on, on + timedelta(days=lasts) if lasts else None, given) for on, lasts, given in drawn]
    made = steps(taken)
    assert all(before[1] != after[1] and before[0] < after[0] for before, after in zip([(date.min, None), *made], made, strict=False))
    for number in range(24):
        on = DAY + timedelta(days=number)
        by_hand = highest(span.grades for span in taken if span.from_on <= on and (span.until_on is None or on < span.until_on))
        assert next((step for since, step in reversed(made) if since <= on), None) == by_hand
