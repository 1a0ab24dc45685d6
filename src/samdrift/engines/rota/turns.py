"""A rota from a turning order: who takes which of a week's shifts, week after week."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from samdrift.engines.period import instant_of, zone_named
from samdrift.engines.rota.rules import Kind, Shift


class BadSlot(ValueError):
    """A slot has a day outside the week, or ends before it starts, or its turns leave one out."""


class TooFew(ValueError):
    """There are fewer people than turns in a week: somebody would have two at once."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift of every week in wall time: days counted from Monday (0) of the week, 7 being Monday of the next. Slots of the same ``turn``
    are the same person's."""

    start_day: int
    start: time
    end_day: int
    end: time
    kind: Kind
    turn: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.start_day <= 6 or not self.start_day <= self.end_day <= 14 or self.turn < 0:
            raise BadSlot(f"a slot from day {self.start_day} to day {self.end_day}, turn {self.turn}")
        if (self.start_day, self.start) >= (self.end_day, self.end):
            raise BadSlot(f"a slot from {self.start_day} {self.start} to {self.end_day} {self.end}")


def turns(people: Sequence[Hashable], slots: Sequence[Slot], *, monday: date, weeks: int, zone: ZoneInfo | str) -> list[Shift]:
    """This function will give each week's slots to the people in turn: one place further down the order every week.

    A week's turns lie as far apart in the order as they can, so that each has every turn once in as many weeks as there are people.
    A wall time is the first instant at which the clock of ``zone`` shows it or later. Fewer people than turns is TooFew.

    >>> nights = [Slot(0, time(17), 4, time(8), Kind.STANDBY, 0), Slot(4, time(17), 7, time(8), Kind.STANDBY, 1)]
    >>> rota = turns(["Elin", "Karin", "Ulla"], nights, monday=date(2026, 11, 2), weeks=2, zone="Europe/Stockholm")
    >>> [(shift.person, f"{shift.start_at:%a}") for shift in rota]
    [('Elin', 'Mon'), ('Karin', 'Fri'), ('Karin', 'Mon'), ('Ulla', 'Fri')]
    """
    clock = zone_named(zone) if isinstance(zone, str) else zone
    number = 1 + max((slot.turn for slot in slots), default=-1)
    if {slot.turn for slot in slots} != set(range(number)):
        raise BadSlot("the turns of a week are counted 0, 1, 2, ...")
    if monday.weekday():
        raise BadSlot(f"{monday} is no Monday")
    if len(people) < max(1, number):
        raise TooFew(f"{len(people)} people for {number} turns")
    found: list[Shift] = []
    for week in range(weeks):
        first = monday + timedelta(weeks=week)
        for slot in slots:
            person = people[(week + slot.turn * len(people) // number) % len(people)]
            start, end = (_at(first, day, wall, clock) for day, wall in ((slot.start_day, slot.start), (slot.end_day, slot.end)))
            found.append(Shift(person, start, end, slot.kind, key=len(found)))
    return found


def _at(monday: date, day: int, wall: time, zone: ZoneInfo) -> datetime:
    return instant_of(datetime.combine(monday + timedelta(days=day), wall), zone).astimezone(zone)
