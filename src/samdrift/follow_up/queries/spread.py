"""Reads of the unit's indicators, as they may be shown, of travel from planned weeks, and of what is published of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from samdrift.core.order import InAlphabet
from samdrift.follow_up.models import Indicator, Measure, PublishedSpread
from samdrift.follow_up.spread import FEWEST_WEEKS, Cell, Source, Spread, cells_told, spread_of, travel_in_a_year
from samdrift.members.models import Organization, Site
from samdrift.team.queries import YearOfTravel, travel_by_year


@dataclass(frozen=True, slots=True)
class PlannedTravel:
    """A year of planned weeks at a site: days of travel for an employee at a year's rate, None of too few weeks.

    `counts` is False where an entered figure of the year counts instead.
    """

    site: Site
    year: YearOfTravel
    value: Fraction | None
    counts: bool


@dataclass(frozen=True, slots=True)
class AllSpread:
    """Every measure that has rows, in its order, with the sites by name, and the years that planned weeks tell travel of."""

    measures: tuple[Spread, ...]
    sites: dict[int, Site]
    travel: tuple[PlannedTravel, ...] = ()

    @property
    def compared_sites(self) -> int:
        """How many sites can be compared in some measure."""
        return len({pk for one in self.measures for pk in one.turns})


def indicators_that_count(unit: Organization) -> list[Indicator]:
    """This will return the unit's indicators, each as it was recorded last."""
    rows = Indicator.objects.filter(owner=unit).order_by("measure", "site_id", "year", "-recorded_at", "-pk")
    return list(rows.distinct("measure", "site_id", "year"))


def spreads(unit: Organization, *, on: date) -> AllSpread:
    """This will hold each measure before a site's organization joined against after; four queries.

    Days of travel of a year that is over on a day come from planned weeks, where none are entered for the site and year.
    """
    rows, travelled = indicators_that_count(unit), travel_by_year(unit.pk, on=on)
    sites = _sites({row.site_id for row in rows} | {year.site_id for year in travelled})
    entered = {(row.site_id, row.year) for row in rows if row.measure == Measure.TRAVEL}
    travel = tuple(_planned(site, year, entered) for site in sites.values() for year in travelled if year.site_id == site.pk)
    cells: dict[str, list[Cell]] = {}
    for row in rows:
        cells.setdefault(row.measure, []).append(Cell(row.site_id, row.year, Fraction(row.value), row.count))
    for one in travel:
        if one.counts and one.value is not None:
            people = one.year.person_weeks // one.year.weeks  # of each week at least five, so of their mean as well
            cells.setdefault(Measure.TRAVEL, []).append(Cell(one.site.pk, one.year.year, one.value, people, Source.PLANNED))
    joined = _joined(sites.values())
    return AllSpread(tuple(spread_of(measure, cells[measure], joined) for measure in Measure.values if measure in cells), sites, travel)


def _planned(site: Site, year: YearOfTravel, entered: set[tuple[int, int]]) -> PlannedTravel:
    value = travel_in_a_year(year.days, year.person_weeks) if year.weeks >= FEWEST_WEEKS else None
    return PlannedTravel(site, year, value, (site.pk, year.year) not in entered)


def _sites(ids: set[int]) -> dict[int, Site]:
    return {site.pk: site for site in Site.objects.filter(pk__in=ids).select_related("organization").order_by(InAlphabet("name"))}


def _joined(sites: Iterable[Site]) -> dict[int, int]:
    return {site.pk: site.organization.joined_on.year for site in sites if site.organization.joined_on}


def indicators_told(unit: Organization) -> list[Indicator]:
    """This will return the indicators that may be shown row by row, by measure, site and year, with their sites."""
    rows = indicators_that_count(unit)
    sites = _sites({row.site_id for row in rows})
    joined = _joined(sites.values())
    told = set()
    for measure in {row.measure for row in rows}:
        cells = [Cell(row.site_id, row.year, Fraction(row.value), row.count) for row in rows if row.measure == measure]
        told |= {(measure, *cell) for cell in cells_told(measure, cells, joined)}
    found = [row for row in rows if (row.measure, row.site_id, row.year) in told]
    for row in found:
        row.site = sites[row.site_id]
    return found


def published_spread() -> list[PublishedSpread]:
    """This will return what was last published of each measure, in the measures' order."""
    rows = PublishedSpread.objects.order_by("measure", "-published_at", "-pk").distinct("measure")
    order = {measure: place for place, measure in enumerate(Measure.values)}
    return sorted(rows, key=lambda row: order[row.measure])
