"""Meetings and decisions for tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from samdrift.members.actions.decisions import record_decision, set_mandate
from samdrift.members.actions.meetings import add_body, call_meeting, put_on_agenda
from samdrift.members.models import AgendaItem, Body, Decision, Mandate, Meeting
from tests.builders import NOW, Cast, everywhere

HELD = date(2026, 10, 8)
COMING = date(2100, 1, 14)
ENGLISH = {"Samverkansrådet": "The council"}
_numbers = count(1)


def a_body(name: str = "") -> Body:
    with everywhere() as samdrift:
        return add_body(name or f"Råd {next(_numbers)}", name_en=ENGLISH.get(name, ""), by=samdrift, at=NOW)


def a_meeting(body: Body | None = None, on: date = HELD) -> Meeting:
    with everywhere() as samdrift:
        return call_meeting(body or a_body(), on, by=samdrift, at=NOW)


def an_item(meeting: Meeting | None = None, subject: str = "key", question: str = "Ska nyckeln bytas?") -> AgendaItem:
    with everywhere() as samdrift:
        return put_on_agenda(
            meeting or a_meeting(),
            subject,
            (question, "Should the key change?"),
            options=[("Ja", "Yes"), ("Nej", "No")],
            recommendation=("Byt nyckeln.", "Change the key."),
            by=samdrift,
            at=NOW,
        )


def a_decision(cast: Cast, subject: str = "other", *, body: Body | None = None, on: date = HELD, **more: Any) -> Decision:
    with everywhere() as samdrift:
        given = {"registry_number": f"Dnr {next(_numbers)}-2026", "responsible": cast.unit, **more}
        text = given.pop("text", "Så gör vi.")
        return record_decision(body or a_body(), subject, text, decided_on=on, by=samdrift, at=NOW, **given)


def a_mandate(cast: Cast, subject: str, body: Body, since: date = date(2026, 1, 1)) -> Mandate:
    with everywhere() as samdrift:
        decision = a_decision(cast, "mandate", body=body, on=since)
        return set_mandate(subject, body, from_on=since, decision=decision, by=samdrift, at=NOW)
