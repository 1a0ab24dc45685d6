"""Small logs as files, in the shape of the ServiceNow mapping."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from samdrift.run.desk.imports import ImportResult, import_incidents, mapping_named
from tests.builders import NOW, everywhere

COLUMNS = [
    "number",
    "incident_state",
    "sys_updated_at",
    "opened_at",
    "resolved_at",
    "closed_at",
    "priority",
    "assignment_group",
    "location",
    "category",
    "subcategory",
    "made_sla",
]
PLAIN = (
    "New",
    "1/3/2016 08:00",
    "1/3/2016 08:00",
    "?",
    "?",
    "3 - Moderate",
    "Group 1",
    "Location 1",
    "Category 1",
    "Subcategory 2",
    "true",
)


def row(number: str, **told: str) -> list[str]:
    """A row of an incident; what is not told is as plain as can be."""
    cells = dict(zip(COLUMNS[1:], PLAIN, strict=True)) | told
    return [number, *(cells[name] for name in COLUMNS[1:])]


def an_incident(
    number: str = "INC1", *, opened: str = "1/3/2016 08:00", resolved: str = "?", closed: str = "?", **told: str
) -> list[list[str]]:
    """The rows of an incident that came, was taken, resolved and closed; each row knows the end, as in the real log."""
    known = {"opened_at": opened, "resolved_at": resolved, "closed_at": closed} | told
    rows = [row(number, **(known | {"incident_state": state, "sys_updated_at": opened})) for state in ("New", "Active")]
    ends = [("Resolved", resolved), ("Closed", closed)]
    return rows + [row(number, **(known | {"incident_state": s, "sys_updated_at": at if at != "?" else opened})) for s, at in ends]


def as_csv(rows: list[list[str]], columns: list[str] = COLUMNS) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue()


def a_log(folder: Path, rows: list[list[str]], name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text(as_csv(rows), "utf-8")
    return path


def a_zip(folder: Path, content: bytes, name: str = "log.zip", inside: str = "log.csv") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inside, content)
    return path


def imported(path: Path, mapping: str = "servicenow") -> ImportResult:
    """Import a log as Samdrift itself."""
    with everywhere() as actor:
        return import_incidents(path, mapping=mapping_named(mapping), by=actor, at=NOW)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in March 2016."""
    return datetime(2016, 3, day, hour, minute, tzinfo=UTC)
