"""Does the chain hold: whether what carries a promise is at least as good as the promise. Pure.

A response or resolution time: each carrier's must not be longer, nor kept for a smaller share of the tickets. Availability: what carries
in series must all work at once, so their shares multiply, which assumes that outages are independent. Hours: a carrier must be open
whenever the promise is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import prod

from django.db import models
from django.utils.translation import gettext_lazy as _

WHOLE_PPM = 1_000_000
Span = tuple[datetime, datetime]


class Verdict(models.TextChoices):
    HOLDS = "holds", _("Holds")
    SHORT = "short", _("Falls short")
    UNKNOWN = "unknown", _("Cannot be told")


@dataclass(frozen=True, slots=True)
class Said:
    """What one carrier promises of the same measure: a share, and for times within how many open seconds; `calendar` is its hours."""

    share_ppm: int
    calendar: int
    within_seconds: int | None = None

    @property
    def share(self) -> Fraction:
        return Fraction(self.share_ppm, WHOLE_PPM)


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise held against its carriers, by their place in the list.

    `silent` say nothing of it; `too_long`, `too_few` and `closed` fall short by their time, their share, and their hours (with the first
    stretch in which the promise runs and they are closed). `carried` is the share that all together carry, of availability.
    """

    verdict: Verdict
    silent: tuple[int, ...] = ()
    too_long: tuple[int, ...] = ()
    too_few: tuple[int, ...] = ()
    closed: Mapping[int, Span] | None = None
    carried: Fraction | None = None


def judge(promise: Said, carriers: Sequence[Said | None], uncovered: Mapping[tuple[int, int], Span | None]) -> Judged:
    """This function will hold a promise against what carries it; None is a carrier that says nothing of the measure.

    `uncovered` maps (the promise's calendar, a carrier's) to the first stretch that the carrier leaves open, None when it covers all.

    >>> judge(Said(998_000, 1), [Said(999_000, 1), Said(998_500, 1)], {(1, 1): None}).verdict.name
    'SHORT'
    >>> judge(Said(850_000, 1, 8 * 3600), [Said(900_000, 1, 6 * 3600)], {(1, 1): None}).verdict.name
    'HOLDS'
    """
    said = [(place, one) for place, one in enumerate(carriers) if one is not None]
    silent = tuple(place for place, one in enumerate(carriers) if one is None)
    gaps = {place: uncovered[promise.calendar, one.calendar] for place, one in said}
    closed = {place: gap for place, gap in gaps.items() if gap is not None}
    too_long: tuple[int, ...] = ()
    carried = None
    if promise.within_seconds is None:
        carried = prod((one.share for _place, one in said), start=Fraction(1)) if said else None
        too_few = tuple(place for place, one in said if one.share < promise.share)
        falls_short = carried is not None and carried < promise.share
    else:
        too_long = tuple(place for place, one in said if (one.within_seconds or 0) > promise.within_seconds)
        too_few = tuple(place for place, one in said if one.share < promise.share)
        falls_short = bool(too_long or too_few)
    verdict = Verdict.SHORT if falls_short or closed else Verdict.UNKNOWN if silent or not said else Verdict.HOLDS
    return Judged(verdict, silent, too_long, too_few, closed, carried)


def first_uncovered(promised: Sequence[Span], carried: Sequence[Span]) -> Span | None:
    """This function will return the first stretch of open time that a carrier's open time leaves out; both are merged and in order.

    >>> from datetime import UTC
    >>> day = lambda opens, closes: [(datetime(2026, 11, 25, opens, tzinfo=UTC), datetime(2026, 11, 25, closes, tzinfo=UTC))]
    >>> [at.hour for at in first_uncovered(day(7, 19), day(8, 17))]
    [7, 8]
    """
    place = 0
    for opens, closes in promised:
        at = opens
        while at < closes:
            while place < len(carried) and carried[place][1] <= at:
                place += 1
            if place == len(carried) or carried[place][0] >= closes:
                return (at, closes)
            if carried[place][0] > at:
                return (at, carried[place][0])
            at = carried[place][1]
    return None
