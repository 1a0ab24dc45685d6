"""What levels grade and cost: set by the unit on the service's page, seen by all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Level, Price
from samdrift.catalog.queries import prices_in_force
from samdrift.core.models import AuditEntry
from tests.builders import TODAY, Cast, a_level, a_service, everywhere

Browser = Callable[[str], Client]
GRADES = {"confidentiality": "1", "integrity": "2", "availability": "3"}
PRICE = {"amount": "1 234,50", "per": "employee", "from_on": "2026-11-01"}


@pytest.fixture
def gold(cast: Cast) -> Level:
    return a_level(a_service("E-post"), "Guld", 3)


def test_staff_grade_a_level_and_everybody_sees_it(cast: Cast, as_: Browser, gold: Level) -> None:
    assert as_("elin").post(f"/catalog/levels/{gold.pk}/grades/", GRADES).headers["Location"] == f"/catalog/{gold.service_id}/"
    with everywhere():
        gold.refresh_from_db()
        assert gold.grades == Grades(1, 2, 3)
        assert AuditEntry.objects.filter(deed="grade_level").count() == 1
    assert "1·2·3" in as_("anna").get(f"/catalog/{gold.service_id}/").content.decode()
    assert as_("elin").post(f"/catalog/levels/{gold.pk}/grades/", dict.fromkeys(GRADES, "")).status_code == 302
    with everywhere():
        gold.refresh_from_db()
        assert gold.grades is None


@pytest.mark.parametrize("typed", [{"confidentiality": "4"}, {"integrity": "-1"}, {"availability": ""}, {"availability": "hög"}])
def test_refuses_grades_that_are_none(cast: Cast, as_: Browser, gold: Level, typed: dict[str, str]) -> None:
    assert as_("elin").post(f"/catalog/levels/{gold.pk}/grades/", GRADES | typed).status_code == 422
    with everywhere():
        gold.refresh_from_db()
        assert gold.grades is None


def test_a_price_counts_from_its_day_and_the_one_recorded_last_wins(cast: Cast, as_: Browser, gold: Level) -> None:
    url = f"/catalog/levels/{gold.pk}/price/"
    for amount, on in (("10", "2026-01-01"), ("20", "2026-11-01"), ("1 234,50", "2026-11-01"), ("99", "2027-01-01")):
        assert as_("karin").post(url, PRICE | {"amount": amount, "from_on": on}).status_code == 302
    with everywhere():
        assert prices_in_force(on=TODAY)[gold.pk].amount_minor == 123_450
        assert prices_in_force(on=date(2026, 10, 31))[gold.pk].amount_minor == 1_000
        assert prices_in_force(on=date(2025, 12, 31)) == {}
    page = as_("anna").get(f"/catalog/{gold.service_id}/").content.decode()
    assert "1\u00a0234,50" in page
    assert "99,00" in page, "what is to come is told"


@pytest.mark.parametrize("typed", [{"amount": "-1"}, {"amount": "gratis"}, {"amount": ""}, {"per": "user"}, {"from_on": "1 januari"}])
def test_refuses_a_price_that_is_none(cast: Cast, as_: Browser, gold: Level, typed: dict[str, str]) -> None:
    assert as_("elin").post(f"/catalog/levels/{gold.pk}/price/", PRICE | typed).status_code == 422
    with everywhere():
        assert not Price.objects.exists()
    assert as_("elin").post(f"/catalog/levels/{gold.pk}/price/", PRICE | {"amount": "0"}).status_code == 302, "free of charge is a price"


@pytest.mark.parametrize("name", ["anna", "carin", "hedda", "ulla", "auditor"])
def test_grades_and_prices_are_set_by_staff_and_director_only(cast: Cast, as_: Browser, gold: Level, name: str) -> None:
    for url, typed in (
        (f"/catalog/levels/{gold.pk}/grades/", GRADES),
        (f"/catalog/levels/{gold.pk}/price/", PRICE),
        ("/catalog/levels/import/", {}),
        ("/catalog/prices/import/", {}),
    ):
        assert as_(name).post(url, typed).status_code == 403
