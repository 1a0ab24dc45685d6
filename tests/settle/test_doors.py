"""Settling and reading bills through the doors: the unit's finance officer, the member's, and another member's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.core.access import Role
from samdrift.core.models import AuditEntry
from samdrift.run.desk.models import Event
from samdrift.settle.models import AllocationKey, Closure, CostEntry, CostPool, CountCorrection, Settlement, SettlementLine
from tests.builders import Cast, a_headcount, a_level, a_member, a_person, a_service, a_ticket, an_uptake, everywhere
from tests.settle.builders import (
    COSTS,
    HEADER,
    IN_DECEMBER,
    IN_OCTOBER,
    NOVEMBER,
    OCTOBER,
    a_closed_october,
    a_key,
    a_pool,
    an_economy,
    costs,
    send,
)

Browser = Callable[[str], Client]


def upload(client: Client, text: str | bytes, month: str = "2026-10") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(f"/settlements/{month}/costs/", {"file": SimpleUploadedFile("costs.csv", content)})


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def a_bill(cast: Cast, name: str = "Länsverket") -> str:
    with everywhere():
        line = SettlementLine.objects.filter(owner__name=name).order_by("-settlement__pk")[0]
        return f"/bills/{line.settlement_id}/{line.owner_id}/"


def test_a_month_from_file_to_final_bill(cast: Cast, as_: Browser) -> None:
    an_economy(cast)
    ulla, maja = as_("ulla"), as_("maja")
    assert upload(ulla, COSTS).headers["Location"] == "/settlements/2026-10/"
    assert "Inte skickad" in text_of(ulla.get("/settlements/2026-10/"))
    assert "750,01" in text_of(ulla.get(f"/settlements/2026-10/?member={cast.member.pk}"))
    assert "Ingen räkning" in text_of(maja.get("/bills/"))
    assert "1 300,01 kr" in text_of(ulla.get("/settlements/2026-10/send/"))
    assert ulla.post("/settlements/2026-10/send/").status_code == 302
    assert "900,01" in text_of(maja.get("/bills/"))
    assert "Kan ännu ändras" in text_of(maja.get(a_bill(cast)))
    assert "Det går inte att ångra" in text_of(ulla.get("/settlements/2026-10/close/"))
    assert ulla.post("/settlements/2026-10/close/").status_code == 302
    bill = text_of(maja.get(a_bill(cast)))
    assert "Betalas senast" in bill
    assert "1 000,01 × 3 / 4" in bill
    assert "Stängd" in text_of(ulla.get("/settlements/"))
    with everywhere():
        assert Closure.objects.count() == 1


def test_from_a_line_three_clicks_lead_down_to_the_rows_and_the_rule(cast: Cast, as_: Browser) -> None:
    economy = an_economy(cast)
    a_key(cast, economy.desk, "tickets", from_month=OCTOBER)
    ticket = a_ticket(cast.person("anna"), "Hemligt ord", at=IN_OCTOBER)
    a_ticket(cast.person("bo"), at=IN_OCTOBER)
    costs(cast, COSTS.replace("Löner", "Lönen till Kim"))
    send(cast)
    maja = as_("maja")
    with everywhere():
        line = SettlementLine.objects.get(owner=cast.member, pool__code="DESK")
    why = maja.get(f"{a_bill(cast)}?row={line.pk}")
    words = text_of(why)
    assert "300,00 kr × 1 / 2 = 150,00 kr" in words
    assert "Samverkansrådet" in words
    assert "V-3" in words
    assert "Kim" not in words
    behind = text_of(maja.get(f"/bills/lines/{line.pk}/tickets/"))
    assert ticket.number in behind
    assert "2026-10-08" in behind
    assert "Hemligt" not in behind
    assert f'href="/tickets/{ticket.pk}/"' not in behind
    assert f'href="/tickets/{ticket.pk}/"' in text_of(as_("carin").get(f"/bills/lines/{line.pk}/tickets/"))
    assert "Ärenden om tjänsten" in text_of(maja.get(f"/keys/{economy.desk.pk}/"))


def test_the_tickets_behind_a_line_are_those_that_were_known_when_it_was_sent(cast: Cast, as_: Browser) -> None:
    economy = an_economy(cast)
    a_key(cast, economy.desk, "tickets", from_month=OCTOBER)
    ticket = a_ticket(cast.person("anna"), at=IN_OCTOBER)
    costs(cast, COSTS)
    send(cast)
    with everywhere():
        line = SettlementLine.objects.get(owner=cast.member, pool__code="DESK")
        ticket.service = economy.mail
        ticket.save(update_fields=["service"])
        Event.objects.create(owner=cast.member, ticket=ticket, kind="service", at=IN_DECEMBER, service=economy.mail)
    page = text_of(as_("maja").get(f"/bills/lines/{line.pk}/tickets/"))
    assert ticket.number in page
    assert "annat antal" not in page


@pytest.mark.parametrize("name", ["berit", "bo", "anna"])
def test_a_bill_of_another_member_does_not_exist_and_a_requester_reads_none(cast: Cast, as_: Browser, name: str) -> None:
    a_closed_october(cast)
    bill = a_bill(cast)
    with everywhere():
        line = SettlementLine.objects.get(owner=cast.member, pool__code="POST")
    for address in (bill, f"/bills/lines/{line.pk}/tickets/", "/bills/99999/1/", "/bills/lines/99999/tickets/"):
        assert as_(name).get(address).status_code == (404 if name == "berit" else 403)


def test_a_bill_shows_nothing_of_what_the_others_pay(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    page = text_of(as_("maja").get(f"{a_bill(cast)}?row=all"))
    assert "250,00" not in page


@pytest.mark.parametrize("name", ["anna", "maja", "carin", "elin"])
def test_the_units_costs_are_for_its_finance_its_director_and_auditors(cast: Cast, as_: Browser, name: str) -> None:
    a_closed_october(cast)
    for address in ("/settlements/", "/settlements/2026-10/", "/settlements/2026-10/costs/", "/pools/", "/settlements/2026-10/close/"):
        assert as_(name).get(address).status_code == 403


def test_an_auditor_reads_all_and_changes_nothing(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    auditor = as_("auditor")
    for address in ("/settlements/", "/settlements/2026-10/", "/pools/", "/keys/", a_bill(cast)):
        assert auditor.get(address).status_code == 200
    assert upload(auditor, COSTS).status_code == 403
    assert auditor.post("/settlements/2026-10/close/").status_code == 403


def test_every_wrong_row_of_a_file_is_named_and_nothing_is_entered(cast: Cast, as_: Browser) -> None:
    an_economy(cast)
    response = upload(as_("ulla"), COSTS + "V-8;2026-10-05;POST;mycket;;\nV-9;2026-10-05;POST;-10;;\n")
    assert response.status_code == 422
    page = text_of(response)
    assert "”mycket” är inte ett belopp" in page
    assert "måste ange verifikationen" in page
    assert page.count('<th scope="row">5</th>') == page.count('<th scope="row">6</th>') == 1
    with everywhere():
        assert CostEntry.objects.count() == 0
        assert AuditEntry.objects.filter(outcome="refused", deed="RowsRefused").count() == 1


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\xff\xfe", b"", b"%PDF-1.4 \xe2\xe3", "voucher;booked_on;pool;amount\nå".encode("latin-1")]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(cast: Cast, as_: Browser, content: bytes) -> None:
    an_economy(cast)
    response = upload(as_("ulla"), content)
    assert response.status_code == 422
    with everywhere():
        assert CostEntry.objects.count() == 0


def test_a_month_closed_twice_is_refused_in_words_and_leaves_one_closure(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    response = as_("ulla").post("/settlements/2026-10/close/")
    assert response.status_code == 409
    assert "Månaden 2026-10 är stängd och ändras aldrig." in text_of(response)
    assert as_("ulla").post("/settlements/2026-10/send/").status_code == 409
    assert "Månaden 2026-10 är stängd" in text_of(as_("ulla").get("/settlements/2026-10/close/"))
    with everywhere():
        assert (Closure.objects.count(), Settlement.objects.count()) == (1, 1)


def test_one_cost_is_entered_and_a_credit_that_credits_nothing_refused(cast: Cast, as_: Browser) -> None:
    an_economy(cast)
    row = {"voucher": "V-1", "booked_on": "2026-10-05", "pool": "POST", "amount": "1 234,50", "text": "", "credits": ""}
    assert as_("ulla").post("/settlements/2026-10/costs/new/", row).status_code == 302
    response = as_("ulla").post("/settlements/2026-10/costs/new/", {**row, "voucher": "K-1", "amount": "-10"})
    assert response.status_code == 422
    assert "måste ange verifikationen" in text_of(response)
    assert as_("ulla").post("/settlements/2026-10/costs/new/", {**row, "voucher": "V-2", "amount": "tio"}).status_code == 422
    with everywhere():
        assert CostEntry.objects.get().amount_minor == 1_234_50


def test_a_key_of_fixed_shares_is_decided_and_an_unknown_member_in_it_named(cast: Cast, as_: Browser) -> None:
    economy = an_economy(cast)
    address = f"/keys/{economy.desk.pk}/decide/"
    form = {"kind": "fixed", "from_month": "2026-10", "decided_on": "2026-09-01", "decided_by": "Rådet"}
    response = as_("ulla").post(address, {**form, "shares": "Länsverket; 3\nRymdverket; 2\nHavsverket\nLänsverket\t1"})
    assert response.status_code == 422
    page = text_of(response)
    assert "Rad 2: ingen medlem heter ”Rymdverket”." in page
    assert "Rad 3" in page
    assert "Rad 4" in page
    assert as_("ulla").post(address, {**form, "shares": ""}).status_code == 422
    assert as_("ulla").post(address, {**form, "from_month": "2026-13", "shares": "Länsverket; 1"}).status_code == 422
    assert as_("ulla").post(address, {**form, "shares": "länsverket; 3\nHavsverket\t2\n"}).status_code == 302
    with everywhere():
        key = AllocationKey.objects.get(kind="fixed")
        assert dict(key.shares.values_list("member__name", "weight")) == {"Länsverket": 3, "Havsverket": 2}
    assert as_("maja").get(f"/keys/{economy.desk.pk}/").status_code == 200
    assert as_("maja").post(address, form).status_code == 403


def test_a_pool_is_added_once(cast: Cast, as_: Browser) -> None:
    economy = an_economy(cast)
    form = {"code": "NY", "name": "Ny pool", "service": economy.mail.pk}
    assert as_("karin").post("/pools/new/", form).status_code == 302
    assert as_("karin").post("/pools/new/", form).status_code == 409
    with everywhere():
        assert CostPool.objects.filter(code="NY").count() == 1
    assert "Ny pool" in text_of(as_("karin").get("/pools/"))


def test_a_count_is_corrected_and_the_next_bill_says_why(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    with everywhere():
        line = SettlementLine.objects.get(owner=cast.other, pool__code="POST")
    response = as_("ulla").post(f"/bills/lines/{line.pk}/correct/", {"count": "2", "reason": "En till"})
    assert response.status_code == 302
    assert as_("ulla").post(f"/bills/lines/{line.pk}/correct/", {"count": "2", "reason": "En till"}).status_code == 422
    assert as_("ulla").post(f"/bills/lines/{line.pk}/correct/", {"count": "-1", "reason": "x"}).status_code == 422
    assert as_("maja").post(f"/bills/lines/{line.pk}/correct/", {"count": "9", "reason": "x"}).status_code == 403
    with everywhere():
        assert CountCorrection.objects.count() == 1
    costs(cast, HEADER + "V-10;2026-11-05;DESK;40;;\n", month=NOVEMBER, at=IN_DECEMBER)
    send(cast, NOVEMBER, IN_DECEMBER)
    page = text_of(as_("maja").get(f"{a_bill(cast)}?row=all"))
    assert "rättelse av oktober 2026" in page
    assert "1 000,01 kr × 3 / 5 = 600,01 kr; 600,01 kr − 750,01 kr = −150,00 kr" in page
    assert "en annan medlems var fel" in page
    assert "Mot oktober" in page
    assert "Brygga" in page
    assert "Varför blev det billigare?" in page


def test_a_bill_that_was_superseded_says_so_and_leads_to_the_new_one(cast: Cast, as_: Browser) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    first = a_bill_of(send(cast), cast)
    costs(cast, HEADER + "V-4;2026-10-29;DESK;100;;\n")
    second = a_bill_of(send(cast), cast)
    page = text_of(as_("maja").get(first))
    assert "Räkningen har ersatts" in page
    assert second in page


def a_bill_of(settlement: Settlement, cast: Cast) -> str:
    return f"/bills/{settlement.pk}/{cast.member.pk}/"


def test_what_stops_a_month_is_said_on_its_page_and_sending_is_refused(cast: Cast, as_: Browser) -> None:
    economy = an_economy(cast)
    costs(cast, COSTS)
    a_key(cast, economy.desk, "tickets", from_month=OCTOBER)
    assert "Ingenting är räknat bakom Servicedesk" in text_of(as_("ulla").get("/settlements/2026-10/"))
    assert "Ingenting är räknat bakom Servicedesk" in text_of(as_("ulla").get("/settlements/2026-10/send/"))
    assert as_("ulla").post("/settlements/2026-10/send/").status_code == 409


def test_an_address_that_names_no_month_does_not_exist(cast: Cast, as_: Browser) -> None:
    for month in ("2026-13", "0000-01", "2026-1", "oktober"):
        assert as_("ulla").get(f"/settlements/{month}/").status_code == 404


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_as_many_questions_for_thirty_rows_as_for_three(cast: Cast, as_: Browser) -> None:
    economy = an_economy(cast)
    costs(cast, COSTS)
    settlement = send(cast)
    pages = {
        "ulla": ["/settlements/", "/settlements/2026-10/", "/pools/", "/keys/"],
        "maja": ["/bills/", f"/bills/{settlement.pk}/{economy.member.pk}/"],
    }
    few = {address: queries_of(as_(name), address) for name, addresses in pages.items() for address in addresses}
    level = a_level(economy.mail, "Silver", 2)
    for number in range(28):
        member = a_member(f"Myndighet nummer {number}")
        a_headcount(member, 5)
        an_uptake(member, level)
        service = a_service(f"Tjänst {number}")
        gold = a_level(service)
        for taker in (cast.member, cast.other):
            an_uptake(taker, gold)
        a_key(cast, service, "equal")
        a_pool(cast, f"P{number}", service)
    costs(cast, HEADER + "".join(f"W-{number};2026-10-05;P{number};10;;\n" for number in range(28)))
    again = send(cast)
    few[f"/bills/{again.pk}/{economy.member.pk}/"] = few.pop(f"/bills/{settlement.pk}/{economy.member.pk}/")
    pages["maja"][1] = f"/bills/{again.pk}/{economy.member.pk}/"
    many = {address: queries_of(as_(name), address) for name, addresses in pages.items() for address in addresses}
    assert many == few


def test_the_pages_are_there_in_english(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    maja = as_("maja")
    maja.cookies["django_language"] = "en"
    page = text_of(maja.get(f"{a_bill(cast)}?row=all"))
    assert "Bill for October 2026" in page
    assert "SEK 1,000.01 × 3 / 4 = SEK 750.01" in page


def test_a_finance_officer_at_another_member_finds_their_own_bill_only(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    filippa = a_person(cast.other, "Filippa Ek", Role.FINANCE)
    client = Client()
    assert filippa.account is not None
    client.force_login(filippa.account)
    assert "400,00" in text_of(client.get("/bills/"))
    assert client.get(a_bill(cast, "Havsverket")).status_code == 200
    assert client.get(a_bill(cast)).status_code == 404


def test_sending_a_month_that_is_not_over_is_refused(cast: Cast, as_: Browser) -> None:
    an_economy(cast)
    now = datetime.now(UTC)
    month = f"{now:%Y-%m}"
    assert as_("ulla").post(f"/settlements/{month}/send/").status_code == 409
    assert as_("ulla").post(f"/settlements/{month}/close/").status_code == 409
