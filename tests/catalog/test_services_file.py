"""Services with their levels from a file and to it, and a catalog of many services in pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.catalog import projections
from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Level, Service
from samdrift.core.models import AuditEntry
from tests.builders import Cast, a_service, everywhere
from tests.catalog.builders import a_graded_level, sent, takes

Browser = Callable[[str], Client]
COLUMNS = "service;service_en;kind;level;level_en;rank;confidentiality;integrity;availability\n"
WHOLE = "E-post;E-mail;basic;Guld;Gold;2;3;2;3\nE-post;;basic;Brons;;1;;;\nDiarium;;business;;;;;;\n"
IMPORT = "/catalog/import/"


def test_services_with_levels_and_grades_come_from_a_file_once(as_: Browser, cast: Cast) -> None:
    for _time in range(2):
        assert sent(as_("elin"), IMPORT, COLUMNS + WHOLE)[0] == 302
    with everywhere():
        names = ["E-post", "Diarium"]
        assert set(Service.objects.filter(name__in=names).values_list("name", "name_en", "kind")) == {
            ("E-post", "E-mail", "basic"),
            ("Diarium", "", "business"),
        }
        levels = Level.objects.filter(service__name="E-post").order_by("rank")
        assert [(level.name, level.rank, level.grades) for level in levels] == [("Brons", 1, None), ("Guld", 2, Grades(3, 2, 3))]
        assert AuditEntry.objects.filter(deed__in=("add_service", "add_level", "grade_level")).count() == 5
        assert projections.differences() == []


@pytest.mark.parametrize(
    "row",
    [
        ";;basic;Guld;;9;;;",
        "Ny;;chefer;Guld;;9;;;",
        "Ny;;basic;Guld;;;;;",
        "Ny;;basic;Guld;;0;;;",
        "Ny;;basic;;;2;;;",
        "Ny;;basic;Guld;;9;4;0;0",
        "Ny;;basic;Guld;;9;1;;1",
        "Ny;;business;Guld;;9;;;",  # said to be basic on the line above
        "Ny;;basic;Silver;;3;;;",  # its rank is taken on the line above
        "Ny;;basic;Tenn;;8;;;",  # said twice
        "E-post;;business;Guld;;1;;;",  # it is basic
        "E-post;;basic;Guld;;2;;;",  # its rank is 1
        "E-post;;basic;Guld;;1;0;0;0",  # it has other grades
        "E-post;;basic;Tenn;;1;;;",  # the rank is Guld's
        "basic;;E-post;Guld;;1;;;",
        f"{'x' * 81};;basic;;;;;;",
    ],
)
def test_one_wrong_row_enters_none_and_is_named(as_: Browser, cast: Cast, row: str) -> None:
    a_graded_level(a_service("E-post"), "Guld", 1, 3, 3, 3)
    status, page = sent(as_("elin"), IMPORT, COLUMNS + f"Ny;;basic;Tenn;;3;;;\n{row}\n")
    assert status == 422
    assert '<th scope="row" class="r">3</th>' in page or ">3<" in page
    with everywhere():
        assert not Service.objects.filter(name="Ny").exists()


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(60), b"service;kind\nA;basic\n", b"", b"PK\x03\x04 nothing"])
def test_what_is_no_such_table_is_refused_in_words(as_: Browser, content: bytes) -> None:
    assert sent(as_("elin"), IMPORT, content)[0] == 422
    assert sent(as_("carin"), IMPORT, content)[0] == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_last_years_file_is_known_and_undoes_nothing(as_: Browser, cast: Cast, kind: str) -> None:
    assert sent(as_("elin"), IMPORT, COLUMNS + WHOLE)[0] == 302
    last_year = as_("carin").get(f"/catalog/table.{kind}/").content
    with everywhere():
        bronze = Level.objects.get(name="Brons")
    assert sent(as_("elin"), IMPORT, COLUMNS + "E-post;;basic;Brons;;1;1;1;1\n")[0] == 302
    takes(cast.member, bronze)
    for content in (last_year, as_("elin").get(f"/catalog/table.{kind}/").content):
        assert sent(as_("elin"), IMPORT, content)[0] == 302
    with everywhere():
        bronze.refresh_from_db()
        assert bronze.grades == Grades(1, 1, 1)
        assert projections.differences() == []


def test_a_catalog_of_many_services_comes_in_pages_at_as_many_questions(as_: Browser, cast: Cast) -> None:
    browsers, counts = (as_("elin"), as_("carin")), []
    for number in (3, 100):
        with everywhere():
            start = Service.objects.count()
            made = Service.objects.bulk_create(
                Service(name=f"Tjäns{n:03}", kind=Service.Kind.values[n % 3]) for n in range(start, start + number)
            )
            Level.objects.bulk_create(Level(service=service, name="Guld", rank=1) for service in made)
        for browser in browsers:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get("/catalog/").status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    seen: list[str] = []
    for page in (1, 2, 3):
        text = browsers[0].get(f"/catalog/?page={page}").content.decode()
        assert "sd-paging" in text
        seen += [f"Tjäns{n:03}" for n in range(200) if f"Tjäns{n:03}<" in text]
    assert len(seen) == len(set(seen)) == 103
