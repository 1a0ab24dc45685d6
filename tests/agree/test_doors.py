"""Agreements through their doors: what each may see, and what bad input is answered with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.agree import actions
from samdrift.agree.models import Adoption, Agreement, Coverage, Draft, DraftClause, DraftTarget, Signature, Version, VersionTally
from samdrift.core.access import Role
from samdrift.core.models import AuditEntry, Seat
from samdrift.members.models import Calendar
from samdrift.members.queries import members_in_order
from tests.agree.builders import (
    a_calendar,
    a_signed_adoption,
    a_version,
    an_adoption,
    an_agreement,
    sign,
    some_levels,
)
from tests.builders import Cast, a_level, a_member, a_seat, a_service, an_uptake, everywhere

Browser = Callable[[str], Client]


def _text(client: Client, address: str, status: int = 200, **more: Any) -> str:
    response = client.get(address, **more)
    assert response.status_code == status
    return response.content.decode()


def _now() -> Any:
    return timezone.now()


def _todays_version(cast: Cast, *args: Any, **more: Any) -> Version:
    """Doors read the clock, so what is offered through them holds from the real today."""
    return a_version(cast, *args, from_on=timezone.localdate(), at=_now(), **more)


def test_an_agreement_goes_from_a_name_to_cover_in_the_browser(cast: Cast, as_: Browser) -> None:
    elin, sten, karin = as_("elin"), as_("sten"), as_("karin")
    calendar, service = a_calendar(), a_service("E-post")
    level = a_level(service, "Guld")
    an_uptake(cast.member, level)
    elin.post("/agreements/new/", {"name": "E-post", "kind": "ola", "provider": cast.unit.pk})
    with everywhere():
        agreement = Agreement.objects.get()
    draft, today = f"/agreements/{agreement.pk}/draft/", timezone.localdate().isoformat()
    elin.post(f"{draft}start/", {"from_on": today})
    elin.post(f"{draft}clauses/new/", {"number": "4.1", "heading": "Tjänsten", "text": "Tillgänglig 99,8 %."})
    target = {"level": level.pk, "measure": "availability", "share": "99,8", "calendar": calendar.pk, "clause": "4.1"}
    elin.post(f"{draft}targets/new/", target)
    elin.post(f"{draft}targets/new/", target | {"measure": "response", "priority": 1, "share": "95", "minutes": 15})
    assert "99,8" in _text(elin, draft)
    offered = elin.post(f"{draft}offer/", {})
    page = offered.headers["Location"]
    with everywhere():
        version = Version.objects.get()
        assert list(version.targets.values_list("measure", "priority", "within_seconds", "share_ppm")) == [
            ("availability", None, None, 998_000),
            ("response", 1, 900, 950_000),
        ]
        assert not Draft.objects.exists()
    proposal = f"{page}propose/{cast.member.pk}/"
    assert "selected" in _text(elin, proposal), "the level taken today is filled in"
    elin.post(proposal, {"from_on": today, f"service-{service.pk}": level.pk})
    with everywhere():
        adoption = Adoption.objects.get()
    for browser in (sten, karin):
        confirm = f"/agreements/adoptions/{adoption.pk}/sign/"
        assert "kan inte tas tillbaka" in _text(browser, confirm)
        assert browser.post(confirm, {}).status_code == 302
    assert "E-post" in _text(as_("anna"), "/agreements/coverage/")
    with everywhere():
        assert Coverage.objects.get().level_id == level.pk


def test_refuses_an_adoption_that_overlaps_another_and_leaves_everything_as_it_was(cast: Cast, as_: Browser) -> None:
    levels = some_levels("Guld")
    a_signed_adoption(cast, a_version(cast, levels))
    other = an_adoption(cast, a_version(cast, levels))
    sign(other, cast.actor("sten"))
    response = as_("karin").post(f"/agreements/adoptions/{other.pk}/sign/", {})
    assert response.status_code == 409
    assert "omfattar en annan överenskommelse redan" in response.content.decode()
    with everywhere():
        assert Coverage.objects.count() == 1
        assert Signature.objects.filter(adoption=other).count() == 1
        assert AuditEntry.objects.get(outcome="refused").deed == "AlreadyCovered"


@pytest.mark.parametrize(
    ("name", "status"), [("anna", 403), ("carin", 403), ("maja", 403), ("elin", 403), ("berit", 403), ("auditor", 403)]
)
def test_refuses_a_signature_by_the_wrong_person(cast: Cast, as_: Browser, name: str, status: int) -> None:
    adoption = an_adoption(cast)
    assert as_(name).post(f"/agreements/adoptions/{adoption.pk}/sign/", {}).status_code == status
    with everywhere():
        assert not Signature.objects.exists()


def test_refuses_the_director_of_another_unit_with_the_reason(cast: Cast, as_: Browser) -> None:
    adoption = an_adoption(cast)
    with everywhere():
        Agreement.objects.filter(pk=adoption.version.agreement_id).update(provider=a_member("Leverantören"))
    response = as_("karin").post(f"/agreements/adoptions/{adoption.pk}/sign/", {})
    assert response.status_code == 403
    assert "undertecknar enhetschefen" in response.content.decode()


def test_a_stranger_s_adoption_answers_like_one_that_does_not_exist(cast: Cast, as_: Browser) -> None:
    adoption = an_adoption(cast)
    account = cast.people["bo"].account
    assert account is not None
    a_seat(account, cast.other, Role.SIGNATORY)
    browser = as_("bo")
    browser.post("/seat/", {"seat": _last_seat(account.pk)})
    for page in ("", "sign/", "end/"):
        assert browser.get(f"/agreements/adoptions/{adoption.pk}/{page}").status_code == 404
        assert browser.get(f"/agreements/adoptions/{adoption.pk + 999}/{page}").status_code == 404
    assert browser.get(f"/agreements/coverage/{cast.member.pk}/").status_code == 404


def _last_seat(account_id: int) -> int:
    return Seat.objects.filter(account=account_id).order_by("-pk").values_list("pk", flat=True)[0]


def test_refuses_one_person_who_signs_for_both_sides(cast: Cast, as_: Browser) -> None:
    adoption, karin = an_adoption(cast), as_("karin")
    seat = a_seat(cast.account("karin"), cast.member, Role.SIGNATORY)
    address = f"/agreements/adoptions/{adoption.pk}/sign/"
    assert karin.post(address, {}).status_code == 302
    karin.post("/seat/", {"seat": seat.pk})
    response = karin.post(address, {})
    assert response.status_code == 409
    assert "två personer måste underteckna" in response.content.decode()
    with everywhere():
        assert Signature.objects.get().side == Signature.Side.PROVIDER
        assert not Coverage.objects.exists()


def test_refuses_in_the_language_of_the_reader(cast: Cast, as_: Browser) -> None:
    adoption, karin = an_adoption(cast), as_("karin")
    address = f"/agreements/adoptions/{adoption.pk}/sign/"
    karin.post(address, {})
    assert "It-enheten har redan undertecknat" in karin.post(address, {}).content.decode()
    karin.post("/language/", {"language": "en"})
    assert "The IT unit has already signed" in karin.post(address, {}).content.decode()


def test_a_member_sees_its_own_signature_and_how_many_have_signed_never_who(cast: Cast, as_: Browser) -> None:
    version = a_version(cast)
    an_adoption(cast, version, taker=cast.other)
    a_signed_adoption(cast, version)
    member, unit = _text(as_("carin"), f"/agreements/versions/{version.pk}/"), _text(as_("elin"), f"/agreements/versions/{version.pk}/")
    assert "<strong>1 av 2</strong>" in member
    assert "Sten Sarri" in member
    assert cast.other.name not in member
    assert cast.other.name in unit
    with everywhere():
        assert Adoption.objects.count() == 2
    stranger = _text(as_("berit"), f"/agreements/versions/{version.pk}/")
    assert "Sten Sarri" not in stranger
    assert cast.member.name not in stranger


def test_a_version_shows_every_level_and_priority_with_what_it_means_and_why(cast: Cast, as_: Browser) -> None:
    version = a_version(cast, some_levels("Guld", "Silver"))
    page = _text(as_("anna"), f"/agreements/versions/{version.pk}/")
    for words in (
        "Nivå Guld",
        "Nivå Silver",
        "99,8",
        "av avtalad tid",
        "19 av 20 är lösta i tid",
        "prioritet 2",
        "Varför?",
        "Texten på svenska är bindande",
    ):
        assert words in page
    assert f"/calendars/{_calendar_of(version)}/" in page


def _calendar_of(version: Version) -> int:
    with everywhere():
        return version.targets.values_list("calendar", flat=True)[0]


def test_a_version_shows_what_has_changed_since_the_one_before(cast: Cast, as_: Browser) -> None:
    levels = some_levels("Guld")
    first = a_version(cast, levels, text="Löses inom 12 timmar.")
    second = a_version(cast, levels, agreement=first.agreement, text="Löses inom 8 timmar.")
    page = _text(as_("anna"), f"/agreements/versions/{second.pk}/")
    assert "Ändrat sedan version 1" in page
    assert "Borttaget: </span>12</del>" in page
    assert "Tillagt: </span>8</ins>" in page


def test_the_list_says_how_each_agreement_stands_to_the_reader(cast: Cast, as_: Browser) -> None:
    waiting = an_adoption(cast, _todays_version(cast, agreement=an_agreement(cast, "Väntande")))
    a_signed_adoption(cast, _todays_version(cast, agreement=an_agreement(cast, "Gällande")), at=_now())
    an_agreement(cast, "Hemligt utkast")
    member, unit = _text(as_("sten"), "/agreements/"), _text(as_("karin"), "/agreements/")
    assert "Hemligt utkast" in unit
    assert "Hemligt utkast" not in member
    for page in (member, unit):
        assert "Väntar på din underskrift" in page
        assert f"/agreements/adoptions/{waiting.pk}/sign/" in page
    assert "1 av 1" in unit
    assert "Inte anslutna" in _text(as_("berit"), "/agreements/")


def test_the_unit_sees_all_gaps_and_a_member_its_own(cast: Cast, as_: Browser) -> None:
    level = some_levels("Guld")[0]
    an_uptake(cast.member, level)
    an_uptake(cast.other, level)
    unit, member = _text(as_("elin"), "/agreements/gaps/"), _text(as_("anna"), "/agreements/gaps/")
    assert cast.member.name in unit
    assert cast.other.name in unit
    assert cast.other.name not in member
    assert "Omfattas inte" in member


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"share": "hundra"}, "procenttal"),
        ({"share": "101"}, "högst 100"),
        ({"measure": "response", "priority": 1}, "längre än noll"),
        ({"measure": "response", "hours": 1}, "prioriteterna 1, 2, 3 och 4"),
        ({"measure": "response", "priority": 7, "hours": 1}, "7"),
        ({"hours": 4}, "varken prioritet eller tid"),
        ({"level": 0}, ""),
    ],
)
def test_refuses_a_target_that_cannot_be_in_words_and_keeps_what_was_typed(
    cast: Cast, as_: Browser, wrong: dict[str, object], words: str
) -> None:
    agreement, calendar, level = an_agreement(cast), a_calendar(), some_levels("Guld")[0]
    with everywhere() as samdrift:
        draft = actions.start_draft(agreement, from_on=timezone.localdate(), by=samdrift, at=_now())
        actions.write_clause(draft, "1", heading="Mål", text="Vi lovar.", by=samdrift, at=_now())
    fine = {"level": level.pk, "measure": "availability", "share": "99,5", "calendar": calendar.pk, "clause": "1"}
    response = as_("elin").post(f"/agreements/{agreement.pk}/draft/targets/new/", fine | wrong)
    assert response.status_code == 422
    assert words in response.content.decode()
    with everywhere():
        assert not DraftTarget.objects.exists()


def test_refuses_a_target_in_a_calendar_that_has_no_hours(cast: Cast, as_: Browser) -> None:
    agreement, level = an_agreement(cast), some_levels("Guld")[0]
    with everywhere() as samdrift:
        empty = Calendar.objects.create(name="Tom kalender")
        draft = actions.start_draft(agreement, from_on=timezone.localdate(), by=samdrift, at=_now())
        actions.write_clause(draft, "1", heading="Mål", text="Vi lovar.", by=samdrift, at=_now())
    typed = {"level": level.pk, "measure": "availability", "share": "99,5", "calendar": empty.pk, "clause": "1"}
    response = as_("elin").post(f"/agreements/{agreement.pk}/draft/targets/new/", typed)
    assert response.status_code == 422
    assert "Tom kalender har inga tider" in response.content.decode()
    with everywhere():
        assert not DraftTarget.objects.exists()


def test_a_draft_s_clause_is_rewritten_and_its_targets_follow_its_new_number(cast: Cast, as_: Browser) -> None:
    version, elin = a_version(cast), as_("elin")
    elin.post(f"/agreements/{version.agreement_id}/draft/start/", {"from_on": "2027-01-01"})
    with everywhere():
        clause = DraftClause.objects.get()
    address = f"/agreements/{version.agreement_id}/draft/clauses/{clause.pk}/"
    elin.post(address, {"number": "5", "heading": "Tjänsten", "text": "Ny text.", "text_en": "New text."})
    with everywhere():
        assert DraftClause.objects.get().number == "5"
        assert set(DraftTarget.objects.values_list("clause", flat=True)) == {"5"}
    page = _text(elin, f"/agreements/{version.agreement_id}/draft/")
    assert "Ändrat sedan version 1" in page
    elin.post(f"{address}drop/")
    assert elin.post(f"/agreements/{version.agreement_id}/draft/offer/", {}).status_code == 409


def test_a_target_in_a_draft_is_changed_and_dropped(cast: Cast, as_: Browser) -> None:
    version, elin = a_version(cast), as_("elin")
    elin.post(f"/agreements/{version.agreement_id}/draft/start/", {"from_on": "2027-01-01"})
    with everywhere():
        target = DraftTarget.objects.select_related("level").get(measure="resolution")
    address = f"/agreements/{version.agreement_id}/draft/targets/{target.pk}/"
    assert 'value="95"' in _text(elin, address)
    elin.post(address, {"share": "90", "hours": 8, "calendar": target.calendar_id, "clause": "4.1"})
    with everywhere():
        target.refresh_from_db()
        assert (target.priority, target.within_seconds, target.share_ppm) == (2, 8 * 3600, 900_000)
    elin.post(f"{address}drop/")
    with everywhere():
        assert not DraftTarget.objects.filter(pk=target.pk).exists()


def test_notice_is_given_for_a_last_day_and_not_for_one_that_has_passed(cast: Cast, as_: Browser) -> None:
    adoption, sten = a_signed_adoption(cast, _todays_version(cast), at=_now()), as_("sten")
    address, today = f"/agreements/adoptions/{adoption.pk}/end/", timezone.localdate()
    assert sten.post(address, {"last_on": (today - timedelta(days=1)).isoformat()}).status_code == 422
    assert sten.post(address, {"last_on": "snart"}).status_code == 422
    assert sten.post(address, {"last_on": (today + timedelta(days=30)).isoformat()}).status_code == 302
    with everywhere():
        assert Coverage.objects.get().during.upper == today + timedelta(days=31)
    assert (today + timedelta(days=31)).isoformat() in _text(sten, f"/agreements/adoptions/{adoption.pk}/")


def test_a_member_s_signatory_may_join_by_itself_and_its_contact_may_not(cast: Cast, as_: Browser) -> None:
    version = _todays_version(cast)
    with everywhere():
        target = version.targets.all()[0]
    address = f"/agreements/versions/{version.pk}/propose/{cast.member.pk}/"
    typed = {"from_on": version.from_on.isoformat(), f"service-{target.service_id}": target.level_id}
    assert as_("carin").post(address, typed).status_code == 403
    assert as_("sten").post(address, {"from_on": version.from_on.isoformat()}).status_code == 422
    assert as_("sten").post(address, typed).status_code == 302
    with everywhere():
        assert VersionTally.objects.get().offered == 1


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_the_database_as_often_for_thirty_rows_as_for_three(cast: Cast, as_: Browser) -> None:
    calendar, karin, sten = a_calendar(), as_("karin"), as_("sten")
    services = [a_level(a_service()) for _ in range(3)]
    version = _todays_version(cast, services, calendar=calendar)

    def grow(to: int) -> None:
        while len(members_in_order()) < to:
            taker = a_member()
            for level in services:
                an_uptake(taker, level)
            an_adoption(cast, version, taker=taker)

    pages = [(karin, "/agreements/"), (karin, "/agreements/gaps/"), (karin, f"/agreements/versions/{version.pk}/")]
    pages += [(karin, f"/agreements/versions/{version.pk}/propose/"), (sten, "/agreements/")]
    with everywhere():
        grow(5)
    for _ in range(2):
        _todays_version(cast, services, calendar=calendar)
    few = [_queries(*page) for page in pages]
    with everywhere():
        grow(32)
    for _ in range(12):
        _todays_version(cast, services, calendar=calendar)
    assert [_queries(*page) for page in pages] == few


def test_a_version_s_page_asks_as_often_for_many_targets_as_for_few(cast: Cast, as_: Browser) -> None:
    calendar, anna = a_calendar(), as_("anna")
    small = a_version(cast, some_levels("Guld"), calendar=calendar)
    large = a_version(cast, [level for _ in range(6) for level in some_levels("Guld", "Silver", "Brons")], calendar=calendar)
    assert _queries(anna, f"/agreements/versions/{large.pk}/") == _queries(anna, f"/agreements/versions/{small.pk}/")
