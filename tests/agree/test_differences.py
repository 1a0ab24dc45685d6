"""What has changed between two texts and two sets of targets."""

from __future__ import annotations

import doctest
from dataclasses import dataclass
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.agree import covering, differences, digest
from samdrift.agree.differences import Part, by_number, changes, word_changes

TEXTS = st.text(st.sampled_from("ab 1,.\n"), max_size=40)


@pytest.mark.parametrize("module", [covering, differences, digest], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_a_changed_word_is_struck_and_the_new_one_underlined() -> None:
    assert word_changes("Åtgärdas inom 12 timmar.", "Åtgärdas inom 8 timmar.") == [
        Part("same", "Åtgärdas inom "),
        Part("del", "12"),
        Part("ins", "8"),
        Part("same", " timmar."),
    ]


@given(TEXTS, TEXTS)
def test_the_parts_give_both_texts_back(before: str, after: str) -> None:
    parts = word_changes(before, after)
    assert "".join(part.text for part in parts if part.kind != "ins") == before
    assert "".join(part.text for part in parts if part.kind != "del") == after


def test_a_long_text_is_compared_line_by_line_and_one_of_countless_lines_as_a_whole_since_repeats_take_seconds() -> None:
    before, after = "ja nej " * 2000, "nej ja " * 2000
    assert word_changes(before, after) == [Part("del", before), Part("ins", after)]
    clause = "En rad som är så lång som rader brukar vara, och en till.\n" * 200
    assert word_changes(clause, clause + "nej") == [Part("same", clause), Part("ins", "nej")]
    assert word_changes("\n" * 20_000, "\n" * 19_999) == [Part("del", "\n" * 20_000), Part("ins", "\n" * 19_999)]


def test_what_went_stands_last_and_what_stayed_is_left_out() -> None:
    found = changes({"1": "a", "2": "b", "3": "c"}, {"1": "a", "4": "d", "2": "x"})
    assert [(change.key, change.kind) for change in found] == [("4", "added"), ("2", "changed"), ("3", "removed")]


@dataclass(frozen=True)
class _Numbered:
    number: str


def test_clauses_stand_in_the_order_that_people_number_them() -> None:
    numbers = ["10", "4.10", "4.9", "4", "2a", "2", "Bilaga"]
    assert [clause.number for clause in by_number(_Numbered(n) for n in numbers)] == ["2", "2a", "4", "4.9", "4.10", "10", "Bilaga"]
