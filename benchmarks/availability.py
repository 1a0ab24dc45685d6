"""Availability beside its peers: composed beside `dd` and `faultree`, measured beside a loop: `python -m benchmarks.availability`.

SAMDRIFT_DATA names the folder that holds data/outages, 819 real incidents; without it they are left out.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle
from operator import and_, or_
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.timing import timed
from samdrift.engines.availability import Availability, Need, Outage, ServiceGraph, TooWide, Window, compose, importance, measure
from samdrift.engines.worktime import WorkCalendar
from tests.engines.graphs import first_layer, layered

ZONE = ZoneInfo("Europe/Stockholm")
REAL = Path(os.environ.get("SAMDRIFT_DATA", "../shared")) / "data" / "outages" / "downtime_windows.csv"
SHARES = {"none": 0.0, "minor": 0.25, "major": 0.5, "critical": 1.0}
CLOSED = ["12-24", "12-25", "12-26", "12-31", "01-01", "01-06", "05-01", "06-06"]
HOURS = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
MEMBERS, SERVICES, OUTAGES = 21, 60, 20_000
SEED = 20261125


class Dd:
    """The diagrams of `dd` in pure Python; what `dd` has for finding a better order by itself takes minutes here."""

    def __init__(self, graph: ServiceGraph) -> None:
        self.bdd: Any = import_module("dd.autoref").BDD()
        self.bdd.configure(reordering=False)
        self.bdd.declare(*depth_first(graph))
        self.node: dict[str, Any] = {name: self.bdd.var(name) for name in graph.components}
        for name in graph.upward:
            need = graph.needs[name]
            parts = [self.node[part] for part in need.parts]
            if need.kind == "k_of":
                reached = [self.bdd.true] + [self.bdd.false] * need.k
                for part in parts:
                    reached = [self.bdd.true, *(reached[j] | (part & reached[j - 1]) for j in range(1, need.k + 1))]
                self.node[name] = reached[need.k]
            else:
                self.node[name] = reduce(and_ if need.kind == "all_of" else or_, parts)

    def true(self, at: Any, works: Mapping[str, float], known: dict[int, float]) -> float:
        if at == self.bdd.true or at == self.bdd.false:
            return float(at == self.bdd.true)
        if int(at) not in known:
            yes = works[at.var]
            value = yes * self.true(at.high, works, known) + (1 - yes) * self.true(at.low, works, known)
            known[int(at)] = 1 - value if at.negated else value
        return known[int(at)]

    def forced(self, name: str, top: str, works: Mapping[str, float]) -> float:
        having, without = (self.true(self.bdd.let({name: state}, self.node[top]), works, {}) for state in (True, False))
        return having - without


def by_dd(graph: ServiceGraph, works: Mapping[str, float]) -> dict[str, float]:
    diagrams, known = Dd(graph), dict[int, float]()
    return {name: diagrams.true(diagrams.node[name], works, known) for name in graph.needs}


def importance_by_dd(graph: ServiceGraph, works: Mapping[str, float]) -> dict[str, float]:
    """One diagram, in which each component is forced both ways."""
    diagrams = Dd(graph)
    return {name: diagrams.forced(name, "top", works) for name in graph.components}


def depth_first(graph: ServiceGraph) -> list[str]:
    """Components as a walk from each service down meets them, the order that is usual for fault trees."""
    order: dict[str, None] = {}
    ahead = list(graph.upward)
    while ahead:
        name = ahead.pop()
        if name not in order:
            order[name] = None
            ahead += reversed(graph.needs[name].parts if name in graph.needs else ())
    return [name for name in order if name not in graph.needs]


def by_faultree(graph: ServiceGraph, probability: Mapping[str, float], top: str) -> dict[str, float]:
    """The fault-tree package `faultree`, asked for success; the JSON that it reads is made outside the clock."""
    faultree = import_module("faultree")
    compiled = faultree.compile_tree(
        tree_of(graph, probability, top), ordering=depth_first(graph), success_mode=False, include_expressions=False
    )
    return {name: float(value) for name, value in faultree.quantify_compiled(compiled).items()}


def tree_of(graph: ServiceGraph, probability: Mapping[str, float], top: str) -> dict[str, Any]:
    gates = {"all_of": "AND", "any_of": "OR", "k_of": "K_OF_N"}
    written: set[str] = set()

    def node(name: str) -> dict[str, Any]:
        if name in written:
            return {"ref": name}
        written.add(name)
        if name not in graph.needs:
            return {"id": name, "name": name, "event_type": "basic", "gate": None, "prob": probability[name], "children": []}
        need = graph.needs[name]
        parts = [node(part) for part in need.parts]
        return {"id": name, "name": name, "event_type": "intermediate", "gate": gates[need.kind], "children": parts, "k": need.k}

    return node(top) | {"event_type": "top"}


def line(name: str, ours: float, peer: float | None = None, *, agree: bool | None = None) -> None:
    beside = "" if peer is None else f"{peer * 1e3:>11.1f} {peer / ours:>8.1f}x  {'yes' if agree else 'NO'}"
    print(f"{name:<48}{ours * 1e3:>10.1f} {beside}", flush=True)


def composing() -> None:
    draw = Random(SEED)
    graph = layered(100, top=Need("all_of", first_layer(100)))
    works = {name: draw.uniform(0.99, 0.99999) for name in graph.components}
    print(f"{'':<48}{'ours, ms':>10} {'peer, ms':>11} {'ratio':>9}  same answers")
    ours, found = timed(lambda: compose(graph, works), 3)
    peer, expected = timed(lambda: by_dd(graph, works))
    line("500 components in 5 layers, beside dd", ours, peer, agree=alike(found, expected))
    if find_spec("faultree"):
        small = layered(20, top=Need("all_of", first_layer(20)))
        ours, found = timed(lambda: compose(small, works), 3)
        peer, expected = timed(lambda: by_faultree(small, works, "top"))
        line("100 components in 5 layers, beside faultree", ours, peer, agree=alike(found, expected))
    else:
        print("faultree is not installed")
    ours, found = timed(lambda: importance(graph, works, "top"), 3)
    peer, expected = timed(lambda: importance_by_dd(graph, works))
    line("importance of all 500, beside dd", ours, peer, agree=alike(found, expected))
    tangled = layered(100, two_of_three=1, top=Need("all_of", first_layer(100)))
    line("what is too wide is refused after", timed(lambda: refused(tangled, works))[0])


def alike(found: Mapping[str, float], expected: Mapping[str, float]) -> bool:
    return all(abs(found[name] - expected[name]) < 1e-12 for name in found)


def refused(graph: ServiceGraph, works: Mapping[str, float]) -> None:
    try:
        compose(graph, works)
    except TooWide:
        return
    raise AssertionError("not too wide after all")


def office() -> WorkCalendar:
    return WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": HOURS, "holidays": CLOSED})


def by_minutes(period: Window, outages: list[Outage], maintenance: list[Window]) -> float:
    """What one would write in an afternoon: every minute of the hours in a set, every minute that is down in a dict."""
    agreed: set[int] = set()
    day, last = period.start_at.astimezone(ZONE).date(), period.end_at.astimezone(ZONE).date()
    while day < last:
        if day.weekday() < 5 and f"{day:%m-%d}" not in CLOSED:
            agreed.update(range(minute_of(at_hour(day, 8)), minute_of(at_hour(day, 17))))
        day += timedelta(days=1)
    for window in maintenance:
        agreed.difference_update(range(minute_of(window.start_at), minute_of(window.end_at)))
    down: dict[int, float] = defaultdict(float)
    for outage in outages:
        assert outage.end_at
        for minute in range(minute_of(outage.start_at), minute_of(outage.end_at)):
            down[minute] = max(down[minute], outage.share)
    return 1 - sum(down[minute] for minute in agreed & down.keys()) / len(agreed)


def at_hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)  # so that sums are of time, not of clocks


def minute_of(at: datetime) -> int:
    return int(at.timestamp()) // 60


def year_of_outages(draw: Random, period: Window, count: int) -> list[Outage]:
    found = []
    for number in range(count):
        start = period.start_at + timedelta(minutes=draw.randrange(365 * 24 * 60))
        found.append(Outage(start, start + timedelta(minutes=draw.randrange(5, 300)), draw.choice([0.25, 0.5, 1.0]), str(number)))
    return found


def measuring() -> None:
    draw = Random(SEED)
    period = Window(at_hour(date(2026, 1, 1), 0), at_hour(date(2027, 1, 1), 0))
    evenings = [at_hour(date(2026, month, 14), 15) for month in range(1, 13)]
    maintenance = [Window(at, at + timedelta(hours=4)) for at in evenings]
    count = MEMBERS * SERVICES
    for name, each in ((f"{OUTAGES:,} outages", OUTAGES / count), (f"{OUTAGES:,} that hit all members", OUTAGES / SERVICES)):
        drawn = [year_of_outages(draw, period, round(each)) for _ in range(count)]
        year = Year([office() for _ in range(4)], period, drawn, maintenance)
        ours, found = timed(year.measured)
        peer, expected = timed(year.by_minutes)
        same = all(abs((found[i].ratio or 0) - ratio) < 1e-12 for i, ratio in expected.items())
        line(f"{MEMBERS} x {SERVICES} in a year, {name}", ours, peer * count / len(expected), agree=same)


@dataclass(frozen=True)
class Year:
    """Calendars that are shared, and for each measure its outages."""

    calendars: list[WorkCalendar]
    period: Window
    drawn: list[list[Outage]]
    maintenance: list[Window]

    def measured(self) -> list[Availability]:
        calendars = cycle(self.calendars)
        return [measure(calendar, self.period, outages, self.maintenance) for calendar, outages in zip(calendars, self.drawn, strict=False)]

    def by_minutes(self) -> dict[int, float]:
        """Every sixtieth of them, since all would take minutes."""
        return {i: by_minutes(self.period, self.drawn[i], self.maintenance) for i in range(0, len(self.drawn), 60)}


def real_ones() -> None:
    if not REAL.is_file():
        print(f"{REAL} is not there: set SAMDRIFT_DATA for the real incidents", file=sys.stderr)
        return
    outages, maintenance = [], []
    with REAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start, end = (datetime.fromisoformat(row[name]) for name in ("downtime_start", "downtime_end"))
            if row["impact"] == "maintenance":
                maintenance.append(Window(start, end))
            else:
                outages.append(Outage(start, end, SHARES[row["impact"]], row["incident_id"]))
    period = Window(at_hour(date(2022, 4, 1), 0), at_hour(date(2026, 4, 1), 0))
    calendar = office()
    measure(calendar, period, [], [])  # the calendar unrolls once
    ours, found = timed(lambda: measure(calendar, period, outages, maintenance), 3)
    peer, ratio = timed(lambda: by_minutes(period, outages, maintenance))
    assert found.ratio is not None
    line(f"{len(outages) + len(maintenance)} real incidents over four years", ours, peer, agree=abs(found.ratio - ratio) < 1e-12)
    print(f"  {found.ratio:.4%} of agreed hours, {found.count} outages took of them, the longest {found.longest_seconds / 3600:.1f} h")


def main() -> None:
    composing()
    measuring()
    real_ones()


if __name__ == "__main__":
    main()
