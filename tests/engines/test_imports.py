"""The engines are a library of their own: they need nothing of what makes pages, and what is heavy only when it is used."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from samdrift.engines.sharing.compiled import compiled

OF_ENGINES = {"highspy", "numba", "numpy", "tzdata"}


def what_makes_pages() -> list[str]:
    """The modules of everything else that Samdrift depends on."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]} - OF_ENGINES
    return [module for module, names in packages_distributions().items() if needed & {name.lower().replace("_", "-") for name in names}]


def run(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_engine_is_imported_where_nothing_that_makes_pages_is_installed() -> None:
    pages = what_makes_pages()
    assert {"django", "psycopg", "granian"} <= set(pages)
    run(
        f"""
import importlib, pkgutil, sys
sys.modules.update(dict.fromkeys({pages}))  # None there means that importing it fails
import samdrift.engines
for found in pkgutil.walk_packages(samdrift.engines.__path__, "samdrift.engines."):
    importlib.import_module(found.name)
"""
    )


def test_sharing_compiles_and_solves_nothing_until_it_is_asked_to() -> None:
    """A page that splits a cost to the öre does not wait for numba."""
    run(
        """
import sys
import samdrift.engines.sharing
assert not {"numba", "highspy"} & set(sys.modules)
"""
    )


def test_what_can_be_kept_in_no_folder_is_compiled_all_the_same() -> None:
    """As where the product is installed to be read only, for a user without a home."""
    nowhere: dict[str, Any] = {}
    exec("def twice(x):\n    return 2 * x", nowhere)  # numba keeps what it compiles beside a function's file, and this has none
    assert compiled("int64(int64)")(nowhere["twice"])(21) == 42
