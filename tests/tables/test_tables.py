"""Tables in and out: what is written is read again as it was, what is no table is refused in words, and no cell becomes a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from samdrift.core.tables import KINDS, NotATable, WrongRow, a_day, an_amount, parsed, read_rows, table_as_file, whole_number, yes_or_no

COLUMNS = ("service", "grade", "on")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def a_workbook(*rows: tuple[Any, ...]) -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_again_as_it_was(kind: str) -> None:
    written = [("E-post", 3, date(2026, 11, 25)), ("=1+1", 0, None), ("-5 grader", -2, None), ("'citat", 1, None), ('å;ä\n"ö"', 12, None)]
    answer = table_as_file("krav", COLUMNS, written, kind=kind)
    assert answer["Content-Disposition"] == f'attachment; filename="krav.{kind}"'
    rows, wrong = read_rows(answer.content, needed=COLUMNS)
    assert not wrong
    assert [row["service"] for row in rows] == [row[0] for row in written]
    assert [row["grade"] for row in rows] == ["3", "0", "-2", "1", "12"]
    assert [row["on"] for row in rows] == ["2026-11-25", "", "", "", ""]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip), min_size=1, max_size=10))
def test_any_words_come_back_and_none_is_a_formula(words: list[str]) -> None:
    for kind in KINDS:
        answer = table_as_file("ord", ("n", "words"), list(enumerate(words)), kind=kind)
        rows, _wrong = read_rows(answer.content, needed=("n", "words"))
        assert [row["words"] for row in rows] == words
        if kind == "xlsx":
            sheet = load_workbook(io.BytesIO(answer.content)).active
            assert sheet is not None
            assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_an_amount_is_written_with_a_comma_for_people_and_as_a_number_for_spreadsheets() -> None:
    rows = [("A", Decimal("1234.50"))]
    assert table_as_file("x", ("a", "b"), rows, kind="csv").content.decode("utf-8-sig").splitlines()[1] == "A;1234,50"
    for kind in KINDS:
        (row,), _wrong = read_rows(table_as_file("x", ("a", "b"), rows, kind=kind).content, needed=("a", "b"))
        assert an_amount(row["b"]) == 123450


def test_columns_are_found_by_name_in_any_order_and_a_wrong_row_by_its_line() -> None:
    rows, wrong = read_rows(b"ON;Grade;service\n2026-01-01;2;E-post\n\n2026-01-02;3\n", needed=COLUMNS)
    assert [(row.line, row["service"], row["grade"]) for row in rows] == [(2, "E-post", "2")]
    assert [row.line for row in wrong] == [4]
    found = parsed(rows, wrong, lambda row: whole_number(row["grade"], least=0, most=1))
    assert found == []
    assert wrong[-1] == WrongRow(2, wrong[-1].reason)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"service;grade\nE-post;2\n",
        b"service;grade;on;on\nE-post;2;;\n",
        b"service;grade;on;secret\nE-post;2;;\n",
        b"service;grade;on\n",
        "service;grade;on\nLöner;1;\n".encode("latin-1"),
        b'service;grade;on\n"E-post;1;\n',
        b"service;grade;on\nE\0post;1;\n",
        PICTURE,
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0" + bytes(100),
        b"PK\x03\x04" + bytes(range(256)),
        a_workbook(("grade", "on"), (1, None)),
        a_workbook(),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotATable) as refused:
        read_rows(content, needed=COLUMNS)
    assert str(refused.value)
    assert "service" in str(refused.value.way_on % refused.value.facts)


def test_refuses_an_archive_that_is_no_spreadsheet_and_a_workbook_that_unpacks_without_end() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holiday.txt", "sun")
    with pytest.raises(NotATable, match="arkiv"):
        read_rows(out.getvalue(), needed=COLUMNS)
    bomb, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(a_workbook(COLUMNS, ("E-post", 1, None))))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData>", b"<sheetData>" + b"<row><c><v>1</v></c></row>" * 3_000_000)
            archive.writestr(entry, content)
    with pytest.raises(NotATable):
        read_rows(bomb.getvalue(), needed=COLUMNS)


def test_cells_say_days_amounts_numbers_and_truths_or_are_refused_in_words() -> None:
    assert a_day("2026-10-05") == date(2026, 10, 5)
    assert whole_number("3", least=0, most=3) == 3
    assert yes_or_no("Ja")
    assert not yes_or_no("")
    for read in (a_day, an_amount, yes_or_no, lambda text: whole_number(text, least=0, most=3)):
        for text in ("kanske", "-1x", "٣"):
            with pytest.raises(ValueError, match=text):
                read(text)
    with pytest.raises(ValueError, match="från 0 till 3"):
        whole_number("4", least=0, most=3)
