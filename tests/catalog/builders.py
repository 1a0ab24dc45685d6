"""Graded levels, uptakes and needs, made by the actions that keep what follows from them."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samdrift.catalog import actions
from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Level, Price, Requirement, Service, Uptake
from samdrift.members.models import Organization
from tests.builders import NOW, TODAY, a_level, everywhere

REVIEW = date(2028, 1, 1)


def a_graded_level(service: Service, name: str, rank: int, *three: int) -> Level:
    with everywhere() as samdrift:
        level = a_level(service, name, rank)
        return actions.grade_level(level, Grades(*three), by=samdrift, at=NOW)


def takes(taker: Organization, level: Level, *, since: date = date(2026, 1, 1), until: date | None = None) -> Uptake:
    with everywhere() as samdrift:
        return actions.take_service(taker, level.service, level, from_on=since, until_on=until, by=samdrift, at=NOW)


def needs(taker: Organization, service: Service, *three: int, reason: str = "Vi måste.") -> Requirement:
    with everywhere() as samdrift:
        return actions.state_requirement(taker, service, Grades(*three), reason=reason, review_on=REVIEW, by=samdrift, on=TODAY, at=NOW)


def costs(level: Level, kronor: int, per: Price.Per = Price.Per.EMPLOYEE, *, since: date = date(2026, 1, 1)) -> Price:
    with everywhere() as samdrift:
        return actions.set_price(level, kronor * 100, per, from_on=since, by=samdrift, at=NOW)


def sent(browser: Client, url: str, content: str | bytes) -> tuple[int, str]:
    """Send a file to a page; the status, and the page that answered."""
    raw = content.encode() if isinstance(content, str) else content
    response = browser.post(url, {"file": SimpleUploadedFile("rows.csv", raw)})
    return response.status_code, response.content.decode()
