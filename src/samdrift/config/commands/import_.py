"""Import what another system has kept.

samdrift import incidents PATH --mapping servicenow reads a help desk's event log (a CSV, or a zip with one) into ticket histories.
Importing again adds nothing; a row that cannot be read is reported with its line number and kept; a broken file leaves nothing half done.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from samdrift.config.surroundings import as_samdrift, set_up


def describe(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    incidents = kinds.add_parser("incidents", help="a help desk's event log")
    incidents.add_argument("path", type=Path, help="the file: a CSV, or a zip with one CSV in it")
    incidents.add_argument("--mapping", default="servicenow", help="name of a mapping, or a mapping file (default %(default)s)")
    incidents.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    language = set_up()
    from samdrift.run.desk.imports import import_incidents, mapping_named

    with as_samdrift() as actor:
        result = import_incidents(
            arguments.path, mapping=mapping_named(arguments.mapping), by=actor, at=datetime.now(UTC), progress=_Progress()
        )
    print(json.dumps(result.as_json(), ensure_ascii=False, indent=2) if arguments.json else result.as_text(language))
    return 0


class _Progress:
    """Says how far it has come, on stderr, from two seconds on and once a second."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 2

    def __call__(self, words: object, done: int, total: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 1
            share = f" {100 * done // total} %" if total else ""
            print(f"{words}{share}", file=sys.stderr, flush=True)
