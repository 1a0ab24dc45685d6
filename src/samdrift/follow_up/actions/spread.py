"""Indicators of being spread out: recorded one by one or from a file, and published as all sites together."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, Once, enter_all, stands_once
from samdrift.follow_up.models import Indicator, Measure, PublishedSpread
from samdrift.follow_up.queries.spread import indicators_that_count, spreads
from samdrift.follow_up.spread import Side
from samdrift.follow_up.spread_file import IndicatorRow, read_indicators
from samdrift.members.models import Organization, Site


class CountsNobody(BadInput):
    words = gettext_lazy("A mean is of at least one, and its value is zero or above.")


class YearIsToCome(BadInput):
    words = gettext_lazy("%(year)s has not begun.")


class NothingToPublish(Refused):
    words = gettext_lazy("No measure has enough rows to show, so there is nothing to publish.")


@transaction.atomic
def record_indicator(
    unit: Organization, site: Site, year: int, measure: str, value: Decimal, count: int, source: str, *, by: Actor, at: datetime
) -> Indicator:
    """This will record a measure at a site in a year, with how many it is the mean of; what was recorded before no longer counts."""
    by.must(Deed.FOLLOW_UP)
    if count < 1 or value < 0:
        raise CountsNobody
    if year > at.year:
        raise YearIsToCome(year=year)
    row = Indicator(
        owner=unit, site=site, year=year, measure=Measure(measure), value=value, count=count, source=source.strip(), recorded_at=at
    )
    keep(row)
    audit.record("record_indicator", of=row, by=by, at=at)
    return row


@transaction.atomic
def import_indicators(unit: Organization, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will record a file's indicators: all of its rows or none. One that is there adds nothing, another value counts instead."""
    by.must(Deed.FOLLOW_UP)
    told, wrong = read_indicators(content)
    sites: dict[str, Site | None] = {}
    for one in Site.objects.select_related("organization"):
        for name in (one.name, f"{one.organization.short_name}: {one.name}"):
            sites[name.casefold()] = None if name.casefold() in sites else one
    there = {(known.site_id, known.year, known.measure): (known.value, known.count, known.source) for known in indicators_that_count(unit)}
    once: Once = {}

    def enter(row: IndicatorRow) -> bool:
        site = sites.get(row.site.casefold())
        if site is None:
            raise ValueError(_("No single site is called %(name)s; where there are several write Member: Site.") % {"name": row.site[:60]})
        key = (site.pk, row.year, row.measure)
        stands_once(once, key, row.line)
        if there.get(key) == (row.value, row.count, row.source):
            return False
        record_indicator(unit, site, row.year, row.measure, row.value, row.count, row.source, by=by, at=at)
        return True

    return enter_all(told, wrong, enter)


@transaction.atomic
def publish_spread(unit: Organization, *, by: Actor, at: datetime) -> list[PublishedSpread]:
    """This will publish each measure of all sites together, before and after: federation rows that every member sees."""
    by.must(Deed.FOLLOW_UP)
    rows = []
    for measure in spreads(unit, on=timezone.localdate(at)).measures:
        both = measure.together
        if not (both.before or both.after):
            continue
        rows.append(PublishedSpread(measure=measure.measure, **_told("before", both.before), **_told("after", both.after), published_at=at))
    if not rows:
        raise NothingToPublish
    PublishedSpread.objects.bulk_create(rows)
    audit.record("publish_spread", of=rows[0], by=by, at=at)
    return rows


def _told(name: str, side: Side | None) -> dict[str, Any]:
    """The fields of a side of a publication; none where it is not told."""
    return {name: two_decimals(side.value), f"{name}_count": side.count, f"{name}_source": side.source.value} if side else {}


def two_decimals(exact: Fraction) -> Decimal:
    """This will write a mean with two decimals."""
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
