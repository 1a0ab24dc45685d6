"""Meetings, decisions and joinings as a lived-in house has them, with long names, for tests that look at every page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from samdrift.core.access import inside
from samdrift.members.actions.decisions import carry_out, record_decision, say_dissent, set_mandate
from samdrift.members.actions.meetings import add_body, call_meeting, put_on_agenda, record_attendance, say_effect
from samdrift.plan.actions.joining import begin_joining, plan_gate, publish_joinings, reach_gate, record_one_off, replace_one_off
from samdrift.plan.models import Gate
from tests.builders import Cast, a_service, everywhere

LONG = "Verksamhetsgemensam informationshanteringsplan och gallringsutredning för strandskyddsdispensärenden"


def decided_and_joined(cast: Cast, now: datetime) -> dict[str, Any]:
    """A question that waits for its decision, decisions late, replaced and not agreed to, and a joining that is late with costs."""
    today, carin = timezone.localdate(now), cast.actor("carin")
    services = [a_service(f"{LONG[:60]} {number}", "business") for number in range(3)]
    with everywhere() as samdrift:
        said: dict[str, Any] = {"by": samdrift, "at": now}
        body = add_body("Samverkansrådet för gränsöverskridande sjukvårdsinformationsutbyte", name_en="", **said)
        meeting = call_meeting(body, today - timedelta(days=20), place="Örnsköldsvik, Förvaltningsbyggnadens sammanträdesrum", **said)
        call_meeting(body, today + timedelta(days=20), **said)
        record_attendance(meeting, [cast.unit, cast.member, cast.other], **said)
        items = [
            put_on_agenda(meeting, subject, (f"{LONG}?", ""), options=[(LONG, ""), ("Nej", "No")], recommendation=(LONG, ""), **said)
            for subject in ("joining", "mandate")
        ]
        decided: dict[str, Any] = {"decided_on": meeting.on, "responsible": cast.unit, "part": LONG[:80], **said}
        first = record_decision(body, "joining", LONG, registry_number="Dnr 1-2026", due_on=meeting.on, **decided)
        old = record_decision(body, "mandate", LONG, registry_number="Dnr 2-2026/111-2222-33333-44444-55", item=items[1], **decided)
        mandate = record_decision(body, "mandate", LONG, registry_number="Dnr 3-2026", replaces=old, **decided)
        set_mandate("joining", body, from_on=mandate.decided_on, decision=mandate, **said)
        carry_out(mandate, LONG, on=today, **said)
    with inside(carin.walls):
        say_effect(items[0], cast.member, LONG, yearly_minor=-123_456_789_00, by=carin, at=now)
        say_dissent(first, cast.member, LONG, by=carin, at=now)
    with everywhere() as samdrift:
        said = {"by": samdrift, "at": now}
        say_effect(items[0], cast.other, LONG, yearly_minor=None, **said)
        for member in (cast.member, cast.other):
            for service in services:
                joining = begin_joining(member, service, cast.employee("elin"), **said)
                plan_gate(joining, Gate.SIGNED, today - timedelta(days=9), **said)
                plan_gate(joining, Gate.SIGNED, today - timedelta(days=2), reason=LONG, **said)
                reach_gate(joining, Gate.DECIDED, None, decision=first, **said)
                for is_actual in (False, True):
                    cost = record_one_off(joining, LONG[:80], 12_345_678_90, on=today, is_actual=is_actual, **said)
                replace_one_off(cost, 9_876_543_21, on=today, reason=LONG, **said)
        publish_joinings(on=today, **said)
        own = begin_joining(cast.member, a_service("Karta"), cast.employee("elin"), **said)
        plan_gate(own, Gate.DECIDED, today - timedelta(days=4), **said)
        cost = record_one_off(own, "Flytt", 1, on=today, is_actual=False, **said)
    return {
        "meeting_id": meeting.pk,
        "item_id": items[0].pk,
        "decision_id": first.pk,
        "what": "effects",
        "joining_id": own.pk,
        "cost_id": cost.pk,
        "gate": "decided",
    }
