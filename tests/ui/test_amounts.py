from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from samdrift.ui import amounts

NBSP = "\u00a0"


def show(expression: str, language: str = "sv", **facts: Any) -> str:
    with translation.override(language):
        return Template("{% load samdrift %}{{ " + expression + " }}").render(Context(facts))


@pytest.mark.parametrize(
    ("minor", "swedish", "english"),
    [
        (0, "0,00 kr", "SEK 0.00"),
        (5, "0,05 kr", "SEK 0.05"),
        (-5, "−0,05 kr", "−SEK 0.05"),
        (123450, "1 234,50 kr", "SEK 1,234.50"),
        (-34604520, "−346 045,20 kr", "−SEK 346,045.20"),
        (10**20, "1 000 000 000 000 000 000,00 kr", "SEK 1,000,000,000,000,000,000.00"),
    ],
)
def test_writes_amounts_as_swedes_and_as_english_readers_do(minor: int, swedish: str, english: str) -> None:
    assert show("x|kr", x=minor) == swedish.replace(" ", NBSP)
    assert show("x|kr", "en", x=minor) == english.replace(" ", NBSP)


def test_an_amount_without_its_unit_is_for_columns_that_name_it() -> None:
    assert show("x|amount", x=-123450) == f"−1{NBSP}234,50"
    assert show("x|amount", "en", x=-123450) == "−1,234.50"


def test_a_change_always_has_its_sign_and_none_is_a_word() -> None:
    assert show("x|change", x=122480) == f"+1{NBSP}224,80"
    assert show("x|change", x=-342100) == f"−3{NBSP}421,00"
    assert show('x|change:"kr"', x=122480) == f"+1{NBSP}224,80{NBSP}kr"
    assert show("x|change", x=0) == "oförändrat"
    assert show("x|change", "en", x=0) == "unchanged"


def test_a_count_is_grouped() -> None:
    assert show("x|count", x=1234) == f"1{NBSP}234"
    assert show("x|count", "en", x=-1234) == "−1,234"


@pytest.mark.parametrize(
    "name", ["kr", "amount", "change", "count", "share", "day", "clock", "moment", "duration", "named", "plainly_named"]
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_written_as_nothing_so_that_a_page_can_say_what_it_means(name: str, nothing: object) -> None:
    assert show(f'x|{name}|default:"–"', x=nothing) == "–"


def test_a_missing_variable_is_nothing() -> None:
    assert show("missing|kr") == ""


@pytest.mark.parametrize("wrong", [1.5, "12", True, Decimal(3)])
def test_refuses_amounts_that_are_no_whole_numbers(wrong: object) -> None:
    with pytest.raises(TypeError, match="whole number"):
        show("x|kr", x=wrong)


@pytest.mark.parametrize(
    ("ratio", "decimals", "words"),
    [
        (0.998, 1, "99,8 %"),
        (0.9975, 2, "99,75 %"),
        (0.125, 0, "13 %"),
        (1.0, 1, "100,0 %"),
        (0.99996, 1, "99,9 %"),
        (Fraction(174, 181), 1, "96,1 %"),
        (Fraction(1, 1), 0, "100 %"),
        (1.127, 1, "112,7 %"),
        (-0.0001, 1, "0,0 %"),
        (-0.05, 1, "−5,0 %"),
    ],
)
def test_writes_shares(ratio: float | Fraction, decimals: int, words: str) -> None:
    with translation.override("sv"):
        assert amounts.share_text(ratio, decimals=decimals) == words.replace(" ", NBSP)
    assert show("x|share:0", "en", x=0.5) == "50%"


@given(st.fractions(0, 1), st.integers(0, 4))
@example(1 - Fraction(1, 10**30), 1)
def test_a_share_short_of_the_whole_never_reads_as_the_whole(ratio: Fraction, decimals: int) -> None:
    with translation.override("en"):
        assert (float(amounts.share_text(ratio, decimals=decimals).rstrip("%")) >= 100) == (ratio == 1)


@given(st.integers(-(10**15), 10**15))
def test_every_ore_of_an_amount_can_be_read_back(minor: int) -> None:
    with translation.override("sv"):
        digits = amounts.amount_text(minor).replace(NBSP, "").replace("−", "-").replace(",", "")
    assert int(digits) == minor
