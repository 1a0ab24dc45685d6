"""Needs, grades, prices and variants as files: what is taken out can be sent in, all rows or none."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from openpyxl import load_workbook

from samdrift.catalog import projections, services_table, tables
from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Level, Price, Requirement, Service, Variant
from samdrift.catalog.queries import highest_required, running_at
from samdrift.core.tables import Columns, Row, parsed, read_rows
from tests.builders import TODAY, Cast, a_level, a_service, everywhere
from tests.catalog.builders import costs, needs, sent, takes

Browser = Callable[[str], Client]
NEEDS = "member;service;confidentiality;integrity;availability;reason;review_on\n"
LEVELS = "service;level;confidentiality;integrity;availability\n"
PRICES = "service;level;from_on;amount;per\n"
VARIANTS = "member;service;what_differs;keeper;price;review_on;from_on;until_on\n"
HOUSE = Path(__file__).resolve().parents[2]
READ: dict[str, tuple[Columns, Callable[[Row], object]]] = {
    "needs": (tables.REQUIREMENTS, tables.requirement),
    "services": (services_table.SERVICES, services_table.service),
    "levels": (tables.LEVELS, tables.level),
    "prices": (tables.PRICES, tables.price),
    "variants": (tables.VARIANTS, tables.variant),
}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@pytest.fixture
def gold(cast: Cast) -> Level:
    return a_level(a_service("E-post", name_en="E-mail"), "Guld", 3)


@pytest.fixture
def mail(gold: Level) -> Service:
    return gold.service


def test_needs_are_stated_from_a_file_and_again_adds_nothing(cast: Cast, as_: Browser, mail: Service) -> None:
    rows = NEEDS + "Länsverket;E-post;1;2;3;Beredskap;2099-01-01\nhavsverket;e-post;3;0;0;Hemligt;2099-01-01\n"
    assert sent(as_("elin"), "/coverage/import/", rows)[0] == 302
    assert sent(as_("elin"), "/coverage/import/", rows)[0] == 302
    with everywhere():
        assert Requirement.objects.count() == 2
        assert highest_required() == {mail.pk: Grades(3, 2, 3)}
        assert projections.differences() == []


def test_a_member_states_its_own_needs_from_a_file_and_nobody_elses(cast: Cast, as_: Browser, mail: Service) -> None:
    own = "service;confidentiality;integrity;availability;reason;review_on\nE-post;1;1;1;Vi;2099-01-01\n"
    assert sent(as_("carin"), "/coverage/import/", own)[0] == 302
    status, page = sent(as_("carin"), "/coverage/import/", NEEDS + "Havsverket;E-post;1;1;1;De;2099-01-01\n")
    assert status == 422
    assert "<td>" in page
    with everywhere():
        assert {r.owner_id for r in Requirement.objects.all()} == {cast.member.pk}
    for name in ("anna", "maja", "auditor"):
        assert sent(as_(name), "/coverage/import/", own)[0] == 403


@pytest.mark.parametrize(
    "row",
    [
        "Länsverket;E-post;4;1;1;x;2099-01-01",
        "Länsverket;E-post;-1;1;1;x;2099-01-01",
        "Länsverket;E-post;;1;1;x;2099-01-01",
        "Länsverket;E-post;1;1;1;;2099-01-01",
        "Länsverket;E-post;1;1;1;x;1 januari",
        "Länsverket;E-post;1;1;1;x;2020-01-01",
        "Länsverket;Telefax;1;1;1;x;2099-01-01",
        "Finns inte;E-post;1;1;1;x;2099-01-01",
        ";E-post;1;1;1;x;2099-01-01",
        "Länsverket;E-post;1;1;1",
        "Havsverket;E-post;1;1;1;En gång till;2099-01-01",
    ],
)
def test_one_wrong_row_refuses_the_whole_file_by_its_line(cast: Cast, as_: Browser, mail: Service, row: str) -> None:
    status, page = sent(as_("elin"), "/coverage/import/", NEEDS + f"Havsverket;E-post;1;1;1;x;2099-01-01\n{row}\n")
    assert status == 422
    assert '<th scope="row">3</th>' in page
    with everywhere():
        assert not Requirement.objects.exists()


@pytest.mark.parametrize("url", ["/coverage/import/", "/catalog/levels/import/", "/catalog/prices/import/", "/variants/import/"])
@pytest.mark.parametrize("content", [PNG, b"", b"a;b;c\n1;2;3\n", "sérvice;level\n".encode("latin-1")])
def test_refuses_a_file_that_is_no_such_table(cast: Cast, as_: Browser, mail: Service, url: str, content: bytes) -> None:
    assert sent(as_("elin"), url, content)[0] == 422


def test_swapped_columns_are_found_by_name_and_missing_ones_refused(cast: Cast, as_: Browser, mail: Service) -> None:
    swapped = "level;availability;service;integrity;confidentiality\nGuld;3;E-post;2;1\n"
    assert sent(as_("elin"), "/catalog/levels/import/", swapped)[0] == 302
    with everywhere():
        assert Level.objects.get().grades == Grades(1, 2, 3)
    assert sent(as_("elin"), "/catalog/levels/import/", "service;level;integrity\nE-post;Guld;1\n")[0] == 422


def test_levels_are_graded_from_a_file_and_what_runs_follows(cast: Cast, as_: Browser, gold: Level) -> None:
    takes(cast.member, gold)
    assert sent(as_("elin"), "/catalog/levels/import/", LEVELS + "E-post;Guld;1;2;3\n")[0] == 302
    for row in ("E-post;Guld;1;2;4", "E-post;Silver;1;1;1", "E-post;Guld;1;;1"):
        assert sent(as_("elin"), "/catalog/levels/import/", f"{LEVELS}{row}\n")[0] == 422
    with everywhere():
        assert running_at(on=TODAY) == {gold.service_id: Grades(1, 2, 3)}
        assert projections.differences() == []


def test_prices_come_from_a_file_once(cast: Cast, as_: Browser, gold: Level) -> None:
    rows = PRICES + "E-post;Guld;2026-01-01;1 234,50;employee\nE-post;Guld;2027-01-01;0;medlem\n"
    for _again in range(2):
        assert sent(as_("elin"), "/catalog/prices/import/", rows)[0] == 302
    for row in (
        "E-post;Guld;2026-01-01;-5;employee",
        "E-post;Guld;2026-01-01;5;user",
        "E-post;Guld;;5;member",
        "E-post;Brons;2026-01-01;5;member",
    ):
        assert sent(as_("elin"), "/catalog/prices/import/", f"{PRICES}{row}\n")[0] == 422
    with everywhere():
        assert list(Price.objects.order_by("from_on").values_list("amount_minor", "per")) == [(123_450, "employee"), (0, "member")]


def test_variants_come_from_a_file_once_and_with_other_facts_are_refused(cast: Cast, as_: Browser, mail: Service) -> None:
    row = "Länsverket;E-post;Egen gallring;Carin Sarri;1 200;2099-01-01;2026-01-01;"
    for _again in range(2):
        assert sent(as_("carin"), "/variants/import/", f"{VARIANTS}{row}\n")[0] == 302
    for wrong in (
        row.replace("1 200", "1 300"),
        row.replace("Carin Sarri", "Bo Ek"),
        row.replace("Egen", "Annan").replace("2026-01-01;", "2026-01-01;2025-01-01"),
        row.replace("Egen", "Annan").replace("2099-01-01", "2020-01-01"),
        row.replace("Länsverket", "Havsverket"),
    ):
        assert sent(as_("carin"), "/variants/import/", f"{VARIANTS}{wrong}\n")[0] == 422, wrong
    with everywhere():
        assert Variant.objects.get().during == DateRange(date(2026, 1, 1), None)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_out_can_be_sent_in_and_adds_nothing(cast: Cast, as_: Browser, gold: Level, kind: str) -> None:
    elin = as_("elin")
    needs(cast.member, gold.service, 1, 2, 3, reason="=1+1")
    needs(cast.other, gold.service, 0, 0, 1)
    costs(gold, 30)
    assert sent(elin, "/catalog/levels/import/", LEVELS + "E-post;Guld;1;2;3\n")[0] == 302
    assert sent(elin, "/variants/import/", VARIANTS + "Länsverket;E-post;Egen;Carin Sarri;0,50;2099-01-01;2026-01-01;\n")[0] == 302
    for table, page in (
        (f"/coverage/table.{kind}/", "/coverage/import/"),
        (f"/catalog/levels/table.{kind}/", "/catalog/levels/import/"),
        (f"/catalog/prices/table.{kind}/", "/catalog/prices/import/"),
        (f"/variants/table.{kind}/", "/variants/import/"),
    ):
        taken_out = elin.get(table).content
        assert sent(elin, page, taken_out)[0] == 302, table
    with everywhere():
        assert (Requirement.objects.count(), Price.objects.count(), Variant.objects.count()) == (2, 1, 1)
        assert Requirement.objects.get(owner=cast.member).reason == "=1+1"
    assert elin.get("/coverage/table.pdf/").status_code == 404


def test_the_files_of_the_reference_are_read_without_a_wrong_row() -> None:
    page = (HOUSE / "docs" / "reference" / "levels.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"^```csv (\w+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))
    assert set(found) == set(READ)
    for name, (columns, read) in READ.items():
        rows, wrong = read_rows(found[name].encode(), needed=columns.needed, wanted=columns.wanted)
        assert parsed(rows, wrong, read)
        assert wrong == []


def test_a_member_takes_out_its_own_rows(cast: Cast, as_: Browser, gold: Level) -> None:
    needs(cast.member, gold.service, 1, 2, 3, reason="Vår sak")
    needs(cast.other, gold.service, 0, 0, 1, reason="Deras sak")
    sheet = load_workbook(io.BytesIO(as_("carin").get("/coverage/table.xlsx/").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert "Vår sak" in rows[1]
    assert as_("anna").get("/coverage/table.csv/").status_code == 403
    assert as_("anna").get("/catalog/prices/table.csv/").status_code == 200
