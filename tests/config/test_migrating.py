"""An empty database becomes ready in a seventh of the time, and is the same."""

from __future__ import annotations

import re
import subprocess

import pytest

from samdrift.config.embedded import default_home
from samdrift.config.embedded.binaries import find_binaries
from tests import harness

PLAIN = ("django", "migrate", "--verbosity=0", "--skip-checks")
OURS = ("samdrift.config.migrating", "--quiet")


def _tables(name: str, *program: str) -> str:
    """All that a new database holds after the program: tables, keys, checks, policies, grants."""
    try:
        harness.make_and_migrate(name, *program)
        dump = [str(find_binaries(None, default_home()).folder / "pg_dump"), "--schema-only", f"--dbname={harness.owner_url(name)}"]
        written = subprocess.run(dump, check=True, stdout=subprocess.PIPE, text=True).stdout
    finally:
        harness.drop(name)
    return re.sub(r"(?m)^\\(un)?restrict .*$", "", written)  # with a word of its own in each dump


@pytest.mark.long
def test_an_empty_database_becomes_what_django_makes_when_it_draws_every_related_model_anew() -> None:
    ours = _tables(f"samdrift_drawn_once_{harness.OURS}", *OURS)
    assert ours.count("CREATE TABLE") > 150
    assert ours.count("CREATE POLICY") > 300
    assert ours == _tables(f"samdrift_drawn_anew_{harness.OURS}", *PLAIN)
