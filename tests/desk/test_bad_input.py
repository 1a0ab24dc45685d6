"""What people can write: stored as it was and shown as text, or refused in words; never a 500."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from samdrift.run.desk.models import Message, Ticket
from tests.builders import Cast, a_ticket, everywhere

Browser = Callable[[str], Client]
CASES = Path(os.environ.get("SAMDRIFT_DATA", Path(__file__).parents[3] / "shared")) / "cases" / "blns" / "blns.json"


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "måste fyllas i"), (" \r\n\t ", "måste fyllas i"), ("a" * 20_001, "20"), ("a\x00b", "Null")],
    ids=["empty", "blank", "too long", "a NUL"],
)
def test_what_cannot_be_kept_is_refused_with_nothing_stored(cast: Cast, as_: Browser, text: str, words: str) -> None:
    ticket = a_ticket(cast.person("anna"))
    for name, where, field in (
        ("anna", "/report/", "text"),
        ("anna", f"/tickets/{ticket.pk}/write/", "body"),
        ("elin", f"/tickets/{ticket.pk}/write/", "body"),
        ("elin", f"/report/for/{cast.person('bo').pk}/", "text"),
        ("elin", f"/tickets/{ticket.pk}/send-on/{cast.person('bo').pk}/", "text"),
    ):
        response = as_(name).post(where, {field: text, "channel": "phone"})
        assert response.status_code == 422, where
        assert words in response.content.decode(), where
    with everywhere():
        assert Ticket.objects.count() == Message.objects.count() == 1


def test_the_longest_text_is_kept_whole(cast: Cast, as_: Browser) -> None:
    assert as_("anna").post("/report/", {"text": "å" * 20_000}).status_code == 302
    with everywhere():
        assert len(Message.objects.get().text) == 20_000
        assert len(Ticket.objects.get().subject) <= 200


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.long)])
def test_naughty_strings_are_stored_as_they_are_and_shown_as_text(cast: Cast, as_: Browser, step: int) -> None:
    if not CASES.exists():
        pytest.skip(f"the strings are not here: {CASES}")
    anna = as_("anna")
    texts = json.loads(CASES.read_text("utf-8"))[::step]
    answers = [anna.post("/report/", {"text": text}).status_code for text in texts]
    kept = [text for text, status in zip(texts, answers, strict=True) if status == 302]
    assert all(status == 302 or (status == 422 and not text.strip()) for text, status in zip(texts, answers, strict=True))
    with everywhere():
        messages = list(Message.objects.order_by("pk"))
    assert [message.text for message in messages] == [text.replace("\r\n", "\n").strip() for text in kept]
    marked_up = [message for message in messages if re.search("<[a-zA-Z]", message.text)]
    assert len(marked_up) > 10
    for message in marked_up[:20]:
        page = anna.get(f"/tickets/{message.ticket_id}/")
        assert page.status_code == 200
        assert message.text not in page.content.decode()
    assert anna.get("/tickets/").status_code == as_("elin").get("/work/").status_code == 200


@pytest.mark.parametrize("given", [{"body": "Hej", "how": "closed"}, {"body": "Hej", "audience": "everybody"}, {}])
def test_a_choice_that_is_not_offered_is_refused(cast: Cast, as_: Browser, given: dict[str, str]) -> None:
    ticket = a_ticket(cast.person("anna"))
    assert as_("elin").post(f"/tickets/{ticket.pk}/write/", given).status_code == 422
    with everywhere():
        assert Message.objects.count() == 1


def test_what_was_written_is_not_lost_when_it_is_refused(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    as_("elin").post(f"/tickets/{ticket.pk}/write/", {"body": "Klart.", "how": "resolved"})
    as_("elin").post(f"/tickets/{ticket.pk}/close/")
    response = as_("elin").post(f"/tickets/{ticket.pk}/write/", {"body": "Ett långt svar."})
    assert response.status_code == 409
    assert "Ett långt svar." in response.content.decode()
