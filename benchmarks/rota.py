"""How fast a rota is held against the rules on working time: `python -m benchmarks.rota`.

60 people at 12 sites for 26 weeks, beside somebody who looks at each person's clock every half hour; then the same people as one
function's rows. A database is made for the run and dropped after it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from benchmarks._database import in_a_database
from benchmarks.timing import timed
from samdrift.engines.rota import Kind, Rule, Shift, Slot, breaches, turns
from samdrift.engines.worktime import WorkCalendar

ZONE = ZoneInfo("Europe/Stockholm")
PEOPLE, IN_A_TURN, SITES, WEEKS, TIMES = 60, 3, 12, 26, 5
MONDAY = date(2026, 8, 31)  # a change of clocks lies within the half year
AIM_SECONDS = 0.05
HALF = 1_800
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": {day: [["08:00", "17:00"]] for day in WORKDAYS}})
NIGHTS = [Slot(day, time(17), day + 1, time(8), Kind.STANDBY) for day in range(4)]
WEEKENDS = [Slot(4, time(17), 7, time(8), Kind.STANDBY, 1), Slot(3, time(0), 4, time(0), Kind.OFF, 1)]


def line(name: str, seconds: float, more: str = "") -> None:
    print(f"{name:<58}{seconds * 1000:>9.1f} ms  {more}", flush=True)


def rota(slots: list[Slot]) -> list[Shift]:
    """Everybody in groups of three who take turns."""
    groups = [range(first, first + IN_A_TURN) for first in range(0, PEOPLE, IN_A_TURN)]
    return [shift for group in groups for shift in turns(group, slots, monday=MONDAY, weeks=WEEKS, zone=ZONE)]


def peer(shifts: list[Shift]) -> int:
    """The weeks without 36 hours of rest, half hour by half hour: one of the rules, as it is counted in a spreadsheet."""
    first = int(datetime.combine(MONDAY, time(), ZONE).timestamp())
    halves = [first + HALF * n for n in range(WEEKS * 7 * 48)]
    walls = [datetime.fromtimestamp(at, ZONE) for at in halves]
    office = [wall.weekday() < 5 and 8 <= wall.hour < 17 for wall in walls]
    found = 0
    for person in range(PEOPLE):
        busy = list(office)
        for kind in (Kind.OFF, Kind.STANDBY):
            for shift in shifts:
                if shift.person == person and shift.kind == kind:
                    start = (int(shift.start_at.timestamp()) - first) // HALF
                    end = min((int(shift.end_at.timestamp()) - first) // HALF, len(busy))
                    busy[start:end] = [kind == Kind.STANDBY] * (end - start)
        rest: dict[tuple[int, int], list[int]] = {}
        for wall, works in zip(walls, busy, strict=True):
            longest = rest.setdefault(wall.isocalendar()[:2], [0, 0])
            longest[0] = 0 if works else longest[0] + 1
            longest[1] = max(longest)
        found += sum(longest < 72 for _run, longest in rest.values())
    return found


def engine() -> None:
    lawful, worked = rota(NIGHTS + WEEKENDS), rota(NIGHTS + WEEKENDS[:1])
    for name, shifts in (("a lawful rota", lawful), ("one without days off in return", worked)):
        took, found = timed(partial(breaches, shifts, zone=ZONE, ordinary=OFFICE), TIMES)
        by_hand, expected = timed(partial(peer, shifts))
        weekly = sum(one.rule == Rule.WEEKLY_REST for one in found)
        agree = "same answers" if weekly == expected else f"NOT THE SAME: {weekly} and {expected}"
        told = f"aim {AIM_SECONDS * 1000:.0f} ms; {by_hand / took:.0f}x as fast as half hour by half hour, {agree}"
        line(f"{name}, {len(shifts)} shifts, {PEOPLE} people, {WEEKS} weeks", took, told)


def rows() -> None:
    from samdrift.core.access import inside
    from samdrift.team.actions.rotas import announce_rota, make_rota, planned_of
    from samdrift.team.queries.rotas import broken_rules, on_call, shifts_in_weeks
    from tests.agree.builders import a_calendar
    from tests.builders import a_cast, a_site, an_employee, everywhere

    cast = a_cast()
    sites = [a_site(cast.member, f"Ort {n}") for n in range(SITES)]
    people = [an_employee(cast.function, sites[n % SITES], f"Medarbetare nummer {n}") for n in range(PEOPLE)]
    groups = [people[first : first + IN_A_TURN] for first in range(0, PEOPLE, IN_A_TURN)]
    planned = [one for group in groups for one in planned_of(group, NIGHTS + WEEKENDS, from_week=MONDAY, weeks=WEEKS)]
    at, calendar = datetime(2026, 7, 1, 9, tzinfo=UTC), a_calendar()
    with everywhere() as by:
        took, made = timed(lambda: make_rota(cast.function, planned, from_week=MONDAY, weeks=WEEKS, calendar=calendar, by=by, at=at))
        line(f"a rota of {len(planned)} shifts is made", took)
        line("and made known", timed(lambda: announce_rota(made, by=by, at=at))[0])
    week = MONDAY + timedelta(weeks=8)
    with inside(cast.actor("elin").walls):
        line("what a week is against, 60 people, 12 sites", timed(lambda: broken_rules(cast.function, week), TIMES)[0])
        line("13 weeks of shifts", timed(lambda: shifts_in_weeks(cast.function, week, week + timedelta(weeks=13)), TIMES)[0])
        now = datetime.combine(week, time(20), ZONE)
        line("who is on call now", timed(lambda: on_call(now), TIMES)[0])


def main() -> None:
    engine()
    in_a_database(rows)


if __name__ == "__main__":
    main()
