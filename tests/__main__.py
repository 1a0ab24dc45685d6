"""`python3 run.py test [--long] [pytest arguments]`: the rules of the house, the types, then the suite.

With `--long` the slow proofs too, and then the suite once more on the oldest PostgreSQL we promise, where Debian has installed it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PYTHON = [sys.executable, "-m"]
OLDEST = Path("/usr/lib/postgresql/15/bin")
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
    suite = [*PYTHON, "pytest", "-m", "not long", *chosen]
    if not long:
        return subprocess.call(suite)
    code = subprocess.call([*PYTHON, "pytest", *chosen])
    return code or _on_the_oldest(suite)


def _on_the_oldest(suite: Sequence[str]) -> int:
    if "DATABASE_URL" in os.environ or not OLDEST.is_dir():
        print(f"not run once more on PostgreSQL 15: DATABASE_URL chooses a server, or there is no {OLDEST}", flush=True)
        return 0
    print(f"once more, on the PostgreSQL of {OLDEST}", flush=True)
    return subprocess.call(suite, env={**os.environ, "SAMDRIFT_PG_BIN": str(OLDEST)})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
