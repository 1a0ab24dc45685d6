"""Meetings through their doors: called, held, their agendas, and what a question means for each member."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from samdrift.members.models import AgendaItem, Attendance, Effect, Meeting
from samdrift.members.queries.decisions import came_to, meetings_that_differ
from tests.builders import Cast, a_member, everywhere
from tests.members.decision_builders import COMING, HELD, a_body, a_decision, a_meeting, an_item

Browser = Callable[[str], Client]
ASKED = {"subject": "price", "question": "Höja?", "options": "Ja\nNej", "recommendation": "Höj."}


def test_staff_call_a_meeting_put_a_question_on_it_and_write_down_who_came(cast: Cast, as_: Browser) -> None:
    body, browser = a_body("Rådet"), as_("elin")
    assert browser.post(reverse("call_meeting"), {"body": body.pk, "on": HELD.isoformat(), "place": ""}).status_code == 302
    with everywhere():
        meeting = Meeting.objects.get()
    for number in (1, 2):
        assert browser.post(reverse("put_on_agenda", args=[meeting.pk]), ASKED).status_code == 302, number
    came = {"came": [cast.unit.pk, cast.member.pk]}
    for _again in range(2):
        assert browser.post(reverse("record_attendance", args=[meeting.pk]), came).status_code == 302
    with everywhere():
        assert [item.number for item in AgendaItem.objects.all()] == [1, 2]
        assert [option.text for option in AgendaItem.objects.all()[0].options.all()] == ["Ja", "Nej"]
        assert set(Attendance.objects.values_list("organization", flat=True)) == {cast.unit.pk, cast.member.pk}
    page = as_("anna").get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Länsverket" in page
    assert "Havsverket" not in page
    assert "På distans" in page


def test_the_same_body_meets_once_a_day(cast: Cast, as_: Browser) -> None:
    meeting = a_meeting()
    again = as_("karin").post(reverse("call_meeting"), {"body": meeting.body_id, "on": HELD.isoformat()})
    assert again.status_code == 409
    assert b"m\xc3\xb6ts redan" in again.content


@pytest.mark.parametrize(
    "wrong", [{"options": "Bara en"}, {"options": "Ja\nNej", "options_en": "Yes"}, {"question": " "}, {"subject": "x"}]
)
def test_a_question_has_words_a_subject_and_two_options(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    assert as_("elin").post(reverse("put_on_agenda", args=[a_meeting().pk]), ASKED | wrong).status_code == 422


def test_nobody_came_to_a_meeting_that_has_not_been_or_before_they_joined(cast: Cast, as_: Browser) -> None:
    coming, held = a_meeting(on=COMING), a_meeting()
    early = as_("elin").post(reverse("record_attendance", args=[coming.pk]), {"came": [cast.member.pk]})
    assert early.status_code == 409
    newcomer = a_member("Nya verket")
    with everywhere():
        newcomer.joined_on = date(2026, 10, 9)
        newcomer.save()
    late = as_("elin").post(reverse("record_attendance", args=[held.pk]), {"came": [newcomer.pk]})
    assert late.status_code == 409
    assert "var inte medlem 2026-10-08" in strip_tags(late.text)


def test_a_meeting_is_moved_in_sight_of_all_who_read_what_it_was(cast: Cast, as_: Browser) -> None:
    meeting, elin = a_meeting(on=COMING), as_("elin")
    address = reverse("move_meeting", args=[meeting.pk])
    assert elin.post(address, {"on": "2100-01-21", "place": "Falun"}).status_code == 302
    page = as_("anna").get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "2100-01-21" in page
    assert "2100-01-14" in page
    again = elin.post(address, {"on": "2100-01-21", "place": "Falun"})
    assert again.status_code == 422
    assert "den dagen" in again.content.decode()
    a_meeting(meeting.body, on=HELD)
    assert elin.post(address, {"on": HELD.isoformat(), "place": ""}).status_code == 409, "the body meets that day"
    with everywhere():
        assert Meeting.objects.get(pk=meeting.pk).on.isoformat() == "2100-01-21"
        assert meetings_that_differ() == []
    assert as_("carin").post(address, {"on": HELD.isoformat()}).status_code == 403


def test_a_meeting_that_was_held_keeps_its_day_and_may_change_its_place(cast: Cast, as_: Browser) -> None:
    item, elin = an_item(), as_("elin")
    meeting = item.meeting
    address = reverse("move_meeting", args=[meeting.pk])
    assert elin.post(reverse("record_attendance", args=[meeting.pk]), {"came": [cast.unit.pk]}).status_code == 302
    assert "vilka som deltog" in elin.post(address, {"on": COMING.isoformat()}).content.decode()
    assert elin.post(address, {"on": HELD.isoformat(), "place": "Falun"}).status_code == 302
    assert elin.post(reverse("record_attendance", args=[meeting.pk]), {}).status_code == 302, "all taken back"
    a_decision(cast, "key", body=meeting.body, item=item)
    decided = elin.post(address, {"on": COMING.isoformat()})
    assert decided.status_code == 409
    assert "beslutades" in decided.content.decode()


def test_who_came_is_taken_back_and_said_again_until_the_minutes_are_approved(cast: Cast, as_: Browser) -> None:
    meeting, elin = a_meeting(), as_("elin")
    came, minutes = (reverse(name, args=[meeting.pk]) for name in ("record_attendance", "approve_minutes"))
    assert elin.post(minutes, {"on": HELD.isoformat()}).status_code == 409, "nobody came"
    for chosen in ([cast.unit, cast.member], [cast.unit], [cast.unit, cast.other]):
        assert elin.post(came, {"came": [one.pk for one in chosen]}).status_code == 302
        with everywhere():
            assert set(came_to(meeting)) == set(chosen)
    page = as_("anna").get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Tillbakataget" in page
    assert "Länsverket" in page
    for wrong in ("2026-10-07", "2100-01-01"):
        assert elin.post(minutes, {"on": wrong}).status_code == 422
    assert elin.post(minutes, {"on": "2026-10-20"}).status_code == 302
    for address, typed in (
        (came, {"came": [cast.unit.pk]}),
        (reverse("move_meeting", args=[meeting.pk]), {"on": HELD.isoformat(), "place": "Falun"}),
        (reverse("put_on_agenda", args=[meeting.pk]), ASKED),
        (minutes, {"on": "2026-10-21"}),
    ):
        closed = elin.post(address, typed)
        assert closed.status_code == 409
        assert "justerades 2026-10-20" in strip_tags(closed.content.decode())
        shut = elin.get(address)
        assert shut.status_code == 409
        assert "justerades 2026-10-20" in strip_tags(shut.content.decode())
        assert f'href="{reverse("meeting", args=[meeting.pk])}"' in shut.content.decode()
    assert reverse("record_attendance", args=[meeting.pk]) not in elin.get(reverse("meeting", args=[meeting.pk])).content.decode()


def test_a_contact_says_what_it_means_for_its_own_member_and_all_read_it(cast: Cast, as_: Browser) -> None:
    item = an_item(a_meeting(on=COMING))
    said = {"words": "Vi betalar mer.", "yearly_minor": "12 000,00", "member": cast.other.pk}
    assert as_("carin").post(reverse("say_effect", args=[item.pk]), said).status_code == 302
    assert (
        as_("hedda").post(reverse("say_effect", args=[item.pk]), said | {"words": "Mycket mer.", "yearly_minor": "-5"}).status_code == 302
    )
    with everywhere():
        assert {effect.member_id for effect in Effect.objects.all()} == {cast.member.pk}
    page = as_("bo").get(reverse("agenda_item", args=[item.pk])).content.decode()
    assert "Mycket mer." in page
    assert "Vi betalar mer." not in page, "what was said last counts"


@pytest.mark.parametrize("who", ["anna", "maja", "sten", "ulla", "auditor"])
def test_others_say_nothing_for_a_member(as_: Browser, who: str) -> None:
    assert as_(who).post(reverse("say_effect", args=[an_item().pk]), {"words": "Nej."}).status_code == 403


def test_what_it_would_mean_is_not_said_after_the_decision(cast: Cast, as_: Browser) -> None:
    item = an_item()
    a_decision(cast, "key", body=item.meeting.body, item=item)
    answer = as_("carin").post(reverse("say_effect", args=[item.pk]), {"words": "För sent."})
    assert answer.status_code == 409
    assert "För sent." in answer.content.decode()


def test_pages_of_meetings_cost_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    meeting, browser = a_meeting(), as_("carin")
    item = an_item(meeting)
    addresses = [reverse("meetings"), reverse("meeting", args=[meeting.pk]), reverse("agenda_item", args=[item.pk])]
    counts = []
    for number in (3, 27):
        for _one in range(number):
            an_item(meeting)
            member = a_member()
            a_meeting()
            with everywhere():
                Effect.objects.create(
                    item=item, member=member, said_by=cast.unit, words="Mer.", yearly_minor=1, said_at="2026-10-01T10:00Z"
                )
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
