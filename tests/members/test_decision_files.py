"""Meetings and decisions from files and to them: all or none, again adds nothing, an edited decision is refused by its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.members.models import AgendaItem, Attendance, CarriedOut, Decision, Dissent, Effect, Mandate, Meeting, Minutes, Moving
from samdrift.members.queries.decisions import came_to
from tests.builders import Cast, everywhere
from tests.members.decision_builders import a_body

Browser = Callable[[str], Client]
MEETINGS = (
    "body;on;place;came;moved_from\nRådet;2026-03-05;Falun;Länsverket | It-enheten;2026-02-26 Mora stad | 2026-03-04\nRådet;2100-01-14;;;\n"
)
AGENDA = (
    "body;on;number;subject;question;question_en;options;options_en;recommendation;recommendation_en\n"
    "Rådet;2026-03-05;1;mandate;Vem?;Who?;Rådet | Alla;The council | All;Rådet.;The council.\n"
    "Rådet;2100-01-14;1;price;Höja?;;Ja | Nej;;Höj.;\n"
)
EFFECTS = "body;on;number;member;yearly;words\nRådet;2100-01-14;1;Länsverket;-1 200,50;Vi betalar mindre.\n"
DECISIONS = (
    "registry_number;decided_on;body;item;subject;text;text_en;responsible;part;due_on;replaces;done_on;what_changed;what_changed_en\n"
    "Dnr 1;2026-03-05;Rådet;1;mandate;Rådet beslutar.;The council decides.;It-enheten;;2026-04-01;;2026-03-06;Rådet beslutar.;\n"
    "Dnr 2;2026-05-05;Rådet;;other;Så gör vi.;;Länsverket;Ekonomi;;;;;\n"
    "Dnr 3;2026-06-05;Rådet;;other;Så gör vi nu.;;Länsverket;Ekonomi;;Dnr 2;;;\n"
)
MINUTES = "body;on;approved_on\nRådet;2026-03-05;2026-03-20\n"
DISSENTS = "registry_number;member;reason\nDnr 2;Havsverket;För dyrt.\n"
MANDATES = "subject;body;from_on;decision\nprice;Rådet;2026-03-05;Dnr 1\n"
ALL = {"meetings": MEETINGS, "agenda": AGENDA, "effects": EFFECTS, "decisions": DECISIONS, "dissents": DISSENTS, "mandates": MANDATES}
ALL |= {"minutes": MINUTES}


def send(browser: Client, what: str, content: str | bytes, called: str = "fil.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return browser.post(reverse("import_decisions", args=[what]), {"file": SimpleUploadedFile(called, content)})


def reasons(answer: Any) -> list[str]:
    return [row.reason for row in answer.context["wrong"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_all_of_it_from_files_again_adds_nothing_and_goes_out_as_it_came(cast: Cast, as_: Browser, kind: str) -> None:
    a_body("Rådet")
    browser = as_("karin")
    for _time in range(2):
        for what, content in ALL.items():
            answer = send(browser, what, content)
            assert answer.status_code == 302, (what, answer.context and reasons(answer))
    counted = (Meeting, Moving, Attendance, AgendaItem, Effect, Decision, CarriedOut, Minutes, Dissent, Mandate)
    with everywhere():
        assert [model.objects.count() for model in counted] == [2, 2, 2, 2, 1, 3, 1, 1, 1, 1]
    for what in ALL:
        out = browser.get(reverse("decisions_table", args=[what, kind]))
        assert send(browser, what, out.content, f"fil.{kind}").status_code == 302, what
    with everywhere():
        assert [model.objects.count() for model in counted] == [2, 2, 2, 2, 1, 3, 1, 1, 1, 1]


@pytest.mark.parametrize("what", sorted(ALL))
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"", b"a;b\n1;2\n"])
def test_what_is_no_such_table_is_refused_in_words(as_: Browser, what: str, content: bytes) -> None:
    assert send(as_("karin"), what, content).status_code == 422


def test_an_edited_decision_and_one_by_who_may_not_are_named_by_line_and_nothing_is_entered(cast: Cast, as_: Browser) -> None:
    a_body("Rådet")
    a_body("Chefen")
    for what in ("meetings", "agenda", "decisions", "mandates"):
        assert send(as_("karin"), what, ALL[what]).status_code == 302
    edited = DECISIONS.replace("Så gör vi.;", "Så gör vi inte.;").replace("Dnr 3;2026-06-05", "Dnr 4;2026-06-05")
    edited += "Dnr 5;2026-07-05;Chefen;;price;Högre.;;It-enheten;;;;;;\n;2026-07-05;Rådet;;other;Inget nummer.;;It-enheten;;;;;;\n"
    answer = send(as_("karin"), "decisions", edited)
    assert answer.status_code == 422
    told = reasons(answer)
    assert [row.line for row in answer.context["wrong"]] == [3, 4, 5, 6]
    assert "ändras aldrig" in told[0]
    assert "ersatt av ett senare beslut" in told[1]
    assert "Chefen får inte besluta detta" in told[2]
    assert "diarienummer" in told[3]
    with everywhere():
        assert Decision.objects.count() == 3


def test_a_member_sends_its_own_effects_and_dissent_only(cast: Cast, as_: Browser) -> None:
    a_body("Rådet")
    for what in ("meetings", "agenda", "decisions"):
        assert send(as_("elin"), what, ALL[what]).status_code == 302
    assert send(as_("carin"), "decisions", DECISIONS).status_code == 403
    assert send(as_("carin"), "effects", EFFECTS).status_code == 302
    assert send(as_("carin"), "dissents", DISSENTS).status_code == 422, "another member's"
    assert send(as_("berit"), "dissents", DISSENTS).status_code == 302
    assert as_("carin").get(reverse("import_decisions", args=["allt"])).status_code == 404


def test_an_older_file_neither_moves_a_meeting_back_nor_brings_back_who_was_taken_back(cast: Cast, as_: Browser) -> None:
    a_body("Rådet")
    browser = as_("elin")
    old = "body;on;place;came\nRådet;2026-02-26;Mora;\nRådet;2026-03-19;Falun;Länsverket | It-enheten\n"
    assert send(browser, "meetings", old).status_code == 302
    with everywhere():
        moved, held = Meeting.objects.order_by("on")
    assert browser.post(reverse("move_meeting", args=[moved.pk]), {"on": "2026-03-05", "place": "Falun"}).status_code == 302
    assert browser.post(reverse("record_attendance", args=[held.pk]), {"came": [cast.unit.pk]}).status_code == 302
    assert send(browser, "meetings", old).status_code == 302
    with everywhere():
        assert [(one.on.isoformat(), one.place) for one in Meeting.objects.order_by("on")] == [
            ("2026-03-05", "Falun"),
            ("2026-03-19", "Falun"),
        ]
        assert came_to(held) == [cast.unit]
    assert send(browser, "agenda", AGENDA.replace("2026-03-05", "2026-02-26")).status_code == 422, "the other meeting is not there"
    assert send(browser, "minutes", MINUTES.replace("2026-03-05", "2026-03-19")).status_code == 302
    again = send(browser, "minutes", MINUTES.replace("2026-03-05", "2026-03-19").replace("-20", "-21"))
    assert "justerades 2026-03-20" in reasons(again)[0]
