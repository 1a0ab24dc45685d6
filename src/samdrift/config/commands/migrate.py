"""Bring the database's tables up to date, as its owner.

DATABASE_OWNER_URL names the owner; with the embedded database nothing need be set.
"""

from __future__ import annotations

import argparse
import os
import sys

from samdrift.config.databases import OWNER_URL
from samdrift.config.surroundings import is_embedded, migrate


def describe(parser: argparse.ArgumentParser) -> None:
    """Migrate takes no arguments."""


def run(arguments: argparse.Namespace) -> int:
    if not is_embedded() and not os.environ.get(OWNER_URL):
        print(f"samdrift: set {OWNER_URL} to a URL of the database's owner; the serving role may not change tables.", file=sys.stderr)
        return 1
    return migrate()
