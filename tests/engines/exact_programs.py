"""Linear programs and the nucleolus in fractions, small and slow: what the engine's floats are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Row = list[Fraction]


@dataclass(frozen=True)
class Solution:
    """The least cost and the values of the variables."""

    cost: Fraction
    values: Row


def solve(columns: Sequence[Sequence[int | Fraction]], costs: Sequence[int | Fraction], sides: Sequence[int | Fraction]) -> Solution | None:
    """The least of costs x values, values >= 0, where columns x values == sides >= 0; None when there are no such values.

    The simplex method with a column of its own a row to start with, and Bland's rule, which never goes round in circles.
    """
    depth, width = len(sides), len(columns)
    # a tableau by row: columns, one artificial column a row, the side
    table = [
        [*(Fraction(column[i]) for column in columns), *(Fraction(i == j) for j in range(depth)), Fraction(sides[i])] for i in range(depth)
    ]
    basis = list(range(width, width + depth))
    _descend(table, basis, [Fraction(0)] * width + [Fraction(1)] * depth, width + depth)
    if any(row[-1] for row, at in zip(table, basis, strict=True) if at >= width):
        return None
    for i, at in enumerate(basis):  # an artificial column that is left in the basis at zero goes out, or its row says nothing
        if at >= width and (entering := next((j for j in range(width) if table[i][j]), None)) is not None:
            _pivot(table, basis, i, entering)
    full = [Fraction(cost) for cost in costs] + [Fraction(0)] * depth
    _descend(table, basis, full, width)
    values = [Fraction(0)] * (width + depth)
    for row, at in zip(table, basis, strict=True):
        values[at] = row[-1]
    return Solution(sum((c * v for c, v in zip(full, values, strict=True)), Fraction(0)), values[:width])


def _descend(table: list[Row], basis: list[int], costs: Row, width: int) -> None:
    while True:
        entering = next(
            (j for j in range(width) if costs[j] < sum(costs[at] * row[j] for row, at in zip(table, basis, strict=True) if row[j])), None
        )
        if entering is None:
            return
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        _pivot(table, basis, min(ratios)[2], entering)


def _pivot(table: list[Row], basis: list[int], leaving: int, entering: int) -> None:
    head = table[leaving][entering]
    table[leaving] = [entry / head for entry in table[leaving]]
    for i, row in enumerate(table):
        if i != leaving and (factor := row[entering]):
            table[i] = [entry - factor * above if above else entry for entry, above in zip(row, table[leaving], strict=True)]
    basis[leaving] = entering


def rank(rows: Sequence[Sequence[int]]) -> int:
    left = [[Fraction(entry) for entry in row] for row in rows]
    found = 0
    for at in range(len(left[0])):
        pivot = next((i for i in range(found, len(left)) if left[i][at]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for i in range(found + 1, len(left)):
            factor = left[i][at] / left[found][at]
            left[i] = [entry - factor * above for entry, above in zip(left[i], left[found], strict=True)]
        found += 1
    return found


def indicator(group: int, n: int) -> list[int]:
    return [group >> i & 1 for i in range(n)]


def exact_nucleolus(costs: Sequence[int | Fraction], over: str) -> Row:
    """By the duals of all groups' programs: the least of sum(weight x cost), weights one together, no member's share left."""
    n = len(costs).bit_length() - 1
    everybody = (1 << n) - 1
    settled = {everybody: Fraction(costs[-1])}
    while len(settled) < n:
        known = [indicator(group, n) for group in settled]
        open_groups = [g for g in range(1, everybody) if rank([*known, indicator(g, n)]) > len(settled)]
        bounded = list(range(n)) if over == "imputations" else []
        columns = [[*indicator(g, n), 1] for g in open_groups]
        columns += [[*indicator(1 << i, n), 0] for i in bounded]
        columns += [[sign * entry for entry in (*row, 0)] for row in known for sign in (1, -1)]
        values = [costs[g] for g in open_groups] + [costs[1 << i] for i in bounded]
        values += [sign * total for total in settled.values() for sign in (1, -1)]
        solution = solve(columns, values, [0] * n + [1])
        assert solution is not None
        weighed = [(g, costs[g] - solution.cost) for g in open_groups] + [(1 << i, Fraction(costs[1 << i])) for i in bounded]
        for (group, total), weight in zip(weighed, solution.values, strict=False):
            if weight and rank([*(indicator(g, n) for g in settled), indicator(group, n)]) > len(settled):
                settled[group] = total
    return _shares(settled, n)


def _shares(settled: dict[int, Fraction], n: int) -> Row:
    """The shares that the totals of n independent groups give."""
    table = [[*map(Fraction, indicator(group, n)), total] for group, total in settled.items()]
    basis = [-1] * n
    for at in range(n):
        free = next(i for i in range(n) if basis[i] < 0 and table[i][at])
        _pivot(table, basis, free, at)
    return [table[basis.index(at)][-1] for at in range(n)]


def are_balanced(groups: Sequence[int], members: Sequence[int], n: int) -> bool:
    """Whether weights, one at least for groups and zero at least for members, sum to one number over each of the n members."""
    at_least = [sum(group >> i & 1 for group in groups) for i in range(n)]
    columns = [indicator(group, n) for group in groups] + [indicator(1 << i, n) for i in members]
    most = max(at_least)
    # sum(extra weights) + at_least == most + level: level >= 0 is a column of its own
    return solve([*columns, [-1] * n], [0] * (len(columns) + 1), [most - least for least in at_least]) is not None
