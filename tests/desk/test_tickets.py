"""A ticket is reported by a member's person and answered by the unit, through the doors."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from samdrift.core.models import AuditEntry
from samdrift.run.desk.models import Event, Message, Note, Ticket
from tests.builders import Cast, a_ticket, everywhere

Browser = Callable[[str], Client]


def test_a_report_becomes_a_ticket_with_its_history_and_an_audit_entry(cast: Cast, as_: Browser) -> None:
    response = as_("anna").post("/report/", {"text": "Skrivaren står still.\nDen blinkar rött."})
    with everywhere():
        ticket = Ticket.objects.get()
        assert (ticket.subject, ticket.state, ticket.owner_id) == ("Skrivaren står still.", "new", cast.member.pk)
        assert response.headers["Location"] == f"/tickets/{ticket.pk}/receipt/"
        assert Event.objects.get().kind == "reported"
        assert Message.objects.get().text == "Skrivaren står still.\nDen blinkar rött."
        assert AuditEntry.objects.get().deed == "report_ticket"


def test_the_answer_reaches_the_requester_and_the_note_does_not(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    as_("elin").post(f"/tickets/{ticket.pk}/write/", {"text": "Vi tittar på den.", "how": "answer"})
    as_("elin").post(f"/tickets/{ticket.pk}/write/", {"text": "Hemligt servernamn.", "how": "note"})
    page = as_("anna").get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Vi tittar på den." in page
    assert "Hemligt" not in page
    assert "Hemligt" in as_("elin").get(f"/tickets/{ticket.pk}/").content.decode()
    with everywhere():
        assert Note.objects.get().owner_id == cast.unit.pk
