"""Balanced collections of groups, in whole numbers: no solver's rounding decides."""

from __future__ import annotations

from collections.abc import Sequence


def balanced_part(groups: Sequence[int], members: Sequence[int], settled: Sequence[int]) -> tuple[list[int], list[int]]:
    """This function will give the groups and members with a weight above zero in the one combination that sums to zero over each member.

    groups and members weigh zero or more, settled groups anything. So where no group may gain (y(S) <= 0), none of the members either,
    and settled groups do not change, then those with a weight do not change. Nothing is given when there is no such combination, or
    more than one, or none that gives a group a weight.

    >>> balanced_part([0b011, 0b101, 0b110], [], [0b111])
    ([3, 5, 6], [])
    >>> balanced_part([0b011, 0b101], [], [0b111])
    ([], [])
    """
    columns = [*groups, *(1 << member for member in members), *settled]
    weights = _null_vector(columns)
    if not weights or not any(weights[: len(groups)]):
        return [], []
    sign = 1 if next(filter(None, weights)) > 0 else -1
    signed = [sign * weight for weight in weights]
    if min(signed[: len(groups) + len(members)]) < 0:
        return [], []
    return (
        [group for group, weight in zip(groups, signed, strict=False) if weight],
        [member for member, weight in zip(members, signed[len(groups) :], strict=False) if weight],
    )


def _null_vector(columns: Sequence[int]) -> list[int]:
    """The one whole vector, but for its length and sign, that the matrix of zeros and ones takes to zero; empty when there is not just one.

    Gauss and Jordan without fractions (Bareiss, Mathematics of Computation 22, 1968): each division is exact, each entry a minor.
    """
    depth = max(columns).bit_length()
    rows = [[column >> i & 1 for column in columns] for i in range(depth)]
    pivots: list[int] = []
    last, free = 1, -1
    for at in range(len(columns)):
        rank = len(pivots)
        found = next((i for i in range(rank, depth) if rows[i][at]), None)
        if found is None:
            if free >= 0:
                return []
            free = at
            continue
        rows[rank], rows[found] = rows[found], rows[rank]
        top = rows[rank]
        pivot = top[at]
        for i, row in enumerate(rows):
            if i != rank and (row[at] or pivot != last):  # else it stays as it is
                rows[i] = [(pivot * entry - row[at] * above) // last for entry, above in zip(row, top, strict=True)]
        pivots.append(at)
        last = pivot
    if free < 0:
        return []
    vector = [0] * len(columns)
    vector[free] = last
    for row, at in zip(rows, pivots, strict=False):
        vector[at] = -row[free]
    return vector
