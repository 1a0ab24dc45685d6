"""Whether it paid, and being spread out, as a lived-in house has them, with large sums, for tests that look at every page."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from samdrift.catalog.models import Service
from samdrift.follow_up.actions.spread import publish_spread, record_indicator
from samdrift.follow_up.models import Measure
from samdrift.plan.actions.baselines import write_line
from samdrift.plan.models import BaselineLine, CostKind
from tests.builders import Cast, everywhere
from tests.plan.baseline_builders import a_baseline, an_index, expects, remains, signed


def compared(cast: Cast, now: datetime, mail: Service) -> dict[str, int]:
    """Two signed years of one member and one that waits, another member's too large to be true, and each measure before and after."""
    this_year = now.year
    years = (2017, 2018, 2019, this_year - 1, this_year)
    an_index({year: f"{100 + 7 * number}.25" for number, year in enumerate(years)})
    for year in years[:3]:
        baseline = a_baseline(cast.member, mail, 12_345_678_90, 1_234_567_89, year=year)
        with everywhere() as samdrift:
            for kind in CostKind.values:
                write_line(baseline, cast.desk_service, kind, 987_654_32, by=samdrift, at=now)
        if year != years[0]:
            signed(baseline, cast.actor("hedda"))
        else:
            waiting = baseline
    signed(a_baseline(cast.other, mail, 1_00))
    for year in years[3:]:
        for member in (cast.member, cast.other):
            remains(member, mail, 1_234_567_89, year=year)
            expects(member, 98_765_432_10, year=year, prices_of=2018)
    with everywhere() as samdrift:
        for measure in Measure.values:
            for year, value, count in ((2018, "1234.56", 4321), (this_year - 1, "0.5", 12), (this_year - 2, "70", 3)):
                record_indicator(cast.unit, cast.site, year, measure, Decimal(value), count, "Prov", by=samdrift, at=now)
        publish_spread(cast.unit, by=samdrift, at=now)
        line = BaselineLine.objects.filter(baseline=waiting).first()
        assert line is not None
        return {"baseline_id": waiting.pk, "baseline_line_id": line.pk}
