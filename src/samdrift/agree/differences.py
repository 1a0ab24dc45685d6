"""What has changed from one version to the next, clause by clause and target by target; pure."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, Protocol, TypeVar

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
MANY = 1500  # words or lines: past that a matcher may need seconds where they repeat, and a coarser one says as much

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed ("same"), went ("del") or came ("ins")."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Part]:
    """This function will split two texts into what stayed, went and came, word by word; long ones line by line, then as wholes.

    The parts that are not "ins" make the first text, those that are not "del" the second.

    >>> word_changes("inom 12 timmar", "inom 8 timmar")[1:3]
    [Part(kind='del', text='12'), Part(kind='ins', text='8')]
    """
    old, new = _pieces(before, after)
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal":
            parts.append(Part("same", went))
        else:
            parts += [Part(kind, text) for kind, text in (("del", went), ("ins", came)) if text]
    return parts


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    if max(len(before), len(after)) < 4 * MANY:
        return WORDS.findall(before), WORDS.findall(after)
    old, new = LINES.findall(before), LINES.findall(after)
    return (old, new) if max(len(old), len(new)) < MANY else ([before], [after])


@dataclass(frozen=True, slots=True)
class Change(Generic[K, T]):
    """What stands under one key before and after; None on one side when it was added or removed."""

    key: K
    before: T | None
    after: T | None

    @property
    def kind(self) -> str:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def changes(before: Mapping[K, T], after: Mapping[K, T]) -> list[Change[K, T]]:
    """This function will list the keys whose values differ, those that are new or kept in their new order, then those that went.

    >>> [(c.key, c.kind) for c in changes({"1": "a", "2": "b"}, {"2": "c", "3": "d"})]
    [('2', 'changed'), ('3', 'added'), ('1', 'removed')]
    """
    kept = [Change(key, before.get(key), value) for key, value in after.items() if before.get(key) != value]
    return kept + [Change(key, value, None) for key, value in before.items() if key not in after]


class Numbered(Protocol):
    @property
    def number(self) -> str: ...


N = TypeVar("N", bound=Numbered)


def by_number(clauses: Iterable[N]) -> list[N]:
    """This function will sort clauses the way people number them: 4.9 before 4.10, letters after figures."""
    return sorted(
        clauses, key=lambda clause: [(0, int(s), "") if s.isdigit() else (1, 0, s) for s in re.findall(r"\d+|\w+?", clause.number)]
    )
