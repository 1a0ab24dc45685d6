"""How often a service fails, and how long it takes until it works again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from samdrift.engines.availability.counted import Agreed, CountedTime, Outage, Window, array_of
from samdrift.engines.period import SECOND
from samdrift.engines.worktime.spans import merge


@dataclass(frozen=True, slots=True)
class Reliability:
    """What ``reliability`` found; the two means are None when nothing failed."""

    failures: int
    mtbf_seconds: float | None
    mttr_seconds: float | None


def reliability(agreed: Agreed, period: Window, outages: Iterable[Outage], maintenance: Iterable[Window]) -> Reliability:
    """This function will work out the mean time between failures and the mean time to restore, in time that counts.

    Arguments and the time that counts are those of ``measure``. Outages that overlap or meet are one failure, which is restored when the
    last of them ends; one that takes no counted time, or no share, is none. With n failures mttr = time failed / n, whatever the shares,
    and mtbf = time worked / n, so that mtbf / (mtbf + mttr) is the ratio of ``measure`` where every outage takes the whole. Sources: mean
    operating time between failures and mean time to restoration of IEC 60050-192 (2015), estimated as totals over counts; ITIL 4 calls
    the second the mean time to restore service.

    >>> from datetime import UTC, datetime
    >>> from samdrift.engines.worktime import WorkCalendar
    >>> thursdays = WorkCalendar.from_mapping({"timezone": "UTC", "hours": {"thu": [["08:00", "18:00"]]}})
    >>> october = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    >>> hits = [Outage(datetime(2026, 10, day, 17, tzinfo=UTC), datetime(2026, 10, day, 20, tzinfo=UTC)) for day in (1, 8)]
    >>> reliability(thursdays, october, hits, [])
    Reliability(failures=2, mtbf_seconds=86400.0, mttr_seconds=3600.0)
    """
    time = CountedTime(agreed, period, maintenance)
    begins, ends = time.within(array_of(merge(outage.span for outage in outages if outage.share))).T
    failures, failed = int(np.count_nonzero(ends > begins)), int((ends - begins).sum())
    if not failures:
        return Reliability(0, None, None)
    return Reliability(failures, (time.total - failed) / failures / SECOND, failed / failures / SECOND)
