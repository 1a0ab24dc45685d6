"""`python3 run.py test [--long] [pytest arguments]`: the rules of the house, then the suite with the types beside it.

With `--long` the slow proofs too, and then the suite once more on the oldest PostgreSQL we promise, where Debian has installed it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PYTHON = [sys.executable, "-m"]
OLDEST = Path("/usr/lib/postgresql/15/bin")
QUICK = (
    ("style", [*PYTHON, "ruff", "check", "--quiet"]),
    ("format", [*PYTHON, "ruff", "format", "--check", "--quiet"]),
    ("import contract", [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]),
)
TYPES = ("types", [*PYTHON, "mypy"])


class Check:
    """A rule of the house that is being held against the code, beside whatever runs meanwhile."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def code(self) -> int:
        """This will wait for the end, say how it went, and return the exit code."""
        said, _ = self.process.communicate()
        if self.process.returncode:
            print(f"{said}\n{self.name}: failed", file=sys.stderr)
        else:
            print(f"{self.name}: holds", flush=True)
        return self.process.returncode

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def main(arguments: Sequence[str]) -> int:
    long = "--long" in arguments
    chosen = [a for a in arguments if a != "--long"]
    suite = [*PYTHON, "pytest", "-m", "not long", *chosen]
    if chosen:
        return _run(suite, chosen, long=long)
    for quick in QUICK:
        if code := Check(*quick).code():
            return code
    types = Check(*TYPES)  # on the core that is free while one of two workers makes the database and the other waits for it
    try:
        code = _run(suite, chosen, long=long)
        return types.code() or code
    finally:
        types.stop()


def _run(suite: Sequence[str], chosen: Sequence[str], *, long: bool) -> int:
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
