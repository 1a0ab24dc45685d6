"""Services, levels and who takes them: kept by the unit, one level at a time, each member's uptake its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.catalog import actions
from samdrift.catalog.models import Level, Service, Uptake
from samdrift.catalog.queries import levels_of, services_in_order, takers_of, uptakes_in_force
from samdrift.core.access import inside
from samdrift.core.errors import BadInput, Refused
from samdrift.core.models import AuditEntry
from tests.builders import NOW, TODAY, Cast, a_cast, a_level, a_member, a_service, an_uptake, everywhere

Browser = Callable[[str], Client]
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def mail(cast: Cast) -> Service:
    return a_service("E-post", name_en="E-mail", description="Post och kalender.")


@pytest.fixture
def gold(mail: Service) -> Level:
    return a_level(mail, "Guld", 3)


@pytest.fixture
def bronze(mail: Service) -> Level:
    return a_level(mail, "Brons", 1)


def test_staff_add_a_service_with_levels_and_an_owner(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    response = elin.post("/catalog/new/", {"kind": "business", "name": "Diariet", "is_base": "on"})
    with everywhere():
        made = Service.objects.get(name="Diariet")
        assert (made.kind, made.is_base, made.is_desk) == ("business", True, False)
        assert AuditEntry.objects.get(deed="add_service").subject_id == made.pk
    assert response.headers["Location"] == f"/catalog/{made.pk}/"
    assert elin.post("/catalog/new/", {"kind": "business", "name": "Diariet"}).status_code == 409
    assert elin.post("/catalog/new/", {"kind": "people", "name": "En desk till", "is_desk": "on"}).status_code == 409, "there is one desk"
    for name, rank in (("Silver", "2"), ("Guld", "3")):
        assert elin.post(f"/catalog/{made.pk}/levels/new/", {"name": name, "rank": rank}).status_code == 302
    assert elin.post(f"/catalog/{made.pk}/levels/new/", {"name": "Guld", "rank": "4"}).status_code == 409
    assert elin.post(f"/catalog/{made.pk}/levels/new/", {"name": "Brons", "rank": "3"}).status_code == 409
    assert elin.post(f"/catalog/{made.pk}/levels/new/", {"name": "Brons", "rank": "-1"}).status_code == 422
    assert elin.post(f"/catalog/{made.pk}/owner/", {"employee": cast.employee("ulla").pk}).status_code == 302
    with everywhere():
        made.refresh_from_db()
        assert made.service_owner == cast.employee("ulla")
        assert [level.name for level in levels_of(made)] == ["Guld", "Silver"]
    assert "Ulla Wikström" in as_("anna").get(f"/catalog/{made.pk}/").content.decode()


@pytest.mark.parametrize("name", ["anna", "carin", "hedda", "ulla", "auditor"])
def test_the_catalog_is_changed_by_staff_and_director_only(cast: Cast, as_: Browser, gold: Level, name: str) -> None:
    uptake = an_uptake(cast.member, gold)
    urls = ["new/", *(f"{gold.service_id}/{what}/" for what in ("owner", "levels/new", "take"))]
    urls += [f"uptakes/{uptake.pk}/{what}/" for what in ("level", "end")]
    for url in urls:
        assert as_(name).post(f"/catalog/{url}", {}).status_code == 403


def test_a_member_takes_a_service_at_a_level_from_a_day(cast: Cast, as_: Browser, gold: Level) -> None:
    typed = {"taker": cast.member.pk, "level": gold.pk, "from_on": "2026-12-01"}
    assert as_("elin").post(f"/catalog/{gold.service_id}/take/", typed).status_code == 302
    with everywhere():
        uptake = Uptake.objects.get()
        assert (uptake.owner_id, uptake.during) == (cast.member.pk, DateRange(date(2026, 12, 1), None))
        assert AuditEntry.objects.get(deed="take_service").owner_id == cast.member.pk
        assert uptakes_in_force(on=date(2026, 11, 30)) == []
        assert uptakes_in_force(on=date(2026, 12, 1), owner_id=cast.member.pk) == [uptake]
        assert uptakes_in_force(on=date(2026, 12, 1), owner_id=cast.other.pk) == []
    assert as_("elin").post(f"/catalog/{gold.service_id}/take/", typed).status_code == 409


def test_refuses_what_is_taken_already_in_the_users_words(cast: Cast, gold: Level, bronze: Level) -> None:
    an_uptake(cast.member, gold)
    by = cast.actor("elin")
    with inside(by.walls), pytest.raises(actions.ServiceTakenAlready, match="Länsverket"):
        actions.take_service(cast.member, gold.service, bronze, from_on=TODAY, by=by, at=NOW)


def test_refuses_a_level_of_another_service(cast: Cast, as_: Browser, gold: Level) -> None:
    other = a_level(a_service("Lagring"), "Guld", 3)
    typed = {"taker": cast.member.pk, "level": other.pk, "from_on": "2026-12-01"}
    assert as_("elin").post(f"/catalog/{gold.service_id}/take/", typed).status_code == 422
    uptake, by = an_uptake(cast.member, gold), cast.actor("elin")
    with inside(by.walls):
        with pytest.raises(actions.LevelOfOtherService):
            actions.take_service(cast.other, gold.service, other, from_on=TODAY, by=by, at=NOW)
        with pytest.raises(actions.LevelOfOtherService):
            actions.change_level(uptake, other, on=TODAY, by=by, at=NOW)
        uptake.refresh_from_db()
        assert uptake.during.upper is None


def test_refuses_a_taker_that_is_none_and_days_in_the_wrong_order(cast: Cast, gold: Level) -> None:
    by = cast.actor("elin")
    with inside(by.walls):
        with pytest.raises(BadInput):
            actions.take_service(cast.federation, gold.service, gold, from_on=TODAY, by=by, at=NOW)
        with pytest.raises(BadInput):
            actions.take_service(cast.member, gold.service, gold, from_on=TODAY, until_on=TODAY, by=by, at=NOW)


def test_a_changed_level_follows_in_a_row_of_its_own(cast: Cast, as_: Browser, gold: Level, bronze: Level) -> None:
    uptake = an_uptake(cast.member, bronze, since=date(2026, 1, 1), until=date(2027, 1, 1))
    url = f"/catalog/uptakes/{uptake.pk}/level/"
    assert as_("elin").post(url, {"level": bronze.pk, "on": TOMORROW.isoformat()}).status_code == 409
    assert as_("elin").post(url, {"level": gold.pk, "on": "2025-12-31"}).status_code == 409
    assert as_("elin").post(url, {"level": gold.pk, "on": TOMORROW.isoformat()}).status_code == 302
    with everywhere():
        before, after = Uptake.objects.order_by("during")
        assert (before.level, before.during) == (bronze, DateRange(date(2026, 1, 1), TOMORROW))
        assert (after.level, after.during) == (gold, DateRange(TOMORROW, date(2027, 1, 1)))
    assert as_("elin").post(url, {"level": gold.pk, "on": TOMORROW.isoformat()}).status_code == 409


def test_what_is_changed_on_its_first_day_leaves_no_empty_row(cast: Cast, gold: Level, bronze: Level) -> None:
    uptake, by = an_uptake(cast.member, bronze, since=TOMORROW), cast.actor("elin")
    with inside(by.walls):
        after = actions.change_level(uptake, gold, on=TOMORROW, by=by, at=NOW)
        assert list(Uptake.objects.all()) == [after]


def test_an_ended_uptake_is_over_from_that_day(cast: Cast, as_: Browser, gold: Level) -> None:
    uptake = an_uptake(cast.member, gold)
    url = f"/catalog/uptakes/{uptake.pk}/end/"
    assert as_("karin").post(url, {"on": TOMORROW.isoformat()}).status_code == 302
    assert as_("karin").post(url, {"on": TOMORROW.isoformat()}).status_code == 409
    with everywhere():
        assert [u.owner for u in takers_of(gold.service, on=TODAY)] == [cast.member]
        assert takers_of(gold.service, on=TOMORROW) == []


def test_a_member_sees_what_it_takes_and_nothing_of_the_others(cast: Cast, as_: Browser, gold: Level, bronze: Level) -> None:
    an_uptake(cast.member, gold)
    an_uptake(cast.other, bronze)
    a_service("Lagring")
    for url in (f"/catalog/{gold.service_id}/", "/catalog/"):
        page = as_("anna").get(url).content.decode()
        assert "Guld" in page
        assert "Havsverket" not in page
    both = as_("elin").get(f"/catalog/{gold.service_id}/").content.decode()
    assert "Länsverket" in both
    assert "Havsverket" in both


def test_what_a_member_takes_is_a_slot_of_its_page_and_hidden_from_strangers(cast: Cast, as_: Browser, gold: Level) -> None:
    an_uptake(cast.member, gold)
    url = f"/members/{cast.member.pk}/services/"
    for name in ("anna", "elin", "auditor"):
        assert "E-post" in as_(name).get(url).content.decode()
        assert url in as_(name).get(f"/members/{cast.member.pk}/").content.decode()
    fragment = as_("anna").get(url, headers={"HX-Request": "true"}).content.decode()
    assert "E-post" in fragment
    assert "<html" not in fragment
    assert as_("bo").get(url).status_code == 404
    assert url not in as_("bo").get(f"/members/{cast.member.pk}/").content.decode()
    assert as_("anna").get("/members/9999/services/").status_code == 404


def test_services_stand_in_the_order_of_the_swedish_alphabet(cast: Cast) -> None:
    for name in ("Ärenden", "Övervakning", "Åtkomst", "arkiv"):
        a_service(name)
    with everywhere():
        assert [service.name for service in services_in_order()] == ["arkiv", "Servicedesk", "Åtkomst", "Ärenden", "Övervakning"]


@pytest.mark.django_db(transaction=True)
def test_two_who_let_a_member_take_a_service_at_once_leave_one_uptake() -> None:
    cast = a_cast()
    service = a_service("E-post")
    levels = [a_level(service, "Guld", 3), a_level(service, "Brons", 1)]
    by, start, outcomes = cast.actor("elin"), Barrier(2), []

    def take(level: Level) -> None:
        try:
            start.wait(5)
            with inside(by.walls):
                actions.take_service(cast.member, service, level, from_on=TODAY, by=by, at=NOW)
            outcomes.append("taken")
        except Refused as no:
            outcomes.append(type(no).__name__)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(level,)) for level in levels]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["ServiceTakenAlready", "taken"]
    with everywhere():
        assert Uptake.objects.count() == 1


@pytest.mark.parametrize("name", ["karin", "anna"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, gold: Level, name: str) -> None:
    browser = as_(name)

    def queries() -> list[int]:
        counts = []
        for url in ("/catalog/", f"/catalog/{gold.service_id}/", f"/members/{cast.member.pk}/services/"):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    def grow(number: int) -> None:
        for _n in range(number):
            an_uptake(a_member(), gold)
            service = a_service(service_owner=cast.employee("elin"))
            an_uptake(cast.member, a_level(service))

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few
