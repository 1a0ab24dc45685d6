"""When does the clock stop: the page, the tickets behind a figure, and what was imported, through the doors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.agree.models import Version
from samdrift.run.desk.models import ImportRun, Ticket
from tests.builders import Cast, everywhere
from tests.follow_up.builders import SMALL, a_small_log, the_agreement
from tests.imports.logs import a_log, an_incident, imported, row

Browser = Callable[[str], Client]
PAGE = "/follow-up/targets/"
CELL = "/follow-up/targets/tickets/?priority=3&clock=resolved"


def text(client: Client, address: str, language: str = "en", status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode().replace("\u00a0", " ")


def test_the_first_sentence_is_the_conclusion_in_both_languages(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    english, swedish = text(as_("karin"), PAGE), text(as_("karin"), PAGE, "sv")
    assert "Of 5 tickets of priority 3, 60.0–80.0% are within 217 h if the clock stops when the ticket is resolved, 20.0% if" in english
    assert "Av 5 ärenden med prioritet 3 klaras 60,0–80,0 % inom 217 h om klockan stannar när ärendet är löst, 20,0 % om" in swedish
    with everywhere():
        version = Version.objects.get()
    assert f'<a href="/agreements/versions/{version.pk}/">' in english
    assert "3 ÷ 5 = 60.0% – (3 + 1) ÷ 5 = 80.0%" in english
    assert "Amaral, Fantinato and Peres (2018)" in english
    assert "CC BY 4.0" in swedish
    assert "Ingen medlem nämns i den" in swedish


def test_every_share_of_the_page_stands_beside_its_denominator(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    page = text(as_("karin"), PAGE)
    for words in ("3 of 5, and 1 that cannot be told", "1 of 5", "target 4 h · 1 tickets", "target 217 h · 5 tickets"):
        assert words in page


def test_the_unit_and_auditors_see_all_members_and_a_member_only_itself(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    for name in ("karin", "elin", "auditor"):
        page = text(as_(name), PAGE)
        assert page.index("Havsverket") < page.index("Länsverket<"), "in the order of their names"
    page = text(as_("carin"), PAGE)
    assert "Havsverket" not in page
    assert "Of 3 tickets of priority 3" in page
    assert "Your own tickets" in page
    assert text(as_("anna"), PAGE, status=403)


def test_another_priority_can_be_looked_at_closer(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    page = text(as_("karin"), PAGE + "?priority=1")
    assert "Of 5 tickets of priority 3" in page
    assert "Priority 1 closer: 1 tickets, target 4 h" in page
    assert "Priority 3 closer" in text(as_("karin"), PAGE + "?priority=x")


def test_each_count_leads_to_its_tickets(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    agreement = a_small_log(tmp_path)
    assert (
        f"/follow-up/targets/tickets/?agreement={agreement.pk}&amp;level=Bas&amp;priority=3&amp;clock=resolved&amp;outcome=unknown"
        in text(as_("karin"), PAGE)
    )
    expected = {"met": {"INC1", "INC2", "INC3"}, "missed": {"INC4"}, "unknown": {"INC5"}}
    for outcome, numbers in expected.items():
        page = text(as_("karin"), f"{CELL}&outcome={outcome}")
        assert {f"INC{n}" for n in range(1, 7) if f"INC{n}<" in page} == numbers
    assert "0 min – 456 h" in text(as_("karin"), f"{CELL}&outcome=unknown")
    one_member = text(as_("karin"), f"{CELL}&outcome=met&member={cast.member.pk}")
    assert "INC3<" in one_member
    assert "INC1<" not in one_member


def test_a_member_reads_numbers_and_opens_tickets_by_its_role(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    with everywhere():
        ticket = Ticket.objects.get(external_id="INC4")
    for name, opens in (("carin", True), ("maja", False)):
        page = text(as_(name), f"{CELL}&outcome=missed")
        assert "INC4<" in page
        assert (f"/tickets/{ticket.pk}/" in page) is opens
    berit = text(as_("berit"), f"{CELL}&outcome=missed")
    assert "INC4" not in berit
    assert text(as_("berit"), f"{CELL}&outcome=missed&member={cast.member.pk}", status=404)


@pytest.mark.parametrize(
    "asked",
    ["?priority=3", "?priority=x&clock=resolved&outcome=met", "?priority=3&clock=noon&outcome=met", "?priority=3&clock=closed&outcome=so"],
)
def test_a_cell_that_is_none_is_not_found(cast: Cast, as_: Browser, tmp_path: Path, asked: str) -> None:
    a_small_log(tmp_path)
    assert text(as_("karin"), "/follow-up/targets/tickets/" + asked, status=404)


def test_an_agreement_that_is_not_there_is_not_found(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    for asked in ("?agreement=99999", "?agreement=x", "?agreement=99999&level=Bas"):
        assert text(as_("karin"), PAGE + asked, status=404)


def test_without_a_log_or_an_agreement_the_page_says_how_to_go_on(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    assert "samdrift import incidents PATH --mapping servicenow" in text(as_("karin"), PAGE)
    assert "samdrift import" not in text(as_("carin"), PAGE)
    imported(a_log(tmp_path, SMALL))
    assert "No agreement promises a resolution time" in text(as_("karin"), PAGE)
    the_agreement()
    assert "Of 5 tickets" in text(as_("karin"), PAGE)


def test_a_member_without_tickets_in_the_log_is_told_so(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path, an_incident("INC1", location="Location 1"))
    assert "None of the imported tickets" in text(as_("carin"), PAGE)


def test_a_log_without_the_flag_and_an_open_ticket_make_no_trouble(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path, [row("INC1", made_sla="?")])
    page = text(as_("karin"), PAGE)
    assert "0.0–100.0%" in page
    assert "From resolved to closed" not in page
    assert text(as_("karin"), f"{CELL}&outcome=unknown")


def test_the_director_sees_what_was_imported_and_each_row_that_was_kept(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    a_small_log(tmp_path, [*SMALL, row("INC9", incident_state="<script>")])
    with everywhere():
        run = ImportRun.objects.get()
    assert "1 row that could not be read" in text(as_("karin"), PAGE)
    assert "log.csv" in text(as_("karin"), "/follow-up/imports/")
    kept = text(as_("karin"), f"/follow-up/imports/{run.pk}/", "sv")
    assert "mappningen känner inte till detta läge" in kept
    assert "&lt;script&gt;" in kept
    assert "<script>" not in kept.split("<main", 1)[1]
    for name in ("carin", "elin", "auditor"):
        for address in ("/follow-up/imports/", f"/follow-up/imports/{run.pk}/"):
            assert text(as_(name), address, status=403)
    assert text(as_("karin"), f"/follow-up/imports/{run.pk + 1}/", status=404)


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        text(client, address)
    return len(captured)


def test_the_pages_ask_as_many_questions_of_3_tickets_as_of_30(cast: Cast, as_: Browser, tmp_path: Path) -> None:
    addresses = (PAGE, f"{CELL}&outcome=unknown", "/follow-up/imports/")
    few = a_log(tmp_path, [row(f"INC{n}", location=f"Location {n}") for n in range(3)], "few.csv")
    more = a_log(tmp_path, [row(f"INC{n}", location=f"Location {n}") for n in range(30)], "more.csv")
    imported(few)
    the_agreement()
    karin = as_("karin")
    text(karin, PAGE)
    before = [_queries(karin, address) for address in addresses]
    imported(more)
    assert [_queries(karin, address) for address in addresses] == before
