"""Rows that cannot be read are kept; files and mappings that cannot are refused in words, and leave nothing behind."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path

import pytest

from samdrift.run.desk.imports import FileRefused, MappingRefused, mapping_named, reading
from samdrift.run.desk.imports.mapping import mapping_from
from samdrift.run.desk.models import Event, ImportRun, KeptRow, Ticket
from tests.builders import Cast, everywhere
from tests.imports.logs import COLUMNS, a_log, a_zip, an_incident, as_csv, imported, row

SERVICENOW = Path(reading.__file__).parents[1] / "mappings" / "servicenow.toml"


def nothing_is_there() -> bool:
    with everywhere():
        return not any(model.objects.exists() for model in (Ticket, Event, ImportRun, KeptRow))


@pytest.mark.parametrize(
    ("broken", "reason", "found"),
    [
        (row("INC2", opened_at="31/2/2016 10:00"), "time", "31/2/2016 10:00"),
        (row("INC2", sys_updated_at="yesterday"), "time", "yesterday"),
        (row("INC2", opened_at="?"), "opened", ""),
        (row("?"), "number", ""),
        (row("9" * 61), "number", "9" * 61),
        (row("INC2", incident_state="-100"), "state", "-100"),
        (row("INC2", priority="5 - Planning"), "priority", "5 - Planning"),
        (row("INC2", made_sla="maybe"), "flag", "maybe"),
        (row("INC2", resolved_at="1/3/2016 07:59"), "order", "1/3/2016 08:00, 1/3/2016 07:59, "),
        (row("INC2", resolved_at="3/3/2016 08:00", closed_at="2/3/2016 08:00"), "order", "1/3/2016 08:00, 3/3/2016 08:00, 2/3/2016 08:00"),
        (row("INC1", opened_at="1/3/2016 07:00"), "reopened", "1/3/2016 07:00"),
        (row("INC2")[:-1], "cells", "11"),
        ([*row("INC2"), "more"], "cells", "13"),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_with_its_line(cast: Cast, tmp_path: Path, broken: list[str], reason: str, found: str) -> None:
    result = imported(a_log(tmp_path, [*an_incident("INC1"), broken]))
    assert result.kept == ((6, reason, found),)
    assert result.added == 1
    with everywhere():
        kept = KeptRow.objects.get()
        assert (kept.line, kept.reason, kept.found, kept.raw) == (6, reason, found, ",".join(broken))


def test_an_incident_is_made_of_the_rows_that_can_be_read(cast: Cast, tmp_path: Path) -> None:
    rows = an_incident("INC1", resolved="1/3/2016 12:00")
    assert imported(a_log(tmp_path, [rows[0], row("INC1", incident_state="Lost"), *rows[1:]])).added == 1
    with everywhere():
        assert list(Event.objects.order_by("at", "pk").values_list("kind", flat=True)) == ["reported", "assigned", "resolved"]


def a_bomb(folder: Path) -> Path:
    return a_zip(folder, as_csv(an_incident()).encode() + b"\n" * 3_000_000)


def cut(folder: Path) -> Path:
    path = a_zip(folder, as_csv([row(f"INC{n}") for n in range(500)]).encode())
    path.write_bytes(path.read_bytes()[:-400])
    return path


def changed_inside(folder: Path) -> Path:
    path = folder / "log.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("log.csv", GOOD)
    path.write_bytes(path.read_bytes().replace(b"Group 1", b"Group 2", 1))
    return path


def written(content: bytes, name: str = "log.csv") -> object:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


GOOD = as_csv([*an_incident("INC1"), *an_incident("INC2")]).encode()


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("bad_zip", cut),
        ("bad_zip", changed_inside),
        ("bomb", a_bomb),
        ("not_one_csv", lambda folder: a_zip(folder, GOOD, inside="log.txt")),
        ("empty", written(b"")),
        ("empty", written(GOOD.splitlines()[0])),
        ("not_text", written(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")),
        ("not_text", written(as_csv([row("INC1", category="Åtgärd")]).encode("latin-1"))),
        ("not_text", written(GOOD.decode().encode("utf-16"))),
        ("not_text", written(GOOD + b"x" * 1_000_001)),
        ("not_csv", written(GOOD + b'INC3,"' + b"no end\n" * 100)),
        ("not_csv", written(GOOD + b'INC3,"a"b,c\n')),
        ("columns", written(b"one,two\n1,2\n")),
        ("columns", written(as_csv([r[1:] for r in an_incident()], COLUMNS[1:]).encode())),
        ("nothing", lambda folder: a_log(folder, [row("INC1", opened_at="2016-03-01 08:00")])),
        ("missing", lambda folder: folder / "no.csv"),
        ("missing", lambda folder: folder),
    ],
)
def test_a_broken_file_is_refused_in_words_and_leaves_nothing(cast: Cast, tmp_path: Path, code: str, make: object) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    with pytest.raises(FileRefused) as refused:
        imported(path)
    assert refused.value.code == code
    assert path.name in str(refused.value)
    assert nothing_is_there()


def test_a_csv_that_unpacks_beyond_the_limit_is_refused(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    for path in (a_zip(tmp_path, GOOD), a_log(tmp_path, an_incident())):
        with pytest.raises(FileRefused) as refused:
            imported(path)
        assert refused.value.code == "too_large"
    assert nothing_is_there()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on a process are known to POSIX only")
def test_a_child_that_its_limits_stop_is_a_refusal(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MEMORY", 1)
    with pytest.raises(FileRefused) as refused:
        imported(a_log(tmp_path, [row("INC1", category="long" * 30_000)] * 100))
    assert refused.value.code == "unreadable"
    assert nothing_is_there()


def test_a_fault_after_the_first_tickets_leaves_nothing_half_done(cast: Cast, tmp_path: Path) -> None:
    def stop(words: object, done: int, total: int) -> None:
        if str(words) in ("Writing", "Skriver"):
            raise KeyboardInterrupt

    from samdrift.run.desk.imports import import_incidents
    from tests.builders import NOW

    path = a_log(tmp_path, an_incident())
    with everywhere() as actor, pytest.raises(KeyboardInterrupt):
        import_incidents(path, mapping=mapping_named("servicenow"), by=actor, at=NOW, progress=stop)
    assert nothing_is_there()


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("not_toml", "[file]", "[file"),
        ("lacks", 'number = "number"\n', ""),
        ("lacks", "[states]", "[other]"),
        ("lacks", 'name = "servicenow"', ""),
        ("wrong", '"New" = "new"', '"New" = "fresh"'),
        ("wrong", '"4 - Low" = 4', '"4 - Low" = 9'),
        ("wrong", '"4 - Low" = 4', '"4 - Low" = true'),
        ("wrong", '"true" = true', '"true" = 1'),
        ("wrong", 'zone = "UTC"', 'zone = "Mars/Olympus"'),
        ("wrong", 'encoding = "utf-8"', 'encoding = "utf-16"'),
        ("wrong", 'encoding = "utf-8"', "encoding = 8"),
        ("wrong", 'member = "location"', 'mumber = "location"'),
        ("wrong", "spread = true", 'spread = "yes"'),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_is_wrong(code: str, before: str, after: str) -> None:
    text = SERVICENOW.read_text("utf-8")
    assert before in text
    with pytest.raises(MappingRefused) as refused:
        mapping_from(text.replace(before, after, 1).encode(), called="mine")
    assert refused.value.code == code
    assert "mine" in str(refused.value)


@pytest.mark.parametrize(
    ("code", "after"),
    [("no_member", '[members.named]\n"Location 1" = "Nobody"'), ("no_service", '[services.named]\n"Category 1" = "Nothing"')],
)
def test_a_mapping_that_names_what_is_not_there_is_refused(cast: Cast, tmp_path: Path, code: str, after: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(SERVICENOW.read_text("utf-8").replace("\n" + after.splitlines()[0], "\n" + after), "utf-8")
    with pytest.raises(MappingRefused) as refused:
        imported(a_log(tmp_path, an_incident()), mapping=str(own))
    assert refused.value.code == code
    assert nothing_is_there()


def test_a_place_without_a_member_is_refused_where_places_are_not_spread(cast: Cast, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    text = SERVICENOW.read_text("utf-8").replace("spread = true", "spread = false")
    own.write_text(text.replace("\n[members.named]", '\n[members.named]\n"Location 1" = "Havsverket"'), "utf-8")
    assert imported(a_log(tmp_path, an_incident()), mapping=str(own)).added == 1
    with everywhere():
        assert Ticket.objects.get().owner == cast.other
    with pytest.raises(MappingRefused) as refused:
        imported(a_log(tmp_path, an_incident("INC9", location="Location 2")), mapping=str(own))
    assert refused.value.code == "no_place"


def test_an_unknown_mapping_names_those_there_are() -> None:
    with pytest.raises(MappingRefused, match="servicenow"):
        mapping_named("jira")
    with pytest.raises(MappingRefused):
        mapping_named("nowhere/jira.toml")


def test_a_time_that_the_zone_skips_cannot_be_read(cast: Cast, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(SERVICENOW.read_text("utf-8").replace('zone = "UTC"', 'zone = "Europe/Stockholm"'), "utf-8")
    rows = [*an_incident(), row("INC2", opened_at="27/3/2016 02:30", sys_updated_at="27/3/2016 03:30")]
    assert imported(a_log(tmp_path, rows), mapping=str(own)).kept == ((6, "time", "27/3/2016 02:30"),)
    assert imported(a_log(tmp_path, rows)).kept == ()


def test_the_child_survives_any_bytes(tmp_path: Path) -> None:
    garbage = zlib.compress(bytes(range(256)) * 50)
    for start in (b"", b"PK\x03\x04", GOOD[:200]):
        path = tmp_path / "any"
        path.write_bytes(start + garbage)
        with pytest.raises(FileRefused):
            list(reading.read_table(path, encoding="utf-8", delimiter=",", progress=lambda *_said: None).rows)
