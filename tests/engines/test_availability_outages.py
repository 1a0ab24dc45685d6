"""819 public incidents of github.com, where SAMDRIFT_DATA names the folder that holds data/outages: four years counted minute by minute."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samdrift.engines.availability import Outage, Window, measure, reliability
from samdrift.engines.worktime import WorkCalendar

FILE = Path(os.environ.get("SAMDRIFT_DATA", "/nowhere")) / "data" / "outages" / "downtime_windows.csv"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"SAMDRIFT_DATA names no folder with {FILE.name}")
ZONE = ZoneInfo("Europe/Stockholm")
FIRST, LAST = date(2022, 4, 1), date(2026, 4, 1)
SHARES = {"none": 0.0, "minor": 0.25, "major": 0.5, "critical": 1.0}
CLOSED = {"12-24", "12-25", "12-26", "12-31", "01-01", "06-06"}


@cache
def incidents() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def minutes_of(incident: dict[str, str]) -> range:
    start, end = (datetime.fromisoformat(incident[name]).timestamp() for name in ("downtime_start", "downtime_end"))
    assert start % 60 == end % 60 == 0
    return range(int(start) // 60, int(end) // 60)


def test_the_file_holds_what_is_known_of_it() -> None:
    assert len(incidents()) == 819
    assert {incident["impact"] for incident in incidents()} == {*SHARES, "maintenance"}


@pytest.mark.parametrize("around_the_clock", [False, True])
def test_four_years_of_real_outages_are_what_a_loop_over_minutes_counts(*, around_the_clock: bool) -> None:
    # The loop: minutes by number, everything in sets and dicts of them; nothing of ours but the file's path and the share of an impact.
    agreed: set[int] = set()
    day = FIRST
    while day < LAST:
        if around_the_clock or (day.weekday() < 5 and f"{day:%m-%d}" not in CLOSED):
            after = day + timedelta(days=1)
            edges = [(day, 0), (after, 0)] if around_the_clock else [(day, 8), (day, 17)]
            opens, closes = (datetime(on.year, on.month, on.day, hour, tzinfo=ZONE).timestamp() for on, hour in edges)
            agreed.update(range(int(opens) // 60, int(closes) // 60))
        day += timedelta(days=1)
    planned = {minute for incident in incidents() if incident["impact"] == "maintenance" for minute in minutes_of(incident)}
    counted = agreed - planned
    share: dict[int, float] = defaultdict(float)
    took: dict[str, int] = {}
    hits = [incident for incident in incidents() if incident["impact"] != "maintenance"]
    for incident in hits:
        took[incident["incident_id"]] = sum(minute in counted for minute in minutes_of(incident))
        for minute in minutes_of(incident):
            share[minute] = max(share[minute], SHARES[incident["impact"]])
    down = 60 * sum(share[minute] for minute in counted & share.keys())
    weighted = {one["incident_id"]: SHARES[one["impact"]] * took[one["incident_id"]] for one in hits}
    failing = sorted(minute for minute, part in share.items() if part)
    failed, failures, last, new = 0, 0, -1, True
    for minute in failing:
        new = new or minute != last + 1
        last = minute
        if minute in counted:
            failures += new
            new = False
            failed += 1

    start, end = (datetime(on.year, on.month, on.day, tzinfo=ZONE) for on in (FIRST, LAST))
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    hours = {day: [["00:00", "24:00"]] for day in days} if around_the_clock else {day: [["08:00", "17:00"]] for day in days[:5]}
    holidays = [] if around_the_clock else sorted(CLOSED)
    calendar = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": hours, "holidays": holidays})
    spans = [
        (Window(*(datetime.fromisoformat(one[name]) for name in ("downtime_start", "downtime_end"))), one["incident_id"], one["impact"])
        for one in incidents()
    ]
    outages = [Outage(at.start_at, at.end_at, SHARES[impact], key) for at, key, impact in spans if impact != "maintenance"]
    maintenance = [at for at, _, impact in spans if impact == "maintenance"]
    found = measure(calendar, Window(start, end), outages, maintenance)
    assert found.agreed_seconds == 60 * len(agreed)
    assert found.excluded_seconds == 60 * (len(agreed) - len(counted))
    assert found.down_seconds == down
    assert found.ratio == 1 - down / (60 * len(counted))
    assert found.count == sum(minutes > 0 for minutes in took.values())
    assert found.longest_seconds == 60 * max(took.values())
    assert found.worst is not None
    assert weighted[found.worst] == max(weighted.values())
    failing_found = reliability(calendar, Window(start, end), outages, maintenance)
    assert failing_found.failures == failures
    assert failing_found.mttr_seconds == pytest.approx(60 * failed / failures, rel=1e-12)
    assert failing_found.mtbf_seconds == pytest.approx(60 * (len(counted) - failed) / failures, rel=1e-12)
