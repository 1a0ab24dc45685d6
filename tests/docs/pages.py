"""The documentation as it is read by tests: pages, their blocks of code, and the commands in those."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PAGES = [HOUSE / "README.md", HOUSE / "ARCHITECTURE.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. Beside its kind, `csv october.csv` says what it is saved as, `console run` that it is run and what it prints read."""

    page: Path
    line: int
    kind: str
    says: tuple[str, ...]
    text: str

    @property
    def is_run(self) -> bool:
        return self.kind == "console" and "run" in self.says

    @property
    def commands(self) -> list[tuple[str, str]]:
        """Each command of a console block with what the page says it prints."""
        found: list[list[str]] = []
        for line in self.text.splitlines(keepends=True):
            if line.startswith(PROMPT):
                found.append([line.removeprefix(PROMPT).strip(), ""])
            else:
                assert found, f"{self}: text before the first command"
                found[-1][1] += line
        return [(command, printed) for command, printed in found]

    def __str__(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    return str(page.relative_to(HOUSE))


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCED.finditer(text):
        kind, *says = match["info"].split() or [""]
        found.append(Block(page, text[: match.start()].count("\n") + 1, kind, tuple(says), match["text"]))
    return found


def blocks(*kinds: str) -> list[Block]:
    return [block for page in PAGES for block in blocks_of(page) if block.kind in kinds]


def words_of(command: str) -> tuple[list[str], list[str]]:
    """A shell's command as the variables it sets and its words; `export` only sets."""
    words = shlex.split(command, comments=True)
    if words[:1] == ["export"]:
        words = words[1:]
    variables = []
    while words and re.match(r"[A-Z_]+=", words[0]):
        variables.append(words.pop(0).split("=")[0])
    return variables, words


def prose_of(page: Path) -> str:
    """A page without its blocks, in one line."""
    return " ".join(FENCED.sub("", page.read_text(encoding="utf-8")).split())


def commands() -> Iterator[tuple[Block, str]]:
    """Every command that a page tells its reader to type."""
    for block in blocks("console"):
        yield from ((block, command) for command, _printed in block.commands)
    for block in blocks("sh"):
        yield from ((block, line) for line in block.text.splitlines())
