"""Past procurements sent in on their page, and taken out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samdrift.core.tables import MOST_BYTES
from samdrift.run.purchasing.models import CpvCode, PastProcurement, PastValue, ProcurementImport
from tests.builders import Cast, everywhere
from tests.catalog.builders import sent
from tests.purchasing.past_builders import HAVSVERKET, HEAD, KOMMUN, LANSVERKET, a_row, a_workbook, number_members, values

Browser = Callable[[str], Client]
URL = "/bought-one-by-one/import/"
MINE, THEIRS, STRANGERS = a_row(LANSVERKET, "A-1"), a_row(HAVSVERKET, "B-1", title="-Skog; och mark"), a_row(KOMMUN, "C-1")


def stored() -> tuple[int, int, int]:
    with everywhere():
        return PastProcurement.objects.count(), PastValue.objects.count(), ProcurementImport.objects.count()


def test_a_procurer_sends_in_both_files_and_sees_what_came_of_them(cast: Cast, as_: Browser) -> None:
    number_members(cast)
    browser = as_("elin")
    assert "20 MB" in browser.get(URL).content.decode()
    assert sent(browser, URL, a_workbook([MINE, STRANGERS, THEIRS]))[0] == 302
    page = browser.get("/bought-one-by-one/").content.decode()
    assert "B-1" not in page, "the number stands in the file only"
    assert "rows.csv" in page
    assert "Skogstjänster" in page
    assert sent(browser, URL, values([(MINE, 1234.5)]))[0] == 302
    assert stored() == (2, 1, 2)
    assert sent(as_("carin"), URL, a_workbook([MINE]))[0] == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_given_out_is_taken_in_and_adds_nothing(cast: Cast, as_: Browser, kind: str) -> None:
    number_members(cast)
    sent(as_("elin"), URL, values([(MINE, 1234.5), (THEIRS, 0.0)]))
    given = as_("elin").get(f"/bought-one-by-one/table.{kind}/").content
    assert sent(as_("elin"), URL, given)[0] == 302
    assert stored() == (2, 2, 1)
    with everywhere():
        assert CpvCode.objects.get(code="77200000").name == "Skogstjänster"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "bild"),
        (b"", "tom"),
        (a_workbook([]), "inga rader"),
        (a_workbook([MINE[:-4] + MINE[-3:]], [*HEAD[:-4], *HEAD[-3:]]), "Upphandlings-ID"),
        (b"PK\x03\x04 no workbook at all", "tabell"),
        (b";".join(b"x" * 40 for _n in range(9)) + b"\n" * MOST_BYTES, "20 MB"),
    ],
    ids=["a renamed picture", "nothing", "no rows", "a column missing", "a torn workbook", "too large"],
)
def test_refuses_what_is_no_such_table_in_words_and_enters_nothing(cast: Cast, as_: Browser, content: bytes, said: str) -> None:
    number_members(cast)
    status, page = sent(as_("elin"), URL, content)
    assert status == 422
    assert said in page
    assert stored() == (0, 0, 0)


def test_columns_that_have_changed_places_are_refused_with_the_rows_named(cast: Cast, as_: Browser) -> None:
    number_members(cast)
    head = list(HEAD)
    one, other = head.index("Upphandlingens titel"), head.index("Publiceringsdatum")
    head[one], head[other] = head[other], head[one]
    status, page = sent(as_("elin"), URL, a_workbook([MINE, STRANGERS], head))
    assert status == 422
    assert '<th scope="row">2</th>' in page
    assert '<th scope="row">3</th>' in page
    assert stored() == (0, 0, 0)
