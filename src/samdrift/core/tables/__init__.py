"""Tables from outside and to it: CSV and XLSX, read in a process with limits, row by row, and written so that no cell is a formula."""

from samdrift.core.tables.cells import a_day, an_amount, whole_number, yes_or_no
from samdrift.core.tables.fitting import Columns, Lined, Once, enter_all, fitted_rows, stands_once
from samdrift.core.tables.reading import MEGABYTE, MOST_BYTES, Entered, NotATable, Row, RowsRefused, WrongRow, parsed, read_rows
from samdrift.core.tables.writing import KINDS, kronor, table_as_file

__all__ = [
    "KINDS",
    "MEGABYTE",
    "MOST_BYTES",
    "Columns",
    "Entered",
    "Lined",
    "NotATable",
    "Once",
    "Row",
    "RowsRefused",
    "WrongRow",
    "a_day",
    "an_amount",
    "enter_all",
    "fitted_rows",
    "kronor",
    "parsed",
    "read_rows",
    "stands_once",
    "table_as_file",
    "whole_number",
    "yes_or_no",
]
