"""The investments as a report: what JSON holds, and what people read."""

from __future__ import annotations

import json

from django.utils import translation

from samdrift.run.purchasing.queries.investments_report import investments_as_dict, investments_as_text
from tests.builders import TODAY, Cast, a_headcount, everywhere
from tests.purchasing.investments.builders import NOVEMBER, OCTOBER, an_investment, disposed


def test_the_report_has_decision_plan_and_each_members_part(cast: Cast) -> None:
    an_investment(cast, key="fixed", shares={cast.member: 3, cast.other: 1})
    with everywhere(), translation.override("sv"):
        report = json.loads(json.dumps(investments_as_dict(OCTOBER)))
        text = investments_as_text(report)
    (one,) = report["investments"]
    assert (report["month"], one["decision"], one["starts"], one["ends"]) == ("2026-10", "IT-2026-31", "2026-09", "2026-11")
    assert (one["month_minor"], one["left_minor"], one["disposed_on"]) == (33_333, 33_333, None)
    assert {row["member"]: (row["count"], row["month_minor"]) for row in one["members"]} == {
        cast.member.name: (3, 25_000),
        cast.other.name: (1, 8_333),
    }
    assert "IT-2026-31" in text
    assert cast.other.name in text


def test_a_share_that_is_not_known_is_null_and_a_disposal_has_its_day(cast: Cast) -> None:
    a_headcount(cast.member, 3)
    disposed(an_investment(cast, key="headcount", life=6), TODAY)
    with everywhere():
        (one,) = investments_as_dict(NOVEMBER)["investments"]
        assert investments_as_text(investments_as_dict(NOVEMBER))
    assert [row["month_minor"] for row in one["members"]] == [None, None]
    assert (one["disposed_on"], one["left_minor"], one["month_minor"]) == (TODAY.isoformat(), 0, 66_666)


def test_nothing_shared_says_so() -> None:
    assert investments_as_text({"month": "2026-11", "investments": []})
