"""Due times and open time over ten years, beside every library for them that is kept on PyPI: `python -m benchmarks.worktime`.

The hours are 08:00-17:00 on weekdays in Stockholm, closed on Swedish public holidays, which every one of the libraries can say. Ours and
those that answer many questions at once are asked a million; the others as many as they answer in a second or so. Hours change at night,
so that wall clocks without a zone, which is all that some of them know, count the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import timed
from samdrift.engines.worktime import WorkCalendar, due_at, due_at_many, open_seconds, open_seconds_many

ZONE = ZoneInfo("Europe/Stockholm")
YEARS = range(2020, 2031)
MANY = 1_000_000
RUNS = 5
AIM_SECONDS = 0.5
SEED = 20261125
Seconds = NDArray[np.int64]


def closed_days() -> list[date]:
    return sorted(holidays.country_holidays("SE", years=YEARS, include_sundays=False))


def office() -> WorkCalendar:
    hours = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    return WorkCalendar.from_mapping(
        {"timezone": ZONE.key, "hours": hours, "holidays": [day.isoformat() for day in closed_days()]},
    )


@dataclass(frozen=True)
class Questions:
    """A million starts, durations and ends, as epoch seconds."""

    starts: Seconds
    lengths: Seconds
    ends: Seconds

    def first(self, count: int) -> Questions:
        return Questions(self.starts[:count], self.lengths[:count], self.ends[:count])

    def aware(self, instants: Seconds) -> list[datetime]:
        return [datetime.fromtimestamp(at, ZONE) for at in instants.tolist()]

    def naive(self, instants: Seconds) -> list[datetime]:
        return [at.replace(tzinfo=None) for at in self.aware(instants)]


def drawn() -> Questions:
    random = np.random.default_rng(SEED)
    begin, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2020, 2030))
    starts = random.integers(begin, end - 60 * 86_400, MANY)
    return Questions(starts, random.integers(1, 40 * 3600, MANY), starts + random.integers(0, 30 * 86_400, MANY))


Answer = Callable[[Questions], Sequence[int] | Seconds]


@dataclass(frozen=True)
class Library:
    """How a library answers, and how many questions it is asked. What it does before the first question is not timed."""

    name: str
    count: int
    due: Answer | None
    passed: Answer | None


def workclock_many() -> Library:
    from workclock import Holidays, Schedule, WorkDay

    schedule = Schedule([WorkDay(time(8), time(17)), Holidays(closed_days())], time_zone=ZONE)

    def due(asked: Questions) -> Seconds:
        found = schedule.add_many(asked.starts.astype("datetime64[s]"), asked.lengths.astype("timedelta64[s]"))
        return np.asarray(found).astype("datetime64[s]").astype(np.int64)

    def passed(asked: Questions) -> Seconds:
        found = schedule.between_many(asked.starts.astype("datetime64[s]"), asked.ends.astype("datetime64[s]"))
        return np.asarray(found).astype("timedelta64[s]").astype(np.int64)

    return Library("workclock 0.1 (Rust), many", MANY, due, passed)


def business_time_delta() -> Library:
    import businesstimedelta as peer
    import pytz

    zone = pytz.timezone(ZONE.key)
    work = peer.WorkDayRule(time(8), time(17), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = peer.Rules([work, peer.HolidayRule(dict.fromkeys(closed_days(), "closed"), tz=zone)])

    def due(asked: Questions) -> list[int]:
        starts = [datetime.fromtimestamp(at, zone) for at in asked.starts.tolist()]
        found = [at + peer.BusinessTimeDelta(rules, seconds=length) for at, length in zip(starts, asked.lengths.tolist(), strict=True)]
        return [int(at.timestamp()) for at in found]

    def passed(asked: Questions) -> list[int]:
        starts, ends = ([datetime.fromtimestamp(at, zone) for at in row.tolist()] for row in (asked.starts, asked.ends))
        found = [rules.difference(start, end) for start, end in zip(starts, ends, strict=True)]
        return [int(one.timedelta.total_seconds()) for one in found]

    return Library("businesstimedelta 1.0", 300, due, passed)


def business_time() -> Library:
    from businesstime import BusinessTime

    peer = BusinessTime(business_hours=(time(8), time(17)), holidays=closed_days())

    def passed(asked: Questions) -> list[int]:
        found = [peer.businesstimedelta(a, b) for a, b in zip(asked.naive(asked.starts), asked.naive(asked.ends), strict=True)]
        # it counts days of nine hours and what is left
        return [int(one.days * 9 * 3600 + one.seconds) for one in found]

    return Library("businesstime 0.3", 3_000, None, passed)


def business_duration() -> Library:
    from business_duration import businessDuration

    closed = dict.fromkeys(closed_days(), "closed")

    def passed(asked: Questions) -> list[int]:
        spans = zip(asked.naive(asked.starts), asked.naive(asked.ends), strict=True)
        found = [businessDuration(a, b, starttime=time(8), endtime=time(17), holidaylist=closed, unit="sec") for a, b in spans]
        return [0 if one != one else int(one) for one in found]

    return Library("business-duration 0.68", 300, None, passed)


def time_grid() -> Library:
    from timegrid import TimeGridCalendar, seconds

    calendar = TimeGridCalendar.weekdays(time(8), time(17))
    for day in closed_days():
        calendar = calendar.close(day)
    timeline = calendar.compile(datetime(2020, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001 (it knows no zones)

    def due(asked: Questions) -> list[int]:
        found = [
            calendar.at(at).add_work_duration(seconds(length))
            for at, length in zip(asked.naive(asked.starts), asked.lengths.tolist(), strict=True)
        ]
        return [int(at.replace(tzinfo=ZONE).timestamp()) for at in found]

    def passed(asked: Questions) -> list[int]:
        spans = zip(asked.naive(asked.starts), asked.naive(asked.ends), strict=True)
        return [int(timeline.get_working_duration(a, b).total_seconds()) for a, b in spans]

    return Library("timegrid 0.1 (Rust)", 1_000, due, passed)


def ours_one_by_one(calendar: WorkCalendar) -> Library:
    def due(asked: Questions) -> list[int]:
        pairs = zip(asked.aware(asked.starts), asked.lengths.tolist(), strict=True)
        return [int(due_at(calendar, at, length).timestamp()) for at, length in pairs]

    def passed(asked: Questions) -> list[int]:
        return [open_seconds(calendar, a, b) for a, b in zip(asked.aware(asked.starts), asked.aware(asked.ends), strict=True)]

    return Library("ours, one by one", 20_000, due, passed)


def compare(what: str, questions: Questions, ours: Answer, peers: list[tuple[str, int, Answer]]) -> None:
    cold, right = timed(lambda: ours(questions))
    warm = median(timed(lambda: ours(questions))[0] for _ in range(RUNS))
    print(f"{what}: {MANY:,} in {warm:.3f} s on one core, {cold:.3f} s with a calendar that has answered nothing yet (aim {AIM_SECONDS} s)")
    for name, count, answer in peers:
        asked = questions.first(count)
        took, found = timed(partial(answer, asked), 2)
        same = float(np.mean(np.asarray(found) == np.asarray(right)[:count]))
        each = took / count
        print(f"  {name:<28}{count:>9,} {each * 1e6:>10.3f} µs each {each / (warm / MANY):>9.0f}x  same answers: {same:.1%}", flush=True)


def main() -> None:
    questions = drawn()
    libraries: list[Any] = [
        ours_one_by_one(office()),
        workclock_many(),
        time_grid(),
        business_time(),
        business_time_delta(),
        business_duration(),
    ]
    calendar = office()
    due = [(one.name, one.count, one.due) for one in libraries if one.due]
    compare("due times", questions, lambda asked: due_at_many(calendar, asked.starts, asked.lengths), due)
    again = office()
    passed = [(one.name, one.count, one.passed) for one in libraries if one.passed]
    compare("open time", questions, lambda asked: open_seconds_many(again, asked.starts, asked.ends), passed)


if __name__ == "__main__":
    main()
