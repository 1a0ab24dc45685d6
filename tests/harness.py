"""The database that tests run on, and a migrated template of it, ready before Django reads its settings.

An early pytest plugin (`-p tests.harness`): DATABASE_URL and DATABASE_OWNER_URL name a server, else a throw-away embedded one is used.
Tests connect as the role that serves, never as owner.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from samdrift.config.databases import APP_URL, AS_OWNER, OWNER_URL
from samdrift.config.embedded import Embedded, grant_to_app

HOUSE = Path(__file__).resolve().parents[1]
OURS = hashlib.sha256(bytes(HOUSE)).hexdigest()[:6]  # this checkout's own, where several stand on a machine
FAST = {"autovacuum": "off", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


def _folder() -> Path:
    memory = Path("/dev/shm")
    root = memory if memory.is_dir() and os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    name = f"samdrift-tests-{os.getuid() if hasattr(os, 'getuid') else 'all'}"
    if programs := os.environ.get("SAMDRIFT_PG_BIN"):  # another version's data folder is its own
        name += f"-{hashlib.sha256(programs.encode()).hexdigest()[:6]}"
    return root / name / "postgresql"


if not (os.environ.get(APP_URL) and os.environ.get(OWNER_URL)):
    _server = Embedded(_folder(), settings=FAST).ensure()
    os.environ[APP_URL], os.environ[OWNER_URL] = _server.app, _server.owner
os.environ.setdefault("SAMDRIFT_SECRET_KEY", "only-for-tests-" + "x" * 40)


def owner_url(database: str) -> str:
    """This will return the owner's URL for another database of the same server."""
    parts = conninfo_to_dict(os.environ[OWNER_URL])
    return make_conninfo(**{key: str(value) for key, value in {**parts, "dbname": database}.items()})


@contextmanager
def as_owner(database: str | None = None) -> Iterator[psycopg.Connection]:
    url = owner_url(database) if database else os.environ[OWNER_URL]
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _fingerprint() -> str:
    makers = [HOUSE / "src/samdrift" / name for name in ("core/walls.py", "config/migrating.py")]
    sources = sorted([*HOUSE.glob("src/samdrift/**/migrations/*.py"), *makers])
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with open(Path(tempfile.gettempdir()) / f"samdrift-tests-{OURS}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _template(connection: psycopg.Connection) -> Identifier:
    """The migrated database to clone, made anew when the migrations changed; each checkout has its own."""
    ours = f"samdrift_t_{OURS}_"
    name = ours + _fingerprint()
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return Identifier(name)
    for (old,) in connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [ours]).fetchall():
        with suppress(psycopg.Error):
            connection.execute(SQL("DROP DATABASE {}").format(Identifier(old)))
    make_and_migrate(name + "_new", "samdrift.config.migrating", "--quiet")
    connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(name + "_new"), Identifier(name)))
    return Identifier(name)


def make_and_migrate(name: str, *program: str) -> None:
    """This will make an empty database and let a program make the tables in it as the owner."""
    with as_owner() as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    with as_owner(name) as made:
        grant_to_app(made)
    environ = {**os.environ, AS_OWNER: "1", OWNER_URL: owner_url(name), "DJANGO_SETTINGS_MODULE": "samdrift.config.settings"}
    subprocess.run([sys.executable, "-m", *program], check=True, env=environ)


clones: Counter[str] = Counter()  # how often each database was made, so that what is remembered of one is not believed of the next


def clone(name: str) -> None:
    """This will make the database anew from the template."""
    drop(name)
    clones[name] += 1
    with as_owner() as connection:
        with _one_at_a_time():
            source = _template(connection)
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(Identifier(name), source))
    with as_owner(name) as made:
        grant_to_app(made)


def drop(name: str) -> None:
    """This will drop a database of tests, ending first what connections a test left behind; each role may end its own only."""
    with psycopg.connect(os.environ[APP_URL], autocommit=True) as serving:
        serving.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user", [name])
    with as_owner() as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
