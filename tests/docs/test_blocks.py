"""Every block on a page is read by what would read it in earnest: the argument parser, the interpreter, the readers of files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines

from samdrift.agree.deviation_files import COLUMNS as DEVIATIONS
from samdrift.agree.deviation_files import read_deviations
from samdrift.agree.target_files import COLUMNS as TARGETS
from samdrift.agree.target_files import read_targets
from samdrift.config.cli import COMMANDS, command_parser
from samdrift.config.embedded.roles import APP, OWNER
from samdrift.follow_up.spread_file import INDICATORS, read_indicators
from samdrift.plan.baselines_files import BASELINES, REMAINING, read_baselines, read_remaining
from samdrift.plan.expectations_files import EXPECTED, INDEX_COLUMNS, read_expectations, read_index
from samdrift.run.desk.imports.mapping import mapping_from
from samdrift.run.purchasing.investments_files import COLUMNS as INVESTMENTS
from samdrift.run.purchasing.investments_files import read_investments
from samdrift.run.purchasing.licence_files import HOLDERS, PRODUCTS, PURCHASES, read_holders, read_products, read_purchases
from samdrift.settle.costs_file import NEEDED, read_costs
from samdrift.team.rota_file import COLUMNS as SHIFTS
from samdrift.team.rota_file import read_shifts
from tests.docs.pages import HOUSE, PAGES, Block, blocks, blocks_of, commands, name_of, words_of
from tools import engine_pages

TREE = ""  # a drawing of folders
KINDS = {"console", "sh", "python", "pycon", "toml", "csv", "sql", "django", TREE}
OF_RUN_PY = ("test", "bench")
SETTINGS = (HOUSE / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def where(block: object) -> str:
    return str(block) if isinstance(block, Block) else name_of(block) if isinstance(block, Path) else ""


def test_no_block_is_of_a_kind_that_nothing_reads() -> None:
    assert [str(block) for page in PAGES for block in blocks_of(page) if block.kind not in KINDS] == []


@pytest.mark.parametrize(("block", "command"), list(commands()), ids=where)
def test_a_command_is_one_that_there_is(block: Block, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    variables, words = words_of(command)
    for name in variables:
        assert f"`{name}`" in SETTINGS, f"{block}: {name} is no setting"
    if words[:2] == ["python3", "run.py"]:
        words = ["samdrift", *words[2:]]
        if words[1] in OF_RUN_PY:
            there = {path.stem for path in (HOUSE / "benchmarks").glob("*.py")}
            assert words[1] != "bench" or set(words[2:]) <= there, f"{block}: no such benchmark"
            return
    if not words:
        return
    assert words[0] == "samdrift", f"{block}: {command}"
    try:
        command_parser().parse_args(words[1:])
    except SystemExit:
        pytest.fail(f"{block}: {command}\n{capsys.readouterr().err}")


@pytest.mark.parametrize("block", [block for block in blocks("console") if not block.is_run], ids=where)
def test_what_a_command_prints_is_shown_only_where_it_is_compared(block: Block) -> None:
    assert [printed for _command, printed in block.commands if printed] == []


@pytest.mark.parametrize("page", sorted({block.page for block in blocks("python")}), ids=where)
def test_python_runs(page: Path) -> None:
    """All of a page in order, since a later block builds on an earlier one."""
    exec("\n".join(block.text for block in blocks("python") if block.page == page), {})


@pytest.mark.parametrize("room", engine_pages.ROOMS)
def test_the_pages_of_the_engines_say_what_their_docstrings_say(room: str) -> None:
    """The examples in docstrings are run where they stand; run tools/engine_pages.py where this fails."""
    assert (engine_pages.PAGES / f"{room}.md").read_text(encoding="utf-8") == engine_pages.page(room)


def test_examples_of_the_interpreter_stand_only_on_pages_made_from_docstrings() -> None:
    assert {block.page.parent for block in blocks("pycon")} == {engine_pages.PAGES}


@pytest.mark.parametrize("block", blocks("csv"), ids=where)
def test_a_file_of_costs_or_licences_is_read_without_a_wrong_row(block: Block) -> None:
    head = set(re.split("[;,]", block.text.splitlines()[0]))
    of_purchasing = ((HOLDERS, read_holders), (PURCHASES, read_purchases), (PRODUCTS, read_products), (INVESTMENTS, read_investments))
    of_agree = ((DEVIATIONS, read_deviations), (TARGETS, read_targets))
    of_plan = ((BASELINES, read_baselines), (REMAINING, read_remaining), (EXPECTED, read_expectations), (INDEX_COLUMNS, read_index))
    for columns, read in (*of_purchasing, *of_agree, *of_plan, (INDICATORS, read_indicators), (SHIFTS, read_shifts)):
        if head == set(columns):
            assert read(block.text.encode())[1] == []
            return
    if not set(NEEDED) <= head:
        assert block.says, f"{block}: neither costs, nor a file that a command on the page reads"
        return
    rows, wrong = read_costs(block.text.encode())
    assert rows
    assert wrong == []


@pytest.mark.parametrize("block", blocks("toml"), ids=where)
def test_a_mapping_is_one(block: Block) -> None:
    assert mapping_from(block.text.encode(), called=str(block)).name


@pytest.mark.parametrize("block", blocks("django"), ids=where)
def test_a_template_can_be_compiled(block: Block) -> None:
    engines["django"].from_string(block.text)


@pytest.mark.parametrize("block", blocks("sql"), ids=where)
def test_the_roles_that_an_administrator_makes_pass_no_walls(block: Block) -> None:
    made = dict(re.findall(r"CREATE ROLE (\w+) ([^;]*);", block.text))
    assert set(made) == {OWNER, APP}
    for rights in made.values():
        assert {"LOGIN", "NOSUPERUSER", "NOBYPASSRLS", "NOCREATEROLE"} <= set(rights.split())
    assert f"CREATE DATABASE samdrift OWNER {OWNER} " in block.text


@pytest.mark.parametrize("block", blocks(TREE), ids=where)
def test_a_drawing_of_the_house_shows_folders_that_are_there(block: Block) -> None:
    root, *rooms = re.findall(r"(?:^|[│├└─ ]{2,})([a-z_]+(?:/[a-z_]+)*)/", block.text, re.MULTILINE)
    assert rooms
    assert [room for room in rooms if not (HOUSE / root / room).is_dir()] == []
    shown = {room.split("/")[0] for room in rooms}
    assert {path.name for path in (HOUSE / root).iterdir() if path.is_dir() and not path.name.startswith("__")} <= shown


def test_the_command_line_is_described_whole() -> None:
    """Each command with each option, and no option that there is none of."""
    page = (HOUSE / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    rows: dict[str, str] = {}
    for row in page.splitlines():
        if row.startswith("| `") and not row.startswith("| `-"):
            name = row.split("`")[1].split()[0]
            rows[name] = rows.get(name, "") + row
    assert set(rows) - {"python3"} == set(COMMANDS)
    for name, row in rows.items():
        if name != "python3":
            assert set(re.findall(r"`(--[a-z-]+)", row)) == options_of(name), name


def options_of(command: str) -> set[str]:
    """The long options of a command and of its kinds, without --help."""
    found: set[str] = set()
    todo = [command_parser()._subparsers._group_actions[0].choices[command]]  # type: ignore[union-attr, index]
    while todo:
        parser = todo.pop()
        for action in parser._actions:
            found |= {option for option in action.option_strings if option.startswith("--")}
            if isinstance(action.choices, dict):
                todo += action.choices.values()
    return found - {"--help"}
