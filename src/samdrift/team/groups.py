"""The one rule for figures about people: nothing is shown from which something could be computed of fewer than five. No database.

A table counts people once each: rows are groups whose sizes everybody knows (the functions), columns say something of them that is not
known (where they work). A row is shown whole or not at all. From what is shown, from the sizes and from the tables of earlier weeks one
can compute: each row shown, the total, and what is left of the total when the rows shown are taken away. Each of these is nobody or at
least five, and has changed since any earlier week by nobody or by at least five. Columns whose totals are too small are hidden
together with so many others that they come to five. Why nothing else can be computed stands in the decision record.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5
WHOLE: Final = "whole"  # the row of all groups together

Group = int  # by its id
Column = str
Counts = Mapping[Column, int]
Key = tuple[Hashable, frozenset[Column]]


def enough(people: int) -> bool:
    """This function will say whether a figure about so many people may be shown."""
    return people >= FEWEST


def countable(people: int) -> bool:
    """This function will say whether a number of people may be shown: nobody, or at least five."""
    return people == 0 or enough(people)


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a table. A row that is missing is hidden, and so is a column that is missing in a row.

    `sizes` are known to everybody. `total` is None where even the sums over all groups are hidden.
    """

    columns: tuple[Column, ...]
    sizes: Mapping[Group, int]
    rows: Mapping[Group, Counts]
    total: Counts | None

    @property
    def hidden(self) -> frozenset[Group]:
        return frozenset(self.sizes) - frozenset(self.rows)


def shown(counts: Mapping[Group, Counts], earlier: Sequence[Shown] = ()) -> Shown:
    """This function will say what may be shown of a table of people, given what was shown of earlier weeks.

    counts: for each group how many of its people are in each column; every person is counted once.
    """
    columns = tuple(dict.fromkeys(column for cells in counts.values() for column in cells))
    sizes = {group: sum(cells.values()) for group, cells in counts.items() if any(cells.values())}
    total = {column: sum(counts[group].get(column, 0) for group in sizes) for column in columns}
    bundle = _hidden_together(total)
    if not enough(sum(sizes.values())) or bundle == frozenset(columns):
        return Shown(columns, sizes, {}, None)
    known = [computable(table) for table in earlier]
    rows = {group: _coarse(counts[group], columns, bundle) for group in sizes}
    whole = _coarse(total, columns, bundle)
    kept = {group for group, row in rows.items() if _safe(group, row, known)}
    whole_kept = _safe(WHOLE, whole, known)
    while whole_kept and kept != set(rows) and not _rest_is_safe(rows, sizes, kept, known):
        if kept:
            kept.remove(min(kept, key=lambda group: (sizes[group], str(group))))
        else:
            whole_kept = False
    if not whole_kept and kept == set(rows):  # together they are the total
        kept.remove(min(kept, key=lambda group: (sizes[group], str(group))))
    visible = [column for column in columns if column not in bundle]
    return Shown(
        columns,
        sizes,
        {group: {column: counts[group].get(column, 0) for column in visible} for group in sizes if group in kept},
        {column: total[column] for column in visible} if whole_kept else None,
    )


def computable(table: Shown) -> dict[Key, int]:
    """This function will return every number about people that can be computed from a table as it is shown, by whom and what it counts."""
    found: dict[Key, int] = {}
    for group, cells in table.rows.items():
        found |= _with_rest(group, cells, table.sizes[group], table.columns)
    hidden, total = table.hidden, table.total
    if total is None and not hidden:  # the rows are all there: their sums tell it
        total = {column: sum(row[column] for row in table.rows.values()) for column in next(iter(table.rows.values()), {})}
    if total is not None:
        found |= _with_rest(WHOLE, total, sum(table.sizes.values()), table.columns)
        if hidden:
            left = {column: n - sum(row[column] for row in table.rows.values()) for column, n in total.items()}
            whom = next(iter(hidden)) if len(hidden) == 1 else hidden
            found |= _with_rest(whom, left, sum(table.sizes[group] for group in hidden), table.columns)
    return found


def _with_rest(whom: Hashable, cells: Counts, size: int, columns: Iterable[Column]) -> dict[Key, int]:
    """The cells, and what they leave of the size: the hidden columns together."""
    found = {(whom, frozenset({column})): number for column, number in cells.items()}
    if bundle := frozenset(columns) - frozenset(cells):
        found[whom, bundle] = size - sum(cells.values())
    return found


def _hidden_together(total: Counts) -> frozenset[Column]:
    """The columns that are hidden in every row, since fewer than five are in one of them; together they hold at least five, if all do."""
    hidden = {column for column, number in total.items() if not countable(number)}
    others = sorted((number, column) for column, number in total.items() if enough(number))
    while hidden and others and (not enough(sum(total[column] for column in hidden)) or len(hidden) < 2):
        hidden.add(others.pop(0)[1])
    if hidden and not enough(sum(total[column] for column in hidden)):
        return frozenset(total)
    return frozenset(hidden)


def _coarse(cells: Counts, columns: Iterable[Column], bundle: frozenset[Column]) -> dict[frozenset[Column], int]:
    found = {frozenset({column}): cells.get(column, 0) for column in columns if column not in bundle}
    return found | ({bundle: sum(cells.get(column, 0) for column in bundle)} if bundle else {})


def _safe(whom: Hashable, row: Mapping[frozenset[Column], int], known: Sequence[Mapping[Key, int]]) -> bool:
    """Each number is nobody or five and more, and so is what it has changed by since any week in which it could be computed."""
    return all(
        countable(number) and all(countable(abs(number - week.get((whom, columns), number))) for week in known)
        for columns, number in row.items()
    )


def _rest_is_safe(
    rows: Mapping[Group, Mapping[frozenset[Column], int]], sizes: Mapping[Group, int], kept: set[Group], known: Sequence[Mapping[Key, int]]
) -> bool:
    """What is left of the total without the rows shown: several groups, of which no single cell is told by the sums and the sizes."""
    left = [group for group in rows if group not in kept]
    if len(left) < 2:
        return False
    columns = next(iter(rows.values()))
    rest = {column: sum(rows[group][column] for group in left) for column in columns}
    told = sum(number > 0 for number in rest.values()) == 1 and not all(enough(sizes[group]) for group in left)
    return not told and _safe(frozenset(left), rest, known)
