"""A table as a file that a spreadsheet opens and that `read_rows` reads again as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from samdrift.core.tables.reading import GUARDED

Cell = str | int | Decimal | date | None
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_as_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, kind: str) -> HttpResponse:
    """This will answer with a table to download, `csv` (UTF-8 with byte order mark, semicolons, decimal comma) or `xlsx`.

    Text that a spreadsheet would take for a formula is written with an apostrophe before it. Another kind is not found.
    """
    if kind not in KINDS:
        raise Http404
    content = _as_csv(columns, rows) if kind == "csv" else _as_xlsx(columns, rows)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def kronor(minor: int | None) -> Decimal | None:
    """This will return an amount in öre as kronor, the way a spreadsheet counts."""
    return None if minor is None else Decimal(minor).scaleb(-2)


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(GUARDED) else cell


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_as_typed(_guarded(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _as_typed(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(sheet, _guarded(cell)) for cell in row])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cell(sheet: Any, cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell
    text = WriteOnlyCell(sheet, cell)
    text.data_type = "s"  # never a formula, whatever it begins with
    return text
