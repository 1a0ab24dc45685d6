"""What has changed between two texts."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from samdrift.ui import differences
from samdrift.ui.differences import Part, word_changes

TEXTS = st.text(st.sampled_from("ab 1,.\n"), max_size=40)


def test_the_examples_in_the_docstrings_hold() -> None:
    outcome = doctest.testmod(differences)
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
