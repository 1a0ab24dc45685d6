"""Every engine function shows one example in its docstring, and it is true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
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
