"""Is being spread out an advantage? Each site before and after it was joined, and all of them together, with ranges. Pure.

A figure about people is made of blocks of at least five: a site's years are added, the oldest first, until they hold as many; what is left
waits and is counted nowhere. So no difference of two figures, of two pages or of two days tells of fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from samdrift.team.groups import FEWEST

# What a measure's count counts: people in the first four, so that few of them are told of nobody
ABOUT_PEOPLE = frozenset({"applicants", "days_to_hire", "turnover", "travel"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure at a site in a year: the mean of how many."""

    site_id: int
    year: int
    value: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Side:
    """A mean with how many it is the mean of, its years, and the lowest and highest of the parts that it is made of."""

    value: Fraction
    count: int
    low: Fraction
    high: Fraction
    from_year: int
    until_year: int

    @property
    def has_range(self) -> bool:
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Both:
    """Before and after; None where there is nothing, or too few, to tell of."""

    before: Side | None
    after: Side | None

    @property
    def change(self) -> Fraction | None:
        return self.after.value - self.before.value if self.before and self.after else None

    @property
    def apart(self) -> bool | None:
        """Whether the two ranges lie apart; None where one of them is missing."""
        if not (self.before and self.after):
            return None
        return self.before.high < self.after.low or self.after.high < self.before.low


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure: site by site, and all together, made of what the sites show. `waits` are sites of which something is too few to tell."""

    measure: str
    sites: Mapping[int, Both]
    together: Both
    waits: frozenset[int]


def spread_of(measure: str, cells: Iterable[Cell], joined: Mapping[int, int]) -> Spread:
    """This function will hold a measure before a site was joined against after; the year of joining counts on neither side.

    joined: the year for each site; one without is left out.
    """
    fewest = FEWEST if measure in ABOUT_PEOPLE else 1
    by_site: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.site_id, cell.year)):
        if cell.site_id in joined:
            by_site.setdefault(cell.site_id, []).append(cell)
    sites, waits = {}, set()
    for site_id, rows in by_site.items():
        before, left_before = _side([row for row in rows if row.year < joined[site_id]], fewest)
        after, left_after = _side([row for row in rows if row.year > joined[site_id]], fewest)
        if left_before or left_after:
            waits.add(site_id)
        if before or after:
            sites[site_id] = Both(before, after)
    together = Both(_sum(both.before for both in sites.values()), _sum(both.after for both in sites.values()))
    return Spread(measure, sites, together, frozenset(waits))


def _side(rows: list[Cell], fewest: int) -> tuple[Side | None, bool]:
    """The blocks of at least so many added up, and whether something is left that is too few."""
    blocks, left = _blocks(rows, fewest)
    parts = [
        Side(*_mean((cell.value, cell.count) for cell in block), Fraction(0), Fraction(0), block[0].year, block[-1].year)
        for block in blocks
    ]
    return _sum(parts), bool(left)


def _blocks(rows: list[Cell], fewest: int) -> tuple[list[list[Cell]], list[Cell]]:
    blocks: list[list[Cell]] = []
    block: list[Cell] = []
    for row in rows:
        block.append(row)
        if sum(cell.count for cell in block) >= fewest:
            blocks.append(block)
            block = []
    return blocks, block


def cells_told(measure: str, cells: Iterable[Cell], joined: Mapping[int, int]) -> frozenset[tuple[int, int]]:
    """This function will return the site and year of each cell that is a block by itself, so that it may be shown as it was recorded."""
    fewest = FEWEST if measure in ABOUT_PEOPLE else 1
    told = set()
    rows = sorted(cells, key=lambda cell: (cell.site_id, cell.year))
    for site_id in {row.site_id for row in rows} & set(joined):
        of_site = [row for row in rows if row.site_id == site_id and row.year != joined[site_id]]
        for side in ([row for row in of_site if row.year < joined[site_id]], [row for row in of_site if row.year > joined[site_id]]):
            told |= {(block[0].site_id, block[0].year) for block in _blocks(side, fewest)[0] if len(block) == 1}
    return frozenset(told)


def _mean(parts: Iterable[tuple[Fraction, int]]) -> tuple[Fraction, int]:
    found = list(parts)
    count = sum(number for _value, number in found)
    return sum((value * number for value, number in found), Fraction(0)) / count, count


def _sum(parts: Iterable[Side | None]) -> Side | None:
    found = [part for part in parts if part]
    if not found:
        return None
    value, count = _mean((part.value, part.count) for part in found)
    values = [part.value for part in found]
    return Side(value, count, min(values), max(values), min(part.from_year for part in found), max(part.until_year for part in found))
