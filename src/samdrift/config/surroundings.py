"""What a command needs around it before Django is set up: the database, the secret key, the tables."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from samdrift.config.databases import APP_URL, AS_OWNER, OWNER_URL
from samdrift.config.embedded import Embedded, default_home

if TYPE_CHECKING:
    from samdrift.core.access import Actor


def is_embedded() -> bool:
    return not os.environ.get(APP_URL)


def use_demo(federation: str) -> None:
    """This will work in the demo's own database, beside the real one, unless DATABASE_URL names another."""
    if is_embedded():
        os.environ["SAMDRIFT_HOME"] = str(default_home() / f"demo-{federation}")


def reach_database() -> None:
    """This will start the embedded database unless DATABASE_URL names another; processes started from here find the same one."""
    if is_embedded():
        server = Embedded().ensure()
        os.environ[APP_URL], os.environ[OWNER_URL] = server.app, server.owner


def set_up(*, language: str | None = None) -> str:
    """This will reach the database and set Django up as the role that serves, refusing a role that passes the walls.

    Returns the language of the shell, which what the command says is in.
    """
    reach_database()
    _set_up_django()
    from django.utils import translation

    from samdrift.config.databases import refuse_a_role_that_passes_walls

    refuse_a_role_that_passes_walls()
    chosen = language or _language()
    translation.activate(chosen)
    return chosen


@contextmanager
def as_samdrift() -> Iterator[Actor]:
    """This will act as Samdrift itself, inside all walls, in one transaction."""
    from samdrift.core.access import IN_PUBLIC, inside
    from samdrift.members.queries import system_actor

    with inside(IN_PUBLIC):
        actor = system_actor()
    with inside(actor.walls):
        yield actor


def migrate(*, quiet: bool = False) -> int:
    """This will bring the tables up to date as the owner, in a process of its own, and return that process's exit code."""
    reach_database()
    environ = {**os.environ, AS_OWNER: "1", "SAMDRIFT_SECRET_KEY": _secret_key(), "DJANGO_SETTINGS_MODULE": "samdrift.config.settings"}
    command = [sys.executable, "-m", "samdrift.config.migrating", *(["--quiet"] if quiet else [])]
    return subprocess.call(command, env=environ)


def gather_statistics() -> None:
    """This will let PostgreSQL count what was just loaded, so that it plans well from the first page on. Only the owner may."""
    if owner := os.environ.get(OWNER_URL):
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("ANALYZE")


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samdrift.config.settings")
    os.environ["SAMDRIFT_SECRET_KEY"] = _secret_key()
    import django

    django.setup()


def _secret_key() -> str:
    """The environment's, else one kept beside the embedded database, made on the first run."""
    if given := os.environ.get("SAMDRIFT_SECRET_KEY"):
        return given
    path: Path = default_home() / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(50)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made)
        except FileExistsError:
            return path.read_text()
        return made


def _language() -> str:
    """The shell's language where we speak it, else English: a command's reader is whoever set the shell up."""
    shell = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "sv" if shell.startswith("sv") else "en"
