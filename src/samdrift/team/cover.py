"""What is covered on the days of a week, by whom and from where. No database.

Somebody covers a thing on a day when they are not on leave, wherever they are. A day that nobody has planned counts as one at their own
site, so that a site's importance is rather told too often than too seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class At(StrEnum):
    """Where a day is spent."""

    SITE = "site"
    HOME = "home"
    TRAVEL = "travel"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Day:
    """Where somebody is on a day; a site only while they are at one. `planned` is False where nobody has said so."""

    at: At
    site_id: int | None = None
    planned: bool = True


Presence = Mapping[int, tuple[Day, ...]]  # by employee, Monday to Friday


def uncovered_days(people: Iterable[int], presence: Presence) -> tuple[int, ...]:
    """This function will return the weekdays (0 is Monday) on which none of these people works.

    >>> away, at_home = Day(At.AWAY), Day(At.HOME)
    >>> uncovered_days([1, 2], {1: (away, at_home), 2: (away, away)})
    (0,)
    """
    weeks = [presence[person] for person in people]
    return tuple(n for n, day in enumerate(zip(*weeks, strict=True)) if all(one.at == At.AWAY for one in day))


def lost_days(people: Iterable[int], presence: Presence) -> dict[int, tuple[int, ...]]:
    """This function will return, by site, the weekdays on which everyone of these people who works is at that site.

    >>> here, there = Day(At.SITE, 7), Day(At.SITE, 8)
    >>> lost_days([1, 2], {1: (here, here), 2: (here, there)})
    {7: (0,)}
    """
    found: dict[int, list[int]] = {}
    weeks = [presence[person] for person in people]
    for n, day in enumerate(zip(*weeks, strict=True)):
        sites = {one.site_id for one in day if one.at != At.AWAY}
        if len(sites) == 1 and (site_id := sites.pop()) is not None:
            found.setdefault(site_id, []).append(n)
    return {site_id: tuple(days) for site_id, days in found.items()}


def empty_days(site_id: int, presence: Presence) -> tuple[int, ...]:
    """This function will return the weekdays on which nobody is at a site.

    >>> empty_days(7, {1: (Day(At.SITE, 7), Day(At.HOME))})
    (1,)
    """
    days = zip(*presence.values(), strict=True)
    return tuple(n for n, day in enumerate(days) if all(one.site_id != site_id for one in day))


def mostly(days: Iterable[Day]) -> At:
    """This function will say where most of a week is spent; of several as often, the first of site, home, travel, away.

    >>> mostly([Day(At.HOME), Day(At.HOME), Day(At.SITE, 7)])
    <At.HOME: 'home'>
    """
    spent = [day.at for day in days]
    return max(At, key=lambda at: (spent.count(at), -list(At).index(at)))
