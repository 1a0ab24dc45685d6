"""Groups of members by the thousand: which are worst off at some shares, and which sums follow from those that are settled."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samdrift.engines.sharing.games import Floats, subset_sums

# A prime above every minor of a matrix of zeros and ones with thirty columns, which Hadamard bounds by 31**15.5 / 2**30 < 2**47: so
# ranks modulo this prime are the ranks, with no rounding and no fractions.
PRIME = 2**61 - 1
BLOCK = 1 << 16  # half a megabyte of floats, which stay in the processor's cache while they are searched


def members_of(group: int) -> tuple[int, ...]:
    """This function will list the members of a group, given as its index.

    >>> members_of(0b101)
    (0, 2)
    """
    return tuple(i for i in range(group.bit_length()) if group >> i & 1)


@dataclass(slots=True)
class Span:
    """The groups whose sum of shares follows from the sums of ``settled`` ones, at first that of all n members.

    >>> span = Span(3)
    >>> span.settle(0b001), span.settle(0b110), span.rank
    (True, False, 2)
    """

    n: int
    settled: list[int] = field(init=False, default_factory=list)
    _rows: dict[int, list[int]] = field(init=False, default_factory=dict)  # by pivot, reduced: each zero at the others' pivots
    _drawn: random.Random = field(init=False, default_factory=lambda: random.Random(1969))

    def __post_init__(self) -> None:
        self.settle((1 << self.n) - 1)

    @property
    def rank(self) -> int:
        return len(self.settled)

    def settle(self, group: int) -> bool:
        """Take in a group; False when its sum followed already."""
        row = [group >> i & 1 for i in range(self.n)]
        for pivot, other in self._rows.items():
            row = _less(row, row[pivot], other)
        pivot = next((i for i, entry in enumerate(row) if entry), self.n)
        if pivot == self.n:
            return False
        inverse = pow(row[pivot], -1, PRIME)
        row = [entry * inverse % PRIME for entry in row]
        self._rows = {at: _less(other, other[pivot], row) for at, other in self._rows.items()} | {pivot: row}
        self.settled.append(group)
        return True

    def holding(self, groups: Iterable[int]) -> list[int]:
        """Tell which of some groups have a sum that follows."""
        numbers = self.normal()
        return [group for group in groups if sum(numbers[i] for i in members_of(group)) % PRIME == 0]

    def normal(self) -> list[int]:
        """Draw numbers, one a member, that sum to zero modulo the prime over each group of the span: over another one in 2**61."""
        numbers = [0 if i in self._rows else self._drawn.randrange(1, PRIME) for i in range(self.n)]
        pivots = {pivot: -sum(map(int.__mul__, row, numbers)) % PRIME for pivot, row in self._rows.items()}
        return [pivots.get(i, number) for i, number in enumerate(numbers)]


def _less(row: list[int], times: int, other: list[int]) -> list[int]:
    return [(entry - times * taken) % PRIME for entry, taken in zip(row, other, strict=True)] if times else row


@dataclass(frozen=True, slots=True)
class Slacks:
    """What each group pays less than it would alone, c(S) - x(S); infinite for a group that is left out.

    table: float64[2**(n - w), 2**w], a group's index being row x 2**w + column.
    """

    table: Floats

    @classmethod
    def at(cls, costs: Floats, shares: Floats) -> Slacks:
        """Subtract each group's shares from its costs."""
        half = (len(shares) + 1) // 2
        table = costs.reshape(-1, 1 << half) - subset_sums(shares[:half])
        table -= subset_sums(shares[half:])[:, np.newaxis]
        return cls(table)

    def leave_out(self, span: Span) -> None:
        """Make every group of the span infinite: columns that meet a row, found in the sorted columns."""
        numbers, half = span.normal(), self._half
        columns, rows = _sums_modulo(numbers[:half]), _sums_modulo(numbers[half:])
        order = columns.argsort()
        wanted = (PRIME - rows) % PRIME
        first, last = (np.searchsorted(columns, wanted, side=side, sorter=order) for side in ("left", "right"))
        for row in np.flatnonzero(last > first):
            self.table[row, order[first[row] : last[row]]] = np.inf

    def worst(self, shares: Floats, *, below: float, most: int) -> list[int]:
        """Find groups whose slack less the sum of ``shares`` is below a bound: the worst of a row each, of the ``most`` worst rows."""
        half = self._half
        columns, step = subset_sums(shares[:half]), max(1, BLOCK >> half)
        scratch = np.empty((step, 1 << half))
        least = np.empty(len(self.table))
        for start in range(0, len(least), step):
            part = self.table[start : start + step]
            np.subtract(part, columns, out=scratch[: len(part)]).min(axis=1, out=least[start : start + step])
        least -= subset_sums(shares[half:])
        rows = np.flatnonzero(least < below)
        rows = rows[least[rows].argsort(kind="stable")[:most]]
        return [int(row) << half | int((self.table[row] - columns).argmin()) for row in rows]

    @property
    def _half(self) -> int:
        return int(self.table.shape[1]).bit_length() - 1


def _sums_modulo(numbers: list[int]) -> NDArray[np.int64]:
    sums = np.zeros(1 << len(numbers), dtype=np.int64)
    for i, number in enumerate(numbers):
        upper = sums[1 << i : 2 << i]
        np.add(sums[: 1 << i], number, out=upper)
        upper[upper >= PRIME] -= PRIME
    return sums
