"""A federation is a folder of data files: checked whole before anything is built, refused with every fault named by file and place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from samdrift.agree.models import Measure
from samdrift.catalog.models import Method, Price, Service
from samdrift.config import cli
from samdrift.config.demo import build
from samdrift.config.demo.federation import (
    FEDERATIONS,
    FolderRefused,
    NoSuchFederation,
    default_federation,
    federations,
    folder_of,
    note_of,
    plan_of,
)
from samdrift.config.demo.shapes import SHAPES
from samdrift.core.models import DemoMark
from samdrift.run.projects.models import Job
from samdrift.run.purchasing.models import PriceList, Product
from samdrift.settle.models import AllocationKey

ON = date(2026, 11, 25)
HOUSE = Path(__file__).resolve().parents[2]
Spoil = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one's own that holds what the universities' does."""
    return Path(shutil.copytree(FEDERATIONS / "universities", tmp_path / "mine"))


def changed(file: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def gone(file: str) -> Spoil:
    return lambda folder: (folder / file).unlink()


def added(file: str, text: str) -> Spoil:
    return lambda folder: (folder / file).write_bytes(text.encode("utf-8", "surrogateescape"))


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(FolderRefused) as refused:
        plan_of(str(folder), on=ON)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("federation", federations())
def test_a_federation_that_comes_with_samdrift_has_no_fault(federation: str) -> None:
    plan = plan_of(federation, on=ON)
    assert set(build.STEPS) <= set(plan)
    assert set(note_of(federation)) == {"sv", "en"}


def test_one_of_them_is_built_when_no_other_is_asked_for() -> None:
    marked = [name for name in federations() if plan_of(name, on=ON).get("is_default")]
    assert marked == [default_federation()]


REFUSED = [
    (
        changed("federation.toml", 'host = "Lindmora"', 'host = "Lund"'),
        "federation.toml, unit, host: 'Lund' is no member; there is Brunnsala",
    ),
    (
        changed("architecture.toml", '"Campusnät" = ["Univ', '"Konto och inloggning" = ["Lärplattform"]\n"Campusnät" = ["Univ'),
        "architecture.toml: cannot be read",
    ),
    (
        changed("architecture.toml", '"Identitetsfederation" = ["Containerplattform"]', '"Identitetsfederation" = ["Lärplattform"]'),
        "architecture.toml, stands_on: goes round in a loop: ",
    ),
    (
        changed("architecture.toml", '"Filmserver" = ["Lagringssystem"]', '"Filmserver" = ["Filmserver"]'),
        "architecture.toml, stands_on: goes round in a loop: Filmserver > Filmserver",
    ),
    (gone("agreement.toml"), "agreement.toml: is missing"),
    (gone("members.csv"), "members.csv: is missing"),
    (gone("tickets.toml"), "federation.toml, services (Studiedokumentation), key: counts tickets, and there is no tickets.toml"),
    (added("licence.toml", ""), "licence.toml: is no file of a federation's folder"),
    (added("people.toml", "phone = "), "people.toml: cannot be read: Invalid value (at end of document)"),
    (added("people.toml", "phone = " + "[" * 5000), "people.toml: cannot be read"),
    (added("people.toml", 'phone = "\udcff"'), "people.toml: cannot be read"),
    (
        changed("investments.toml", '"Brunnsala" = 2', '"Brunnsela" = 2'),
        "investments.toml, investments 2 (Datorer till nya tentamenssalar), members.Brunnsela: 'Brunnsela' is no member",
    ),
    (changed("members.csv", "number,city", "number,town"), "members.csv, line 1: 'town' is no column here; those are name, short_name"),
    (changed("members.csv", "number,city", "number,town"), "members.csv, line 1: there is no column city"),
    (
        changed("members.csv", "Måsviks högskola,Måsvik,", "Måsviks högskola,Ekvalla,"),
        "members.csv, short_name: 'Ekvalla' stands there more than once",
    ),
    (changed("members.csv", ",6910,", ",6910.5,"), "members.csv, line 2, employees_2025: '6910.5' is not a whole number"),
    (changed("members.csv", ",6910,", ",,"), "members.csv, line 2, employees_2025: '' is not a whole number, 1 or more"),
    (changed("members.csv", ",6910,", ",6910,,"), "members.csv: cannot be read: line 2: it has 9 cells and the first line 8"),
    (changed("members.csv", "409900-2", "409901-2"), "line 2, number: '409901-2"),
    (changed("costs.csv", ";Lärplattform;Licens", ";Lärplatform;Licens"), "costs.csv, line 2, service: 'Lärplatform' is no service"),
    (changed("costs.csv", "1480000", "1480000,50"), "costs.csv, line 2, amount: '1480000,50' is not a whole number"),
    (changed("costs.csv", "392000", "-392000"), "costs.csv, line 3, amount: -392000 is not a whole number, 1 or more"),
    (
        changed("contracts.toml", 'supplier = "Ljusvåg"', 'supplier = "Mörkvåg"'),
        "contracts.toml, contracts 2 (Trådlöst nät på campus), supplier",
    ),
    (changed("contracts.toml", "advertised = 8", "advertised = 13"), "begun, advertised and awarded are months ago, in that order"),
    (changed("federation.toml", "2022-07-01", "2031-07-01"), "federation.toml, joined_on: 2031-07-01 has not come"),
    (changed("federation.toml", 'country = "SE"', 'country = "ZZ"'), "federation.toml, country: 'ZZ' is not a country whose closed days"),
    (changed("federation.toml", "is_desk = true\nphone", "phone"), "federation.toml, functions: one of them is the desk's"),
    (changed("federation.toml", "seed = 1477", "sed = 1477\nseed = 1"), "federation.toml: 'sed' is no key here"),
    (
        changed("federation.toml", '"Dalheden" = 1\n', ""),
        "federation.toml, weights: the key of Forskningslagring is fixed, and these members",
    ),
    (
        changed("agreement.toml", 'calendar = "Utökad drift"', 'calendar = "Natt"'),
        "agreement.toml, levels.Utökad, calendar: 'Natt' is no calendar",
    ),
    (
        changed("projects.toml", "-80, -76", "95, 0"),
        "projects.toml, proposals 4 (Examensbevis utan papper), project, milestones: stand in the order",
    ),
    (
        changed("projects.toml", "backers = 9", "backers = 13"),
        "projects.toml, proposals 1 (Gemensam tentamensplattform), backers: 13 is not a number of",
    ),
    (
        changed("licences.toml", "steps = [[0, 98000], [200", "steps = [[5, 98000], [2"),
        "licences.toml, products 1 (Statistikprogram), steps: begin at 0",
    ),
    (
        changed("levels.toml", '"Enkel" = [1, 2, 1, 2400000]', '"Enkel" = [1, 2, 4, 1]'),
        "levels.toml, services 5 (Forskningslagring), levels.Enkel",
    ),
    (
        changed("methods.toml", "version = 1", "version = 3"),
        "methods.toml, methods 1 (Före en digital salstentamen), variations: there is no",
    ),
]


@pytest.mark.parametrize(("spoil", "fault"), REFUSED, ids=[fault[:60] for _spoil, fault in REFUSED])
def test_what_is_wrong_is_told_with_its_file_and_place(folder: Path, spoil: Spoil, fault: str) -> None:
    spoil(folder)
    assert [told for told in faults_of(folder) if fault in told] != []


def test_every_fault_is_told_at_once(folder: Path) -> None:
    for spoil in (changed("federation.toml", 'host = "Lindmora"', 'host = "Lund"'), gone("agreement.toml"), added("licence.toml", "")):
        spoil(folder)
    assert {fault.split(",")[0].split(":")[0] for fault in faults_of(folder)} >= {"federation.toml", "agreement.toml", "licence.toml"}


@pytest.mark.parametrize("slice_", [key.removesuffix("?") for key in SHAPES["files"] if key.endswith("?") and "tickets" not in key])
def test_a_slice_whose_file_is_not_there_is_none(folder: Path, slice_: str) -> None:
    (folder / slice_).unlink()
    assert Path(slice_).stem not in plan_of(str(folder), on=ON)


@pytest.mark.django_db
def test_the_command_refuses_a_folder_in_words_and_builds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed("federation.toml", 'host = "Lindmora"', 'host = "Lund"')(folder)
    assert cli.main(["demo", "--build-only", "--federation", str(folder)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("samdrift: Nothing was built: 1 fault in ")
    assert "federation.toml, unit, host: 'Lund' is no member" in told
    assert not DemoMark.objects.exists()


@pytest.mark.parametrize("asked", ["moons", "../counties", "", "/", "..", "counties/"])
def test_says_which_federations_there_are_when_asked_for_another(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--demo", asked, "check"], ["demo", "--build-only", "--federation", asked]):
        if asked:
            assert cli.main(arguments) == 1
            assert "counties, universities" in capsys.readouterr().err
    with pytest.raises(NoSuchFederation, match="counties, universities"):
        folder_of(asked)


def test_a_folder_of_ones_own_is_not_called_like_one_that_comes_with_samdrift(folder: Path) -> None:
    named = folder.rename(folder.with_name("counties"))
    with pytest.raises(NoSuchFederation, match="call your folder something else"):
        folder_of(str(named))


def test_the_shape_knows_the_choices_that_rows_have() -> None:
    chosen = {
        ("service_shared", "kind"): Service.Kind,
        ("clause_agreed", "targets?"): Measure,
        ("method", "kind"): Method.Kind,
        ("request", "job"): Job,
        ("product", "metric"): Product.Metric,
        ("service_graded", "per"): Price.Per,
        ("product", "period"): PriceList.Period,
    }
    for (record, key), choices in chosen.items():
        assert SHAPES[record][key].split(" ")[1:] == choices.values, record
    assert {*SHAPES["service_shared"]["key"].split(" ")[1:], "licences"} == set(AllocationKey.Kind.values)


def test_the_reference_tells_of_every_file_and_key() -> None:
    page = (HOUSE / "docs" / "reference" / "federation-folder.md").read_text(encoding="utf-8")
    marked = re.findall(r"`([^`\n]+)`", page)
    told = {*marked, *re.findall(r"\w+", " ".join(marked))}
    keys = {key.removesuffix("?").replace("*", "2025") for shape in SHAPES.values() for key in shape}
    assert keys - told == set()
