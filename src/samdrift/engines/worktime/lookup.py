"""Many questions to a table of open spans at once, without a bisection for each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.int64]
PIECE = 1 << 15  # questions whose intermediate arrays stay in the processor's cache
CELLS_PER_EDGE = 16
MOST_STEPS = 12  # where more edges lie in one cell, bisection is as fast


class Grid:
    """Finds where numbers lie among rising ``edges``: a grid laid over them says where to begin, a few steps where to end."""

    def __init__(self, edges: Instants) -> None:
        self._edges = edges
        width = max(1, int(edges[-1] - edges[0]) // (CELLS_PER_EDGE * len(edges)))
        self._shift = width.bit_length()
        self._base = int(edges[0])
        cells = np.arange((int(edges[-1]) - self._base >> self._shift) + 1) << self._shift
        self._first = np.searchsorted(edges, cells + self._base)
        self._steps = int(np.diff(self._first, append=len(edges)).max())
        self._next = np.append(edges, np.iinfo(np.int64).max)

    def until(self, at: Instants) -> NDArray[np.intp]:
        """How many edges lie at or before each of ``at``."""
        if self._steps > MOST_STEPS:
            return np.searchsorted(self._edges, at, side="right")
        found = self._first.take((at - self._base) >> self._shift, mode="clip")
        for _step in range(self._steps):
            found += self._next.take(found) <= at
        return found


class ManySpans:
    """The same answers as ``OpenSpans`` gives one by one; there is at least one span."""

    def __init__(self, opens: list[int], before: list[int]) -> None:
        starts, whole = np.array(opens, dtype=np.int64), np.array(before, dtype=np.int64)
        self._by_start, self._by_before = Grid(starts), Grid(whole[:-1])
        # By the number of spans that have begun: what an instant in the last of them and the open time before it differ by, and how much
        # open time there is when it closes. Before the first span nothing has been open, however much the difference would leave.
        self._closed = np.concatenate(([-(2**62)], starts - whole[:-1]))
        self._at_close = whole

    def before_instants(self, at: Instants) -> Instants:
        """Open seconds from the table's beginning to each instant."""

        def before(piece: Instants) -> Instants:
            span = self._by_start.until(piece)
            return np.minimum(piece - self._closed.take(span), self._at_close.take(span))

        return _in_pieces(before, at)

    def reached(self, targets: Instants) -> Instants:
        """When so many open seconds (> 0, and within the table) have passed since the table's beginning."""
        return _in_pieces(lambda piece: piece + self._closed.take(self._by_before.until(piece - 1)), targets)


def _in_pieces(answer: Callable[[Instants], Instants], questions: Instants) -> Instants:
    answers = np.empty_like(questions)
    for begin in range(0, len(questions), PIECE):
        answers[begin : begin + PIECE] = answer(questions[begin : begin + PIECE])
    return answers
