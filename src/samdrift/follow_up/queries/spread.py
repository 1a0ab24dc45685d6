"""Reads of the unit's indicators, as they may be shown, and of what is published of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samdrift.core.order import InAlphabet
from samdrift.follow_up.models import Indicator, Measure, PublishedSpread
from samdrift.follow_up.spread import Cell, Spread, cells_told, spread_of
from samdrift.members.models import Organization, Site


@dataclass(frozen=True, slots=True)
class AllSpread:
    """Every measure that has rows, in its order, with the sites by name."""

    measures: tuple[Spread, ...]
    sites: dict[int, Site]


def indicators_that_count(unit: Organization) -> list[Indicator]:
    """This will return the unit's indicators, each as it was recorded last."""
    rows = Indicator.objects.filter(owner=unit).order_by("measure", "site_id", "year", "-recorded_at", "-pk")
    return list(rows.distinct("measure", "site_id", "year"))


def spreads(unit: Organization) -> AllSpread:
    """This will hold each measure before a site's organization joined against after; three queries."""
    rows = indicators_that_count(unit)
    named = Site.objects.filter(pk__in={row.site_id for row in rows}).select_related("organization").order_by(InAlphabet("name"))
    sites = {site.pk: site for site in named}
    joined = {pk: site.organization.joined_on.year for pk, site in sites.items() if site.organization.joined_on}
    cells: dict[str, list[Cell]] = {}
    for row in rows:
        cells.setdefault(row.measure, []).append(Cell(row.site_id, row.year, Fraction(row.value), row.count))
    return AllSpread(tuple(spread_of(measure, cells[measure], joined) for measure in Measure.values if measure in cells), sites)


def indicators_told(unit: Organization) -> list[Indicator]:
    """This will return the indicators that may be shown row by row, by measure, site and year, with their sites."""
    rows = indicators_that_count(unit)
    sites = {site.pk: site for site in Site.objects.filter(pk__in={row.site_id for row in rows}).select_related("organization")}
    joined = {pk: site.organization.joined_on.year for pk, site in sites.items() if site.organization.joined_on}
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
