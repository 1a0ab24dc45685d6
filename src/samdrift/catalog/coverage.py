"""What a member needs of a service held against what the service runs at: pure, grade by grade, never averaged.

Grades are the steps 0-3 of confidentiality, integrity and availability in which MSB's model classifies information. A service runs, in
each of the three, at the highest grade that somebody takes; a member whose need is lower rides on whoever needs that much. What is not
taken gives nothing: grade 0 of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 0, 3


class Grades(NamedTuple):
    """A grade of each of the three, which are never added or averaged."""

    confidentiality: int
    integrity: int
    availability: int

    def __str__(self) -> str:
        return f"{self.confidentiality}·{self.integrity}·{self.availability}"


NOTHING = Grades(0, 0, 0)


class Standing(models.TextChoices):
    """How a member's need of a service stands to what the service runs at."""

    MET = "met", _("Enough")
    RIDES = "rides", _("Carried by others")
    MORE = "more", _("More than needed")
    NOT_MET = "not_met", _("Not enough")
    NOT_STATED = "not_stated", _("Not stated")


def highest(several: Iterable[Grades | None]) -> Grades | None:
    """This function will return the highest grade of each of the three among several; None where there are none.

    >>> highest([Grades(3, 1, 0), None, Grades(1, 1, 2)])
    Grades(confidentiality=3, integrity=1, availability=2)
    """
    known = [grades for grades in several if grades is not None]
    return Grades(*map(max, zip(*known, strict=True))) if known else None


def compare(required: Grades | None, runs_at: Grades | None, highest_required: Grades | None) -> Standing:
    """This function will say how a need stands to what a service runs at, given the highest grades that anybody requires of it.

    Any grade below the need: not met. All equal: met. Each that exceeds it required by another: the member rides. Else more than needed.
    `required` None has not been stated; `runs_at` None is a service whose levels have no grades, which cannot be compared either.

    >>> compare(Grades(1, 1, 1), Grades(3, 1, 2), Grades(3, 3, 2))
    Standing.RIDES
    """
    if required is None or runs_at is None:
        return Standing.NOT_STATED
    if required == runs_at:
        return Standing.MET
    if required[0] > runs_at[0] or required[1] > runs_at[1] or required[2] > runs_at[2]:
        return Standing.NOT_MET
    anyones = highest_required or required
    # Written out: a federation's page compares some 35,000 times
    if (
        (runs_at[0] > required[0] and runs_at[0] > anyones[0])
        or (runs_at[1] > required[1] and runs_at[1] > anyones[1])
        or (runs_at[2] > required[2] and runs_at[2] > anyones[2])
    ):
        return Standing.MORE
    return Standing.RIDES


def carried_by_others(runs_at: Grades | None, own: Grades | None) -> Grades:
    """This function will return what others surely carry of a service: what it runs at, in the grades where one's own level gives less.

    Where one's own level gives as much, the others may take less; whether they do is theirs, so nothing is counted on.

    >>> carried_by_others(Grades(3, 2, 2), Grades(1, 2, 0))
    Grades(confidentiality=3, integrity=0, availability=2)
    """
    if runs_at is None:
        return NOTHING
    return Grades(*(runs if runs > of_own else 0 for runs, of_own in zip(runs_at, own or NOTHING, strict=True)))


@dataclass(frozen=True, slots=True)
class Offer:
    """A level as one member could take it: what it grades, and what it costs that member a month in öre; None where that is not known."""

    level_id: int
    rank: int
    grades: Grades | None
    cost_minor: int | None


def cheapest(required: Grades, carried: Grades, offers: Iterable[Offer]) -> Offer | None:
    """This function will return the cheapest level that, with what others carry, would meet a need; None where none does.

    A level without a known cost comes after all that have one; between equals, the one that promises least.
    """
    would_do = [
        o for o in offers if o.grades is not None and all(n <= max(g, c) for n, g, c in zip(required, o.grades, carried, strict=True))
    ]
    return min(would_do, key=lambda offer: (offer.cost_minor is None, offer.cost_minor or 0, offer.rank), default=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """Grades that somebody takes for a span of days; `until_on` is the first day without them."""

    from_on: date
    until_on: date | None
    grades: Grades


def steps(taken: Iterable[Taken]) -> list[tuple[date, Grades | None]]:
    """This function will return from which day on a service runs at which grades, as steps that each differ from the one before.

    None is a step on which nothing graded is taken any more. Counts how many take each grade, so that n spans cost n log n.
    """
    events = []
    for span in taken:
        events.append((span.from_on, 1, span.grades))
        if span.until_on is not None:
            events.append((span.until_on, -1, span.grades))
    events.sort(key=lambda event: event[0])
    takers = [[0] * (HIGHEST + 1) for _ in NOTHING]
    made: list[tuple[date, Grades | None]] = []
    for on, changes in groupby(events, key=lambda event: event[0]):
        for _day, number, grades in changes:
            for of_this, grade in zip(takers, grades, strict=True):
                of_this[grade] += number
        now = None if not any(takers[0]) else Grades(*(max(g for g, number in enumerate(of_this) if number) for of_this in takers))
        if now != (made[-1][1] if made else None):
            made.append((on, now))
    return made
