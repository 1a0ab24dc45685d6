"""Report on what has been imported, settled or written down.

samdrift report targets --agreement NAME holds an agreement's resolution times against the imported log, with a clock that stops when a
ticket is resolved and one that stops when it is closed. Without a name it is the one whose times are inferred from the log.

samdrift report coverage says how each member's need of each service stands today, and the cheapest level that would close a gap.

samdrift report architecture tells what stops with what, and which own systems do the same job at several members.

samdrift report investments tells what is left of each investment this month, what the month costs and each member that shares it.

samdrift report licences tells what is bought, used and free of each licensed product, and what each member pays of it and would alone.

samdrift report contracts tells how every contract stands: called off, committed, left, and the day it runs out.

samdrift report bought tells what several members bought one by one, by CPV code.

samdrift report methods says who uses which shared method, which should have been looked at again, and where suggestions wait.

samdrift report reviews lists the needs, variants and methods that should have been looked at again.

samdrift report projects tells what each project may cost, came to and is said to come to, and what each member pays of it.
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
    architecture = kinds.add_parser("architecture", help="what stops with what, and which own systems could be shared")
    architecture.add_argument("--json", action="store_true", help="print JSON: standing, candidates; amounts in whole öre")
    licences = kinds.add_parser("licences", help="what is bought, used and free, and what it costs each member")
    licences.add_argument("--member", help="short name of a member; without it, all")
    licences.add_argument("--json", action="store_true", help="print JSON: each product's pool, and by member has, unused, cost, alone")
    contracts = kinds.add_parser("contracts", help="how every contract stands under its ceiling")
    contracts.add_argument("--json", action="store_true", help="print JSON, amounts in öre")
    bought = kinds.add_parser("bought", help="what several members bought one by one, by CPV code")
    bought.add_argument("--level", type=int, choices=(2, 3, 4, 5, 8), default=8, help="digits of the CPV code that agree; 8 without it")
    bought.add_argument("--json", action="store_true", help="print JSON: cpv, members, what each bought; amounts in öre")
    investments = kinds.add_parser("investments", help="what is left of each investment, and what the month costs each member")
    investments.add_argument("--json", action="store_true", help="print JSON: each investment's decision, plan, this month and shares")
    methods = kinds.add_parser("methods", help="shared methods: who uses them, reviews, suggestions")
    methods.add_argument("--json", action="store_true", help="print JSON: title, owner, version, review, used by, suggestions")
    reviews = kinds.add_parser("reviews", help="needs, variants and methods that should have been looked at again")
    reviews.add_argument("--json", action="store_true", help="print JSON: kind, member, about, what, keeper, review_on")
    projects = kinds.add_parser("projects", help="what projects may cost, came to and are said to come to, and who pays")
    projects.add_argument("--json", action="store_true", help="print JSON: code, manager, budget, outcome, forecast, payers")


def run(arguments: argparse.Namespace) -> int:
    language = set_up()
    reports = {
        "targets": _targets,
        "coverage": _coverage,
        "architecture": _architecture,
        "licences": _licences,
        "contracts": _contracts,
        "bought": _bought,
        "investments": _investments,
        "methods": _methods,
        "reviews": _reviews,
        "projects": _projects,
    }
    return reports[arguments.kind](arguments, language)


def _projects(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import translation

    from samdrift.run.projects.queries.report import projects_as_dict, projects_as_text

    with as_samdrift(), translation.override(language):
        report = projects_as_dict()
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else projects_as_text(report))
    return 0


def _contracts(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from samdrift.run.purchasing.contracts_report import as_json, as_text
    from samdrift.run.purchasing.queries.contracts import contracts_standing

    with as_samdrift():
        found = contracts_standing(on=timezone.localdate())
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2) if arguments.json else as_text(found))
    return 0


def _bought(arguments: argparse.Namespace, language: str) -> int:
    from samdrift.run.purchasing.past_report import as_json, as_text
    from samdrift.run.purchasing.queries.past import bought_apart

    with as_samdrift():
        found = bought_apart(level=arguments.level)
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2) if arguments.json else as_text(found))
    return 0


def _architecture(arguments: argparse.Namespace, language: str) -> int:
    from samdrift.catalog.architecture_report import architecture_report

    with as_samdrift():
        report = architecture_report()
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else report.as_text(language))
    return 0


def _coverage(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from samdrift.catalog.coverage_report import coverage_report

    with as_samdrift():
        report = coverage_report(on=timezone.localdate(), member=arguments.member)
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else report.as_text(language))
    return 0


def _methods(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from samdrift.catalog.methods_report import methods_report

    with as_samdrift():
        report = methods_report(on=timezone.localdate())
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else report.as_text(language))
    return 0


def _reviews(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from samdrift.catalog.reviews import reviews_report

    with as_samdrift():
        report = reviews_report(on=timezone.localdate())
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


def _licences(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.run.purchasing.queries.licence_report import licences_as_dict, licences_as_text, member_called

    with as_samdrift(), translation.override(language):
        member = member_called(arguments.member) if arguments.member else None
        report = licences_as_dict(on=timezone.localdate(datetime.now(UTC)), member=member)
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else licences_as_text(report))
    return 0


def _investments(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.engines.period import Month
    from samdrift.run.purchasing.queries.investments_report import investments_as_dict, investments_as_text

    with as_samdrift(), translation.override(language):
        today = timezone.localdate(datetime.now(UTC))
        report = investments_as_dict(Month(today.year, today.month))
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else investments_as_text(report))
    return 0
