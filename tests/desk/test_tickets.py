"""A ticket is reported by a member's person or for them, and answered by the unit, through the doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.agree.models import Measure
from samdrift.core.access import Role, inside
from samdrift.core.models import AuditEntry
from samdrift.members.models import Person
from samdrift.run.desk import actions
from samdrift.run.desk.models import Event, Message, Note, SentOn, Ticket
from tests.builders import Cast, a_person, a_service, a_ticket, everywhere
from tests.desk.builders import an_agreement, as_it_stands, assert_projections_hold, local, promise_on

Browser = Callable[[str], Client]


def write(browser: Client, ticket: Ticket, body: str, **more: str) -> int:
    return browser.post(f"/tickets/{ticket.pk}/write/", {"body": body, **more}).status_code


def page(browser: Client, ticket: Ticket) -> str:
    return browser.get(f"/tickets/{ticket.pk}/").content.decode()


def kinds_of(ticket: Ticket) -> list[str]:
    with everywhere():
        return list(Event.objects.filter(ticket=ticket).order_by("at", "id").values_list("kind", flat=True))


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
    write(as_("elin"), ticket, "Vi tittar på den.")
    write(as_("elin"), ticket, "Hemligt servernamn.", audience="internal", how="resolved")  # the choice beats the button
    for reader in ("anna", "carin", "hedda"):
        seen = page(as_(reader), ticket)
        assert "Vi tittar på den." in seen
        assert "Hemligt" not in seen
    assert "Hemligt" in page(as_("elin"), ticket)
    assert as_it_stands(ticket).state == "active"
    with everywhere():
        assert Note.objects.get().owner_id == cast.unit.pk


def test_the_button_names_every_reader_at_the_member(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    assert "Skicka till Anna Sarri, Carin Sarri och Hedda Sarri" in page(as_("elin"), ticket)
    assert "Skicka till it-enheten, Carin Sarri och Hedda Sarri" in page(as_("anna"), ticket)


def test_with_many_readers_the_button_counts_them_and_the_facts_name_them(cast: Cast, as_: Browser) -> None:
    for name in ("Siv Ek", "Tor Lund"):
        a_person(cast.member, name, Role.CONTACT)
    seen = page(as_("elin"), a_ticket(cast.person("anna")))
    assert "Skicka till Anna Sarri och 4 till vid Länsverket" in seen
    assert "Siv Ek, Tor Lund" in seen


def test_the_requester_answers_a_question_reopens_and_closes(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    write(as_("elin"), ticket, "Vilken skrivare?", how="waiting")
    write(as_("anna"), ticket, "Den på plan 2.")
    write(as_("elin"), ticket, "Rättat.", how="resolved")
    write(as_("anna"), ticket, "Nej, den står igen.")
    write(as_("elin"), ticket, "Nu då?", how="resolved")
    assert "Det är löst, stäng" in page(as_("anna"), ticket)
    as_("anna").post(f"/tickets/{ticket.pk}/close/")
    ways = ["reported", "answered", "waiting", "resumed", "answered", "resolved", "reopened", "answered", "resolved", "closed"]
    assert kinds_of(ticket) == ways
    assert write(as_("anna"), ticket, "En sak till.") == 409
    assert_projections_hold()


def test_a_contact_reads_the_members_tickets_and_writes_in_them(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    assert write(as_("carin"), ticket, "Det gäller fler.") == 302
    seen = page(as_("anna"), ticket)
    assert "Det gäller fler." in seen
    assert "Carin Sarri" in seen
    for stranger in ("maja", "sten", "bo", "berit"):
        assert as_(stranger).get(f"/tickets/{ticket.pk}/").status_code == 404


def test_events_name_who_did_what(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    mail = a_service("E-post")
    elin = as_("elin")
    elin.post(f"/tickets/{ticket.pk}/take/")
    elin.post(f"/tickets/{ticket.pk}/assign/", {"employee": cast.employee("karin").pk})
    elin.post(f"/tickets/{ticket.pk}/sort/", {"service": mail.pk, "priority": 2})
    seen = page(as_("anna"), ticket)
    for words in (
        "Elin Wikström tog ärendet",
        "Elin Wikström gav ärendet till Karin Wikström",
        "Elin Wikström satte prioritet 2",
        "Elin Wikström sade att det gäller E-post",
        "Anna Sarri anmälde ärendet",
    ):
        assert words in seen


def test_a_contact_reports_for_a_colleague_who_then_sees_it(cast: Cast, as_: Browser) -> None:
    found = as_("carin").get("/report/for/?q=anna").content.decode()
    assert f"/report/for/{cast.person('anna').pk}/" in found
    assert "Bo Ek" not in as_("carin").get("/report/for/").content.decode()
    as_("carin").post(f"/report/for/{cast.person('anna').pk}/", {"text": "Anna kommer inte in."})
    with everywhere():
        ticket = Ticket.objects.get()
        assert (ticket.requester, ticket.channel) == (cast.person("anna"), "portal")
        assert Event.objects.get().by_person == cast.person("carin")
    assert "Anna kommer inte in." in page(as_("anna"), ticket)


def test_only_contacts_and_the_unit_report_for_others(cast: Cast, as_: Browser) -> None:
    colleague = cast.person("carin").pk
    for name, status in (("anna", 403), ("maja", 403), ("auditor", 403), ("hedda", 200), ("elin", 200), ("berit", 404)):
        assert as_(name).get(f"/report/for/{colleague}/").status_code == status, name
    assert as_("anna").post(f"/report/for/{colleague}/", {"text": "Hej"}).status_code == 403


def test_an_agent_finds_a_caller_among_a_thousand_and_reports_for_them(cast: Cast, as_: Browser) -> None:
    with everywhere():
        Person.objects.bulk_create([Person(owner=cast.other, name=f"Nils Nilsson {n}", email=f"nils{n}@m.example") for n in range(1000)])
    many = as_("elin").get("/report/for/?q=nils").content.decode()
    assert many.count("Nils Nilsson") == 30
    assert "Det finns fler" in many
    one = as_("elin").get(f"/report/for/?q=nilsson+999&member={cast.other.pk}").content.decode()
    assert "Nils Nilsson 999" in one
    assert one.count("Nils Nilsson") == 1
    with everywhere():
        caller = Person.objects.get(name="Nils Nilsson 999")
    response = as_("elin").post(f"/report/for/{caller.pk}/", {"text": "Kommer inte in.", "channel": "phone"})
    with everywhere():
        ticket = Ticket.objects.get()
    assert response.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert (ticket.owner_id, ticket.channel, ticket.read_at) == (cast.other.pk, "phone", ticket.reported_at)


def test_a_ticket_sent_on_is_closed_here_and_goes_on_there_unseen_by_either(cast: Cast, as_: Browser) -> None:
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    an_agreement(cast.unit, cast.other, [cast.desk_service])
    ticket = a_ticket(cast.person("anna"), "Havsverkets båtregister står.")
    as_("elin").post(f"/tickets/{ticket.pk}/sort/", {"service": cast.desk_service.pk, "priority": 2})
    where = f"/tickets/{ticket.pk}/send-on/{cast.person('bo').pk}/"
    assert "båtregister" not in as_("elin").get(where).content.decode().split("<form class=")[1]  # Anna's words stay at her member
    response = as_("elin").post(where, {"text": "Båtregistret står."})
    with everywhere():
        new = SentOn.objects.get(ticket=ticket).to
        assert SentOn.objects.get().owner_id == cast.unit.pk
    assert response.headers["Location"] == f"/tickets/{new.pk}/"
    assert (new.owner_id, new.reported_at, new.priority) == (cast.other.pk, ticket.reported_at, 2)
    assert as_it_stands(ticket).state == "closed"
    assert as_it_stands(ticket).next_due_at is None
    assert promise_on(new, Measure.RESPONSE).target.priority == 2
    for name, own, others in (("anna", ticket, new), ("bo", new, ticket)):
        assert others.number not in page(as_(name), own)
        assert as_(name).get(f"/tickets/{others.pk}/").status_code == 404
    assert new.number in page(as_("elin"), ticket)
    assert ticket.number in page(as_("elin"), new)
    assert as_("elin").post(where, {"text": "En gång till."}).status_code == 409
    assert_projections_hold()


def test_a_ticket_is_not_sent_on_to_its_own_member(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    assert as_("elin").get(f"/tickets/{ticket.pk}/send-on/{cast.person('carin').pk}/").status_code == 404


def test_the_receipt_marks_times_as_preliminary_until_somebody_has_read(cast: Cast, as_: Browser) -> None:
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    ticket = a_ticket(cast.person("anna"))
    for where in (f"/tickets/{ticket.pk}/receipt/", f"/tickets/{ticket.pk}/"):
        before = as_("anna").get(where).content.decode()
        assert "reliminär" in before
        assert "kl. 14" not in before.split("</main>")[0].split("Uppgifter")[0]
    as_("elin").post(f"/tickets/{ticket.pk}/take/")
    after = as_("anna").get(f"/tickets/{ticket.pk}/receipt/").content.decode()
    assert "reliminär" not in after
    assert "2026-11-23 kl. 14.00" in after.replace("\u00a0", " ")


def test_the_unit_sees_why_nothing_is_promised(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    assert "Ingen överenskommelse täckte" in page(as_("elin"), ticket)


def test_on_a_narrow_page_promises_stand_above_the_conversation_and_facts_below(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    for name in ("anna", "elin"):
        html = as_(name).get(f"/tickets/{ticket.pk}/").content.decode()
        assert html.index('id="promises"') < html.index('id="talk"') < html.index('id="facts"')


def test_why_leads_from_a_promise_to_the_target_the_clock_and_the_sum(cast: Cast, as_: Browser) -> None:
    version = an_agreement(cast.unit, cast.member, [cast.desk_service])
    ticket = a_ticket(cast.person("anna"))  # 2026-11-23 10.00 in Stockholm
    as_("elin").post(f"/tickets/{ticket.pk}/take/")
    seen = page(as_("elin"), ticket).replace("\u00a0", " ")
    assert f"{version.agreement}, version 1, punkt 5.3, nivå Silver" in seen
    assert f"/agreements/versions/{version.pk}/#clause-53" in seen
    assert as_("elin").get(f"/agreements/versions/{version.pk}/").status_code == 200
    assert f"/calendars/{promise_on(ticket, Measure.RESPONSE).target.calendar_id}/" in seen
    assert "revision 1" in seen
    assert "7 h" in seen  # ten to five the first day
    assert "16 h" in seen


def test_why_shows_the_replaced_promise_as_it_was_judged_beside_the_one_that_took_over(cast: Cast, as_: Browser) -> None:
    """Answered in time for what it was taken for, late for what it was: the decision in docs/decisions/0007."""
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    ticket = a_ticket(cast.person("anna"), at=local(23, 9))
    elin = cast.actor("elin")
    with inside(elin.walls):
        actions.answer_ticket(ticket, "Vi tittar.", by=elin, at=local(23, 11))  # within four hours
        actions.change_priority(ticket, 1, by=elin, at=local(23, 12))  # within one
    for name in ("elin", "anna", "auditor"):
        html = as_(name).get(f"/tickets/{ticket.pk}/").content.decode()
        response = unescape(html[html.index("<h3>Svarstid") : html.index("<h3>Åtgärdstid")]).replace("\u00a0", " ")
        plain = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", response))
        assert plain.index("För sent") < plain.index("2 h av 1 h") < plain.index("Varför?") < plain.index("Ersatt 2026-11-23 kl. 12.00")
        assert "Svarstid 4 h för prioritet 3 i Servicedesk, senast 2026-11-23 kl. 13.00. Då: Hölls" in plain


@pytest.mark.parametrize("role", ["anna", "carin", "elin", "auditor"])
def test_another_members_ticket_and_none_at_all_answer_alike(cast: Cast, as_: Browser, role: str) -> None:
    ticket = a_ticket(cast.person("bo"))
    for pk in (999_999, 99_999_999_999_999_999_999, *([] if role in ("elin", "auditor") else [ticket.pk])):
        for where in ("", "receipt/"):
            assert as_(role).get(f"/tickets/{pk}/{where}").status_code == 404
        if role != "auditor":
            assert as_(role).post(f"/tickets/{pk}/write/", {"body": "Hej"}).status_code == 404
            assert as_(role).post(f"/tickets/{pk}/close/").status_code == 404


def test_an_auditor_reads_everything_and_changes_nothing(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    write(as_("elin"), ticket, "Internt.", audience="internal")
    assert "Internt." in page(as_("auditor"), ticket)
    assert write(as_("auditor"), ticket, "Hej") == 403
    for deed in ("take", "assign", "sort", "resume", "close"):
        assert as_("auditor").post(f"/tickets/{ticket.pk}/{deed}/").status_code == 403
    assert as_("auditor").get("/work/").status_code == 403


def test_a_person_at_a_member_does_none_of_the_units_work(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    for deed in ("take", "assign", "sort", "resume"):
        assert as_("carin").post(f"/tickets/{ticket.pk}/{deed}/").status_code == 403
    for where in ("/work/", "/tickets/{0}/send-on/"):
        assert as_("carin").get(where.format(ticket.pk)).status_code == 403
    for where in ("/work/next/", "/work/bulk/", "/work/keys/"):
        assert as_("carin").post(where).status_code == 403


def test_what_does_not_fit_the_state_is_refused_in_words(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("anna"))
    response = as_("elin").post(f"/tickets/{ticket.pk}/close/")
    assert response.status_code == 409
    assert f"{ticket.number} är i läget ”Nytt”" in response.content.decode()
    assert as_("elin").post(f"/tickets/{ticket.pk}/sort/", {"service": cast.desk_service.pk, "priority": 7}).status_code == 422
    assert as_("elin").post(f"/tickets/{ticket.pk}/sort/", {"service": 999, "priority": 2}).status_code == 422
    assert as_("elin").post(f"/tickets/{ticket.pk}/assign/", {"employee": ""}).status_code == 422
    assert kinds_of(ticket) == ["reported"]


def test_my_tickets_asks_as_much_of_the_database_for_three_and_thirty(cast: Cast, as_: Browser) -> None:
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    counts = []
    for number in (3, 27):
        for _ in range(number):
            a_ticket(cast.person("anna"))
        with CaptureQueriesContext(connection) as queries:
            assert as_("carin").get("/tickets/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_my_tickets_shows_the_open_ones_only_when_asked(cast: Cast, as_: Browser) -> None:
    closed, still_open = a_ticket(cast.person("anna"), "Löst för länge sedan"), a_ticket(cast.person("anna"), "Trasig skärm")
    with everywhere():
        Ticket.objects.filter(pk=closed.pk).update(state="closed")
    anna = as_("anna")
    everything, open_ones = (anna.get(f"/tickets/{query}").content.decode() for query in ("", "?show=open"))
    assert closed.subject in everything
    assert closed.subject not in open_ones
    assert still_open.subject in everything
    assert still_open.subject in open_ones
