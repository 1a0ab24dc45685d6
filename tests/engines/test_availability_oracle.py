"""Availability against somebody who looks at the clock, the outages and the plans each second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from samdrift.engines.availability import Availability, Outage, Reliability, Window, measure, reliability
from tests.engines.strategies import Case, cases
from tests.engines.test_worktime_oracle import Watch

SECOND = timedelta(seconds=1)
LONGEST = 3 * 3600  # seconds watched


@st.composite
def starts(draw: st.DrawFn, case: Case) -> datetime:
    """Any second of the days of interest, most often on the day when the clocks change."""
    change = st.integers(2 * 86_400 + 43_200, 4 * 86_400)
    return case.begins_at + draw(change | change | st.integers(0, 6 * 86_400)) * SECOND


@st.composite
def windows(draw: st.DrawFn, period: Window) -> Window:
    """A span that lies in a period, or begins before or ends after it."""
    length = (period.end_at - period.start_at) // SECOND
    edges = sorted(draw(st.tuples(*[st.integers(-900, length + 900)] * 2)))
    return Window(*(period.start_at + edge * SECOND for edge in edges))


@st.composite
def outages(draw: st.DrawFn, period: Window) -> list[Outage]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        span = draw(windows(period))
        goes_on = draw(st.integers(0, 5)) == 5
        share = draw(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
        found.append(Outage(span.start_at, None if goes_on else span.end_at, share=share, key=str(number)))
    return found


def runs(span: Window | Outage, at: datetime) -> bool:
    return span.start_at <= at and (span.end_at is None or at < span.end_at)


def walked(open_at: Sequence[bool], period: Window, happened: list[Outage], planned: list[Window]) -> tuple[Availability, Reliability]:
    """What each second adds. Shares are quarters, so that sums of them are exact."""
    agreed = excluded = up = failed = failures = 0
    down = Fraction(0)
    took = [0] * len(happened)
    failing = taken = False  # whether something is down, and whether the failure has taken counted time yet
    for second, is_open in enumerate(open_at):
        at = period.start_at + second * SECOND
        running = [number for number, outage in enumerate(happened) if runs(outage, at)]
        hurts = any(happened[number].share for number in running)
        taken = taken and failing and hurts
        failing = hurts
        if not is_open:
            continue
        agreed += 1
        if any(runs(window, at) for window in planned):
            excluded += 1
            continue
        down += Fraction(max((happened[number].share for number in running), default=0.0))
        for number in running:
            took[number] += 1
        failures += hurts and not taken
        taken = taken or hurts
        failed, up = failed + hurts, up + (not hurts)
    counted = agreed - excluded
    ranked = sorted((-happened[n].share * took[n], happened[n].start_at, n) for n in range(len(happened)) if took[n])
    found = Availability(
        agreed_seconds=agreed,
        excluded_seconds=excluded,
        down_seconds=float(down),
        ratio=1 - float(down) / counted if counted else None,
        count=len(ranked),
        longest_seconds=max(took, default=0),
        worst=happened[ranked[0][2]].key if ranked else None,
    )
    return found, Reliability(failures, up / failures, failed / failures) if failures else Reliability(0, None, None)


@settings(max_examples=25)
@given(st.data())
def test_the_measure_is_what_counting_second_by_second_gives(data: st.DataObject) -> None:
    case, revised = data.draw(cases()), data.draw(cases())
    revised = Case(revised.mapping | {"timezone": case.mapping["timezone"]}, case.begins_at)
    start = data.draw(starts(case))
    length = data.draw(st.integers(0, LONGEST))
    cut = data.draw(st.integers(0, length))
    period = Window(start, start + length * SECOND)
    happened = data.draw(outages(period))
    planned = data.draw(st.lists(windows(period), max_size=2))
    first, second = Watch(case), Watch(revised)
    open_at = [(first if past < cut else second).is_open(start + past * SECOND) for past in range(length)]
    middle = start + cut * SECOND
    pieces = [(Window(start, middle), case.calendar), (Window(middle, period.end_at), revised.calendar)]
    found, failing = walked(open_at, period, happened, planned)
    assert measure(pieces, period, happened, planned) == found
    assert reliability(pieces, period, happened, planned) == failing
