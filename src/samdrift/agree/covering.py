"""Which days and services an adoption covers: a pure rule over what was signed. Actions write coverage by it, `check` recomputes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Signed:
    """An adoption with both signatures: its half-open span, the day of the last signature, and the level taken of each service."""

    adoption: int
    from_on: date
    until_on: date | None
    signed_on: date
    levels: Mapping[int, int] = field(default_factory=dict)

    @property
    def starts_on(self) -> date:
        return max(self.from_on, self.signed_on)


@dataclass(frozen=True, slots=True)
class Cover:
    """One service at one level for a half-open span of days, under one adoption."""

    adoption: int
    service: int
    level: int
    from_on: date
    until_on: date | None


def covers_of(signed: Iterable[Signed]) -> list[Cover]:
    """This function will say what one taker's adoptions of one agreement cover, given in the order they were signed.

    Each covers its services from the later of its from-day and its last signature, until notice ends it or the next one signed starts,
    whichever comes first. What then has no day left covers nothing: a later text ends an earlier one for good, whether or not it names
    the same services.

    >>> [c.until_on for c in covers_of([Signed(1, date(2026, 1, 1), None, date(2025, 12, 1), {7: 3}),
    ...                                 Signed(2, date(2027, 1, 1), None, date(2026, 11, 23), {7: 4})])]
    [datetime.date(2027, 1, 1), None]
    """
    in_order = list(signed)
    earliest_after: list[date | None] = [None] * len(in_order)
    for later, earlier in pairwise(range(len(in_order) - 1, -1, -1)):
        earliest_after[earlier] = _earlier(in_order[later].starts_on, earliest_after[later])
    found: list[Cover] = []
    for one, superseded_on in zip(in_order, earliest_after, strict=True):
        until_on = _earlier(one.until_on, superseded_on)
        if until_on is None or one.starts_on < until_on:
            found += [Cover(one.adoption, service, level, one.starts_on, until_on) for service, level in sorted(one.levels.items())]
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
