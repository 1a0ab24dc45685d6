"""Is being spread out an advantage? Each site before and after it was joined, and all of them together, with ranges. Pure.

A figure about people is made of blocks of at least five: a site's years are added, the oldest first, until they hold as many; what is left
waits and is counted nowhere. So no difference of two figures, of two pages or of two days tells of fewer. Where employees are counted, a
year is a block by itself or waits: those of another year are the same people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from samdrift.team.groups import FEWEST

# What a measure's count counts: people in the first four, so that few of them are told of nobody
ABOUT_PEOPLE = frozenset({"applicants", "days_to_hire", "turnover", "travel"})
# Of these, whose count counts all employees of a year
OF_EMPLOYEES = frozenset({"turnover", "travel"})
# More of these is better; of all others, less
MORE_IS_BETTER = frozenset({"applicants", "cover"})

WEEKS_OF_A_YEAR = 52
FEWEST_WEEKS = 26  # of fewer a year's rate says more about the season than about the year


class Source(StrEnum):
    """Where a figure comes from: entered, counted from planned weeks, or made of both."""

    ENTERED = "entered"
    PLANNED = "planned"
    BOTH = "both"


class Turn(StrEnum):
    """How a measure turned out after against before. It says nothing of why."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure at a site in a year: the mean of how many."""

    site_id: int
    year: int
    value: Fraction
    count: int
    source: Source = Source.ENTERED


@dataclass(frozen=True, slots=True)
class Side:
    """A mean with how many it is the mean of, its years, and the lowest and highest of the parts that it is made of."""

    value: Fraction
    count: int
    low: Fraction
    high: Fraction
    from_year: int
    until_year: int
    source: Source = Source.ENTERED

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

    @property
    def turns(self) -> Mapping[int, Turn]:
        """How each site turned out that can be compared."""
        return {pk: turn for pk, both in self.sites.items() if (turn := turn_of(self.measure, both))}

    @property
    def overlapping(self) -> int:
        """At how many sites the two ranges overlap, so that the difference may be chance."""
        return sum(both.apart is False for both in self.sites.values())


def turn_of(measure: str, both: Both) -> Turn | None:
    """This function will say whether a measure is better or worse after than before, to one decimal; None where it cannot be compared."""
    if both.change is None:
        return None
    change = round(both.change, 1)
    if not change:
        return Turn.SAME
    return Turn.BETTER if (change > 0) == (measure in MORE_IS_BETTER) else Turn.WORSE


def travel_in_a_year(days: int, person_weeks: int) -> Fraction:
    """This function will return days of travel for an employee in a year, at the rate of the weeks that are counted.

    >>> travel_in_a_year(30, 240)
    Fraction(13, 2)
    """
    return Fraction(days * WEEKS_OF_A_YEAR, person_weeks)


def spread_of(measure: str, cells: Iterable[Cell], joined: Mapping[int, int]) -> Spread:
    """This function will hold a measure before a site was joined against after; the year of joining counts on neither side.

    joined: the year for each site; one without is left out.
    """
    by_site: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.site_id, cell.year)):
        if cell.site_id in joined:
            by_site.setdefault(cell.site_id, []).append(cell)
    sites, waits = {}, set()
    for site_id, rows in by_site.items():
        before, left_before = _side(measure, [row for row in rows if row.year < joined[site_id]])
        after, left_after = _side(measure, [row for row in rows if row.year > joined[site_id]])
        if left_before or left_after:
            waits.add(site_id)
        if before or after:
            sites[site_id] = Both(before, after)
    together = Both(_sum(both.before for both in sites.values()), _sum(both.after for both in sites.values()))
    return Spread(measure, sites, together, frozenset(waits))


def _side(measure: str, rows: list[Cell]) -> tuple[Side | None, bool]:
    """The blocks of at least so many added up, and whether something is left that is too few."""
    blocks, left = _blocks(measure, rows)
    parts = [
        Side(
            *_mean((cell.value, cell.count) for cell in block),
            Fraction(0),
            Fraction(0),
            block[0].year,
            block[-1].year,
            _source(cell.source for cell in block),
        )
        for block in blocks
    ]
    return _sum(parts), bool(left)


def _blocks(measure: str, rows: list[Cell]) -> tuple[list[list[Cell]], list[Cell]]:
    fewest = FEWEST if measure in ABOUT_PEOPLE else 1
    if measure in OF_EMPLOYEES:
        return [[row] for row in rows if row.count >= fewest], [row for row in rows if row.count < fewest]
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
    told = set()
    rows = sorted(cells, key=lambda cell: (cell.site_id, cell.year))
    for site_id in {row.site_id for row in rows} & set(joined):
        of_site = [row for row in rows if row.site_id == site_id and row.year != joined[site_id]]
        for side in ([row for row in of_site if row.year < joined[site_id]], [row for row in of_site if row.year > joined[site_id]]):
            told |= {(block[0].site_id, block[0].year) for block in _blocks(measure, side)[0] if len(block) == 1}
    return frozenset(told)


def _mean(parts: Iterable[tuple[Fraction, int]]) -> tuple[Fraction, int]:
    found = list(parts)
    count = sum(number for _value, number in found)
    return sum((value * number for value, number in found), Fraction(0)) / count, count


def _source(sources: Iterable[Source]) -> Source:
    found = set(sources)
    return found.pop() if len(found) == 1 else Source.BOTH


def _sum(parts: Iterable[Side | None]) -> Side | None:
    found = [part for part in parts if part]
    if not found:
        return None
    values = [part.value for part in found]
    return Side(
        *_mean((part.value, part.count) for part in found),
        min(values),
        max(values),
        min(part.from_year for part in found),
        max(part.until_year for part in found),
        _source(part.source for part in found),
    )
