"""How fast the engines are, beside plain Python that walks day by day: `python -m benchmarks.engines`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.timing import timed
from samdrift.engines.availability import Outage, Window, measure
from samdrift.engines.period import Month
from samdrift.engines.worktime import WorkCalendar

ZONE = ZoneInfo("Europe/Stockholm")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in WEEKDAYS}
HOLIDAYS = ["12-24", "12-25", "12-26", "12-31", "01-01", "01-06", "05-01", "06-06"]
SPANS = ((8, 12), (13, 17))
SEED = 20260301
T = TypeVar("T")


def office() -> WorkCalendar:
    return WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": HOURS, "holidays": HOLIDAYS})


# The peer: what one would write in an afternoon, right on whole hours of an ordinary week.


def spans_of(day: datetime) -> list[tuple[float, float]]:
    if day.weekday() > 4 or f"{day:%m-%d}" in HOLIDAYS:
        return []
    return [(day.replace(hour=start).timestamp(), day.replace(hour=end).timestamp()) for start, end in SPANS]


def midnight(at: float) -> datetime:
    return datetime.fromtimestamp(at, ZONE).replace(hour=0, minute=0, second=0)


def peer_measure(period: Window, outages: list[Outage]) -> float:
    """Minute by minute, as availability is counted in a spreadsheet."""
    down = agreed = 0.0
    day = midnight(period.start_at.timestamp())
    while day.timestamp() < period.end_at.timestamp():
        for opens, closes in spans_of(day):
            for minute in range(int(opens), int(closes), 60):
                at = datetime.fromtimestamp(minute, UTC)
                agreed += 60
                down += 60 * max((o.share for o in outages if o.start_at <= at and (o.end_at is None or at < o.end_at)), default=0.0)
        day += timedelta(days=1)
    return 1 - down / agreed


def line(name: str, count: int, ours: float, peer: float, *, agree: bool) -> None:
    print(
        f"{name:<22}{count:>7} {ours / count * 1e6:>11.2f} {peer / count * 1e6:>11.2f} {peer / ours:>9.0f}x  {'yes' if agree else 'NO'}",
        flush=True,
    )


def availability() -> None:
    drawn = np.random.default_rng(SEED)
    period = Window(*Month.parse("2026-10").window(ZONE))
    outages = []
    for number in range(40):
        start = period.start_at + timedelta(minutes=int(drawn.integers(0, 30 * 24 * 60)))
        outages.append(Outage(start, start + timedelta(minutes=int(drawn.integers(5, 300))), share=number % 4 / 4 + 0.25, key=str(number)))
    calendar = office()
    measure(calendar, period, outages, [])
    times = 50
    ours, found = timed(lambda: [measure(calendar, period, outages, []) for _ in range(times)])
    peer, ratio = timed(lambda: peer_measure(period, outages))
    line("measure, 40 outages", times, ours, peer * times, agree=all(abs((one.ratio or 0) - ratio) < 1e-12 for one in found))


def main() -> None:
    print(f"{'':<22}{'times':>7} {'ours, µs':>11} {'peer, µs':>11} {'ratio':>10}  same answers")
    availability()


if __name__ == "__main__":
    main()
