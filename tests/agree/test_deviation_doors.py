"""Deviations, terms, papers and the chain through their doors, and deviations as files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.agree import actions
from samdrift.agree.chain_report import chain_as_dict, chain_as_text
from samdrift.agree.deviation_files import COLUMNS
from samdrift.agree.deviations_report import deviations_as_dict, deviations_as_text
from samdrift.agree.models import Adoption, Coverage, Deviation, Draft, RemedyPlan, Verification, Version
from samdrift.core.access import inside
from samdrift.core.models import AuditEntry
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.desk.actions import sort_ticket
from tests.agree.builders import a_calendar, an_agreement, some_levels
from tests.agree.carrying import Steps, a_led_function, a_text, an_organization, on_paper, part_of, proposed, signed_by, with_the_member
from tests.builders import Cast, a_ticket, everywhere

Browser = Callable[[str], Client]


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def _this() -> Month:
    today = timezone.localdate()
    return Month(today.year, today.month)


def _member_s(cast: Cast) -> Adoption:
    return with_the_member(cast, some_levels("Guld")[0], a_calendar())


def _opened(cast: Cast, adoption: Adoption, month: Month | None = None) -> Deviation:
    with everywhere() as samdrift:
        service = Coverage.objects.filter(adoption=adoption)[0].service
        return actions.open_deviation(adoption, service, month or _this(), what="Det höll inte.", by=samdrift, at=timezone.now())


def test_a_deviation_goes_its_way_in_the_browser(cast: Cast, as_: Browser) -> None:
    adoption = _member_s(cast)
    carin, karin, elin = as_("carin"), as_("karin"), as_("elin")
    with everywhere():
        service = Coverage.objects.get().service
    page = f"/agreements/adoptions/{adoption.pk}/deviations/new/"
    assert carin.post(page, {"service": service.pk, "month": "2026-13", "about": "provider", "what": "x"}).status_code == 422
    typed = {"service": service.pk, "month": str(_this()), "about": "provider", "what": "Långsamt i tre veckor."}
    assert carin.post(page, typed).status_code == 302
    assert carin.post(page, typed).status_code == 409
    with everywhere():
        deviation = Deviation.objects.get()
    at = f"/deviations/{deviation.pk}/"
    assert "Långsamt i tre veckor." in _text(carin, at)
    assert at in _text(karin, "/deviations/")
    assert "Säg vem som ansvarar" in _text(karin, at) or "Say who owns it" in _text(karin, at)
    soon, past = timezone.localdate() + timedelta(days=9), timezone.localdate() - timedelta(days=1)
    owner = {"who": f"employee-{cast.employee('elin').pk}", "plan_by": soon}
    assert carin.post(f"{at}owner/", owner).status_code in (403, 422)
    assert karin.post(f"{at}owner/", {**owner, "plan_by": past}).status_code == 422
    assert karin.post(f"{at}plan/", {"what": "Vi byter.", "due_on": soon}).status_code == 409
    assert karin.post(f"{at}owner/", owner).status_code == 302
    assert elin.post(f"{at}plan/", {"what": "", "due_on": soon}).status_code == 422
    assert elin.post(f"{at}plan/", {"what": "Vi byter.", "due_on": soon}).status_code == 302
    assert elin.post(f"{at}raise/", {"on": timezone.localdate()}).status_code == 302
    assert elin.post(f"{at}remedied/", {"what": ""}).status_code == 302
    for who in (karin, elin):
        refused = who.post(f"{at}verify/", {"closes": "yes"})
        assert refused.status_code == 403
        assert cast.member.name in refused.content.decode()
    assert carin.post(f"{at}verify/", {"closes": "no", "what": ""}).status_code == 422
    assert carin.post(f"{at}verify/", {"closes": "yes", "what": "Det är bra nu."}).status_code == 302
    assert karin.post(f"{at}plan/", {"what": "Mer.", "due_on": soon}).status_code == 409
    assert "Det är bra nu." in _text(as_("auditor"), at)
    with everywhere():
        assert Verification.objects.get().closes
        kept = AuditEntry.objects.filter(deed="VerifiedByTheOneItIsAbout", outcome=AuditEntry.Outcome.REFUSED)
        assert kept.count() == 2


def test_a_stranger_s_deviation_answers_like_one_that_does_not_exist(cast: Cast, as_: Browser) -> None:
    deviation, berit, carin = _opened(cast, _member_s(cast)), as_("berit"), as_("carin")
    for page in ("", "owner/", "plan/", "remedied/", "raise/", "verify/"):
        assert berit.get(f"/deviations/{deviation.pk}/{page}").status_code == 404
        assert berit.get(f"/deviations/999999/{page}").status_code == 404
    assert f"/deviations/{deviation.pk}/" not in _text(berit, "/deviations/?show=open")
    assert f"/deviations/{deviation.pk}/" in _text(carin, "/deviations/?show=open")
    assert as_("anna").get("/deviations/").status_code == 403
    assert as_("carin").get("/agreements/chain/").status_code == 403


def test_a_home_shows_what_waits_for_its_reader(cast: Cast, as_: Browser) -> None:
    deviation = _opened(cast, _member_s(cast))
    address = f"/deviations/{deviation.pk}/"
    assert address in _text(as_("karin"), "/home/unit/")
    assert address not in _text(as_("carin"), "/home/agency/")
    steps = Steps(cast, deviation)
    steps.at = timezone.now()
    soon = timezone.localdate() + timedelta(days=9)
    steps.own(plan_by=soon)
    steps.plan(days=(soon - steps.at.date()).days + 400)
    steps.done()
    assert address in _text(as_("carin"), "/home/agency/")
    assert address not in _text(as_("maja"), "/home/agency/")
    assert address not in _text(as_("karin"), "/home/unit/")


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_the_database_as_often_for_many_rows_as_for_few(cast: Cast, as_: Browser) -> None:
    levels, calendar = [some_levels("Guld")[0] for _ in range(12)], a_calendar()
    adoptions = [with_the_member(cast, level, calendar) for level in levels]
    karin, carin = as_("karin"), as_("carin")
    pages = [
        (karin, "/deviations/?show=open"),
        (carin, "/deviations/?show=open"),
        (karin, "/deviations/table.csv/"),
        (karin, "/agreements/"),
    ]
    pages += [(karin, "/home/unit/"), (karin, "/agreements/chain/")]
    for adoption in adoptions[:3]:
        _opened(cast, adoption)
    few = [_queries(*page) for page in pages]
    for adoption in adoptions[3:]:
        steps = Steps(cast, _opened(cast, adoption))
        steps.at = timezone.now()
        steps.own(plan_by=timezone.localdate() + timedelta(days=9))
    assert [_queries(*page) for page in pages] == few


def _sent(client: Client, rows: list[list[str]], columns: tuple[str, ...] = COLUMNS) -> Any:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([columns, *rows])
    return client.post("/deviations/import/", {"file": SimpleUploadedFile("d.csv", out.getvalue().encode())})


def test_deviations_come_in_whole_or_not_at_all_and_go_out_as_they_came(cast: Cast, as_: Browser) -> None:
    adoption, karin = _member_s(cast), as_("karin")
    with everywhere():
        service = Coverage.objects.get().service.name
        Version.objects.select_related("agreement").get()
    due = str(timezone.localdate() + timedelta(days=30))
    key = [cast.member.short_name, adoption.version.agreement.name, service]
    good = [*key, str(_this()), "provider", "Långsamt.", cast.function.name, due, "Vi byter.", due]
    for wrong in (
        ["Nobody", *good[1:]],
        [*good[:3], "2026-13", *good[4:]],
        [*good[:3], "2020-01", *good[4:]],
        [*good[:4], "both", *good[5:]],
        [*good[:5], "", *good[6:]],
        [*good[:6], "Ingen", *good[7:]],
        [*good[:7], "", *good[8:]],
        [*good[:9], "2020-01-01"],
        [*good[:6], "", "", "Vi byter.", due],
    ):
        assert _sent(karin, [wrong, [*good[:4], "taker", *good[5:6], "", "", "", ""]]).status_code == 422
    assert _sent(karin, [good, good]).status_code == 422
    assert _sent(karin, [good], columns=COLUMNS[1:]).status_code == 422
    with everywhere():
        assert not Deviation.objects.exists()
    assert _sent(karin, [good]).status_code == 302
    assert _sent(karin, [good]).status_code == 302
    with everywhere():
        assert Deviation.objects.count() == RemedyPlan.objects.count() == 1
    out = karin.get("/deviations/table.csv/").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(out), delimiter=";")) == [list(COLUMNS), good]
    assert karin.get("/deviations/table.xlsx/").status_code == 200
    assert karin.get("/deviations/table.pdf/").status_code == 404
    assert cast.member.short_name not in as_("berit").get("/deviations/table.csv/").content.decode()
    assert _sent(as_("berit"), [good]).status_code == 422


def test_the_report_tells_how_far_each_has_come(cast: Cast) -> None:
    deviation = _opened(cast, _member_s(cast))
    with everywhere() as samdrift:
        report = deviations_as_dict(samdrift, on=timezone.localdate())
    (told,) = json.loads(json.dumps(report))["deviations"]
    assert (told["number"], told["stage"], told["taker"], told["penalty_minor"]) == (deviation.pk, "open", "Länsverket", None)
    assert report["stages"] == {"open": 1, "owned": 0, "planned": 0, "remedied": 0, "closed": 0}
    assert "Länsverket" in deviations_as_text(report)


def test_terms_and_a_paper_signature_through_their_doors(cast: Cast, as_: Browser) -> None:
    karin, elin, calendar = as_("karin"), as_("elin"), a_calendar()
    part_of(cast.unit, "Staten")
    part_of(cast.member, "Staten")
    with everywhere() as samdrift:
        agreement = an_agreement(cast)
        actions.start_draft(agreement, from_on=timezone.localdate(), by=samdrift, at=timezone.now())
    terms = f"/agreements/{agreement.pk}/draft/terms/"
    typed = {"notice_months": "12", "notice_ends": "year_end", "penalty": "", "share": "", "fee": ""}
    refused = elin.post(terms, {**typed, "penalty": "5 000,00"})
    assert refused.status_code == 409
    assert "Staten" in refused.content.decode()
    assert elin.post(terms, {**typed, "penalty": "-5"}).status_code == 422
    assert elin.post(terms, {**typed, "penalty": "mycket"}).status_code == 422
    assert elin.post(terms, {**typed, "share": "2"}).status_code == 422
    assert elin.post(terms, {**typed, "notice_months": "-1"}).status_code == 422
    assert elin.post(terms, typed).status_code == 302
    with everywhere():
        assert Draft.objects.get().terms == (12, "year_end", None, None, None)
    assert karin.post(f"/members/{cast.other.pk}/legal-person/", {"legal_person": "Havsstaden"}).status_code == 302
    assert elin.get(f"/members/{cast.other.pk}/legal-person/").status_code == 403
    with everywhere():
        assert Organization.objects.get(pk=cast.other.pk).legal_person == "Havsstaden"
    supplier = an_organization("supplier", "Nätbolaget")
    contract = a_text(cast, some_levels("Guld")[0], calendar, kind="underpinning", provider=supplier)
    adoption = signed_by(proposed(contract, cast.unit), cast.actor("karin"))
    paper = f"/agreements/adoptions/{adoption.pk}/paper/"
    assert paper in _text(karin, f"/agreements/adoptions/{adoption.pk}/")
    assert elin.get(paper).status_code == 403
    signed = {"signer": "Vd", "signed_on": "2020-01-01", "registry_number": "AVT-1"}
    assert karin.post(paper, signed).status_code == 422
    assert karin.post(paper, {**signed, "signed_on": timezone.localdate(), "registry_number": ""}).status_code == 422
    assert karin.post(paper, {**signed, "signed_on": timezone.localdate()}).status_code == 302
    assert "AVT-1" in _text(karin, f"/agreements/adoptions/{adoption.pk}/")


def test_the_chain_and_who_may_take_are_shown_to_the_unit(cast: Cast, as_: Browser) -> None:
    giving, giver = a_led_function(cast, "Drift")
    taking, taker = a_led_function(cast, "Desken")
    (level,), calendar = some_levels("Guld"), a_calendar()
    with_the_member(cast, level, calendar)
    between = a_text(cast, level, calendar, kind="functions", function=giving, resolution_hours=6)
    karin = as_("karin")
    propose = f"/agreements/versions/{between.pk}/propose/"
    assert f"{propose}{cast.unit.pk}/{taking.pk}/" in _text(karin, propose)
    assert f"{propose}{cast.unit.pk}/{giving.pk}/" not in _text(karin, propose)
    today = timezone.localdate()
    chosen = {"from_on": today, f"service-{level.service_id}": level.pk}
    assert karin.post(f"{propose}{cast.unit.pk}/{taking.pk}/", chosen).status_code == 302
    with everywhere():
        adoption = Adoption.objects.get(function=taking)
    signed_by(adoption, giver, taker, at=timezone.now())
    chain = _text(karin, "/agreements/chain/")
    assert "4\u00a0h" in chain
    assert "6\u00a0h" in chain
    rows = list(csv.DictReader(io.StringIO(karin.get("/agreements/chain/table.csv/").content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["measure"], row["verdict"], row["carried"]) for row in rows] == [
        ("availability", "holds", "99.9000 %"),
        ("resolution", "short", "95 % within 6 h"),
    ]
    with everywhere():
        report = chain_as_dict(on=today)
    (told,) = report["services"]
    assert report["verdicts"] == {"holds": 1, "short": 1, "unknown": 0}
    assert [(row["verdict"], row["carried_ppm"], row["left_seconds"]) for row in told["promises"]] == [
        ("holds", 999_000.0, None),
        ("short", None, 0),
    ]
    (carrier,) = told["promises"][1]["carriers"]
    assert (carrier["who"], carrier["is"], carrier["promises"]["within_seconds"]) == ("Drift", "function", 6 * 3600)
    assert told["promises"][1]["short"] == [{"who": "Drift", "by": "time", "from": None, "until": None}]
    assert "6\u00a0h" in chain_as_text(report)
    assert between.agreement.name not in _text(as_("sten"), "/agreements/"), "what carries a promise is not for a member to join"
    ticket, elin = a_ticket(cast.person("anna"), at=timezone.now()), cast.actor("elin")
    with inside(elin.walls):
        sort_ticket(ticket, service=level.service, priority=2, by=elin, at=timezone.now())
    inner = re.compile("Drift (lovar|promises) Desken")
    assert inner.search(_text(as_("elin"), f"/tickets/{ticket.pk}/"))
    assert not inner.search(_text(as_("anna"), f"/tickets/{ticket.pk}/"))


def test_a_customer_s_missed_month_shows_what_it_comes_to(cast: Cast, as_: Browser) -> None:
    part_of(cast.unit, "Staten")
    customer = an_organization("customer", "Förbundet", "Förbundet")
    terms = {"penalty_ppm": 20_000, "fee_minor": 40_000_00}
    version = a_text(cast, some_levels("Guld")[0], a_calendar(), kind="sla", terms=terms)
    karin = cast.actor("karin")
    deviation = _opened(cast, on_paper(signed_by(proposed(version, customer), karin), karin))
    shown = _text(as_("karin"), f"/deviations/{deviation.pk}/")
    assert "800,00" in shown


@pytest.mark.parametrize("address", ["/deviations/?show=nonsense&taker=x&page=y", "/deviations/?taker=999999"])
def test_what_an_address_cannot_say_filters_nothing(as_: Browser, address: str) -> None:
    _text(as_("karin"), address)
