"""A federation's folder of data files, read."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

FEDERATIONS = Path(__file__).parent / "federations"


class NoSuchFederation(Exception):
    """There is no folder of that name."""


def plan_of(federation: str) -> dict[str, Any]:
    """This will read a federation's folder: `federation.toml`, and the other files under their own names."""
    folder = FEDERATIONS / federation
    if not (folder / "federation.toml").is_file():
        known = ", ".join(sorted(path.name for path in FEDERATIONS.iterdir() if path.is_dir()))
        raise NoSuchFederation(f"There is no federation {federation!r}; there is {known}.")
    plan = _toml(folder / "federation.toml")
    plan["agreement"] = _toml(folder / "agreement.toml")
    plan["levels"] = _toml(folder / "levels.toml")
    plan["architecture"] = _toml(folder / "architecture.toml")
    plan["licences"] = _toml(folder / "licences.toml")
    plan["contracts"] = _toml(folder / "contracts.toml")
    plan["investments"] = _toml(folder / "investments.toml")
    plan["methods"] = _toml(folder / "methods.toml")
    plan["projects"] = _toml(folder / "projects.toml")
    plan["members"] = _rows(folder / "members.csv", ",")
    plan["costs"] = _rows(folder / "costs.csv", ";")
    return plan


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter=delimiter))
