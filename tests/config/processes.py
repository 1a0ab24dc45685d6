"""Processes that use the embedded database, and what can be seen of its server from outside."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

USER = """
import sys
from pathlib import Path
from samdrift.config.embedded import Embedded
print(Embedded(Path(sys.argv[1]), settings=dict(one.split("=") for one in sys.argv[2:])).ensure().app, flush=True)
sys.stdin.readline()
"""

WRITER = """
import sys, time
from pathlib import Path
import psycopg
from samdrift.config.embedded import Embedded
embedded, row, connection = Embedded(Path(sys.argv[1])), 0, None
print("writing", flush=True)
with open(sys.argv[2], "w") as acknowledged:
    while row < 1_000_000:
        row += 1
        try:
            if connection is None:
                connection = psycopg.connect(embedded.ensure().app, autocommit=True)
            connection.execute("INSERT INTO entry VALUES (%s)", [row])
            print(row, file=acknowledged, flush=True)
        except psycopg.OperationalError:
            connection = None
"""


@contextmanager
def a_process(script: str, *arguments: object, **how: object) -> Iterator[subprocess.Popen[str]]:
    """A process of ours that ends normally when the block does, unless it has been killed."""
    command = [sys.executable, "-W", "error", "-c", script, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        _, complaints = process.communicate("\n", timeout=60)
        assert process.returncode in (0, -9), complaints


def postmaster_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def is_running(data: Path) -> bool:
    return (data / "postmaster.pid").exists()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    assert process.stderr
    return process.stdout.readline().strip() or pytest.fail(process.stderr.read())


def answer(url: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_user::text").fetchone()
    assert row
    return row[0]
