"""What should have been looked at again: everybody's for the unit, a member's own for its people, and one thing to do for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.catalog import actions
from samdrift.catalog.models import Method, Requirement, Variant
from samdrift.catalog.queries.reviews import reviews_due
from samdrift.catalog.reviews import reviews_report
from samdrift.core.access import inside
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.members.models import Organization
from tests.builders import NOW, TODAY, Cast, a_service, everywhere
from tests.catalog.methods_builders import a_method

Browser = Callable[[str], Client]
PAST, COMING = date(2026, 1, 1), date(2099, 1, 1)


def a_need(taker: Organization, review_on: date = PAST, *, reason: str = "Vi måste.", **more: object) -> Requirement:
    facts = {"confidentiality": 1, "integrity": 2, "availability": 3, "reason": reason, "stated_at": NOW, "service": a_service(), **more}
    with everywhere():
        return Requirement.objects.create(owner=taker, review_on=review_on, **facts)


def a_variant(cast: Cast, who: str = "carin", review_on: date = PAST, what: str = "Egen gallring") -> Variant:
    keeper = cast.person(who)
    facts = {"keeper": keeper, "price_minor": 1, "from_on": date(2025, 1, 1), "review_on": review_on}
    with everywhere() as samdrift:
        service = a_service()
        return actions.add_variant(keeper.owner, service, what, **facts, by=samdrift, on=date(2020, 1, 1), at=NOW)  # type: ignore[arg-type]


def overdue_method(cast: Cast, title: str = "Byt") -> Method:
    method = a_method(cast, title)
    with everywhere():
        Method.objects.filter(pk=method.pk).update(review_on=PAST)
    return method


def test_the_unit_sees_all_of_it_and_a_member_its_own(cast: Cast, as_: Browser) -> None:
    a_need(cast.member, reason="Vår egen")
    a_need(cast.other, reason="Deras", review_on=date(2025, 1, 1))
    a_variant(cast, what="Vår gallring")
    a_variant(cast, "berit", what="Deras gallring")
    overdue_method(cast, "Bytmetoden")
    a_need(cast.member, COMING, reason="Senare")
    for name in ("karin", "elin", "auditor"):
        page = as_(name).get("/reviews/").content.decode()
        for said in ("Vår egen", "Deras", "Vår gallring", "Deras gallring", "Bytmetoden"):
            assert said in page
        assert "Senare" not in page
        assert page.index("Deras") < page.index("Vår egen"), "the longest overdue first"
        assert '<span class="sd-num">5</span>' in page
        assert "Vår egen" not in as_(name).get("/reviews/?show=variant").content.decode()
    own = as_("carin").get("/reviews/").content.decode()
    assert "Vår egen" in own
    assert "Vår gallring" in own
    assert "Deras" not in own
    assert "Bytmetoden" not in own
    assert "Deras" not in as_("carin").get("/reviews/table.csv/").content.decode()
    assert as_("elin").get("/reviews/table.xlsx/").status_code == 200
    assert as_("anna").get("/reviews/").status_code == 403
    assert as_("elin").get("/reviews/?show=sång&page=9").status_code == 200


def test_each_leads_to_what_ends_it_and_back(cast: Cast, as_: Browser) -> None:
    need, variant, method = a_need(cast.member), a_variant(cast), overdue_method(cast)
    page = as_("elin").get("/reviews/").content.decode()
    ways = {
        f"/coverage/{cast.member.pk}/{need.service_id}/need/": {"confidentiality": 1, "integrity": 2, "availability": 3, "reason": "Än"},
        f"/variants/{variant.pk}/review/": {},
        f"/methods/{method.pk}/review/": {},
    }
    for number, (url, typed) in enumerate(ways.items()):
        assert f'href="{url}?back=reviews"' in page
        proposed = timezone.localdate() + timedelta(days=365)
        assert f'value="{proposed}"' in as_("elin").get(url).content.decode()
        answer = as_("elin").post(f"{url}?back=reviews", {**typed, "review_on": "2099-01-01"})
        assert (answer.status_code, answer["Location"]) == (302, "/reviews/")
        with everywhere():
            assert len(reviews_due(on=TODAY)) == 2 - number
    with everywhere():
        assert Requirement.objects.filter(service=need.service).count() == 2, "what was stated before stays"


def test_what_has_ended_or_was_stated_anew_is_not_overdue(cast: Cast) -> None:
    need, variant = a_need(cast.member), a_variant(cast)
    a_need(cast.member, COMING, service=need.service, stated_at=NOW + timedelta(hours=1))
    with everywhere() as samdrift:
        actions.end_variant(variant, on=date(2026, 6, 1), by=samdrift, at=NOW)
        assert reviews_due(on=TODAY) == []
        with pytest.raises(Refused):
            actions.review_variant(variant, review_on=COMING, by=samdrift, on=TODAY, at=NOW)


def test_only_its_member_or_the_unit_reviews_a_variant_and_for_a_day_to_come(cast: Cast, as_: Browser) -> None:
    variant = a_variant(cast)
    url = f"/variants/{variant.pk}/review/"
    assert as_("berit").post(url, {"review_on": "2099-01-01"}).status_code == 404
    for name in ("anna", "maja", "sten", "ulla", "auditor"):
        assert as_(name).post(url, {"review_on": "2099-01-01"}).status_code == 403
    for wrong in ("2020-01-01", "snart", ""):
        assert as_("carin").post(url, {"review_on": wrong}).status_code == 422
    assert as_("carin").post(url, {"review_on": "2099-01-01"}).status_code == 302
    theirs = a_variant(cast, "berit")
    by = cast.actor("carin")
    with inside(cast.actor("karin").walls):
        with pytest.raises(NotAllowed):
            actions.review_variant(theirs, review_on=COMING, by=by, on=TODAY, at=NOW)
        with pytest.raises(BadInput):
            actions.review_variant(theirs, review_on=TODAY, by=cast.actor("karin"), on=TODAY, at=NOW)


def test_the_report_says_the_same_in_words_and_as_json(cast: Cast) -> None:
    with everywhere():
        assert reviews_report(on=TODAY).as_text("en") == "Nothing is overdue for review"
    need = a_need(cast.member)
    overdue_method(cast, "Bytmetoden")
    with everywhere():
        told = json.loads(json.dumps(reviews_report(on=TODAY).as_json()))
        assert [(row["kind"], row["member"], row["review_on"]) for row in told["overdue"]] == [
            ("method", "", "2026-01-01"),
            ("need", cast.member.short_name, "2026-01-01"),
        ]
        words = reviews_report(on=TODAY).as_text("en")
        assert f"2026-01-01  326 days late  Need  {cast.member.short_name}  {need.service.name}" in words


@pytest.mark.parametrize("name", ["karin", "carin"])
def test_the_list_costs_as_many_queries_for_a_hundred_rows_as_for_three(cast: Cast, as_: Browser, name: str) -> None:
    browser = as_(name)

    def queries() -> list[int]:
        counts = []
        for url in ("/reviews/", "/reviews/table.csv/"):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    a_variant(cast, review_on=date(2025, 1, 1))
    overdue_method(cast)
    a_need(cast.member)
    queries()
    few = queries()
    for _n in range(100):
        a_need(cast.member)
    assert queries() == few
    page = browser.get("/reviews/").content.decode()
    assert page.count("?back=reviews") == 50
    assert 'rel="next"' in page


def test_who_owns_a_service_reads_in_the_catalog_how_many_of_its_reviews_are_overdue(cast: Cast, as_: Browser) -> None:
    service = a_service("E-post", service_owner=cast.employee("elin"))
    for taker in (cast.member, cast.other):
        a_need(taker, service=service)
    a_need(cast.member, COMING, service=a_service(service_owner=cast.employee("elin")))
    page = as_("elin").get("/catalog/").content.decode()
    assert page.count('sd-soft" href="/reviews/"') == 1
    assert 'sd-soft" href="/reviews/"' not in as_("karin").get("/catalog/").content.decode()
