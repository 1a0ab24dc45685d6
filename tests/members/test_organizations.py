"""Who takes part is written by the director, read by everybody, and answers in words when it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.catalog.models import Uptake
from samdrift.core.access import inside
from samdrift.core.errors import BadInput, Refused
from samdrift.core.models import AuditEntry
from samdrift.core.order import InAlphabet
from samdrift.members import actions
from samdrift.members.models import Headcount, Organization, Site
from samdrift.members.queries import latest_headcount, members_in_order
from tests.builders import NOW, TODAY, Cast, a_headcount, a_level, a_member, a_site, an_uptake, everywhere

Browser = Callable[[str], Client]
NEW = {"kind": "member", "name": "Skogsverket", "name_en": "", "short_name": "Skog", "number": "2021002247", "joined_on": "2026-01-01"}


def test_the_director_adds_a_member_whose_number_is_written_with_its_hyphen(cast: Cast, as_: Browser) -> None:
    response = as_("karin").post("/members/new/", NEW)
    with everywhere():
        made = Organization.objects.get(short_name="Skog")
        assert response.headers["Location"] == f"/members/{made.pk}/"
        assert made.number == "202100-2247"
        assert AuditEntry.objects.get(deed="add_organization").subject_id == made.pk


@pytest.mark.parametrize("number", ["202100-2248", "20210022", "tjugo", "202100-22470"])
def test_refuses_a_wrong_organization_number_in_words(cast: Cast, as_: Browser, number: str) -> None:
    response = as_("karin").post("/members/new/", {**NEW, "number": number})
    assert response.status_code == 422
    assert number in response.content.decode()
    with everywhere():
        assert not Organization.objects.filter(short_name="Skog").exists()


def test_refuses_a_wrong_organization_number_from_a_file_too(cast: Cast) -> None:
    by = cast.actor("karin")
    with inside(by.walls), pytest.raises(BadInput, match="202100-2248"):
        actions.add_organization(Organization.Kind.MEMBER, "Skogsverket", short_name="Skog", number="202100-2248", by=by, at=NOW)


@pytest.mark.parametrize("again", [{"short_name": "Annat"}, {"number": ""}])
def test_refuses_the_same_number_or_short_name_twice(cast: Cast, as_: Browser, again: dict[str, str]) -> None:
    as_("karin").post("/members/new/", NEW)
    response = as_("karin").post("/members/new/", {**NEW, **again})
    assert response.status_code == 409
    with everywhere():
        assert Organization.objects.filter(name="Skogsverket").count() == 1
        assert AuditEntry.objects.filter(outcome="refused").count() == 1


@pytest.mark.parametrize("name", ["anna", "carin", "hedda", "elin", "ulla", "auditor"])
def test_only_the_director_changes_who_takes_part(cast: Cast, as_: Browser, name: str) -> None:
    assert as_(name).post("/members/new/", NEW).status_code == 403
    assert as_(name).post(f"/members/{cast.member.pk}/sites/new/", {}).status_code == 403
    assert as_(name).post(f"/members/{cast.member.pk}/head-counts/new/", {}).status_code == 403


def test_a_later_head_count_of_the_same_year_counts_and_the_earlier_one_stays(cast: Cast, as_: Browser) -> None:
    a_headcount(cast.member, 120, year=2024)
    for employees in ("134", "140"):
        as_("karin").post(f"/members/{cast.member.pk}/head-counts/new/", {"year": "2025", "employees": employees, "fte": "130,5"})
    with everywhere():
        assert Headcount.objects.filter(organization=cast.member, year=2025).count() == 2
        assert Headcount.objects.filter(year=2025).values_list("fte", flat=True)[0] == Decimal("130.5")
        assert latest_headcount(on=TODAY) == {cast.member.pk: 140}
        assert latest_headcount(on=TODAY.replace(year=2024)) == {cast.member.pk: 120}
        assert latest_headcount(on=TODAY.replace(year=2023)) == {}
    page = as_("anna").get(f"/members/{cast.member.pk}/").content.decode()
    assert "<del>134</del>" in page
    assert "<del>140</del>" not in page


@pytest.mark.parametrize("typed", [{"year": "2027"}, {"year": "1899"}, {"employees": "-1"}, {"employees": "många"}, {"fte": "-1"}])
def test_refuses_a_head_count_that_cannot_be(cast: Cast, as_: Browser, typed: dict[str, str]) -> None:
    response = as_("karin").post(f"/members/{cast.member.pk}/head-counts/new/", {"year": "2025", "employees": "1", **typed})
    assert response.status_code == 422
    with everywhere():
        assert not Headcount.objects.exists()


def test_a_site_has_a_place_on_the_map_and_a_name_of_its_own(cast: Cast, as_: Browser) -> None:
    typed = {"name": "Residenset", "city": "Mora", "latitude": "61,01", "longitude": "14,54"}
    url = f"/members/{cast.member.pk}/sites/new/"
    assert as_("karin").post(url, typed).status_code == 302
    assert as_("karin").post(url, typed).status_code == 409
    assert as_("karin").post(url, {**typed, "name": "Rymden", "latitude": "91"}).status_code == 422
    with everywhere():
        assert Site.objects.get(city="Mora").latitude == 61.01
    assert "61,01°" in as_("anna").get(f"/members/{cast.member.pk}/").content.decode()


def test_a_site_may_be_without_degrees_but_not_with_one_of_them(cast: Cast, as_: Browser) -> None:
    url = f"/members/{cast.member.pk}/sites/new/"
    assert as_("karin").post(url, {"name": "Annexet", "city": "Mora", "latitude": "61,01"}).status_code == 422
    assert as_("karin").post(url, {"name": "Annexet", "city": "Mora"}).status_code == 302
    with everywhere():
        Site.objects.filter(organization=cast.member).exclude(name="Annexet").update(latitude=None, longitude=None)
    page = as_("anna").get(f"/members/{cast.member.pk}/").content.decode()
    assert "Annexet" in page
    assert "Latitud" not in page


def test_the_federation_has_no_page_and_no_second_row(cast: Cast, as_: Browser) -> None:
    assert as_("karin").get("/members/1/").status_code == 404
    assert as_("karin").post("/members/new/", {**NEW, "kind": "federation"}).status_code == 422
    by = cast.actor("karin")
    with inside(by.walls), pytest.raises(Refused):
        actions.add_organization(Organization.Kind.FEDERATION, "Två", short_name="Två", by=by, at=NOW)


def test_the_federation_is_named_by_the_director(cast: Cast) -> None:
    by = cast.actor("karin")
    with inside(by.walls):
        actions.name_federation("Förbundet", name_en="The union", short_name="Förb", by=by, at=NOW)
        assert Organization.objects.get(pk=1).name == "Förbundet"


def test_a_text_too_long_for_its_place_is_refused_in_words(cast: Cast) -> None:
    by = cast.actor("karin")
    with inside(by.walls), pytest.raises(BadInput, match="short_name"):
        actions.add_organization(Organization.Kind.MEMBER, "Lång", short_name="x" * 41, by=by, at=NOW)


def test_members_stand_in_the_order_of_the_swedish_alphabet(cast: Cast) -> None:
    for name in ("Örebro", "Ängelholm", "Åmål", "Zinkgruvan", "alvesta", "Älvdalen"):
        a_member(name)
    with everywhere():
        names = [member.name for member in members_in_order()]
        backwards = [o.name for o in Organization.objects.filter(kind="member").order_by(InAlphabet("name").desc())]
    assert names == ["alvesta", "Havsverket", "Länsverket", "Zinkgruvan", "Åmål", "Älvdalen", "Ängelholm", "Örebro"]
    assert backwards == names[::-1]


def test_only_a_members_own_people_and_the_unit_see_who_acts_for_it(cast: Cast, as_: Browser) -> None:
    url = f"/members/{cast.member.pk}/"
    for name in ("anna", "elin", "auditor"):
        assert "Carin Sarri" in as_(name).get(url).content.decode()
    assert "Carin Sarri" not in as_("bo").get(url).content.decode()


@pytest.mark.parametrize("url", ["/members/", "/members/{}/"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, url: str) -> None:
    browser, url = as_("karin"), url.format(cast.member.pk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(url).status_code == 200
        return len(seen)

    def grow(number: int) -> None:
        for n in range(number):
            member = a_member()
            a_site(member)
            a_headcount(member, 10 + n)
            a_site(cast.member, f"Ort {member.pk}")
            a_headcount(cast.member, 10 + n, year=1900 + number + n)

    grow(3)
    browser.get(url)
    few = queries()
    grow(27)
    assert queries() == few


def test_members_stand_in_the_order_of_the_short_names_that_a_list_shows(cast: Cast, as_: Browser) -> None:
    level = a_level(cast.desk_service)
    for short_name, name in (("Åre", "Aredalens kommun"), ("Älvdal", "Byalaget"), ("Dals", "Ödemarkens förvaltning")):
        member = a_member(name)
        with everywhere():
            Organization.objects.filter(pk=member.pk).update(short_name=short_name)
        an_uptake(member, level)
    page = as_("karin").get("/coverage/").content.decode()
    assert page.index(">Dals</a>") < page.index(">Åre</a>") < page.index(">Älvdal</a>")
    with everywhere():
        assert [uptake.owner.short_name for uptake in Uptake.objects.order_by("owner")][-3:] == ["Dals", "Åre", "Älvdal"]
