"""Every engine function shows one example in its docstring, and it is true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import samdrift.engines

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(samdrift.engines.__path__, "samdrift.engines.")
    if not found.ispkg
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_each_public_function_has_an_example(module: ModuleType) -> None:
    functions = inspect.getmembers(module, lambda item: inspect.isfunction(item) and item.__module__ == module.__name__)
    missing = [name for name, function in functions if not name.startswith("_") and ">>>" not in (function.__doc__ or "")]
    assert missing == []


def test_the_code_in_the_reference_runs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "engines.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 12
    exec("\n".join(blocks), {})
