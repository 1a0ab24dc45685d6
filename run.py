#!/usr/bin/env python3
"""Prepare `.venv` when the requirements changed, then run a command in it. Standard library only.

python3 run.py demo            build the demo federation and open it in a browser
python3 run.py test            rules of the house, types and the test suite (test --long: the slow proofs too)
python3 run.py COMMAND ...     any other command of `samdrift`; `python3 run.py --help` lists them
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(requirements: Path) -> None:
    """Install the pinned requirements and this checkout into `.venv`, unless they are there already."""
    mark = VENV / f".{requirements.stem}"
    wanted = hashlib.sha256(requirements.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    if PYTHON.exists() and mark.exists() and mark.read_text() == wanted:
        return
    print(f"Preparing .venv from {requirements.name} (once; a minute or two) ...", file=sys.stderr, flush=True)
    # Python compiles what is imported when it is: that is a small part of what is installed, and half of the time this takes.
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    try:
        if not PYTHON.exists():
            venv.create(VENV, with_pip=True, clear=True)
        subprocess.check_call([*pip, "--require-hashes", "--requirement", str(requirements)])
        subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"Could not prepare {VENV}: {error}\nPython 3.11 with venv and pip, and a way to reach a package index, are needed.")
    mark.write_text(wanted)


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever starts this may have any Python)
        print(f"Samdrift needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    command, *rest = arguments or ["--help"]
    testing = command in ("test", "bench")
    prepare(ROOT / {"test": "requirements-dev.txt", "bench": "requirements-bench.txt"}.get(command, "requirements.txt"))
    module = {"test": ["tests"], "bench": ["benchmarks"]}.get(command, ["samdrift.config.cli", command])
    script = ["-m", *module, *rest]
    if os.name == "nt":
        return subprocess.call([str(PYTHON), *script], cwd=ROOT if testing else None)
    if testing:
        os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *script])
    return 0  # not reached: this process has become the other one


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
