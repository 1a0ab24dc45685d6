"""A database of a benchmark's own, made for the run and dropped after it."""

from __future__ import annotations

import os
from collections.abc import Callable

from tests import harness  # finds or starts a server, and sets the environment up


def in_a_database(measure: Callable[[], None]) -> None:
    """This will measure in an empty database with all tables, as the serving role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samdrift.config.settings")
    import django
    from django.db import connection, connections

    django.setup()
    name = f"samdrift_bench_{os.getpid()}"
    harness.clone(name)
    connection.settings_dict["NAME"] = name
    try:
        measure()
    finally:
        connections.close_all()
        harness.drop(name)
