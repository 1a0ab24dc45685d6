"""The rule for figures about people: from all that is shown and known, nothing can be computed of one to four of them."""

from __future__ import annotations

import doctest
import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samdrift.team import cover
from samdrift.team.groups import FEWEST, Shown, computable, countable, enough, shown

COLUMNS = ("site", "home", "away")
Counts = dict[int, dict[str, int]]

numbers = st.integers(0, 4) | st.integers(5, 9) | st.just(0)
cells = st.fixed_dictionaries(dict.fromkeys(COLUMNS, numbers))
tables = st.dictionaries(st.integers(1, 4), cells, min_size=1, max_size=4)
weeks_of_tables = st.integers(1, 3).flatmap(
    lambda groups: st.lists(st.fixed_dictionaries(dict.fromkeys(range(groups), cells)), min_size=2, max_size=4)
)


def told(table: Shown) -> list[tuple[set[tuple[int, str]], int]]:
    """Every sum that a reader knows: the sizes of groups, which everybody knows, and what the table shows."""
    groups = list(table.sizes)
    known = [({(group, column) for column in table.columns}, size) for group, size in table.sizes.items()]
    known += [({(group, column)}, number) for group, row in table.rows.items() for column, number in row.items()]
    if table.total is not None:
        known += [({(group, column) for group in groups}, number) for column, number in table.total.items()]
    return known


def computed_of_few(counts: Counts, table: Shown) -> list[tuple[set[tuple[int, str]], int]]:
    """Every set of cells whose sum follows from what is told and is one to four, but for whole groups of which nothing else is known.

    Nobody is fewer than none, so a sum of none tells all of its cells; beyond that a sum follows when it is a combination of those told.
    """
    known = told(table)
    none: set[tuple[int, str]] = set()
    while True:
        open_cells = [one for one in product(table.sizes, table.columns) if one not in none]
        sums = [(where, sum(counts[group][column] for group, column in where)) for where in _sums_that_follow(known, open_cells)]
        empty = set().union(*(where for where, number in sums if number == 0))
        if not empty:
            return [(where, number) for where, number in sums if not countable(number) and not _whole_groups(where, open_cells)]
        none |= empty


def _sums_that_follow(known: list[tuple[set[tuple[int, str]], int]], open_cells: list[tuple[int, str]]) -> list[set[tuple[int, str]]]:
    if not open_cells:
        return []
    matrix = np.array([[one in where for one in open_cells] for where, _number in known], dtype=float)
    _u, strengths, basis = np.linalg.svd(matrix)
    rank = int((strengths > 1e-9).sum())
    outside = np.eye(len(open_cells)) - basis[:rank].T @ basis[:rank]
    subsets = np.array(list(product((0.0, 1.0), repeat=len(open_cells))))
    follows = np.abs(subsets @ outside).max(axis=1) < 1e-9
    return [{one for one, taken in zip(open_cells, subset, strict=True) if taken} for subset in subsets[follows] if subset.any()]


def _whole_groups(where: set[tuple[int, str]], open_cells: list[tuple[int, str]]) -> bool:
    for group in {group for group, _column in where}:
        row = {one for one in open_cells if one[0] == group}
        if not row <= where or len(row) < 2:
            return False
    return True


@given(tables)
@settings(max_examples=250, deadline=None)
def test_from_what_is_shown_no_group_of_one_to_four_can_be_computed(counts: Counts) -> None:
    assert computed_of_few(counts, shown(counts)) == []


@given(weeks_of_tables)
@settings(max_examples=120, deadline=None)
def test_no_two_weeks_differ_by_one_to_four_in_anything_that_can_be_computed(weeks: list[Counts]) -> None:
    earlier: list[Shown] = []
    for counts in weeks:
        table = shown(counts, earlier)
        assert computed_of_few(counts, table) == []
        for key, number in computable(table).items():
            assert countable(number)
            assert all(countable(abs(number - week.get(key, number))) for week in map(computable, earlier))
        earlier.append(table)


@given(tables)
@settings(max_examples=100, deadline=None)
def test_what_is_shown_is_what_is_so(counts: Counts) -> None:
    table = shown(counts)
    for group, row in table.rows.items():
        assert all(counts[group][column] == number for column, number in row.items())
    if table.total is not None:
        assert all(sum(cells[column] for cells in counts.values()) == number for column, number in table.total.items())


def test_all_is_shown_where_every_number_is_large_enough() -> None:
    counts = {1: {"site": 9, "home": 5, "away": 0}, 2: {"site": 6, "home": 8, "away": 7}}
    table = shown(counts)
    assert table.rows == counts
    assert table.total == {"site": 15, "home": 13, "away": 7}


def test_a_group_of_four_hides_another_too_so_that_it_cannot_be_taken_from_the_total() -> None:
    counts = {1: {"site": 20, "home": 10}, 2: {"site": 7, "home": 6}, 3: {"site": 3, "home": 1}}
    table = shown(counts)
    assert set(table.rows) == {1}, "2 could be taken from the total, and then 3 is told"
    assert table.total == {"site": 30, "home": 17}


def test_a_column_of_few_is_hidden_together_with_another() -> None:
    counts = {1: {"site": 20, "home": 10, "away": 2}}
    assert shown(counts).rows == {1: {"site": 20}}


def test_of_a_unit_of_four_nothing_is_shown() -> None:
    assert shown({1: {"site": 4, "home": 0}}).rows == {}
    assert shown({1: {"site": 4, "home": 0}}).total is None


def test_that_all_are_at_one_place_is_not_told_of_three() -> None:
    counts = {1: {"site": 9, "home": 0}, 2: {"site": 3, "home": 0}}
    assert shown(counts) == Shown(("site", "home"), {1: 12 - 3, 2: 3}, {}, None)


def test_a_week_that_differs_by_three_is_not_shown_and_one_that_differs_by_five_is() -> None:
    first = shown({1: {"site": 20, "home": 10}})
    assert shown({1: {"site": 17, "home": 13}}, [first]).total is None
    assert shown({1: {"site": 15, "home": 15}}, [first]).total == {"site": 15, "home": 15}
    assert shown({1: {"site": 20, "home": 10}}, [first]).total == {"site": 20, "home": 10}


def test_the_next_week_is_held_against_every_week_before_it() -> None:
    weeks = [shown({1: {"site": 20, "home": 10}})]
    for site in (17, 14, 18):
        weeks.append(shown({1: {"site": site, "home": 30 - site}}, weeks))
    assert [week.total and week.total["site"] for week in weeks] == [20, None, 14, None]


@pytest.mark.parametrize(("people", "may"), [(0, False), (4, False), (5, True)])
def test_a_figure_about_people_needs_five_of_them(people: int, may: bool) -> None:
    assert enough(people) == may
    assert countable(people) == (may or people == 0)
    assert FEWEST == 5


def test_many_functions_still_show_most_of_what_is_large() -> None:
    drawn = random.Random(1)
    counts = {n: {"site": drawn.randrange(8, 20), "home": drawn.randrange(6, 12), "away": drawn.choice((0, 5, 6))} for n in range(12)}
    counts[12] = {"site": 2, "home": 1, "away": 0}
    table = shown(counts)
    assert len(table.rows) == 11
    assert table.total is not None


def test_what_cover_says_of_itself_is_so() -> None:
    assert doctest.testmod(cover).failed == 0
