"""Tables from outside and to it: CSV and XLSX, read in a process with limits, row by row, and written so that no cell is a formula."""

from samdrift.core.tables.cells import a_day, an_amount, whole_number, yes_or_no
from samdrift.core.tables.reading import NotATable, Row, RowsRefused, WrongRow, parsed, read_rows
from samdrift.core.tables.writing import KINDS, table_as_file

__all__ = [
    "KINDS",
    "NotATable",
    "Row",
    "RowsRefused",
    "WrongRow",
    "a_day",
    "an_amount",
    "parsed",
    "read_rows",
    "table_as_file",
    "whole_number",
    "yes_or_no",
]
