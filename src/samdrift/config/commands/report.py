"""Report on what has been imported or settled.

samdrift report targets --agreement NAME holds an agreement's resolution times against the imported log, with a clock that stops when a
ticket is resolved and one that stops when it is closed. Without a name it is the one whose times are inferred from the log.

samdrift report coverage says how each member's need of each service stands today, and the cheapest level that would close a gap.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from samdrift.config.surroundings import as_samdrift, set_up


def describe(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    targets = kinds.add_parser("targets", help="resolution times against the imported log")
    targets.add_argument("--agreement", help="name of the agreement; without it, the one inferred from the log")
    targets.add_argument("--level", help="level of the service, where the agreement has several")
    targets.add_argument("--json", action="store_true", help="print JSON: priority, member, clock, met, missed, unknown, total")
    coverage = kinds.add_parser("coverage", help="each member's needs against what services run at")
    coverage.add_argument("--member", metavar="NAME", help="short name or name of one member; without it, all of them")
    coverage.add_argument("--json", action="store_true", help="print JSON: member, service, standing, grades, cheapest level, cost")


def run(arguments: argparse.Namespace) -> int:
    language = set_up()
    return _coverage(arguments, language) if arguments.kind == "coverage" else _targets(arguments, language)


def _coverage(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from samdrift.catalog.coverage_report import coverage_report

    with as_samdrift():
        report = coverage_report(on=timezone.localdate(), member=arguments.member)
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else report.as_text(language))
    return 0


def _targets(arguments: argparse.Namespace, language: str) -> int:
    from samdrift.follow_up.actions import ensure_log_agreement
    from samdrift.follow_up.queries import terms_named
    from samdrift.follow_up.target_report import target_report

    with as_samdrift() as actor:
        name = arguments.agreement or ensure_log_agreement(by=actor, at=datetime.now(UTC)).name
        report = target_report(terms_named(name, arguments.level), by=actor)
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else report.as_text(language))
    return 0
