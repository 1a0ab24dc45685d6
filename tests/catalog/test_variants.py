"""What members have that differs from the standard: noted by themselves or the unit, looked at again in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.catalog import actions
from samdrift.catalog.models import Service, Variant
from samdrift.core.access import inside
from samdrift.core.errors import BadInput
from samdrift.core.models import AuditEntry
from samdrift.members.models import Organization, Person
from tests.builders import NOW, TODAY, Cast, a_person, a_service, everywhere

Browser = Callable[[str], Client]


@pytest.fixture
def mail(cast: Cast) -> Service:
    return a_service("E-post", name_en="E-mail")


def typed(cast: Cast, service: Service, **other: str) -> dict[str, str]:
    facts = {"service": service.pk, "what_differs": "Egen gallring", "keeper": cast.person("carin").pk, "price": "1 200"}
    return {name: str(value) for name, value in facts.items()} | {"from_on": "2026-01-01", "review_on": "2099-01-01"} | other


def a_variant(member: Organization, service: Service, keeper: Person, review_on: date, what: str = "Egen gallring") -> Variant:
    facts = {"keeper": keeper, "price_minor": 120_000, "from_on": date(2026, 1, 1), "review_on": review_on}
    with everywhere() as samdrift:
        return actions.add_variant(member, service, what, **facts, by=samdrift, on=date(2020, 1, 1), at=NOW)  # type: ignore[arg-type]


def test_a_member_and_the_unit_note_and_end_a_variant(cast: Cast, as_: Browser, mail: Service) -> None:
    url = f"/variants/{cast.member.pk}/new/"
    assert as_("carin").post(url, typed(cast, mail)).status_code == 302
    assert as_("carin").post(url, typed(cast, mail)).status_code == 409, "the same again"
    assert as_("elin").post(url, typed(cast, mail, what_differs="Egen mall")).status_code == 302
    assert as_("berit").post(url, typed(cast, mail)).status_code == 404
    for name in ("anna", "maja", "sten", "ulla", "auditor"):
        assert as_(name).post(url, typed(cast, mail, what_differs="x")).status_code == 403
    with everywhere():
        first = Variant.objects.get(what_differs="Egen gallring")
        assert (first.price_minor, first.keeper, first.during.lower) == (120_000, cast.person("carin"), date(2026, 1, 1))
    assert as_("berit").post(f"/variants/{first.pk}/end/", {"on": "2026-06-01"}).status_code == 404
    assert as_("carin").post(f"/variants/{first.pk}/end/", {"on": "2026-06-01"}).status_code == 302
    assert as_("carin").post(f"/variants/{first.pk}/end/", {"on": "2026-06-01"}).status_code == 409
    with everywhere():
        first.refresh_from_db()
        assert first.during.upper == date(2026, 6, 1)
        second = Variant.objects.get(what_differs="Egen mall")
        assert AuditEntry.objects.filter(deed__in=("add_variant", "end_variant"), owner_id=cast.member.pk).count() == 3
    assert as_("elin").post(f"/variants/{second.pk}/end/", {"on": "2026-01-01"}).status_code == 302, "it never lasted a day"
    with everywhere():
        assert list(Variant.objects.all()) == [first]


@pytest.mark.parametrize(
    "other",
    [
        {"price": "-5"},
        {"price": "dyrt"},
        {"what_differs": ""},
        {"review_on": "2020-01-01"},
        {"review_on": "snart"},
        {"from_on": ""},
        {"keeper": "999999"},
    ],
)
def test_refuses_a_variant_that_cannot_be_read(cast: Cast, as_: Browser, mail: Service, other: dict[str, str]) -> None:
    assert as_("carin").post(f"/variants/{cast.member.pk}/new/", typed(cast, mail, **other)).status_code == 422
    with everywhere():
        assert not Variant.objects.exists()


def test_its_keeper_works_at_the_member(cast: Cast, as_: Browser, mail: Service) -> None:
    foreign = typed(cast, mail, keeper=str(cast.person("berit").pk))
    for name in ("carin", "elin"):
        assert as_(name).post(f"/variants/{cast.member.pk}/new/", foreign).status_code == 422
    by = cast.actor("elin")
    facts = {"price_minor": 0, "review_on": date(2099, 1, 1), "from_on": TODAY}
    with inside(by.walls):
        with pytest.raises(actions.KeeperElsewhere):
            actions.add_variant(cast.member, mail, "x", keeper=cast.person("berit"), **facts, by=by, on=TODAY, at=NOW)  # type: ignore[arg-type]
        with pytest.raises(BadInput):
            actions.add_variant(cast.unit, mail, "x", keeper=cast.person("carin"), **facts, by=by, on=TODAY, at=NOW)  # type: ignore[arg-type]


def test_the_unit_sees_all_those_overdue_first_and_a_member_its_own(cast: Cast, as_: Browser, mail: Service) -> None:
    today = timezone.localdate()
    a_variant(cast.member, mail, cast.person("carin"), today + timedelta(days=90), "Senare")
    a_variant(cast.other, mail, cast.person("berit"), today - timedelta(days=1), "Försenad")
    page = as_("karin").get("/variants/").content.decode()
    assert page.index("Försenad") < page.index("Senare")
    assert "2\u00a0400,00" in page
    own = as_("carin").get("/variants/").content.decode()
    assert "Senare" in own
    assert "Försenad" not in own
    assert as_("anna").get("/variants/").status_code == 403


@pytest.mark.parametrize("name", ["karin", "carin"])
def test_the_list_costs_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, mail: Service, name: str) -> None:
    browser = as_(name)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/variants/").status_code == 200
            assert browser.get("/variants/table.csv/").status_code == 200
        return len(seen)

    def grow(number: int) -> None:
        for _n in range(number):
            a_variant(cast.member, a_service(), a_person(cast.member), date(2099, 1, 1))

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few
