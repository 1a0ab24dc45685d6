"""Being spread out: the arithmetic alone. Nothing that is shown, or differs between two that are shown, is of fewer than five people."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.follow_up.spread import Both, Cell, Side, Source, Spread, Turn, cells_told, spread_of, turn_of
from samdrift.follow_up.spread_picture import LONGEST, Bar, picture_of

JOINED = {1: 2010, 2: 2010, 3: 2012}


def cell(site: int, year: int, value: int, count: int) -> Cell:
    return Cell(site, year, Fraction(value), count)


def test_a_case_worked_by_hand() -> None:
    rows = [cell(1, 2008, 30, 6), cell(1, 2009, 60, 6), cell(1, 2010, 999, 9), cell(1, 2011, 20, 5), cell(2, 2011, 40, 15)]
    found = spread_of("days_to_hire", rows, JOINED)
    one = found.sites[1]
    assert one.before
    assert one.after
    assert one.before == Side(Fraction(45), 12, Fraction(30), Fraction(60), 2008, 2009)
    assert (one.after.value, one.change, one.apart) == (Fraction(20), Fraction(-25), True)
    assert found.together.after
    assert found.together.after == Side(Fraction(35), 20, Fraction(20), Fraction(40), 2011, 2011)
    assert found.together.change == -10
    assert found.sites[2].change is None
    assert found.sites[2].apart is None
    assert found.waits == frozenset()


def test_four_are_shown_nowhere_and_wait_until_there_are_more() -> None:
    found = spread_of("days_to_hire", [cell(1, 2008, 10, 4)], JOINED)
    assert found == Spread("days_to_hire", {}, Both(None, None), frozenset({1}))
    more = spread_of("days_to_hire", [cell(1, 2008, 10, 4), cell(1, 2009, 20, 4)], JOINED)
    assert more.sites[1].before
    assert more.sites[1].before.count == 8
    assert not more.sites[1].before.has_range


@pytest.mark.parametrize("measure", ["turnover", "travel"])
def test_four_employees_of_two_years_are_the_same_four(measure: str) -> None:
    rows = [cell(1, 2007, 30, 6), cell(1, 2008, 10, 4), cell(1, 2009, 20, 4)]
    found = spread_of(measure, rows, JOINED)
    assert found.sites[1].before == Side(Fraction(30), 6, Fraction(30), Fraction(30), 2007, 2007)
    assert found.waits == {1}
    assert cells_told(measure, rows, JOINED) == {(1, 2007)}


@pytest.mark.parametrize(
    ("measure", "before", "after", "turn"),
    [
        ("applicants", 9, 14, Turn.BETTER),
        ("cover", 80, 48, Turn.WORSE),
        ("days_to_hire", 78, 64, Turn.BETTER),
        ("turnover", 8, 9, Turn.WORSE),
        ("travel", 3, 9, Turn.WORSE),
        ("hands", 5, 4, Turn.BETTER),
        ("hands", 5, 5, Turn.SAME),
    ],
)
def test_each_measure_has_the_direction_in_which_it_is_better(measure: str, before: int, after: int, turn: Turn) -> None:
    found = spread_of(measure, [cell(1, 2008, before, 5), cell(1, 2012, after, 5)], JOINED)
    assert found.turns == {1: turn}
    assert turn_of(measure, found.together) == turn
    assert turn_of(measure, Both(found.together.before, None)) is None


def test_a_figure_made_of_two_sources_says_both() -> None:
    planned = Cell(1, 2012, Fraction(4), 6, Source.PLANNED)
    found = spread_of("travel", [cell(1, 2009, 3, 5), cell(1, 2011, 3, 5), planned, cell(2, 2011, 3, 5)], JOINED)
    one = found.sites[1]
    assert one.before
    assert one.after
    assert (one.before.source, one.after.source) == (Source.ENTERED, Source.BOTH)
    assert found.together.after
    assert found.together.after.source == Source.BOTH


def test_bars_begin_at_zero_and_leave_room_for_their_words() -> None:
    told = (Fraction(5), Fraction(2), Fraction(10))
    row, empty = picture_of([(told, (Fraction(20), Fraction(20), Fraction(20))), (None, (Fraction(0),) * 3)])
    assert row.before
    assert row.after
    assert (row.before.width * 4, row.before.words_at * 2) == (row.after.width, row.after.width) == (LONGEST, LONGEST)
    assert (row.before.has_range, row.after.has_range) == (True, False)
    assert (empty.before, empty.after) == (None, Bar(0, 0, 0, 0))


def test_tickets_are_no_people() -> None:
    assert spread_of("hands", [cell(1, 2008, 10, 1)], JOINED).sites[1].before


def test_a_site_whose_joining_is_not_known_is_left_out() -> None:
    assert spread_of("hands", [cell(9, 2008, 10, 5)], JOINED).sites == {}


def sizes(found: Spread) -> list[int]:
    """How many each figure that is shown is of, and every difference of the whole and some of its sites."""
    told: list[int] = []
    for both in [*found.sites.values(), found.together]:
        told += [side.count for side in (both.before, both.after) if side]
    for which in ("before", "after"):
        whole = getattr(found.together, which)
        parts = [side.count for both in found.sites.values() if (side := getattr(both, which))]
        for chosen in range(2 ** len(parts)):
            left = (whole.count if whole else 0) - sum(part for place, part in enumerate(parts) if chosen >> place & 1)
            told.append(left)
    return told


@given(
    st.dictionaries(st.tuples(st.sampled_from([1, 2, 3]), st.integers(2006, 2016)), st.integers(1, 8), max_size=20),
    st.sampled_from(["days_to_hire", "turnover"]),
)
def test_no_figure_and_no_difference_is_of_fewer_than_five(counts: dict[tuple[int, int], int], measure: str) -> None:
    rows = [cell(site, year, 10, count) for (site, year), count in counts.items()]
    found = spread_of(measure, rows, JOINED)
    assert all(number == 0 or number >= 5 for number in sizes(found))
    told = cells_told(measure, rows, JOINED)
    for site, both in found.sites.items():
        for side, years in ((both.before, range(2006, JOINED[site])), (both.after, range(JOINED[site] + 1, 2017))):
            alone = sum(count for (of, year), count in counts.items() if (of, year) in told and of == site and year in years)
            rest = (side.count if side else 0) - alone
            assert rest == 0 or rest >= 5
    # A year later: what came to it is nobody or at least five
    later = spread_of(measure, [*rows, *(cell(site, 2017, 10, 2) for site in JOINED)], JOINED)
    for site, both in later.sites.items():
        before = found.sites[site].after if site in found.sites else None
        came = (both.after.count if both.after else 0) - (before.count if before else 0)
        assert came == 0 or came >= 5
