"""What one signs: the canonical form and its SHA-256, checked by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samdrift.agree.digest import BindingClause, BindingTarget, canonical_form, digest_of

CLAUSES = [BindingClause("4.1", "Tjänsten", "Tillgänglig 99,8 %.\r\n"), BindingClause("1", "Syfte", 'Vi säger "hej".')]
TARGETS = [
    BindingTarget("4.1", 7, 3, "resolution", 2, 14400, 950000, 5),
    BindingTarget("4.1", 7, 3, "availability", None, None, 998000, 5),
]


def test_the_canonical_form_is_the_documented_one_to_the_letter() -> None:
    assert canonical_form(CLAUSES, TARGETS) == (
        '{"clauses":[["1","Syfte","Vi säger \\"hej\\"."],["4.1","Tjänsten","Tillgänglig 99,8 %."]],'
        '"targets":[["4.1",7,3,"availability",null,null,998000,5],["4.1",7,3,"resolution",2,14400,950000,5]]}'
    )


def test_the_digest_is_what_sha256sum_says_of_those_bytes() -> None:
    # printf '%s' '{"clauses":[["1","Syfte","Vi hjälps åt."]],"targets":[["1",7,3,"availability",null,null,998000,5]]}' | sha256sum
    digest = digest_of([BindingClause("1", "Syfte", "Vi hjälps åt.")], [BindingTarget("1", 7, 3, "availability", None, None, 998000, 5)])
    assert digest == "94b293a74caf2d959440a08065bda0eef2bc6a61fa9701d9700cb192f74807e7"


@given(st.permutations(CLAUSES), st.permutations(TARGETS))
def test_the_order_in_which_rows_are_read_changes_nothing(clauses: list[BindingClause], targets: list[BindingTarget]) -> None:
    assert digest_of(clauses, targets) == digest_of(CLAUSES, TARGETS)


def test_the_same_letters_written_apart_or_together_give_the_same_digest() -> None:
    apart, together = BindingClause("1", "A\u030a", "rad\nrad"), BindingClause("1", "\u00c5", "rad\r\nrad\n")
    assert digest_of([apart], []) == digest_of([together], [])


def test_any_change_of_a_word_or_a_figure_gives_another_digest() -> None:
    other = [BindingTarget("4.1", 7, 3, "resolution", 2, 14400, 940000, 5), TARGETS[1]]
    moved = [BindingClause("4.1", "Tjänsten Tillgänglig", "99,8 %."), CLAUSES[1]]
    assert len({digest_of(CLAUSES, TARGETS), digest_of(CLAUSES, other), digest_of(moved, TARGETS), digest_of(CLAUSES, [])}) == 4
