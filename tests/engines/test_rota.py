from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.availability import Window
from samdrift.engines.period import NaiveInstant, UnknownZone
from samdrift.engines.rota import LIMITS, BadSlot, DutyPer, Kind, Rule, Shift, ShiftReversed, Slot, TooFew, breaches, known_late, turns
from samdrift.engines.worktime import WorkCalendar

ZONE = ZoneInfo("Europe/Stockholm")
HOUR = 3_600
OFFICE = WorkCalendar.from_mapping(
    {"timezone": "Europe/Stockholm", "hours": {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
MONDAY = date(2026, 11, 2)
NIGHTS = [Slot(day, time(17), day + 1, time(8), Kind.STANDBY) for day in range(4)]
WEEKEND = Slot(4, time(17), 7, time(8), Kind.STANDBY)


def at(day: int, hour: float = 0, month: int = 11) -> datetime:
    return datetime(2026, month, 1, tzinfo=ZONE) + timedelta(days=day - 1, hours=hour)  # wall time


def shift(start: datetime, end: datetime, kind: Kind = Kind.DUTY, person: str = "Elin") -> Shift:
    return Shift(person, start, end, kind)


def named(*shifts: Shift, **more: object) -> list[tuple[str, float]]:
    """Each breach with its hours."""
    return [(one.rule.value, one.by_seconds / HOUR) for one in breaches(shifts, zone=ZONE, **more)]  # type: ignore[arg-type]


def test_the_limits_are_those_of_the_act() -> None:
    hours = {rule: limit.seconds / HOUR for rule, limit in LIMITS.items() if limit.source}
    duty, rest = {Rule.DUTY_HOURS: 48, Rule.DUTY_MONTH: 50}, {Rule.DAILY_REST: 11, Rule.NIGHT_REST: 5, Rule.WEEKLY_REST: 36}
    assert hours == {**duty, **rest, Rule.KNOWN_AHEAD: 28 * 24}
    assert {limit.source for rule, limit in LIMITS.items() if rule in duty} == {"Arbetstidslagen (1982:673) 6 §"}
    assert LIMITS[Rule.NIGHT_REST].source == LIMITS[Rule.DAILY_REST].source == "Arbetstidslagen (1982:673) 13 §"


def test_forty_eight_hours_of_duty_in_four_weeks_are_lawful_and_one_more_is_not() -> None:
    duties = [shift(at(day, 6), at(day, 18)) for day in (2, 9, 16, 23)]
    assert named(*duties) == []
    assert named(*duties, shift(at(29, 18), at(29, 19))) == [("duty_hours", 1)]
    assert named(*duties, shift(at(30, 6), at(30, 18))) == []  # the four weeks of the first have passed
    stand_by = [shift(one.start_at, one.end_at + timedelta(hours=20), Kind.STANDBY) for one in duties]
    assert named(*stand_by) == []


def test_four_weeks_that_meet_are_one_breach_by_the_worst_of_them() -> None:
    duties = [shift(at(2 + 7 * week, 7), at(2 + 7 * week, 20)) for week in range(8)]  # 13 hours a week
    found = breaches([*duties, shift(at(8, 18), at(8, 20))], zone=ZONE)
    assert [(one.rule, one.by_seconds / HOUR, len(one.shifts)) for one in found] == [(Rule.DUTY_HOURS, 6, 9)]
    assert (found[0].start_at, found[0].end_at) == (at(2, 7), at(2 + 7 * 8, 7))


def test_fifty_hours_of_duty_in_a_month_are_lawful_and_one_more_is_not_where_an_employer_counts_by_the_month() -> None:
    duties = [shift(at(day, 6), at(day, 18)) for day in (2, 3, 4, 5)]
    more = shift(at(30, 22), at(31, 4))  # two hours of November's, four of December's
    assert [one for one in named(*duties, more, duty_per=DutyPer.MONTH) if one[0] != "night_rest"] == []
    evening = shift(at(28, 18), at(28, 19))
    (found,) = (one for one in breaches([*duties, more, evening], zone=ZONE, duty_per=DutyPer.MONTH) if one.rule == Rule.DUTY_MONTH)
    assert (found.by_seconds, found.start_at, found.end_at) == (HOUR, at(1), at(31))
    assert list(found.shifts) == [*duties, evening, more]
    december = [shift(at(day, 6, 12), at(day, 18, 12)) for day in (2, 3, 4, 5)]
    assert named(*duties, *december, duty_per=DutyPer.MONTH) == []
    over = [("duty_month", 2), ("duty_month", 2)]
    assert named(*duties, *december, shift(at(7, 8), at(7, 12)), shift(at(7, 8, 12), at(7, 12, 12)), duty_per=DutyPer.MONTH) == over


def test_an_employer_counts_duty_by_four_weeks_or_by_the_month_and_not_by_both() -> None:
    fifth = [shift(at(day, 6), at(day, 18)) for day in (2, 9, 16, 23, 30)]  # 60 hours of a month, 48 of any four weeks
    assert (named(*fifth), named(*fifth, duty_per=DutyPer.MONTH)) == ([], [("duty_month", 10)])
    close = [shift(at(day, 6), at(day, 18)) for day in (23, 24, 25, 26, 31, 32, 33, 34)]  # 48 of each month, 96 of four weeks
    assert ("duty_hours", 48) in named(*close)
    assert named(*close, duty_per=DutyPer.MONTH) == []
    stand_by = [shift(one.start_at, one.end_at, Kind.STANDBY) for one in fifth]
    assert named(*stand_by, duty_per=DutyPer.MONTH) == []


def test_a_months_duty_has_an_hour_more_where_clocks_go_back() -> None:
    long = [shift(at(day, 6, 10), at(day, 18, 10)) for day in (1, 5, 9)]
    night = shift(at(24, 18, 10), at(25, 8, 10))  # 15 hours
    assert [hours for rule, hours in named(*long, night, duty_per=DutyPer.MONTH) if rule == "duty_month"] == [1]


def test_eleven_hours_of_rest_follow_within_a_day_of_the_beginning_of_work() -> None:
    assert named(shift(at(2, 17), at(2, 21)), ordinary=OFFICE) == []  # 08-21, then 11 hours until 08
    assert named(shift(at(2, 17), at(2, 22)), ordinary=OFFICE) == [("daily_rest", 1)]
    assert named(shift(at(2, 21), at(3, 7)), ordinary=OFFICE) == [("daily_rest", 7), ("night_rest", 5)]
    assert named(shift(at(2, 8), at(2, 21))) == []
    assert named(shift(at(2, 8), at(2, 22))) == [("daily_rest", 1)]
    assert named(shift(at(2, 17), at(3, 8), Kind.STANDBY), ordinary=OFFICE) == []  # ready at home is rest of the day


def test_a_rest_of_eleven_hours_holds_the_time_from_midnight_to_five() -> None:
    assert named(shift(at(2, 22), at(3, 6))) == [("night_rest", 5)]  # a day's rest before it and after, and none of the night in them
    assert named(shift(at(2, 13), at(3))) == []
    assert named(shift(at(2, 13), at(3, 0.5))) == [("night_rest", 0.5)]
    assert named(shift(at(3, 4), at(3, 8))) == [("night_rest", 1)]
    assert named(shift(at(3, 5), at(3, 18))) == []
    assert named(shift(at(2, 22), at(3, 6), Kind.STANDBY)) == []
    found = breaches([shift(at(2, 22), at(4, 1))], zone=ZONE)
    assert [(one.by_seconds / HOUR, one.start_at, one.end_at) for one in found if one.rule == Rule.NIGHT_REST] == [
        (5, at(2, 18), at(3, 11)),
        (1, at(3, 18), at(4, 11)),
    ]


def test_a_free_night_between_two_duties_is_no_rest_where_it_is_too_short() -> None:
    evening, morning = shift(at(2, 19), at(2, 23)), shift(at(3, 6), at(3, 8))
    assert named(evening, morning) == [("night_rest", 5)]  # seven hours; the eleven that follow hold no night
    assert named(evening, shift(at(3, 10), at(3, 12))) == []
    assert breaches([evening, morning], zone=ZONE)[0].shifts == (evening, morning)
    assert named(shift(at(2, 19), at(2, 23)), ordinary=OFFICE) == [("daily_rest", 2)]  # the same fault is named once


def test_nights_that_ordinary_hours_take_by_themselves_are_no_matter_of_the_rotas() -> None:
    hours = {"mon": [["22:00", "06:00"]], "wed": [["18:00", "20:00"]]}
    by_night = WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": hours})
    assert named(shift(at(4, 20), at(4, 22)), ordinary=by_night) == []
    assert named(shift(at(3, 6), at(3, 8)), ordinary=by_night) == [("night_rest", 5)]


def test_each_day_of_a_long_duty_is_named() -> None:
    found = breaches([shift(at(7, 8), at(9, 8))], zone=ZONE)
    assert [(one.rule, one.by_seconds / HOUR, one.start_at) for one in found if one.rule == Rule.DAILY_REST] == [
        (Rule.DAILY_REST, 11, at(7, 8)),
        (Rule.DAILY_REST, 11, at(8, 8)),
    ]


def test_stand_by_is_no_weekly_rest() -> None:
    weekend = shift(at(6, 17), at(9, 8), Kind.STANDBY)
    assert named(weekend) == []
    assert named(weekend, ordinary=OFFICE) == [("weekly_rest", 21)]  # the longest that is left is a night of 15 hours
    off = shift(at(5), at(6), Kind.OFF)
    assert named(off, weekend, ordinary=OFFICE) == []  # from Wednesday at 17 to Friday at 08
    assert named(weekend, ordinary=OFFICE, away={"Elin": [Window(at(5), at(6))]}) == []


def test_a_rest_counts_where_it_lies_within_one_week() -> None:
    until = shift(at(2), at(8, 12), Kind.STANDBY)  # Monday to Sunday noon; then 12 hours, and 24 of the next week
    assert ("weekly_rest", 24) in named(until, shift(at(10), at(11), Kind.STANDBY))


def test_at_most_seven_days_running() -> None:
    assert named(shift(at(2, 17), at(9, 17), Kind.STANDBY)) == [("weekly_rest", 19)]
    eight = [shift(at(2 + day, 17), at(3 + day, 8), Kind.STANDBY) for day in range(8)]

    def running(*shifts: Shift) -> list[float]:
        return [hours for rule, hours in named(*shifts) if rule == "days_running"]

    assert running(*eight[:7]) == []
    assert running(*eight) == [15]
    assert running(*eight[:7], shift(at(10, 8), at(10, 12), Kind.STANDBY)) == []  # a whole day between


def test_a_night_when_clocks_change_lasts_as_long_as_it_lasts() -> None:
    def night(month: int, day: int, until: int) -> Shift:
        return shift(datetime(2026, month, day, 18, tzinfo=ZONE), datetime(2026, month, day + 1, until, tzinfo=ZONE))

    assert named(night(10, 24, 6)) == [("night_rest", 6)]  # 13 hours
    assert named(night(10, 24, 7)) == [("daily_rest", 1), ("night_rest", 6)]
    assert named(night(3, 28, 8)) == [("night_rest", 4)]  # 13 hours too
    assert sorted(named(night(3, 28, 9))) == [("daily_rest", 1), ("night_rest", 4)]
    weeks = [shift(at(day, 17, month=10), at(day + 7, 17, month=10), Kind.STANDBY) for day in (19, 26)]
    assert not [one for one in breaches(weeks[:1], zone=ZONE) if one.rule == Rule.DAYS_RUNNING]  # 169 hours are seven days too


def test_a_week_of_the_autumn_has_an_hour_more_to_rest_in() -> None:
    busy = [shift(at(19, 0, month=10), at(24, 13, month=10), Kind.STANDBY)]
    assert named(*busy) == []  # Saturday at 13 to midnight after Sunday is 36 hours, since one comes twice
    assert named(shift(at(12, 0, month=10), at(17, 13, month=10), Kind.STANDBY)) == [("weekly_rest", 1)]


def test_nobody_is_twice_at_once_or_on_call_while_away() -> None:
    first, second = shift(at(2, 8), at(2, 14)), shift(at(2, 12), at(2, 20))
    assert named(first, second) == [("overlap", 2)]
    assert named(first, shift(at(2, 12), at(2, 20), person="Karin")) == []
    assert named(first, shift(at(2, 14), at(2, 20))) == []
    assert named(first, away={"Elin": [Window(at(1), at(2, 9)), Window(at(2, 13), at(4))]}) == [("away", 2)]
    assert named(shift(at(2), at(3), Kind.OFF), away={"Elin": [Window(at(1), at(9))]}) == []


def test_a_rota_is_known_four_weeks_ahead() -> None:
    rota = turns(["Elin", "Karin"], NIGHTS, monday=MONDAY, weeks=2, zone=ZONE)
    assert known_late(rota, known_at=datetime(2026, 10, 5, 23, 30, tzinfo=ZONE), zone=ZONE) == []
    (late,) = known_late(rota, known_at=datetime(2026, 10, 7, 8, tzinfo=ZONE), zone=ZONE)
    assert (late.rule, late.person, late.by_seconds) == (Rule.KNOWN_AHEAD, None, 2 * 24 * HOUR)
    assert [one.start_at.day for one in late.shifts] == [2, 3]
    assert known_late([], known_at=at(1), zone=ZONE) == []


def test_takes_turns_from_the_order() -> None:
    order = ["a", "b", "c", "d"]
    rota = turns(order, [*NIGHTS, Slot(4, time(17), 7, time(8), Kind.STANDBY, 1)], monday=MONDAY, weeks=4, zone=ZONE)
    assert len(rota) == 4 * 5
    assert [one.person for one in rota if one.start_at.weekday() == 0] == order
    assert [one.person for one in rota if one.start_at.weekday() == 4] == ["c", "d", "a", "b"]


def test_nights_and_weekends_apart_with_a_day_off_are_lawful_for_half_a_year() -> None:
    slots = [*NIGHTS, Slot(4, time(17), 7, time(8), Kind.STANDBY, 1), Slot(3, time(0), 4, time(0), Kind.OFF, 1)]
    people = list("abc")
    for monday in (date(2026, 8, 31), date(2026, 2, 2)):  # over both changes of clocks
        rota = turns(people, slots, monday=monday, weeks=26, zone=ZONE)
        assert breaches(rota, zone=ZONE, ordinary=OFFICE) == []
        without = [one for one in rota if one.kind != Kind.OFF]
        assert {one.rule for one in breaches(without, zone=ZONE, ordinary=OFFICE)} == {Rule.WEEKLY_REST}


@given(st.integers(1, 9), st.integers(1, 4), st.integers(0, 6))
def test_everybody_has_every_turn_once_in_a_round(people: int, number: int, start: int) -> None:
    if people < number:
        return
    slots = [Slot(turn, time(17), turn + 1, time(8), Kind.DUTY, turn) for turn in range(number)]
    rota = turns(range(people), slots, monday=MONDAY + timedelta(weeks=start), weeks=people, zone="UTC")
    assert sorted((one.person, one.start_at.weekday()) for one in rota) == [(p, t) for p in range(people) for t in range(number)]


def test_wall_times_hold_when_clocks_change() -> None:
    rota = turns(["a"], [Slot(6, time(0), 7, time(0), Kind.DUTY)], monday=date(2026, 10, 19), weeks=1, zone=ZONE)
    assert rota[0].end_at.astimezone(UTC) - rota[0].start_at.astimezone(UTC) == timedelta(hours=25)


def test_refuses_what_makes_no_shift_and_no_turn() -> None:
    with pytest.raises(ShiftReversed):
        shift(at(2, 8), at(2, 8))
    with pytest.raises(ShiftReversed):
        shift(at(3), at(2))
    with pytest.raises(NaiveInstant):
        shift(datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001
    with pytest.raises(NaiveInstant):
        known_late([], known_at=datetime(2026, 1, 1), zone=ZONE)  # noqa: DTZ001
    with pytest.raises(UnknownZone):
        breaches([shift(at(2), at(3))], zone="Europe/Falun")
    for bad in ((7, 7), (0, 15), (3, 2), (-1, 0), (3, 3)):
        with pytest.raises(BadSlot):
            Slot(bad[0], time(8), bad[1], time(8), Kind.DUTY)
    with pytest.raises(BadSlot):
        turns(["a", "b"], [Slot(0, time(8), 1, time(8), Kind.DUTY, 1)], monday=MONDAY, weeks=1, zone=ZONE)
    with pytest.raises(BadSlot):
        turns(["a"], NIGHTS, monday=MONDAY + timedelta(days=1), weeks=1, zone=ZONE)
    with pytest.raises(TooFew):
        turns(["a"], [*NIGHTS, Slot(4, time(17), 7, time(8), Kind.DUTY, 1)], monday=MONDAY, weeks=1, zone=ZONE)
    with pytest.raises(TooFew):
        turns([], [], monday=MONDAY, weeks=1, zone=ZONE)
    assert breaches([], zone=ZONE) == []
