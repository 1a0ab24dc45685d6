"""A line's Why and a month as plain data, for the command line."""

from __future__ import annotations

import json

from samdrift.settle.explain import explain_line, line_as_dict, preview_as_dict
from samdrift.settle.models import SettlementLine
from tests.builders import Cast, everywhere
from tests.settle.builders import (
    HEADER,
    IN_DECEMBER,
    NOVEMBER,
    OCTOBER,
    a_closed_october,
    an_economy,
    correct,
    costs,
    send,
)


def test_a_line_explains_itself_in_three_steps_that_json_can_hold(cast: Cast) -> None:
    a_closed_october(cast)
    with everywhere():
        line = SettlementLine.objects.get(owner=cast.member, pool__code="POST")
        steps = explain_line(line)
        found = json.loads(json.dumps(line_as_dict(line)))
    assert [step.kind for step in steps] == ["share", "key", "costs"]
    share, key, booked = found["why"]
    assert (share["pool_minor"], share["count"], share["total_count"], share["moved_ppm"]) == (1_000_01, 3, 4, 250_000)
    assert share["pool_minor"] * share["count"] / share["total_count"] + share["moved_ppm"] / 1_000_000 == share["amount_minor"]
    assert (key["decided_by"], key["decided_on"]) == ("Samverkansrådet", "2025-11-12")
    assert [(cost["voucher"], cost["amount_minor"]) for cost in booked["costs"]] == [("V-1", 1_000_00), ("V-2", 1)]
    assert "Licenser" not in json.dumps(found)


def test_a_correction_and_a_late_cost_explain_what_they_come_from(cast: Cast) -> None:
    a_closed_october(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("settlement__unit", "pool").get(owner=cast.other, pool__code="POST")
    correct(cast, line, 2)
    costs(cast, HEADER + "V-8;2026-10-30;DESK;100;;\n", at=IN_DECEMBER)
    settlement = send(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        why = line_as_dict(SettlementLine.objects.get(settlement=settlement, corrects=line))["why"][0]
        late = SettlementLine.objects.get(settlement=settlement, owner=cast.member, corrects=None)
        words = " ".join(explain_line(late)[0].words)
    assert (why["corrects"], why["count_before"], why["count"]) == (line.pk, 1, 2)
    assert why["settled_minor"] + why["amount_minor"] == 400_00
    assert "oktober 2026" in words


def test_a_month_as_json_is_the_same_before_and_after_it_is_sent_and_closed(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, HEADER + "V-1;2026-10-05;POST;1000,01;Licenser;\n")
    with everywhere():
        before = preview_as_dict(OCTOBER)
    send(cast)
    with everywhere():
        after = json.loads(json.dumps(preview_as_dict(OCTOBER)))
    assert (before["state"], after["state"]) == ("open", "sent")
    assert before["pools"] == after["pools"]
    assert {row["member"]: row["amount_minor"] for row in after["members"]} == {"Länsverket": 750_01, "Havsverket": 250_00}
