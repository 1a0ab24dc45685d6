"""Methods as files: what is taken out can be sent in, all rows or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from samdrift.catalog import methods_heads
from samdrift.catalog.models import Method, MethodVersion
from tests.builders import Cast, everywhere
from tests.catalog.builders import sent
from tests.catalog.methods_builders import a_method, the_next_version

Browser = Callable[[str], Client]
HEAD = "kind;title;purpose;owner;review_on;text;what_changed\n"
URL = "/methods/import/"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


def test_methods_come_from_a_file_and_again_adds_nothing(cast: Cast, as_: Browser) -> None:
    checklist = 'Checklista;Första dagen;Ny;Elin Wikström;2099-01-01;"Dator\nKonto";\n'
    rows = HEAD + checklist + "how_to;Byt lösenord;Glömt;elin wikström;2099-01-01;- Ring;\n"
    for _again in range(2):
        assert sent(as_("elin"), URL, rows)[0] == 302
    with everywhere():
        assert Method.objects.get(title="Första dagen").head.version.text == "Dator\nKonto"
        assert [one.number for one in MethodVersion.objects.all()] == [1, 1]
        assert methods_heads.differences() == []
    assert "Första dagen" in as_("anna").get("/methods/?q=konto").content.decode()
    assert sent(as_("carin"), URL, rows)[0] == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_given_out_is_taken_in_and_adds_nothing(cast: Cast, as_: Browser, kind: str) -> None:
    method = a_method(cast, "=Byt", text="- Ring\n+ Vänta\n\n@ Klart", title_en="Change", text_en="'Call", purpose="-1")
    the_next_version(method, "=1+1\n\tTab", "=nytt", text_en="-2")
    given = as_("elin").get(f"/methods/table.{kind}/").content
    if kind == "csv":
        (row,) = csv.DictReader(io.StringIO(given.decode("utf-8-sig")), delimiter=";")
        assert not row["text"].startswith("=")
    else:
        assert load_workbook(io.BytesIO(given)).active.max_row == 2  # type: ignore[union-attr]
    assert sent(as_("elin"), URL, given)[0] == 302
    with everywhere():
        assert (Method.objects.count(), MethodVersion.objects.count()) == (1, 2)
    assert as_("elin").get("/methods/table.pdf/").status_code == 404


def test_a_text_that_differs_becomes_a_version_that_says_why(cast: Cast, as_: Browser) -> None:
    a_method(cast, "Byt")
    row = "how_to;Byt;När något händer;Elin Wikström;2028-01-01;"
    status, page = sent(as_("elin"), URL, HEAD + row + "Ny text;\n")
    assert status == 422
    assert "what_changed" in page
    assert sent(as_("elin"), URL, HEAD + row + "Ny text;Kortare\n")[0] == 302
    assert sent(as_("elin"), URL, HEAD + row + "Ny text;Kortare\n")[0] == 302
    with everywhere():
        assert Method.objects.get().head.version.number == 2
    assert sent(as_("elin"), URL, HEAD + "template;Byt;Annat;Elin Wikström;2029-01-01;Ny text;Kortare\n")[0] == 302
    with everywhere():
        changed = Method.objects.get()
        assert (changed.kind, changed.purpose, changed.review_on.year, changed.head.version.number) == ("template", "Annat", 2029, 2)
        assert methods_heads.differences() == []


@pytest.mark.parametrize(
    "row",
    [
        "sång;Byt;x;Elin Wikström;2099-01-01;x;",
        "how_to;;x;Elin Wikström;2099-01-01;x;",
        "how_to;Byt;;Elin Wikström;2099-01-01;x;",
        "how_to;Byt;x;Ingen Alls;2099-01-01;x;",
        "how_to;Byt;x;;2099-01-01;x;",
        "how_to;Byt;x;Elin Wikström;2020-01-01;x;",
        "how_to;Byt;x;Elin Wikström;snart;x;",
        "how_to;Byt;x;Elin Wikström;2099-01-01;;",
        "how_to;Byt;x;Elin Wikström;2099-01-01",
        "Elin Wikström;how_to;Byt;x;2099-01-01;x;",
        f"how_to;{'x' * 121};x;Elin Wikström;2099-01-01;x;",
        f"how_to;Byt;x;Elin Wikström;2099-01-01;{'x' * 12_001};",
        f'how_to;Byt;x;Elin Wikström;2099-01-01;"{"x" * 3}\n{("y" + chr(10)) * 400}z";',
        "how_to;God;x;Elin Wikström;2099-01-01;x;",
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_entered(cast: Cast, as_: Browser, row: str) -> None:
    status, page = sent(as_("elin"), URL, HEAD + "how_to;God;x;Elin Wikström;2099-01-01;x;\n" + row + "\n")
    assert status == 422
    assert '<th scope="row">3</th>' in page
    with everywhere():
        assert not Method.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", PNG, b"%PDF-1.7", b"kind;title\nhow_to;x\n", HEAD.encode(), HEAD.encode("utf-16"), b"PK\x03\x04" + bytes(40)],
    ids=["empty", "picture", "pdf", "columns missing", "no rows", "utf-16", "torn spreadsheet"],
)
def test_what_is_no_table_of_methods_is_refused_in_words(cast: Cast, as_: Browser, content: bytes) -> None:
    assert sent(as_("elin"), URL, content)[0] == 422
