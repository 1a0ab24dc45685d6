"""What has changed between two sets of clauses and of targets."""

from __future__ import annotations

import doctest
from dataclasses import dataclass
from types import ModuleType

import pytest

from samdrift.agree import covering, differences, digest
from samdrift.agree.differences import by_number, changes


@pytest.mark.parametrize("module", [covering, differences, digest], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_what_went_stands_last_and_what_stayed_is_left_out() -> None:
    found = changes({"1": "a", "2": "b", "3": "c"}, {"1": "a", "4": "d", "2": "x"})
    assert [(change.key, change.kind) for change in found] == [("4", "added"), ("2", "changed"), ("3", "removed")]


@dataclass(frozen=True)
class _Numbered:
    number: str


def test_clauses_stand_in_the_order_that_people_number_them() -> None:
    numbers = ["10", "4.10", "4.9", "4", "2a", "2", "Bilaga"]
    assert [clause.number for clause in by_number(_Numbered(n) for n in numbers)] == ["2", "2a", "4", "4.9", "4.10", "10", "Bilaga"]
