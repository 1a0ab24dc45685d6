"""The Shapley value of a cost game with a cost for each group."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samdrift.engines.sharing.games import Floats, game

IN_A_ROW = 10  # members whose groups are the columns
ROWS = 32  # at a time: a quarter of a megabyte


def shapley(costs: ArrayLike) -> Floats:
    """This function will share what all members cost by the Shapley value: each pays what it adds, on average over all orders of joining.

    costs: float64[2**n], one for each group; the answer is float64[n] and sums to costs[-1]. A member finds a given group of s others
    there before it in s! (n - s - 1)! of the n! orders (Shapley, A value for n-person games, 1953). Costs that make no game are a child
    of NotAGame each.

    >>> shapley([0, 60, 60, 90]).tolist()
    [45.0, 45.0]
    """
    values, n = game(costs)
    # A share is what the groups with i cost less what those without i do, each by its weight; or, so that only groups with i need be told
    # apart, those with i by both weights less all groups by the weight of one without
    without = np.array([1 / (n * math.comb(n - 1, size)) for size in range(n)] + [0.0])
    both = without + np.append(0.0, without[:-1])
    # Groups are rows of those among the last members and columns of those among the first, so that products of matrices sum the costs by
    # size, and little is left to do. A few rows at a time stay near the processor, and are not spread over threads that wait for each other
    first = min(n // 2, IN_A_ROW)
    table = values.reshape(1 << (n - first), 1 << first)
    columns, rows = _members(first), _members(n - first)
    column_sizes, row_sizes = columns.sum(axis=1), rows.sum(axis=1)
    is_column_size, is_row_size = _is_of_size(column_sizes, first), _is_of_size(row_sizes, n - first).T.copy()
    by_row, by_column = np.empty((len(table), first + 1)), np.zeros((n - first + 1, table.shape[1]))
    for start in range(0, len(table), ROWS):
        part = slice(start, start + ROWS)
        by_row[part] = table[part] @ is_column_size
        by_column += is_row_size[:, part] @ table[part]
    of_row = row_sizes[:, None] + np.arange(first + 1)
    of_column = np.arange(n - first + 1)[:, None] + column_sizes
    of_column_members = (by_column * both[of_column]).sum(axis=0) @ columns
    of_row_members = (by_row * both[of_row]).sum(axis=1) @ rows
    shares: Floats = np.concatenate([of_column_members, of_row_members]) - (by_row * without[of_row]).sum()
    return shares


def _members(n: int) -> NDArray[np.int64]:
    """Who is in each group: int64[2**n, n]."""
    return (np.arange(1 << n)[:, None] >> np.arange(n)) & 1


def _is_of_size(sizes: NDArray[np.int64], most: int) -> Floats:
    which: NDArray[np.bool_] = sizes[:, None] == np.arange(most + 1)
    return which.astype(np.float64)
