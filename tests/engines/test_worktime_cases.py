"""Published cases: business-time arithmetic from the test suites of other libraries."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from samdrift.engines.worktime import WorkCalendar, due_at, open_seconds

# Cases whose answer differs here, and why ours does.
DISAGREE = {
    "C0260": "equal ends are twenty-four hours here and an empty window there",
}
COUNT = 213


def published() -> list[dict[str, Any]]:
    folder = os.environ.get("SAMDRIFT_DATA")
    path = Path(folder or ".") / "cases" / "clock.jsonl"
    if not folder or not path.is_file():
        pytest.skip("set SAMDRIFT_DATA to the folder that holds cases/clock.jsonl")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def answer(case: dict[str, Any]) -> tuple[object, object]:
    """Ours and theirs."""
    parts = ("timezone", "hours", "holidays", "exceptions", "breaks")
    calendar = WorkCalendar.from_mapping({part: case[part] for part in parts if part in case})

    def instant(text: str) -> datetime:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(case["timezone"]))

    if case["kind"] == "add":
        return due_at(calendar, instant(case["start"]), case["duration_s"]), instant(case["expected_end"])
    return open_seconds(calendar, instant(case["start"]), instant(case["end"])), case["expected_s"]


def test_other_libraries_and_ours_agree_on_all_but_the_named_cases() -> None:
    cases = published()
    assert len(cases) == COUNT
    answers = {case["id"]: answer(case) for case in cases}
    assert {name: both for name, both in answers.items() if both[0] != both[1] and name not in DISAGREE} == {}
    assert {name for name, (ours, theirs) in answers.items() if ours != theirs} == set(DISAGREE)
