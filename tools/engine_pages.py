"""Write docs/reference/engines/ from the docstrings of the engines, a page for each room.

    python tools/engine_pages.py

Run it after changing a docstring or a signature of an engine; a test holds the pages against the code. The examples are those that the
tests execute where they stand.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

PAGES = Path(__file__).resolve().parents[1] / "docs" / "reference" / "engines"
ROOMS = ("worktime", "availability", "prices", "sharing", "rota", "period", "money")
BEGINS = "This (?:function )?will "


def main() -> None:
    PAGES.mkdir(exist_ok=True)
    for room in ROOMS:
        (PAGES / f"{room}.md").write_text(page(room), encoding="utf-8")


def page(room: str) -> str:
    """This will write the page of a room: what it is for, its functions, its classes, what it refuses."""
    module = import_module(f"samdrift.engines.{room}")
    public = [(name, getattr(module, name)) for name in names(module)]
    functions = [(name, item) for name, item in public if inspect.isfunction(item)]
    classes = [(name, item) for name, item in public if inspect.isclass(item)]
    refusals = [(name, item) for name, item in classes if issubclass(item, Exception)]
    made = "Made from the docstrings by `tools/engine_pages.py`. The rules, and how the rooms fit together: [engines](../engines.md)."
    parts = [f"# {room}", said(module), made]
    for name, function in functions:
        parts += [f"## {name}", f"**`{name}{signature(function)}`**", said(function)]
    for name, of_values in classes:
        if not issubclass(of_values, Exception):
            parts += [f"## {name}", *(whole for whole in (made_by(name, of_values), said(of_values)) if whole)]
            for method, item in methods(of_values):
                parts += [f"**`{method}{signature(item)}`**" if inspect.isroutine(item) else f"**`{method}`**", said(item)]
    if refusals:
        parts += ["## What it refuses", "| Refusal | Is a | When |\n|---|---|---|\n" + "\n".join(row(item) for _name, item in refusals)]
    return "\n\n".join(parts) + "\n"


def names(module: ModuleType) -> list[str]:
    """This will list what a room shows to those outside."""
    listed = getattr(module, "__all__", None)
    if listed is None:
        listed = [name for name, item in vars(module).items() if getattr(item, "__module__", "") == module.__name__]
    return sorted((name for name in listed if not name.startswith("_")), key=str.lower)


def signature(function: Any) -> str:
    """This will write a signature with its types as the code has them."""
    written = re.sub(r"<([A-Z]\w*\.\w+): [^>]*>", r"\1", str(inspect.signature(function)))
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", written).removesuffix(" -> None")


def made_by(name: str, of_values: type) -> str:
    """This will say how a class of values is made; enumerations by their values."""
    if hasattr(of_values, "__members__"):
        return ", ".join(f"`{member.name}`" for member in of_values)  # type: ignore[attr-defined]
    return f"**`{name}{signature(of_values)}`**" if hasattr(of_values, "__dataclass_fields__") else ""


def methods(of_values: type) -> Iterator[tuple[str, Any]]:
    """This will go through the documented methods and properties that a class of ours has of its own."""
    for name, item in vars(of_values).items():
        plain = getattr(of_values, name) if isinstance(item, classmethod | staticmethod) else item
        if not name.startswith("_") and inspect.getdoc(plain) and isinstance(item, property | classmethod | staticmethod | type(main)):
            yield name, plain


def said(item: Any) -> str:
    """This will turn a docstring into paragraphs, its examples into blocks."""
    text = inspect.cleandoc(item.__doc__ or "")
    text = re.sub(rf"\A{BEGINS}(\w)", lambda first: first[1].upper(), text)
    return "\n\n".join(f"```pycon\n{part}\n```" if part.startswith(">>>") else part for part in text.split("\n\n"))


def row(refusal: type) -> str:
    """This will write a refusal as a row of a table."""
    return f"| `{refusal.__name__}` | `{refusal.__bases__[0].__name__}` | {inspect.cleandoc(refusal.__doc__ or '').replace(chr(10), ' ')} |"


if __name__ == "__main__":
    main()
