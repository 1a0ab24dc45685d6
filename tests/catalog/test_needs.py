"""What members need of services, and who carries whom: seen whole by the unit, and by a member as far as its wall."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.catalog import actions, projections
from samdrift.catalog.coverage import Grades, Standing
from samdrift.catalog.coverage_report import NoSuchMember, coverage_report
from samdrift.catalog.models import GradesRequired, GradesTaken, Level, Price, Requirement, Service
from samdrift.catalog.queries import WaysOut, coverage, explained, highest_required, running_at
from samdrift.core.access import Actor, inside
from samdrift.core.errors import BadInput, NotAllowed
from samdrift.core.models import AuditEntry
from samdrift.members.models import Organization
from tests.builders import NOW, TODAY, Cast, a_cast, a_headcount, a_level, a_member, a_service, everywhere
from tests.catalog.builders import REVIEW, a_graded_level, costs, needs, takes

Browser = Callable[[str], Client]
NEED = {"confidentiality": "1", "integrity": "2", "availability": "3", "reason": "Beredskap", "review_on": "2028-01-01"}


@pytest.fixture
def mail(cast: Cast) -> Service:
    return a_service("E-post", name_en="E-mail")


@pytest.fixture
def gold(mail: Service) -> Level:
    return a_graded_level(mail, "Guld", 3, 3, 3, 3)


@pytest.fixture
def bronze(mail: Service) -> Level:
    return a_graded_level(mail, "Brons", 1, 1, 1, 1)


def standing(member: Organization, service: Service, on: date = TODAY) -> Standing:
    with everywhere():
        assert projections.differences() == []
        return coverage(on=on)[member.pk, service.pk].standing


def test_a_member_with_low_needs_rides_on_one_with_high_ones(cast: Cast, mail: Service, gold: Level, bronze: Level) -> None:
    takes(cast.member, bronze)
    assert standing(cast.member, mail) == Standing.NOT_STATED
    needs(cast.member, mail, 1, 1, 1)
    assert standing(cast.member, mail) == Standing.MET
    uptake = takes(cast.other, gold)
    assert standing(cast.member, mail) == Standing.MORE
    needs(cast.other, mail, 3, 3, 2)
    assert standing(cast.member, mail) == Standing.MORE, "nobody needs an availability of three"
    needs(cast.other, mail, 3, 3, 3)
    assert standing(cast.member, mail) == Standing.RIDES
    assert standing(cast.other, mail) == Standing.MET
    with everywhere() as samdrift:
        actions.change_level(uptake, bronze, on=TODAY + timedelta(days=30), by=samdrift, at=NOW)
    assert standing(cast.other, mail) == Standing.MET
    assert standing(cast.other, mail, on=TODAY + timedelta(days=30)) == Standing.NOT_MET
    assert standing(cast.member, mail, on=TODAY + timedelta(days=30)) == Standing.MET


def test_the_latest_need_counts_and_what_was_stated_before_stays(cast: Cast, mail: Service) -> None:
    needs(cast.member, mail, 3, 3, 3)
    needs(cast.member, mail, 0, 1, 1)
    with everywhere():
        assert highest_required() == {mail.pk: Grades(0, 1, 1)}
        assert Requirement.objects.count() == 2
        assert projections.differences() == []


def test_what_is_needed_but_not_taken_is_a_gap_until_the_cheapest_level_is_taken(
    cast: Cast, mail: Service, gold: Level, bronze: Level
) -> None:
    silver = a_graded_level(mail, "Silver", 2, 2, 2, 2)
    a_headcount(cast.member, 200)
    needs(cast.member, mail, 2, 2, 2)
    costs(gold, 30)
    costs(silver, 9_000, Price.Per.MEMBER, since=date(2025, 1, 1))
    costs(silver, 7_000, Price.Per.MEMBER)
    costs(silver, 5_000, Price.Per.MEMBER, since=TODAY + timedelta(days=1))
    with everywhere():
        cell = coverage(on=TODAY)[cast.member.pk, mail.pk]
        way = WaysOut(on=TODAY).of(cell)
    assert (cell.standing, way.level, way.cost_minor) == (Standing.NOT_MET, gold, 600_000)
    takes(cast.other, gold)
    costs(bronze, 10)
    with everywhere():
        way = WaysOut(on=TODAY).of(coverage(on=TODAY)[cast.member.pk, mail.pk])
    assert (way.level, way.cost_minor) == (bronze, 200_000), "others carry what bronze lacks"
    takes(cast.member, bronze)
    assert standing(cast.member, mail) != Standing.NOT_MET


def test_a_gap_that_no_level_closes_or_whose_price_is_not_set_says_so(cast: Cast, as_: Browser, mail: Service, bronze: Level) -> None:
    takes(cast.member, bronze)
    needs(cast.member, mail, 1, 1, 2)
    url = f"/coverage/{cast.member.pk}/{mail.pk}/"
    carin = as_("carin")
    carin.cookies["django_language"] = "en"
    assert "No level would do." in carin.get(url).content.decode()
    gold = a_graded_level(mail, "Guld", 3, 3, 3, 3)
    assert "whose price is not set" in carin.get(url).content.decode()
    costs(gold, 10)
    assert "no head count" in carin.get(url).content.decode()
    a_headcount(cast.member, 200)
    assert "200 employees" in carin.get(url).content.decode()


def test_levels_without_grades_compare_with_nothing(cast: Cast, mail: Service) -> None:
    level = a_level(mail, "Guld", 3)
    takes(cast.member, level)
    needs(cast.member, mail, 1, 1, 1)
    assert standing(cast.member, mail) == Standing.NOT_STATED
    with everywhere() as samdrift:
        actions.grade_level(level, Grades(1, 1, 1), by=samdrift, at=NOW)
    assert standing(cast.member, mail) == Standing.MET
    with everywhere() as samdrift:
        actions.grade_level(level, None, by=samdrift, at=NOW)
        assert running_at(on=TODAY) == {}
    assert standing(cast.member, mail) == Standing.NOT_STATED


def test_contact_and_head_state_their_members_needs_and_staff_on_its_behalf(cast: Cast, as_: Browser, mail: Service) -> None:
    url = f"/coverage/{cast.member.pk}/{mail.pk}/need/"
    for name, status in {
        "carin": 302,
        "hedda": 302,
        "elin": 302,
        "karin": 302,
        "anna": 403,
        "maja": 403,
        "sten": 403,
        "auditor": 403,
    }.items():
        assert as_(name).post(url, NEED).status_code == status, name
    for name in ("bo", "ulla"):
        assert as_(name).post(url, NEED).status_code == 403
    assert as_("berit").post(url, NEED).status_code == 404
    with everywhere():
        assert {(r.owner_id, r.grades, r.reason) for r in Requirement.objects.all()} == {(cast.member.pk, Grades(1, 2, 3), "Beredskap")}
        assert AuditEntry.objects.filter(deed="state_requirement", owner_id=cast.member.pk).count() == 4


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("confidentiality", "4"),
        ("integrity", "-1"),
        ("availability", ""),
        ("availability", "1,5"),
        ("reason", ""),
        ("review_on", "i morgon"),
    ],
)
def test_refuses_a_need_that_cannot_be_read(cast: Cast, as_: Browser, mail: Service, field: str, typed: str) -> None:
    url = f"/coverage/{cast.member.pk}/{mail.pk}/need/"
    assert as_("carin").post(url, {**NEED, field: typed}).status_code == 422
    assert as_("carin").post(url, {**NEED, "review_on": "2020-01-01"}).status_code == 422, "reviewed before it is stated"
    with everywhere():
        assert not Requirement.objects.exists()


def test_refuses_grades_outside_0_to_3_below_the_forms_too(cast: Cast, mail: Service, gold: Level) -> None:
    by = cast.actor("carin")
    facts = {"reason": "x", "review_on": REVIEW}
    with inside(by.walls):
        with pytest.raises(BadInput):
            actions.state_requirement(cast.member, mail, Grades(0, 4, 0), **facts, by=by, on=TODAY, at=NOW)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            actions.state_requirement(cast.other, mail, Grades(0, 0, 0), **facts, by=by, on=TODAY, at=NOW)  # type: ignore[arg-type]
    with everywhere(), pytest.raises(IntegrityError), transaction.atomic():
        Level.objects.filter(pk=gold.pk).update(integrity=4)
    with everywhere(), pytest.raises(IntegrityError), transaction.atomic():
        Level.objects.filter(pk=gold.pk).update(integrity=None)


def test_the_unit_sees_who_carries_whom_and_a_member_only_that_it_is_so(
    cast: Cast, as_: Browser, mail: Service, gold: Level, bronze: Level
) -> None:
    takes(cast.member, bronze)
    takes(cast.other, gold)
    needs(cast.member, mail, 1, 1, 1)
    needs(cast.other, mail, 3, 3, 3, reason="Havets hemlighet")
    url = f"/coverage/{cast.member.pk}/{mail.pk}/"
    for name in ("elin", "karin", "auditor"):
        page = as_(name).get(url).content.decode()
        assert "Havsverket" in page, name
        assert "Länsverket" in as_(name).get(f"/coverage/{cast.other.pk}/{mail.pk}/").content.decode(), "whom it carries"
    for address in ("/coverage/", url, f"/coverage/{cast.member.pk}/", "/coverage/table.csv/"):
        page = as_("carin").get(address).content.decode()
        assert "Havsverket" not in page
        assert "hemlighet" not in page
    carin = as_("carin")
    carin.cookies["django_language"] = "en"
    assert "At least one other needs that much" in carin.get(url).content.decode()
    assert "You need not think about 1 of 1 services" in carin.get("/coverage/").content.decode()
    assert as_("carin").get(f"/coverage/{cast.other.pk}/{mail.pk}/").status_code == 404
    assert as_("carin").get(f"/coverage/{cast.federation.pk}/").status_code == 404
    with inside(cast.actor("carin").walls):
        found = explained(cast.member, mail, on=TODAY, whose=False)
        assert (found.takers, found.needers, found.riders, found.highest) == ([], [], [], Grades(3, 3, 3))
        assert set(coverage(on=TODAY)) == {(cast.member.pk, mail.pk)}


def test_the_page_of_the_unit_counts_and_filters_to_what_is_not_enough(
    cast: Cast, as_: Browser, mail: Service, gold: Level, bronze: Level
) -> None:
    takes(cast.member, bronze)
    takes(cast.other, bronze)
    needs(cast.member, mail, 1, 1, 2)
    elin = as_("elin")
    elin.cookies["django_language"] = "en"
    page = elin.get("/coverage/").content.decode()
    assert "of 2 uses of services 0 are carried by what others need, and 1 do not give enough" in page
    gaps = elin.get("/coverage/?show=gaps").content.decode()
    assert f"/coverage/{cast.member.pk}/{mail.pk}/" in gaps
    assert f"/coverage/{cast.other.pk}/{mail.pk}/" not in gaps
    assert elin.get("/coverage/?page=99&show=nonsense").status_code == 200


def test_check_names_what_is_kept_but_does_not_follow(cast: Cast, mail: Service, gold: Level) -> None:
    takes(cast.member, gold)
    needs(cast.member, mail, 1, 1, 1)
    with everywhere():
        GradesRequired.objects.update(integrity=3)
        GradesTaken.objects.update(from_on=date(2026, 2, 1))
        found = projections.differences()
    assert len(found) == 3
    assert "1·3·1, recomputed 1·1·1" in found[0]


def test_the_report_is_text_or_json_of_all_or_one(cast: Cast, mail: Service, gold: Level, bronze: Level) -> None:
    a_headcount(cast.member, 100)
    costs(gold, 30)
    takes(cast.member, bronze)
    takes(cast.other, bronze)
    needs(cast.member, mail, 1, 1, 2)
    with everywhere():
        report = coverage_report(on=TODAY)
        assert report.as_json()["counts"] == {"met": 0, "rides": 0, "more": 0, "not_met": 1, "not_stated": 1}
        (one,) = coverage_report(on=TODAY, member="länsverket").as_json()["needs"]
        with pytest.raises(NoSuchMember):
            coverage_report(on=TODAY, member="Finns inte")
    assert one["required"] == [1, 1, 2]
    assert (one["standing"], one["runs_at"], one["cheapest_level"], one["cost_minor"]) == ("not_met", [1, 1, 1], "Guld", 300_000)
    assert "Länsverket  E-post  1·1·2 / 1·1·1" in report.as_text("en")


@pytest.mark.django_db(transaction=True)
def test_two_members_who_state_their_needs_at_once_both_count() -> None:
    cast = a_cast()
    service = a_service("E-post")
    start = Barrier(2)

    def state(who: tuple[Actor, Organization, Grades]) -> None:
        by, member, grades = who
        try:
            with inside(by.walls):
                start.wait(10)
                actions.state_requirement(member, service, grades, reason="x", review_on=REVIEW, by=by, on=TODAY, at=NOW)
        finally:
            connections.close_all()

    pairs = [(cast.actor("carin"), cast.member, Grades(3, 0, 0)), (cast.actor("berit"), cast.other, Grades(0, 0, 3))]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(state, pairs))
    with everywhere():
        assert highest_required() == {service.pk: Grades(3, 0, 3)}
        assert projections.differences() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_let_members_take_a_service_at_once_leave_the_higher_of_both() -> None:
    cast = a_cast()
    service = a_service("E-post")
    levels = [a_graded_level(service, "Ett", 1, 3, 0, 0), a_graded_level(service, "Två", 2, 0, 0, 3)]
    start, by = Barrier(2), cast.actor("elin")

    def take(who: tuple[Organization, Level]) -> None:
        try:
            with inside(by.walls):
                start.wait(10)
                actions.take_service(who[0], service, who[1], from_on=TODAY, by=by, at=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take, zip([cast.member, cast.other], levels, strict=True)))
    with everywhere():
        assert running_at(on=TODAY) == {service.pk: Grades(3, 0, 3)}
        assert projections.differences() == []


@pytest.mark.parametrize("name", ["karin", "carin"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, mail: Service, gold: Level, name: str) -> None:
    browser = as_(name)
    takes(cast.member, gold)
    needs(cast.member, mail, 1, 1, 1)

    def queries() -> list[int]:
        counts = []
        own = f"/coverage/{cast.member.pk}/"
        for url in ("/coverage/", "/coverage/?show=gaps", own, f"{own}{mail.pk}/", "/coverage/table.csv/", f"/catalog/{mail.pk}/"):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    def grow(number: int) -> None:
        for _n in range(number):
            member = a_member()
            takes(member, gold)
            needs(member, mail, 3, 3, 3)
            service = a_service()
            level = a_graded_level(service, "Guld", 1, 1, 1, 1)
            costs(level, 10)
            takes(cast.member, level)
            needs(cast.member, service, 2, 2, 2)

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few
