"""Outages and maintenance through the doors: who records, who reads what, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from samdrift.catalog.models import Service
from samdrift.core.models import AuditEntry
from samdrift.members.models import Calendar
from samdrift.run.availability.actions import Hit
from samdrift.run.availability.models import Cancellation, MaintenanceHit, MaintenanceWindow, Outage, OutageHit, OutageStatement
from samdrift.run.availability.queries import differences
from tests.availability.builders import a_coverage, a_maintenance, a_promised_service, an_outage, takes
from tests.builders import Cast, a_member, a_service, a_site, everywhere

Browser = Callable[[str], Client]


def typed(minutes: int) -> str:
    """The wall time so many minutes from now, as a browser's date and time input sends it."""
    return f"{timezone.localtime() + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


def an_outage_form(of: Service, **more: object) -> dict[str, object]:
    return {"service": of.pk, "start_at": typed(-60), "text": "Ett fel i en växel.", "whom": "everyone", **more}


def a_maintenance_form(service: Service, **more: object) -> dict[str, object]:
    times = {"start_at": typed(60), "end_at": typed(120)}
    return {"service": service.pk, **times, "text": "Byte av server.", "whom": "everyone", **more}


@pytest.fixture
def service(cast: Cast) -> Service:
    return a_promised_service(cast.member, cast.other)


def nothing_was_kept() -> bool:
    with everywhere():
        return not (Outage.objects.exists() or OutageStatement.objects.exists() or OutageHit.objects.exists())


def test_an_outage_is_reported_for_all_that_take_the_service_and_ended(cast: Cast, as_: Browser, service: Service) -> None:
    response = as_("elin").post("/outages/report/", an_outage_form(service))
    with everywhere():
        outage = Outage.objects.get()
        assert response.headers["Location"] == f"/outages/{outage.pk}/"
        assert {(hit.owner_id, hit.site_id, hit.share_ppm) for hit in OutageHit.objects.all()} == {
            (cast.member.pk, None, 1_000_000),
            (cast.other.pk, None, 1_000_000),
        }
    page = as_("anna").get("/status/").content.decode()
    assert "Gäller er" in page
    as_("elin").post(f"/outages/{outage.pk}/end/", {"end_at": typed(0), "text": "En växel är utbytt."})
    with everywhere():
        outage = Outage.objects.get()
        assert (outage.end_at is not None, outage.text, outage.latest) == (True, "En växel är utbytt.", 2)
        assert OutageHit.objects.filter(statement__number=2).count() == 2
        assert list(AuditEntry.objects.order_by("pk").values_list("deed", flat=True))[-2:] == ["report_outage", "end_outage"]
        assert differences() == []
    assert "Allt fungerar" in as_("anna").get("/status/").content.decode()


def test_only_those_ticked_are_hit_each_with_its_share(cast: Cast, as_: Browser, service: Service) -> None:
    chosen = [f"{cast.member.pk}:{cast.site.pk}"]
    as_("elin").post("/outages/report/", an_outage_form(service, whom="chosen", chosen=chosen, share="40"))
    with everywhere():
        hit = OutageHit.objects.get()
        assert (hit.owner_id, hit.site_id, hit.share_ppm) == (cast.member.pk, cast.site.pk, 400_000)


def test_another_member_sees_the_public_text_and_not_who_is_hit(cast: Cast, as_: Browser, service: Service) -> None:
    outage = an_outage(service, f"{typed(-60)}", None, Hit(cast.member.pk), at=timezone.now())
    a_maintenance(service, typed(60), typed(90), Hit(cast.member.pk))
    for url in ("/status/", f"/outages/{outage.pk}/"):
        page = as_("bo").get(url).content.decode()
        assert "Ett fel i en växel." in page
        assert cast.member.name not in page
        assert "Gäller er" not in page
        assert "Gäller er" in as_("anna").get(url).content.decode()
        assert cast.member.name not in as_("nobody").get(url).content.decode()
    assert "Gäller inte er" in as_("bo").get("/status/").content.decode()
    assert cast.member.short_name in as_("elin").get(f"/outages/{outage.pk}/").content.decode()
    assert cast.member.short_name in as_("auditor").get(f"/outages/{outage.pk}/").content.decode()


def test_another_members_figures_are_not_found(cast: Cast, as_: Browser, service: Service) -> None:
    mine, theirs = f"/availability/{cast.other.pk}/", f"/availability/{cast.member.pk}/"
    assert as_("berit").get(mine).status_code == 200
    assert as_("berit").get(theirs).status_code == 404
    assert as_("berit").get("/availability/999999/").status_code == 404
    assert as_("berit").get(f"{theirs}{service.pk}/2026-10/").status_code == 404
    assert as_("karin").get(f"{theirs}{service.pk}/2026-10/").status_code == 200
    assert as_("auditor").get("/availability/").status_code == 200


def test_only_the_units_staff_record(cast: Cast, as_: Browser, service: Service) -> None:
    for name in ("anna", "carin", "auditor", "ulla"):
        assert as_(name).post("/outages/report/", an_outage_form(service)).status_code == 403
        assert as_(name).post("/maintenance/announce/", a_maintenance_form(service)).status_code == 403
    assert nothing_was_kept()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"start_at": typed(30)}, "kan inte ligga framåt"),
        ({"end_at": typed(30)}, "kan inte ligga framåt"),
        ({"end_at": typed(-90)}, "Slutet måste komma efter"),
        ({"start_at": "0001-01-01T00:00"}, "för långt bort"),
        ({"start_at": "i går"}, "2026-11-23 08:00"),
        ({"start_at": ""}, "måste fyllas i"),
        ({"text": " "}, "måste fyllas i"),
        ({"text": "Nere hos Länsverket."}, "nämner Länsverket"),
        ({"text": "Nere i falun sedan i morse."}, "nämner Falun"),
        ({"whom": "chosen"}, "minst en"),
        ({"whom": "chosen", "chosen": ["999999"]}, "999999"),
        ({"whom": "chosen", "chosen": ["x"]}, "x"),
        ({"whom": "everyone", "share": "40"}, "andel"),
        ({"share": "101"}, "100"),
        ({"service": "999999"}, "giltigt alternativ"),
    ],
)
def test_what_cannot_be_an_outage_is_refused_in_words(
    cast: Cast, as_: Browser, service: Service, wrong: dict[str, object], said: str
) -> None:
    response = as_("elin").post("/outages/report/", an_outage_form(service, **wrong))
    assert response.status_code == 422
    assert said in strip_tags(response.content.decode())
    assert nothing_was_kept()


def test_refuses_a_hit_on_one_that_does_not_take_the_service_that_day_and_says_which(cast: Cast, as_: Browser) -> None:
    service = a_promised_service(cast.member)
    takes(cast.other, a_service())  # takes something, but not this
    response = as_("elin").post("/outages/report/", an_outage_form(service, whom="chosen", chosen=[str(cast.other.pk)]))
    assert response.status_code == 422
    assert "Havsverket" in response.content.decode()
    assert nothing_was_kept()


def test_refuses_an_outage_of_a_service_that_nobody_takes(cast: Cast, as_: Browser) -> None:
    response = as_("elin").post("/outages/report/", an_outage_form(a_service()))
    assert response.status_code == 422
    assert nothing_was_kept()


def test_refuses_a_member_chosen_both_whole_and_in_part(cast: Cast, as_: Browser, service: Service) -> None:
    chosen = [str(cast.member.pk), f"{cast.member.pk}:{cast.site.pk}"]
    response = as_("elin").post("/outages/report/", an_outage_form(service, whom="chosen", chosen=chosen))
    assert response.status_code == 422
    assert "två gånger" in response.content.decode()
    assert nothing_was_kept()


def test_an_outage_that_has_ended_cannot_end_again(cast: Cast, as_: Browser, service: Service) -> None:
    outage = an_outage(service, typed(-60), typed(-30), at=timezone.now())
    response = as_("elin").post(f"/outages/{outage.pk}/end/", {"end_at": typed(0), "text": "Klart."})
    assert response.status_code == 409
    with everywhere():
        assert OutageStatement.objects.count() == 1


def test_a_correction_states_the_outage_anew_and_keeps_the_shares_of_those_left(cast: Cast, as_: Browser, service: Service) -> None:
    outage = an_outage(service, typed(-60), None, Hit(cast.member.pk, share_ppm=400_000), Hit(cast.other.pk), at=timezone.now())
    form = {"start_at": typed(-50), "end_at": typed(-10), "text": "Två fel.", "whom": "chosen", "chosen": [str(cast.member.pk)]}
    assert as_("elin").post(f"/outages/{outage.pk}/correct/", form).status_code == 302
    with everywhere():
        assert [(hit.owner_id, hit.share_ppm) for hit in OutageHit.objects.filter(statement__number=2)] == [(cast.member.pk, 400_000)]
        assert OutageHit.objects.count() == 3
        assert differences() == []
    page = as_("elin").get(f"/outages/{outage.pk}/").content.decode()
    assert "Ett fel i en växel." in page  # what was said before stays
    assert "Gäller er" not in as_("bo").get("/status/").content.decode()


def test_an_outage_that_is_withdrawn_stays_to_be_read_and_cannot_be_changed(cast: Cast, as_: Browser, service: Service) -> None:
    outage = an_outage(service, typed(-60), None, at=timezone.now())
    assert as_("elin").get(f"/outages/{outage.pk}/withdraw/").status_code == 200
    assert as_("elin").post(f"/outages/{outage.pk}/withdraw/").status_code == 302
    assert "Återkallat" in as_("anna").get(f"/outages/{outage.pk}/").content.decode()
    assert as_("elin").post(f"/outages/{outage.pk}/withdraw/").status_code == 409
    assert as_("elin").post(f"/outages/{outage.pk}/end/", {"end_at": typed(0), "text": "Klart."}).status_code == 409
    assert "Allt fungerar" in as_("anna").get("/status/").content.decode()


def test_a_head_that_differs_from_its_latest_statement_is_found(cast: Cast, service: Service) -> None:
    outage = an_outage(service, typed(-60), None, at=timezone.now())
    with everywhere():
        assert differences() == []
        Outage.objects.filter(pk=outage.pk).update(withdrawn=True)
        assert differences() == [f"outage {outage.pk}: withdrawn differs from statement 1"]


def test_maintenance_is_announced_shown_and_called_off(cast: Cast, as_: Browser, service: Service) -> None:
    response = as_("elin").post("/maintenance/announce/", a_maintenance_form(service, whom="chosen", chosen=[str(cast.member.pk)]))
    with everywhere():
        window = MaintenanceWindow.objects.get()
        assert MaintenanceHit.objects.get().owner_id == cast.member.pk
    assert response.headers["Location"] == f"/maintenance/{window.pk}/"
    assert "Gäller er" in as_("anna").get(f"/maintenance/{window.pk}/").content.decode()
    assert "Gäller er" not in as_("bo").get(f"/maintenance/{window.pk}/").content.decode()
    assert as_("elin").get(f"/maintenance/{window.pk}/call-off/").status_code == 200
    assert as_("elin").post(f"/maintenance/{window.pk}/call-off/").status_code == 302
    assert as_("elin").post(f"/maintenance/{window.pk}/call-off/").status_code == 409
    with everywhere():
        assert Cancellation.objects.count() == 1
    assert "Byte av server." not in as_("anna").get("/status/").content.decode()
    assert "Inställt" in as_("anna").get(f"/maintenance/{window.pk}/").content.decode()


def test_maintenance_that_would_have_begun_already_is_refused(cast: Cast, as_: Browser, service: Service) -> None:
    response = as_("elin").post("/maintenance/announce/", a_maintenance_form(service, start_at=typed(-1)))
    assert response.status_code == 409
    assert "aviseras innan" in response.content.decode()
    assert as_("elin").post("/maintenance/announce/", a_maintenance_form(service, end_at=typed(30))).status_code == 422
    with everywhere():
        assert not MaintenanceWindow.objects.exists()


def test_maintenance_that_has_begun_cannot_be_called_off(cast: Cast, as_: Browser, service: Service) -> None:
    window = a_maintenance(service, typed(-60), typed(60))
    assert as_("elin").post(f"/maintenance/{window.pk}/call-off/").status_code == 409
    with everywhere():
        assert not Cancellation.objects.exists()


def test_three_clicks_lead_from_a_figure_to_the_rows_and_the_rule(cast: Cast, as_: Browser, service: Service) -> None:
    start = timezone.localtime().replace(day=1, hour=9, minute=0) - timedelta(days=20)  # well within an earlier month
    start -= timedelta(days=max(0, start.weekday() - 4))
    outage = an_outage(service, f"{start:%Y-%m-%dT%H:%M}", f"{start:%Y-%m-%dT14:00}", at=timezone.now())
    month = f"/availability/{cast.member.pk}/{service.pk}/{start:%Y-%m}/"
    carin = as_("carin")
    assert month in carin.get("/availability/").content.decode()
    page = carin.get(month).content.decode()
    assert f"/outages/{outage.pk}/" in page
    for word in ("4.1", "Tjänsten fungerar den avtalade tiden.", "5\u00a0h", "Hölls inte", "99,00"):
        assert word in page
    assert carin.get(f"/outages/{outage.pk}/").status_code == 200
    assert month in as_("karin").get(f"/availability/?month={start:%Y-%m}&show=broken").content.decode()


@pytest.mark.parametrize(
    "url",
    ["/availability/?month=2026-13", "/availability/?month=0002-01", "/availability/{m}/?to=x", "/availability/{m}/{s}/9998-12/"],
)
def test_a_month_that_there_is_none_of_is_not_found(cast: Cast, as_: Browser, service: Service, url: str) -> None:
    assert as_("karin").get(url.format(m=cast.member.pk, s=service.pk)).status_code == 404


def test_the_status_page_takes_as_many_queries_for_thirty_outages_as_for_three(cast: Cast, as_: Browser, service: Service) -> None:
    elin = as_("elin")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert elin.get("/status/").status_code == 200
        return len(captured)

    def more(number: int) -> None:
        for i in range(number):
            an_outage(service, typed(-60 - i), None, at=timezone.now())
            a_maintenance(service, typed(60 + i), typed(120 + i), Hit(cast.member.pk))

    more(3)
    few = queries()
    more(27)
    for _another in range(3):
        site = a_site(a_member())
        takes(site.organization, service)
    assert queries() == few


def test_a_target_in_a_calendar_without_hours_is_told_as_one_that_cannot_be_judged(cast: Cast, as_: Browser) -> None:
    """No action lets one in; a database that holds one all the same answers with pages."""
    promised, untold = a_promised_service(cast.member), a_service()
    with everywhere():
        empty = Calendar.objects.create(name="Tom kalender")
    takes(cast.member, untold)
    coverage = a_coverage(cast.member, untold, empty)
    an_outage(untold, "2026-10-05 09:00", "2026-10-05 10:00", Hit(cast.member.pk))
    carin = as_("carin")
    month = carin.get(f"/availability/{cast.member.pk}/{untold.pk}/2026-10/")
    assert month.status_code == 200
    assert "ingen avtalad tid" in month.content.decode()
    for address in (
        "/availability/",
        f"/availability/{cast.member.pk}/",
        f"/agreements/versions/{coverage.adoption.version_id}/",
        f"/calendars/{empty.pk}/",
    ):
        assert carin.get(address).status_code == 200, address
    assert as_("karin").get("/availability/").status_code == as_("elin").get(f"/calendars/{empty.pk}/changes/").status_code == 200
    assert promised.name in carin.get(f"/availability/{cast.member.pk}/").content.decode()
