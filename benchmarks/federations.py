"""How long each federation that comes with Samdrift takes to build from its folder: `python -m benchmarks.federations`.

Each is built and taken back three times, in turns, in a database that is made for the run and dropped after it; its folder's reading and
checking alone is timed beside it.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from functools import partial
from statistics import median

from benchmarks._database import in_a_database
from benchmarks.timing import timed

TIMES = 3


class TakenBack(Exception):
    """What was built is not kept."""


def main() -> None:
    in_a_database(built)


def built() -> None:
    from samdrift.config.demo.federation import default_federation, federations, plan_of

    at = datetime.now(UTC)
    took: dict[str, list[float]] = {name: [] for name in federations()}
    for _time in range(TIMES):
        for name in took:
            took[name].append(seconds_to_build(name, at))
    first = median(took[default_federation()])
    for name, seconds in took.items():
        read, plan = timed(partial(plan_of, name, on=at.date()), TIMES)
        middle = median(seconds)
        size = f"{len(plan['members'])} members, {plan['tickets_a_month']} tickets a month, {plan['months_of_costs']} months of costs"
        print(f"{name:<16}{middle:>6.1f} s  {middle / first:.2f}x {default_federation()}; read and checked in {read * 1000:.0f} ms; {size}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)


def seconds_to_build(federation: str, at: datetime) -> float:
    from django.db import transaction

    from samdrift.config.demo.build import build

    started = time.perf_counter()
    try:
        with transaction.atomic():
            build(federation, at=at, tell=lambda words: None)
            seconds = time.perf_counter() - started
            raise TakenBack
    except TakenBack:
        return seconds


if __name__ == "__main__":
    main()
