"""What has changed from one version to the next, clause by clause and target by target; pure."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


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
