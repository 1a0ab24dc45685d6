"""`samdrift import procurements` and `samdrift report contracts`, as a shell runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import translation

from samdrift.config import cli
from samdrift.run.purchasing.models import PastProcurement
from tests.builders import Cast, everywhere
from tests.purchasing.contract_builders import a_call_off, a_contract
from tests.purchasing.past_builders import HAVSVERKET, KOMMUN, LANSVERKET, a_row, a_workbook, number_members, values

Printed = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    with translation.override("en"):
        return cli.main([str(word) for word in words])


@pytest.fixture
def files(cast: Cast, tmp_path: Path) -> tuple[Path, Path]:
    number_members(cast)
    rows = [a_row(LANSVERKET, "A"), a_row(HAVSVERKET, "B"), a_row(KOMMUN, "C")]
    procurements, valued = tmp_path / "procurements.xlsx", tmp_path / "values.xlsx"
    procurements.write_bytes(a_workbook(rows))
    valued.write_bytes(values([(rows[0], 5.0)]))
    return procurements, valued


def test_two_files_are_read_in_and_told_of(files: tuple[Path, Path], capsys: Printed) -> None:
    assert run("import", "procurements", *files, "--json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "file": "procurements.xlsx",
        "rows": 3,
        "of_others": 1,
        "members": 2,
        "added": 2,
        "known": 0,
        "values_added": 0,
    }
    assert (second["added"], second["values_added"]) == (0, 1)
    assert run("import", "procurements", files[0]) == 0
    assert "procurements.xlsx" in capsys.readouterr().out


def test_a_broken_second_file_leaves_nothing_and_is_refused_in_words(files: tuple[Path, Path], tmp_path: Path, capsys: Printed) -> None:
    picture, swapped = tmp_path / "picture.xlsx", tmp_path / "swapped.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    row = a_row("Länsverket", "2021002247")
    swapped.write_bytes(a_workbook([row]))
    for wrong in (picture, swapped, tmp_path / "none.xlsx"):
        assert run("import", "procurements", files[0], wrong) == 1
        said = capsys.readouterr().err
        assert said.splitlines()[-1].startswith("samdrift: ")
        assert "%(" not in said
    with everywhere():
        assert not PastProcurement.objects.exists()
    assert run("import", "procurements", files[0], "--mapping", "nobodys") == 1


def test_contracts_are_reported_in_words_and_as_json(cast: Cast, capsys: Printed) -> None:
    assert run("report", "contracts") == 0
    contract = a_contract(cast, reference="2026-0412")
    a_call_off(cast, contract)
    capsys.readouterr()
    assert run("report", "contracts") == 0
    assert "2026-0412" in capsys.readouterr().out
    assert run("report", "contracts", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["committed_minor"], row["left_minor"], row["runs_out_on"]) == (100_000_00, 900_000_00, None)
    assert run("check") == 0
