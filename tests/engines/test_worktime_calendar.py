from __future__ import annotations

from typing import Any

import pytest

from samdrift.engines.period import UnknownZone
from samdrift.engines.worktime import BadDay, BadShape, BadTime, NotACalendar, SpansOverlap, WorkCalendar

NINE = [["08:00", "17:00"]]


def a_calendar(**parts: Any) -> WorkCalendar:
    return WorkCalendar.from_mapping({"timezone": "Europe/Stockholm", "hours": {"mon": NINE}} | parts)


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({"timezone": "Europe/Stokholm"}, UnknownZone),
        ({"timezone": "../../etc/passwd"}, UnknownZone),
        ({"timezone": None}, BadShape),
        ({"opening": {}}, BadShape),
        ({"hours": [NINE]}, BadShape),
        ({"hours": None}, BadShape),
        ({"hours": {"mon": "08:00-17:00"}}, BadShape),
        ({"hours": {"mon": ["08:00", "17:00"]}}, BadShape),
        ({"hours": {"mon": [["08:00"]]}}, BadShape),
        ({"hours": {"mon": [["08:00", "12:00", "17:00"]]}}, BadShape),
        ({"hours": {"monday": NINE}}, BadDay),
        ({"hours": {"Mon": NINE}}, BadDay),
        ({"hours": {0: NINE}}, BadDay),
        ({"hours": {"2026-12-24": NINE}}, BadDay),
        ({"exceptions": {"mon": NINE}}, BadDay),
        ({"exceptions": {"12-24": NINE}}, BadDay),
        ({"exceptions": {"2026-02-29": NINE}}, BadDay),
        ({"exceptions": {"20261224": NINE}}, BadDay),
        ({"breaks": {"lunch": NINE}}, BadDay),
        ({"holidays": ["2026-13-01"]}, BadDay),
        ({"holidays": ["02-30"]}, BadDay),
        ({"holidays": ["julafton"]}, BadDay),
        ({"holidays": [20261224]}, BadDay),
        ({"holidays": [["2026-12-24"]]}, BadDay),
        ({"holidays": "2026-12-24"}, BadShape),
        ({"hours": {"mon": [["8:00", "17:00"]]}}, BadTime),
        ({"hours": {"mon": [["08:00", "25:00"]]}}, BadTime),
        ({"hours": {"mon": [["08:00", "24:01"]]}}, BadTime),
        ({"hours": {"mon": [["24:00", "08:00"]]}}, BadTime),
        ({"hours": {"mon": [["08:60", "17:00"]]}}, BadTime),
        ({"hours": {"mon": [["08:00\n", "17:00"]]}}, BadTime),
        ({"hours": {"mon": [[8, 17]]}}, BadTime),
        ({"breaks": {"mon": [["lunch", "13:00"]]}}, BadTime),
        ({"hours": {"mon": [["08:00", "12:01"], ["12:00", "17:00"]]}}, SpansOverlap),
        ({"hours": {"mon": [["13:00", "17:00"], ["08:00", "13:30"]]}}, SpansOverlap),
        ({"hours": {"mon": [["22:00", "06:00"], ["23:00", "23:30"]]}}, SpansOverlap),
        ({"exceptions": {"2026-12-24": [["08:00", "12:00"], ["08:00", "12:00"]]}}, SpansOverlap),
        ({"breaks": {"2026-12-24": [["08:00", "12:00"], ["11:00", "12:00"]]}}, SpansOverlap),
    ],
)
def test_refuses_a_mapping_that_is_no_calendar(parts: dict[str, Any], refusal: type[ValueError]) -> None:
    with pytest.raises(refusal) as refused:
        a_calendar(**parts)
    assert type(refused.value) is refusal
    assert issubclass(refusal, NotACalendar | UnknownZone)


def test_refuses_a_calendar_without_a_zone_and_one_that_is_no_mapping() -> None:
    with pytest.raises(BadShape):
        WorkCalendar.from_mapping({"hours": {"mon": NINE}})
    with pytest.raises(BadShape):
        WorkCalendar.from_mapping([("timezone", "UTC")])  # type: ignore[arg-type]


def test_a_refusal_says_where_and_does_not_quote_at_length() -> None:
    with pytest.raises(BadTime, match="exceptions of 2026-12-24"):
        a_calendar(exceptions={"2026-12-24": [["x" * 10_000, "12:00"]]})
    with pytest.raises(BadDay) as refused:
        a_calendar(hours={"x" * 10_000: NINE})
    assert len(str(refused.value)) < 200


def test_spans_that_meet_are_allowed_in_any_order() -> None:
    assert a_calendar(hours={"mon": [["12:00", "17:00"], ["08:00", "12:00"]]}).hours[0] == ((28_800, 43_200), (43_200, 61_200))


def test_equal_calendars_hash_alike_however_they_were_written() -> None:
    one = a_calendar(holidays=["2026-12-24", "12-25"], exceptions={"2026-12-23": NINE, "2026-01-05": NINE})
    other = a_calendar(holidays=("12-25", "2026-12-24"), exceptions={"2026-01-05": NINE, "2026-12-23": (("08:00:00", "17:00:00"),)})
    assert one == other
    assert {one: "kept"}[other] == "kept"
    assert one != a_calendar()
