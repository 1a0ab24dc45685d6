"""Did it pay? The arithmetic alone: one case worked by hand, what must hold of all, and what is missing named."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.follow_up.pay import Expected, Index, Known, Lack, NoIndexValue, Pay, Verdict, pay_of, together
from samdrift.follow_up.pay_picture import picture_of_pay

INDEX = Index({2008: Fraction(100), 2009: Fraction(125), 2024: Fraction(200), 2025: Fraction(250)})
KRONA = 100
# Worked by hand in docs/background/did-it-pay.md: two signed years, a whole year and a half of bills, one one-off cost.
BY_HAND = Known(
    baselines={2008: 400_000 * KRONA, 2009: 440_000 * KRONA},
    assumed={2008: 40_000 * KRONA, 2009: 50_000 * KRONA},
    months={2024: 12, 2025: 6},
    billed={2024: 600_000 * KRONA, 2025: 350_000 * KRONA},
    sent={2025: 55_000 * KRONA},
    kept={2024: 80_000 * KRONA, 2025: 100_000 * KRONA},
    once={2010: 7_000 * KRONA, 2024: 40_000 * KRONA},
    expected={
        2024: (Expected(500_000 * KRONA, 2024), Expected(40_000 * KRONA, 2024, is_once=True)),
        2025: (Expected(500_000 * KRONA, 2024),),
    },
    employees=50,
)


def test_a_case_worked_by_hand() -> None:
    pay = pay_of(BY_HAND, INDEX)
    first, second = pay.years
    # 2008: 400 000 × 250/100 = 1 000 000; 2009: 440 000 × 250/125 = 880 000; their mean 940 000
    assert (first.baseline_minor, first.low_minor, first.high_minor) == (940_000_00, 880_000_00, 1_000_000_00)
    assert (second.baseline_minor, second.low_minor, second.high_minor) == (470_000_00, 440_000_00, 500_000_00)
    # 2024 in the prices of 2025: × 250/200. Half of 2025: 6/12 of what is kept, the bills as they are
    assert (first.billed_minor, first.kept_minor, first.once_minor) == (750_000_00, 100_000_00, 50_000_00)
    assert (second.billed_minor, second.kept_minor, second.once_minor) == (350_000_00, 50_000_00, 0)
    assert (first.expected_minor, second.expected_minor) == (675_000_00, 312_500_00)
    assert (pay.prices_of, pay.baseline_minor, pay.actual_minor, pay.gain_minor) == (2025, 1_410_000_00, 1_300_000_00, 110_000_00)
    assert (pay.least_minor, pay.most_minor, pay.gain_per_employee_minor) == (20_000_00, 200_000_00, 2_200_00)
    assert (pay.expected_minor, pay.sent_minor, pay.once_outside_minor) == (987_500_00, 55_000_00, 7_000_00)
    assert pay.verdict == Verdict.YES
    assert pay.lacks == frozenset()


def test_it_did_not_pay_only_where_it_did_not_against_the_dearest_signed_year() -> None:
    dearer = dataclasses.replace(BY_HAND, billed={2024: 690_000_00, 2025: 350_000_00})  # 112 500 more: less than the dearest allows
    assert pay_of(dearer, INDEX).gain_minor == -2_500_00
    assert pay_of(dearer, INDEX).verdict == Verdict.CANNOT_TELL
    dearest = dataclasses.replace(BY_HAND, billed={2024: 900_000_00, 2025: 350_000_00})
    assert pay_of(dearest, INDEX).verdict == Verdict.NO


@pytest.mark.parametrize(
    ("without", "lack", "has_figure"),
    [
        ({"baselines": {}}, Lack.BASELINE, False),
        ({"months": {}}, Lack.MONTHS, False),
        ({"baselines": {2001: 1}}, Lack.INDEX, False),
        ({"kept": {2024: 1}}, Lack.REMAINING, True),
    ],
)
def test_what_is_missing_is_named_and_it_cannot_be_told(without: dict[str, object], lack: Lack, has_figure: bool) -> None:
    pay = pay_of(dataclasses.replace(BY_HAND, **without), INDEX)  # type: ignore[arg-type]
    assert (pay.lacks, pay.verdict, pay.has_figure) == (frozenset({lack}), Verdict.CANNOT_TELL, has_figure)


def test_what_is_not_stated_is_taken_from_the_baseline_so_that_a_figure_is_never_too_good() -> None:
    pay = pay_of(dataclasses.replace(BY_HAND, kept={}), INDEX)
    assert [year.kept_minor for year in pay.years] == [100_000_00, 50_000_00]  # (40 000 × 2.5 + 50 000 × 2) / 2, and half of it


def test_an_index_without_the_year_says_which() -> None:
    with pytest.raises(NoIndexValue, match="2001"):
        INDEX.factor(2001, 2024)


def test_together_are_those_of_whom_it_can_be_told() -> None:
    pay, lacking = pay_of(BY_HAND, INDEX), pay_of(dataclasses.replace(BY_HAND, kept={}), INDEX)
    both = together([pay, lacking, pay])
    assert (both.members, both.gain_minor, both.employees) == (2, 2 * pay.gain_minor, 100)
    assert (both.least_minor, both.most_minor, both.gain_per_employee_minor) == (40_000_00, 400_000_00, 2_200_00)
    assert both.expected_minor == 2 * 987_500_00
    nobody = together([lacking])
    assert (nobody.members, nobody.has_figure, nobody.verdict) == (0, False, Verdict.CANNOT_TELL)


def test_what_one_was_not_expected_to_pay_is_expected_of_nobody_together() -> None:
    pay, unexpected = pay_of(BY_HAND, INDEX), pay_of(dataclasses.replace(BY_HAND, expected={}), INDEX)
    assert together([pay, unexpected]).expected_minor is None


amounts = st.integers(0, 10**12)


@given(
    baselines=st.dictionaries(st.sampled_from([2008, 2009]), amounts, min_size=1),
    billed=st.dictionaries(st.sampled_from([2024, 2025]), amounts),
    kept=st.dictionaries(st.sampled_from([2024, 2025]), amounts),
    once=st.dictionaries(st.sampled_from([2010, 2024, 2025]), amounts),
    months=st.dictionaries(st.sampled_from([2024, 2025]), st.integers(0, 12)),
    expected=st.none() | amounts,
)
def test_every_sum_is_that_of_its_years_and_the_bridge_leads_from_one_whole_to_the_next(
    baselines: dict[int, int],
    billed: dict[int, int],
    kept: dict[int, int],
    once: dict[int, int],
    months: dict[int, int],
    expected: int | None,
) -> None:
    rows = {} if expected is None else dict.fromkeys((2024, 2025), (Expected(expected, 2024),))
    pay: Pay = pay_of(Known(baselines, {}, months, billed, {}, kept, once, rows, 10), INDEX)
    assert pay.low_minor <= pay.baseline_minor <= pay.high_minor
    assert pay.gain_minor == sum(year.gain_minor for year in pay.years)
    picture = picture_of_pay(pay)
    if picture is None:
        assert not pay.years
        return
    level = 0
    for step in picture.steps:
        assert step.bar.starts >= 0
        assert step.bar.starts + step.bar.width <= 1 + 1e-9
        level = step.minor if step.is_whole else level + step.minor
    whole = [step.minor for step in picture.steps if step.is_whole]
    changes = [step.minor for step in picture.steps if not step.is_whole]
    assert whole[0] + sum(changes) == whole[-1] == level == pay.actual_minor
