"""How long a piece of work takes, for every benchmark."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")


def timed(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """This will do the work and return the seconds it took, the fewest of some times, and its last answer."""
    took = []
    for _time in range(times):
        started = time.perf_counter()
        answer = work()
        took.append(time.perf_counter() - started)
    return min(took), answer


def first_fifty(rows: QuerySet[Any]) -> list[Any]:
    """This will read a page of rows, from the database each time it is called."""
    return list(rows.all()[:50])
