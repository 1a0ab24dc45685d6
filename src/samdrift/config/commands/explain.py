"""Explain a line of a bill: the share, the key, the costs.

samdrift explain line 4711 prints the same steps as the bill's Why.
"""

from __future__ import annotations

import argparse
import json
import sys

from samdrift.config.surroundings import as_samdrift, set_up


def describe(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    line = kinds.add_parser("line", help="a line of a bill, by its number")
    line.add_argument("number", type=int)
    line.add_argument("--json", action="store_true", help="print the steps as JSON")


def run(arguments: argparse.Namespace) -> int:
    set_up()
    from samdrift.settle.explain import explain_line, line_as_dict
    from samdrift.settle.models import SettlementLine

    with as_samdrift():
        line = SettlementLine.objects.filter(pk=arguments.number).first()
        if line is None:
            print(f"samdrift: there is no bill line {arguments.number}.", file=sys.stderr)
            return 1
        if arguments.json:
            print(json.dumps(line_as_dict(line), ensure_ascii=False, indent=2, default=str))
            return 0
        for number, step in enumerate(explain_line(line), start=1):
            print(f"{number}. {step.heading}")
            for words in filter(None, (step.figure, *step.words)):
                print(f"   {words}")
    return 0
