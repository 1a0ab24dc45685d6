"""Recompute every projection from its facts and report the differences.

Exit code 0 when there are none, 1 when there are.
"""

from __future__ import annotations

import argparse
import json

from samdrift.config.surroundings import set_up


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the differences as JSON")


def run(arguments: argparse.Namespace) -> int:
    set_up()
    from samdrift.config.checks import differences

    found = differences()
    if arguments.json:
        print(json.dumps({"differences": found}, ensure_ascii=False, indent=2))
    else:
        print("\n".join([*found, f"{len(found)} differences." if found else "Every projection follows from its facts."]))
    return 1 if found else 0
