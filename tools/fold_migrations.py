"""Move each constraint and index of a migration into the CreateModel that it belongs to.

Run it after makemigrations; what it has done before stays as it is.

    python tools/fold_migrations.py

Django writes them as operations of their own, and after each draws all models related to the changed one anew: with a hundred tables that
is most of the time that an empty database takes to be ready. What refers to a field that is added later in the same migration stays.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1] / "src" / "samdrift"
FOLDED = {"AddConstraint": "constraint", "AddIndex": "index"}
LISTS = {"AddConstraint": "constraints", "AddIndex": "indexes"}


def _said(call: ast.Call, name: str, place: int) -> ast.expr:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None) or call.args[place]


def _word(call: ast.Call, name: str, place: int = 0) -> str:
    value = _said(call, name, place)
    assert isinstance(value, ast.Constant)
    return str(value.value).lower()


class Text:
    """A source whose pieces are named by its syntax tree, replaced from the end so that places stay right."""

    def __init__(self, source: str) -> None:
        self.source = source.encode()
        self.starts = [0]
        for line in self.source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.changes: list[tuple[int, int, bytes]] = []

    def begin(self, node: ast.expr) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr) -> str:
        return self.source[self.begin(node) : self.end(node)].decode()

    def changed(self) -> str:
        source = self.source
        for begin, end, instead in sorted(self.changes, reverse=True):
            source = source[:begin] + instead + source[end:]
        return source.decode()


def folded(source: str) -> str:
    """This function will return a migration's source with its constraints and indexes where their models are made."""
    text = Text(source)
    operations = next(
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "operations"
    )
    assert isinstance(operations, ast.List)
    made: dict[str, ast.Call] = {}
    moved: dict[str, dict[str, list[str]]] = {}
    later: dict[str, set[str]] = {}  # fields of a model that are added one by one, in any order
    calls = [(one, one.func.attr) for one in operations.elts if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    for call, kind in calls:
        if kind in ("AddField", "AlterField", "RemoveField", "RenameField"):
            later.setdefault(_word(call, "model_name"), set()).add(_word(call, "name", 1))
    for call, kind in calls:
        if kind == "CreateModel":
            made[_word(call, "name")] = call
        if kind not in FOLDED or (model := _word(call, "model_name")) not in made:
            continue
        said = text.of(_said(call, FOLDED[kind], 1))
        if set(re.split(r"\W+|__", said)) & later.get(model, set()):
            continue
        moved.setdefault(model, {}).setdefault(LISTS[kind], []).append(said)
        end = text.end(call)
        comma = re.match(rb"\s*,?", text.source[end:])
        assert comma is not None
        text.changes.append((text.begin(call), end + comma.end(), b""))
    for model, lists in moved.items():
        _add_options(text, made[model], lists)
    return text.changed()


def _add_options(text: Text, call: ast.Call, lists: dict[str, list[str]]) -> None:
    options = next((keyword.value for keyword in call.keywords if keyword.arg == "options"), None)
    pieces = []
    for name, said in lists.items():
        there = None
        if isinstance(options, ast.Dict):
            there = next((value for key, value in zip(options.keys, options.values, strict=True) if _is(key, name)), None)
        written = "".join(f"{one}, " for one in said)
        if there is not None:
            text.changes.append((text.end(there) - 1, text.end(there) - 1, f", {written}".encode()))
        else:
            pieces.append(f'"{name}": [{written}]')
    if not pieces:
        return
    written = ", ".join(pieces)
    at = text.end(options if options is not None else call) - 1
    before = text.source[:at].rstrip()[-1:]
    comma = "" if before in b",{(" else ", "
    text.changes.append((at, at, f"{comma}{written}".encode() if options is not None else f"{comma}options={{{written}}}".encode()))


def _is(key: ast.expr | None, name: str) -> bool:
    return isinstance(key, ast.Constant) and key.value == name


def main() -> None:
    changed = []
    for path in sorted(HOUSE.glob("**/migrations/0*.py")):
        before = path.read_text(encoding="utf-8")
        after = folded(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path)
    if changed:
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", *map(str, changed)], check=True)
    print(f"{len(changed)} migrations folded")


if __name__ == "__main__":
    main()
