"""`python3 run.py test [--long] [pytest arguments]`: the rules of the house, the types, then the suite."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PYTHON = [sys.executable, "-m"]
CHECKS = (
    ("style", [*PYTHON, "ruff", "check", "--quiet"]),
    ("format", [*PYTHON, "ruff", "format", "--check", "--quiet"]),
    ("import contract", [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]),
    ("types", [*PYTHON, "mypy"]),
)


def main(arguments: Sequence[str]) -> int:
    long = "--long" in arguments
    chosen = [a for a in arguments if a != "--long"]
    if not chosen:
        for name, command in CHECKS:
            started = time.monotonic()
            ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if ran.returncode:
                print(f"{ran.stdout}\n{name}: failed", file=sys.stderr)
                return ran.returncode
            print(f"{name}: holds ({time.monotonic() - started:.1f} s)", flush=True)
    marked = [] if long else ["-m", "not long"]
    return subprocess.call([*PYTHON, "pytest", *marked, *chosen])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
