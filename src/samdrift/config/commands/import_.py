"""Import what another system has kept.

samdrift import incidents PATH --mapping servicenow reads a help desk's event log (a CSV, or a zip with one) into ticket histories.
samdrift import procurements PATH... reads what buyers advertised, from tables of a statistics database, and keeps the members' rows.
Importing again adds nothing; a row that cannot be read is reported with its line number; a broken file leaves nothing half done.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from samdrift.config.surroundings import as_samdrift, set_up

NAMED_ROWS = 20  # rows that cannot be used, named one by one


def describe(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    incidents = kinds.add_parser("incidents", help="a help desk's event log")
    incidents.add_argument("path", type=Path, help="the file: a CSV, or a zip with one CSV in it")
    incidents.add_argument("--mapping", default="servicenow", help="name of a mapping, or a mapping file (default %(default)s)")
    incidents.add_argument("--json", action="store_true", help="print the result as JSON")
    procurements = kinds.add_parser("procurements", help="procurements that members advertised one by one")
    procurements.add_argument("paths", type=Path, nargs="+", help="the files: XLSX or CSV; the second one may hold values", metavar="path")
    procurements.add_argument(
        "--mapping", default="upphandlingsmyndigheten", help="name of a mapping, or a mapping file (default %(default)s)"
    )
    procurements.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    language = set_up()
    return _procurements(arguments) if arguments.kind == "procurements" else _incidents(arguments, language)


def _incidents(arguments: argparse.Namespace, language: str) -> int:
    from samdrift.run.desk.imports import import_incidents, mapping_named

    with as_samdrift() as actor:
        result = import_incidents(
            arguments.path, mapping=mapping_named(arguments.mapping), by=actor, at=datetime.now(UTC), progress=_Progress()
        )
    print(json.dumps(result.as_json(), ensure_ascii=False, indent=2) if arguments.json else result.as_text(language))
    return 0


def _procurements(arguments: argparse.Namespace) -> int:
    from samdrift.core.tables import RowsRefused
    from samdrift.run.purchasing.actions.past import import_procurements
    from samdrift.run.purchasing.past_files import mapping_named

    try:
        with as_samdrift() as actor:
            results = import_procurements(arguments.paths, mapping=mapping_named(arguments.mapping), by=actor, at=datetime.now(UTC))
    except RowsRefused as refused:
        for row in refused.rows[:NAMED_ROWS]:
            print(f"{row.line}: {row.reason}", file=sys.stderr)
        raise
    if arguments.json:
        print(json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=2))
    else:
        print("\n".join(result.as_text() for result in results))
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
