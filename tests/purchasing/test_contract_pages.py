"""Contracts, needs, procurements and what was bought apart, through their doors."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.core.access import inside
from samdrift.core.tables import read_rows
from samdrift.members.models import Organization
from samdrift.run.purchasing import purchase_files as files
from samdrift.run.purchasing.actions.calloffs import deliver
from samdrift.run.purchasing.actions.procurements import start_procurement
from samdrift.run.purchasing.models import Award, CallOff, Contract, Delivery, MergedNeed, Need, Procurement, PublishedNeed, Renewal, Tender
from samdrift.run.purchasing.queries.contract_checks import differences
from tests.builders import NOW, Cast, everywhere
from tests.purchasing.contract_builders import a_call_off, a_contract, a_need, a_sent_need, a_supplier, an_order
from tests.purchasing.past_builders import HAVSVERKET, LANSVERKET, a_row, a_workbook, number_members, read_in

Browser = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
TERMS = {
    "name": "Datorer",
    "reference": "2026-0412",
    "ceiling": "1 000 000,00",
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
    "notice_days": "90",
    "renewals": "1",
    "renewal_months": "12",
}


@pytest.fixture(autouse=True)
def _on_the_day_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors read the clock; here it stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def words(answer: Any) -> str:
    return str(answer.content.decode()).replace("\xa0", " ")


def sent(client: Client, url: str, content: bytes | str, name: str = "rader.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def test_a_framework_with_no_end_is_refused_and_nothing_typed_is_lost(cast: Cast, as_: Browser) -> None:
    supplier = a_supplier(cast)
    answer = as_("elin").post("/contracts/new/", {**TERMS, "supplier": supplier.pk, "ends_on": ""})
    assert answer.status_code == 422
    assert "2026-0412" in words(answer)
    assert as_("elin").post("/contracts/new/", {**TERMS, "supplier": supplier.pk}).status_code == 302
    with everywhere():
        assert Contract.objects.get().ceiling_minor == 1_000_000_00


def test_a_supplier_with_a_wrong_number_is_refused(cast: Cast, as_: Browser) -> None:
    said = {"name": "Datorbolaget AB", "short_name": "Datorbolaget", "number": "556036-0794"}
    assert as_("elin").post("/suppliers/new/", said).status_code == 422
    assert as_("elin").post("/suppliers/new/", {**said, "number": "556036-0793"}).status_code == 302
    with everywhere():
        assert Organization.objects.get(kind="supplier").number == "556036-0793"


def test_a_contact_calls_off_and_notes_the_delivery(cast: Cast, as_: Browser) -> None:
    contract, carin = a_contract(cast), as_("carin")
    said = {"member": cast.member.pk, "what": "Datorer", "amount": "250 000", "on": "2026-11-23", "reference": "B-1"}
    assert carin.post(f"/contracts/{contract.pk}/call-off/", said).status_code == 302
    page = words(carin.get(f"/contracts/{contract.pk}/"))
    assert "250 000,00" in page
    with everywhere():
        row = CallOff.objects.get()
    assert carin.post(f"/call-offs/{row.pk}/delivered/", {"on": "2026-11-23", "amount": ""}).status_code == 302
    assert as_("berit").post(f"/call-offs/{row.pk}/delivered/", {"on": "2026-11-23"}).status_code == 404
    with everywhere():
        assert Delivery.objects.get().amount_minor == 250_000_00
        assert differences() == []


def test_a_call_off_after_expiry_above_the_ceiling_or_for_another_is_refused_in_words(cast: Cast, as_: Browser) -> None:
    contract = a_contract(cast)
    over = a_contract(cast, ends_on=NOW.date().replace(day=22))
    said = {"member": cast.member.pk, "what": "Datorer", "amount": "1", "on": "2026-11-23", "reference": "B-1"}
    assert as_("carin").post(f"/contracts/{over.pk}/call-off/", said).status_code == 409
    above = as_("carin").post(f"/contracts/{contract.pk}/call-off/", {**said, "amount": "1 000 000,01"})
    assert (above.status_code, "1 000 000,01" in words(above)) == (409, True)
    assert as_("carin").post(f"/contracts/{contract.pk}/call-off/", {**said, "member": cast.other.pk}).status_code == 422
    for amount in ("0", "-5", "många", "1e9", "99999999999999999999"):
        assert as_("carin").post(f"/contracts/{contract.pk}/call-off/", {**said, "amount": amount}).status_code == 422
    with everywhere():
        assert not CallOff.objects.exists()


def test_a_member_reads_its_own_call_offs_and_the_unit_all(cast: Cast, as_: Browser) -> None:
    contract = a_contract(cast)
    a_call_off(cast, contract, an_order(what="Våra datorer"))
    a_call_off(cast, contract, an_order(what="Deras skärmar"), who="berit")
    seen = {name: words(as_(name).get(f"/contracts/{contract.pk}/")) for name in ("carin", "berit", "elin", "auditor")}
    assert ["Våra datorer" in page for page in seen.values()] == [True, False, True, True]
    assert ["Deras skärmar" in page for page in seen.values()] == [False, True, True, True]
    assert all("200 000,00" in page for page in seen.values())  # the total is everybody's
    for name, own, others in (("carin", "Våra", "Deras"), ("berit", "Deras", "Våra")):
        table = as_(name).get("/call-offs/table.csv/").content.decode()
        assert (own in table, others in table) == (True, False)


def test_a_renewal_is_confirmed_and_then_done(cast: Cast, as_: Browser) -> None:
    contract = a_contract(cast, renewals_most=1)
    assert "2028-12-31" in words(as_("elin").get(f"/contracts/{contract.pk}/renew/"))
    assert as_("elin").post(f"/contracts/{contract.pk}/renew/").status_code == 302
    assert as_("elin").post(f"/contracts/{contract.pk}/renew/").status_code == 409
    with everywhere():
        assert Renewal.objects.get().until_on.isoformat() == "2028-12-31"


def test_a_need_goes_from_a_member_through_a_procurement_to_a_contract(cast: Cast, as_: Browser) -> None:
    carin, elin, supplier = as_("carin"), as_("elin"), a_supplier(cast)
    said = {"member": cast.member.pk, "what": "Drönare", "quantity": "3", "estimate": "90 000", "wanted_by": "2027-03-01"}
    assert carin.post("/needs/new/", said).status_code == 302
    assert "Drönare" not in words(as_("berit").get("/needs/"))
    with everywhere():
        need = Need.objects.get()
    assert carin.post(f"/needs/{need.pk}/change/", {**said, "quantity": "4"}).status_code == 302
    assert as_("berit").post(f"/needs/{need.pk}/send/").status_code == 404
    assert carin.post(f"/needs/{need.pk}/send/").status_code == 302
    assert carin.post(f"/needs/{need.pk}/send/").status_code == 409
    assert "Drönare" in words(as_("berit").get("/needs/"))
    with everywhere():
        published = PublishedNeed.objects.get()
    assert elin.post("/procurements/new/", {"title": "Drönare till alla", "cpv": "34711200", "needs": [published.pk]}).status_code == 302
    with everywhere():
        row = Procurement.objects.get()
    url = f"/procurements/{row.pk}/"
    assert elin.post(f"{url}tenders/", {"advertised_on": "2026-09-01", "closes_on": "2026-10-01"}).status_code == 302
    award = {"supplier": supplier.pk, "value": "500 000", "decided_on": "2026-11-20", "registry_number": "205-12-2026"}
    assert elin.post(f"{url}award/", award).status_code == 302
    with everywhere():
        made = Award.objects.get()
    assert "205-12-2026" in words(elin.get(f"/contracts/new/?award={made.pk}"))
    assert elin.post(f"/contracts/new/?award={made.pk}", {**TERMS, "supplier": supplier.pk}).status_code == 302
    assert "205-12-2026" in words(as_("berit").get(url))
    with everywhere():
        assert (Tender.objects.count(), MergedNeed.objects.count(), Contract.objects.get().award_id) == (1, 1, made.pk)


@pytest.mark.parametrize("award", ["9999999", "x", "²", "9" * 30, ""])
def test_an_award_that_is_none_in_the_address_breaks_nothing(cast: Cast, as_: Browser, award: str) -> None:
    assert as_("elin").get(f"/contracts/new/?award={award}").status_code in (200, 404)


CONTRACTS = (
    "reference;name;supplier;ceiling;starts_on;ends_on;notice_days;renewals;renewal_months;name_en\n"
    "R-1;Datorer;Dator;1 000 000,00;2026-01-01;2027-12-31;90;2;12;Computers\n"
    "R-2;Skärmar;556036-0793;500;2026-01-01;2026-12-31;0;;;\n"
)


def test_contracts_come_from_a_file_once_and_go_out_as_they_came(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    elin.post("/suppliers/new/", {"name": "Datorbolaget AB", "short_name": "Dator", "number": "556036-0793"})
    assert sent(elin, "/contracts/import/", CONTRACTS).status_code == 302
    assert sent(elin, "/contracts/import/", CONTRACTS).status_code == 302
    with everywhere():
        assert Contract.objects.count() == 2
    for kind in ("csv", "xlsx"):
        out = elin.get(f"/contracts/table.{kind}/").content
        rows, wrong = read_rows(out, needed=files.CONTRACT_COLUMNS)
        assert (len(rows), wrong, tuple(rows[0].cells)) == (2, [], files.CONTRACT_COLUMNS)
        assert sent(elin, "/contracts/import/", out, f"x.{kind}").status_code == 302
    with everywhere():
        assert Contract.objects.count() == 2
    changed = sent(elin, "/contracts/import/", CONTRACTS.replace("500;", "501;"))
    assert changed.status_code == 422
    assert elin.get("/contracts/table.pdf/").status_code == 404


@pytest.mark.parametrize(
    "row",
    [
        "R-9;Utan slut;Dator;100;2026-01-01;;90;;;",
        "R-9;Slutar först;Dator;100;2026-01-01;2025-01-01;90;;;",
        "R-9;Utan tak;Dator;0;2026-01-01;2027-01-01;90;;;",
        "R-9;Minus;Dator;-100;2026-01-01;2027-01-01;90;;;",
        "R-9;Ingen säljer;Okänd;100;2026-01-01;2027-01-01;90;;;",
        "R-9;Ombytt;2026-01-01;Dator;100;2027-01-01;90;;;",
        "R-9;Längd saknas;Dator;100;2026-01-01;2027-01-01;90;2;;",
        "R-9;" + "a" * 200 + ";Dator;100;2026-01-01;2027-01-01;90;;;",
    ],
)
def test_a_wrong_row_of_contracts_leaves_nothing(cast: Cast, as_: Browser, row: str) -> None:
    elin = as_("elin")
    elin.post("/suppliers/new/", {"name": "Datorbolaget AB", "short_name": "Dator", "number": "556036-0793"})
    answer = sent(elin, "/contracts/import/", f"{CONTRACTS}{row}\n")
    assert (answer.status_code, '<th scope="row">4</th>' in words(answer)) == (422, True)
    with everywhere():
        assert not Contract.objects.exists()


@pytest.mark.parametrize("url", ["/contracts/import/", "/call-offs/import/", "/needs/import/"])
@pytest.mark.parametrize(
    "content",
    [PNG, b"", b"reference;name\nR;N\n", b"\xff\xfe\x00", b"PK\x03\x04", b"what;what;quantity;estimate;wanted_by\na;b;1;1;2027-01-01\n"],
    ids=["picture", "empty", "columns", "no text", "no workbook", "twice"],
)
def test_a_renamed_picture_and_a_file_without_its_columns_are_refused(cast: Cast, as_: Browser, url: str, content: bytes) -> None:
    assert sent(as_("elin"), url, content, "rader.xlsx").status_code == 422


def test_call_offs_come_from_a_file_with_their_deliveries_once(cast: Cast, as_: Browser) -> None:
    a_contract(cast, reference="R-1")
    head = "contract;reference;on;amount;what;member;delivered_on;delivered\n"
    rows = "R-1;B-1;2026-10-01;1 000,50;Datorer;;2026-10-20;\nR-1;B-2;2026-10-02;500;Skärmar;Länsverket;2026-10-21;0\n"
    carin = as_("carin")
    assert sent(carin, "/call-offs/import/", head + rows + "R-1;B-3;2026-10-03;7;Kablar;;;\n").status_code == 302
    out = carin.get("/call-offs/table.xlsx/").content
    assert sent(carin, "/call-offs/import/", out, "x.xlsx").status_code == 302
    assert sent(carin, "/call-offs/import/", head + "R-1;B-3;2026-10-03;7;Kablar;;2026-11-01;5\n").status_code == 302
    with everywhere():
        assert (CallOff.objects.count(), Delivery.objects.count()) == (3, 3)
        assert differences() == []


@pytest.mark.parametrize(
    "row",
    [
        "R-1;B-1;2026-10-01;1001;För mycket;;;",
        "R-1;B-1;2028-10-01;1;Efter slutet;;;",
        "R-1;B-1;2025-12-31;1;Före början;;;",
        "R-1;B-1;2026-10-01;1;Annan;Havsverket;;",
        "R-2;B-1;2026-10-01;1;Okänt avtal;;;",
        "R-1;B-0;2026-10-01;2;Ändrad;;;",
        "R-1;B-1;2026-10-01;1;Kom före;;2026-09-30;",
        "R-1;B-1;2026-10-01;1;Kom mer;;2026-10-30;2",
        "R-1;B-1;2026-10-01;1;Kom när;;;1",
        "R-1;;2026-10-01;1;Utan nummer;;;",
    ],
)
def test_a_wrong_row_of_call_offs_leaves_nothing(cast: Cast, as_: Browser, row: str) -> None:
    a_contract(cast, reference="R-1", ceiling_minor=1_000_00)
    head = "contract;reference;on;amount;what;member;delivered_on;delivered\nR-1;B-0;2026-10-01;1;Kabel;;;\n"
    assert sent(as_("carin"), "/call-offs/import/", f"{head}{row}\n").status_code == 422
    with everywhere():
        assert not CallOff.objects.exists()
        assert differences() == []


def test_needs_come_from_a_file_once_and_wait_to_be_sent_in(cast: Cast, as_: Browser) -> None:
    head, carin = "what;quantity;estimate;wanted_by;member\n", as_("carin")
    assert sent(carin, "/needs/import/", head + "Drönare;3;90 000;2027-03-01;\n").status_code == 302
    assert sent(carin, "/needs/import/", carin.get("/needs/table.csv/").content).status_code == 302
    for wrong in (
        "Drönare;4;90 000;2027-03-01;",
        "Båt;1;1;2026-11-01;",
        "Båt;0;1;2027-01-01;",
        "Båt;1;1;2027-01-01;Havsverket",
        "3;Båt;1;x;",
    ):
        assert sent(carin, "/needs/import/", f"{head}{wrong}\n").status_code == 422
    with everywhere():
        assert (Need.objects.count(), PublishedNeed.objects.count()) == (1, 0)


def test_what_was_bought_apart_is_shown_by_level_and_number_of_members(cast: Cast, as_: Browser) -> None:
    number_members(cast)
    assert "samdrift import procurements" in words(as_("carin").get("/bought-one-by-one/"))
    read_in(cast, a_workbook([a_row(LANSVERKET, "A-1"), a_row(HAVSVERKET, "B-1", title="<script>alert(1)</script>")]))
    page = words(as_("carin").get("/bought-one-by-one/?level=2&least=2"))
    assert "77000000" in page
    assert "<script>alert(1)" not in page
    for query in ("level=9", "level=x&least=999", "page=-1", "least=3"):
        assert as_("carin").get(f"/bought-one-by-one/?{query}").status_code == 200
    assert "Skogsvård A-1" in as_("berit").get("/bought-one-by-one/table.csv/").content.decode("utf-8-sig")


def _grow(cast: Cast, number: int) -> None:
    """Contracts with call-offs and deliveries, needs and procurements, `number` of each."""
    by = cast.actor("elin")
    supplier = a_supplier(cast)
    for n in range(number):
        contract = a_contract(cast, supplier=supplier)
        for who in ("carin", "berit"):
            row = a_call_off(cast, contract, an_order(1_00), who=who)
            if n % 2:
                with inside(by.walls):
                    deliver(row, on=row.on, by=by, at=NOW)
        a_need(cast)
        need = a_sent_need(cast, who="berit")
        with inside(by.walls):
            start_procurement(f"Upphandling {row.reference}", "34711200", needs=[need], by=by, at=NOW)


@pytest.mark.parametrize("who", ["carin", "elin"])
def test_every_list_asks_as_often_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, who: str) -> None:
    number_members(cast)
    urls = ["/contracts/", "/needs/", "/procurements/", "/bought-one-by-one/", "/contracts/table.csv/", "/call-offs/table.csv/"]
    client = as_(who)
    _grow(cast, 3)
    read_in(cast, a_workbook([a_row(buyer, f"{buyer}-{n}") for n in range(3) for buyer in (LANSVERKET, HAVSVERKET)]))
    with everywhere():
        urls += [f"/contracts/{Contract.objects.latest('pk').pk}/", f"/procurements/{Procurement.objects.latest('pk').pk}/"]
        one = Contract.objects.latest("pk")
    few = {url: queries(client, url) for url in urls}
    _grow(cast, 27)
    for n in range(13):
        a_call_off(cast, one, an_order(1_00, what=f"Mer {n}"))
    read_in(cast, a_workbook([a_row(buyer, f"{buyer}-{n}") for n in range(30) for buyer in (LANSVERKET, HAVSVERKET)]))
    assert {url: queries(client, url) for url in urls} == few


def test_the_files_of_all_rows_open_as_spreadsheets(cast: Cast, as_: Browser) -> None:
    from openpyxl import load_workbook

    a_call_off(cast, a_contract(cast), an_order(what="=cmd|' /C calc'!A0"))
    for url in ("/contracts/table.xlsx/", "/call-offs/table.xlsx/", "/needs/table.xlsx/", "/bought-one-by-one/table.xlsx/"):
        sheet = load_workbook(io.BytesIO(as_("carin").get(url).content)).active
        assert sheet is not None
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
