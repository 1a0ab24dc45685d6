"""A month's costs shared between members: pure, from frozen facts to frozen pools. What was sent reads back as the same shapes,
so that what would be sent now and what was sent can be compared as they are.

A member is an organization's id; shares are counted in the order of ids, so that rounding never depends on how rows were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from samdrift.core.errors import Refused
from samdrift.engines.sharing import AllWeightsZero, NoWeights, split

PPM = 1_000_000


class AllDriversZero(Refused):
    words = _("Nothing is counted behind %(pool)s in this month, so there is nothing to split it by.")
    way_on = _("Decide another key for the service, from this month on.")


@dataclass(frozen=True, slots=True)
class Cost:
    """A booked cost or credit. `month` is the first day of the month that it belongs to."""

    voucher: str
    booked_on: date
    month: date
    amount_minor: int
    entry_id: int | None = field(default=None, compare=False)  # None where it is read from what was sent
    minutes: int | None = None  # of a project's hours: how many its month had then
    hour_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """Costs to be shared together, because they belong to one service, or to one investment or project in it."""

    code: str
    name: str
    name_en: str
    service_id: int
    costs: tuple[Cost, ...]
    investment_id: int | None = None
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """A key with what it counts: member -> employees, tickets, weight, or 1 for equal shares."""

    key_id: int
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """A pool that was settled with a wrong count: the counts as they should have been, and what its lines have come to so far."""

    pool_id: int
    pool: Pool
    key_id: int
    month: date
    amount_minor: int
    counts: Mapping[int, int]
    settled: Mapping[int, int]
    line_ids: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """What a member pays of a pool. `moved_ppm`: the millionths of an öre by which rounding moved it from the exact share."""

    member_id: int
    count: int
    amount_minor: int
    moved_ppm: int
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class SharedPool:
    """A pool and its lines. `corrects` is the settled pool that it splits again; its lines are then differences and sum to zero."""

    code: str
    name: str
    name_en: str
    service_id: int
    key_id: int
    month: date
    amount_minor: int
    total_count: int
    costs: tuple[Cost, ...]
    lines: tuple[Line, ...]
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A month as it would be sent now, and what stops it from being sent."""

    month: date
    pools: tuple[SharedPool, ...]
    stops: tuple[Refused, ...] = ()

    @property
    def total_minor(self) -> int:
        return total_of(self.pools)


def share_month(
    month: date,
    pools: Iterable[Pool],
    drivers: Mapping[int, Driver],
    corrections: Iterable[Correction] = (),
    stops: Sequence[Refused] = (),
    investments: Mapping[int, Driver] | None = None,
    projects: Mapping[int, Driver] | None = None,
) -> Preview:
    """This function will share every pool by its service's key, or its investment's or project's, each month's costs by themselves, and
    settle corrections.

    Costs of an earlier month, which came late, are shared by this month's key and counts. A pool whose service is not in `drivers`, or
    whose investment or project is not in `investments` or `projects`, is left out: what is missing stands among the stops already. A pool
    whose counts are all zero is left out and becomes a stop.
    """
    shared: list[SharedPool] = []
    stopped = list(stops)
    for pool in sorted(pools, key=attrgetter("code")):
        if pool.project_id is not None:
            driver = (projects or {}).get(pool.project_id)
        else:
            driver = drivers.get(pool.service_id) if pool.investment_id is None else (investments or {}).get(pool.investment_id)
        if driver is None:
            continue
        try:
            shared += _by_month(pool, driver)
        except AllDriversZero as zero:
            stopped.append(zero)
    shared += [share_again(correction) for correction in corrections]
    return Preview(month, tuple(sorted(shared, key=order_of)), tuple(stopped))


def order_of(pool: SharedPool) -> tuple[str, date, int]:
    """The order in which pools stand in every settlement."""
    return pool.code, pool.month, pool.corrects or 0


def _by_month(pool: Pool, driver: Driver) -> list[SharedPool]:
    costs = sorted(pool.costs, key=attrgetter("month", "voucher"))
    return [share_pool(pool, month, tuple(group), driver) for month, group in groupby(costs, attrgetter("month"))]


def share_pool(pool: Pool, month: date, costs: tuple[Cost, ...], driver: Driver) -> SharedPool:
    """This function will share the costs of one month in a pool, so that the lines sum to them exactly; all-zero counts are refused."""
    amount = sum(cost.amount_minor for cost in costs)
    lines = tuple(Line(member, driver.counts[member], *share) for member, share in shares(amount, driver.counts, pool.name).items())
    return SharedPool(
        pool.code, pool.name, pool.name_en, pool.service_id, driver.key_id, month, amount, sum(driver.counts.values()), costs, lines
    )


def share_again(correction: Correction) -> SharedPool:
    """This function will split a settled pool with its corrected counts: each line is the new share less what was settled, zero in all."""
    again = shares(correction.amount_minor, correction.counts, correction.pool.name)
    lines = tuple(
        Line(member, correction.counts[member], amount - correction.settled[member], moved, correction.line_ids[member])
        for member, (amount, moved) in again.items()
    )
    pool, total = correction.pool, sum(correction.counts.values())
    return SharedPool(
        pool.code,
        pool.name,
        pool.name_en,
        pool.service_id,
        correction.key_id,
        correction.month,
        correction.amount_minor,
        total,
        (),
        lines,
        correction.pool_id,
    )


def shares(amount_minor: int, counts: Mapping[int, int], pool: str) -> dict[int, tuple[int, int]]:
    """This function will give each member's share of an amount in whole öre, with the millionths of an öre that rounding moved it.

    Largest remainder (`engines.sharing.split`), ties to the lowest id.
    """
    members = sorted(counts)
    try:
        parts = split(amount_minor, [counts[member] for member in members])
    except (AllWeightsZero, NoWeights) as zero:
        raise AllDriversZero(pool=pool) from zero
    total = sum(counts.values())
    return {
        member: (part, round((part - Fraction(amount_minor * counts[member], total)) * PPM))
        for member, part in zip(members, parts, strict=True)
    }


def total_of(pools: Iterable[SharedPool]) -> int:
    """What the pools come to; corrections move money between members and add none."""
    return sum(pool.amount_minor for pool in pools if pool.corrects is None)


def by_member(pools: Iterable[SharedPool]) -> dict[int, int]:
    """This function will sum the lines of each member, by its id."""
    sums: dict[int, int] = {}
    for pool in pools:
        for line in pool.lines:
            sums[line.member_id] = sums.get(line.member_id, 0) + line.amount_minor
    return dict(sorted(sums.items()))


def costs_in(pools: Iterable[SharedPool]) -> frozenset[object]:
    """This function will give what a closure ends: the costs in each pool, and the corrected counts. Other counts may drift."""
    return frozenset(
        (pool.code, pool.month, frozenset(pool.costs))
        if pool.corrects is None
        else (pool.corrects, tuple((line.member_id, line.count) for line in pool.lines))
        for pool in pools
    )
