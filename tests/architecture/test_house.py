"""The house keeps its own rules: words, contracts and addresses that no linter sees."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from samdrift.config.demo.federation import federations, plan_of
from samdrift.core.access import MAY, Deed
from tools.fold_migrations import folded

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = HOUSE / "src" / "samdrift"
OURS = [model for model in apps.get_models() if model.__module__.startswith("samdrift.")]

# The few actions by which a member's person writes a federation row or a total over members; and an auditor's change of password, which
# is audited like everybody's.
WIDENING = {"agree", "catalog", "members", "run"}

# Which stage may point at which: the order of the import contract.
ORDER = ("core", "members", "team", "catalog", "agree", "availability", "desk", "projects", "purchasing", "settle", "plan", "follow_up")


def test_the_glossary_defines_each_model_once() -> None:
    entries = re.findall(r"^\| (\w+) \| [^|–]+ \| [^|]+\. \| [^|]+\. \|$", (HOUSE / "docs" / "glossary.md").read_text(), re.MULTILINE)
    assert sorted(e for e in entries if e in {m.__name__ for m in OURS}) == sorted(m.__name__ for m in OURS)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_points_only_at_its_own_stage_and_those_below(model: type[models.Model]) -> None:
    own = ORDER.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            to = field.related_model
            assert isinstance(to, type)
            assert ORDER.index(to._meta.app_label) <= own, f"{field} points upward"
            if to._meta.app_label != model._meta.app_label:
                assert field.remote_field.hidden, f"{field} can be followed back from a lower stage"


def test_only_the_listed_stages_widen_their_walls() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
        if any(isinstance(call.func, ast.Name) and call.func.id == "widened" for call in calls):
            found.add(path.relative_to(SOURCE).parts[0])
    assert found <= WIDENING


def test_every_deed_stands_in_the_table_of_roles() -> None:
    assert set(MAY) == set(Deed)


def test_no_room_is_called_by_a_word_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "services", "misc", "util", "helper"}
    catalog = SOURCE / "catalog"  # where a service is the noun
    assert not [path for path in SOURCE.rglob("*") if path.stem in empty and not (path.stem == "services" and catalog in path.parents)]


def test_a_file_is_no_longer_than_its_noun() -> None:
    lengths = {str(p.relative_to(HOUSE)): len(p.read_text().splitlines()) for p in [*SOURCE.rglob("*.py"), *HOUSE.glob("tests/**/*.py")]}
    assert {path: lines for path, lines in lengths.items() if lines > 420 and "/migrations/" not in path} == {}, "split it by noun"


def test_a_table_is_made_with_its_constraints_and_indexes_since_each_apart_costs_the_first_start_a_second() -> None:
    apart = [path for path in SOURCE.glob("**/migrations/0*.py") if folded(path.read_text()) != path.read_text()]
    assert apart == [], "run python tools/fold_migrations.py"


def test_no_line_of_code_says_which_federation_it_is_for() -> None:
    """Who takes part is told by the files of a federation's folder: its `is_default` says which one is built when none is asked for."""
    plans = {name: plan_of(name, on=date(2026, 11, 25)) for name in federations()}
    theirs = {row[key] for plan in plans.values() for row in plan["members"] for key in ("name", "short_name")}
    theirs |= {plan[key] for plan in plans.values() for key in ("name", "name_en", "short_name", "council")} | {
        *plans,
        "county",
        "länsstyrelse",
    }
    said = re.compile(
        "|".join(sorted(rf"\b{re.escape(name)}(?!/)" for name in theirs)) + r"|\b\d+ (counties|boards|agencies)\b", re.IGNORECASE
    )
    code = [path for kind in ("*.py", "*.html", "*.txt", "*.js", "*.css") for path in SOURCE.rglob(kind) if "migrations" not in path.parts]
    lines = {f"{path.relative_to(SOURCE)}: {line.strip()}" for path in code for line in path.read_text().splitlines() if said.search(line)}
    assert {line for line in lines if "Europe/Stockholm" not in line} == set()


def test_nothing_below_a_door_reads_the_clock() -> None:
    doors = {"views", "views.py", "middleware.py", "context.py", "cli.py", "commands", "doors.py", "tasks.py"}
    readers = []
    for path in SOURCE.rglob("*.py"):
        if doors & set(path.relative_to(SOURCE).parts) or "migrations" in path.parts:
            continue
        if re.search(r"timezone\.(now|localdate|localtime)\(\)|datetime\.now\(|date\.today\(", path.read_text()):
            readers.append(str(path.relative_to(SOURCE)))
    assert readers == []


def test_members_stand_in_the_order_of_the_short_names_that_lists_show() -> None:
    """Organization's own ordering says it once: `order_by("owner")` follows it, and a query of organizations has it by itself."""
    by_full_name = re.compile(
        r'(?:InAlphabet|order_by)\((?:F\()?"-?(?:\w+__)*(?:owner|member|organization|taker)__(?:short_)?name"'
        r'|Organization\.objects(?:(?!SUPPLIER|-kind)[^\n])*order_by\((?:InAlphabet\()?"name"'
    )
    found = {f"{path.relative_to(SOURCE)}: {line[0]}" for path in SOURCE.rglob("*.py") for line in by_full_name.finditer(path.read_text())}
    assert found == set(), "suppliers alone, and those of several kinds, are told and sorted by their full names"
