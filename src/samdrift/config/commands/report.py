"""Report on what has been imported, settled or written down.

samdrift report targets --agreement NAME holds an agreement's resolution times against the imported log, with a clock that stops when a
ticket is resolved and one that stops when it is closed. Without a name it is the one whose times are inferred from the log.

samdrift report coverage says how each member's need of each service stands today, and the cheapest level that would close a gap.

samdrift report cover tells which services one person alone keeps running, and what is lost this week when a site is away.

samdrift report architecture tells what stops with what, and which own systems do the same job at several members.

samdrift report investments tells what is left of each investment this month, what the month costs and each member that shares it.

samdrift report licences tells what is bought, used and free of each licensed product, and what each member pays of it and would alone.

samdrift report deviations tells of every month that fell short how far it has come, whose step is next, and what is overdue.

samdrift report chain tells whether every promise is carried by what functions and suppliers promise, with both figures.

samdrift report contracts tells how every contract stands: called off, committed, left, and the day it runs out.

samdrift report bought tells what several members bought one by one, by CPV code.

samdrift report methods says who uses which shared method, which should have been looked at again, and where suggestions wait.

samdrift report decisions says who decides what, what was decided and by when it is to be done, and which members did not agree.

samdrift report joining tells at which gate every joining is, which are late, and what going over costs once.

samdrift report pay tells whether sharing paid, for each member and together, against signed baselines and in one year's prices.

samdrift report spread tells what differs at the unit's sites between before they were joined and after; it does not say why.

samdrift report reviews lists the needs, variants and methods that should have been looked at again.

samdrift report rota says who is on call now and in four weeks from this one, and what in it is against the rules on working time.

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
    cover = kinds.add_parser("cover", help="who carries the services, and what is lost with a site")
    cover.add_argument("--json", action="store_true", help="print JSON: week, services with skills and counts, lost with each site")
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
    deviations = kinds.add_parser("deviations", help="months that fell short: how far each has come, and what is overdue")
    deviations.add_argument("--json", action="store_true", help="print JSON: stages, each deviation with what it missed; amounts in öre")
    chain = kinds.add_parser("chain", help="whether every promise is carried by what functions and suppliers promise")
    chain.add_argument("--json", action="store_true", help="print JSON: each service's promises with verdict, carriers, what falls short")
    investments = kinds.add_parser("investments", help="what is left of each investment, and what the month costs each member")
    investments.add_argument("--json", action="store_true", help="print JSON: each investment's decision, plan, this month and shares")
    methods = kinds.add_parser("methods", help="shared methods: who uses them, reviews, suggestions")
    methods.add_argument("--json", action="store_true", help="print JSON: title, owner, version, review, used by, suggestions")
    decisions = kinds.add_parser("decisions", help="who decides what, and what was decided")
    decisions.add_argument("--json", action="store_true", help="print JSON: who decides, decisions with state, due, dissent")
    joining = kinds.add_parser("joining", help="at which gate every joining is, and what going over costs once")
    joining.add_argument("--json", action="store_true", help="print JSON: member, service, gates, days late, costs in öre")
    reviews = kinds.add_parser("reviews", help="needs, variants and methods that should have been looked at again")
    reviews.add_argument("--json", action="store_true", help="print JSON: kind, member, about, what, keeper, review_on")
    rota = kinds.add_parser("rota", help="who is on call, and what is against the rules on working time")
    rota.add_argument("--json", action="store_true", help="print JSON: each function's shifts, rules they are against, departures")
    pay = kinds.add_parser("pay", help="whether sharing paid, for each member and together")
    pay.add_argument("--member", help="short name of a member; without it, all")
    pay.add_argument("--json", action="store_true", help="print JSON: each member's verdict, what is missing, amounts in whole öre")
    spread = kinds.add_parser("spread", help="what differs at the unit's sites before and after they were joined")
    spread.add_argument("--json", action="store_true", help="print JSON: each measure of all sites and of each, before and after")
    projects = kinds.add_parser("projects", help="what projects may cost, came to and are said to come to, and who pays")
    projects.add_argument("--json", action="store_true", help="print JSON: code, manager, budget, outcome, forecast, payers")


def run(arguments: argparse.Namespace) -> int:
    language = set_up()
    reports = {
        "targets": _targets,
        "coverage": _coverage,
        "cover": _cover,
        "architecture": _architecture,
        "licences": _licences,
        "contracts": _contracts,
        "bought": _bought,
        "chain": _chain,
        "deviations": _deviations,
        "investments": _investments,
        "methods": _methods,
        "decisions": _decisions,
        "joining": _joining,
        "reviews": _reviews,
        "rota": _rota,
        "pay": _pay,
        "projects": _projects,
        "spread": _spread,
    }
    return reports[arguments.kind](arguments, language)


def _decisions(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.members.decisions_report import decisions_as_dict, decisions_as_text

    with as_samdrift(), translation.override(language):
        report = decisions_as_dict(on=timezone.localdate())
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else decisions_as_text(report))
    return 0


def _joining(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.plan.joining_report import joinings_as_dict, joinings_as_text

    with as_samdrift(), translation.override(language):
        report = joinings_as_dict(on=timezone.localdate())
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else joinings_as_text(report))
    return 0


def _projects(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import translation

    from samdrift.run.projects.queries.report import projects_as_dict, projects_as_text

    with as_samdrift(), translation.override(language):
        report = projects_as_dict()
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else projects_as_text(report))
    return 0


def _rota(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import translation

    from samdrift.team.rota_report import rota_as_dict, rota_as_text

    with as_samdrift(), translation.override(language):
        report = rota_as_dict(at=datetime.now(UTC))
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else rota_as_text(report))
    return 0


def _pay(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import translation

    from samdrift.follow_up.pay_report import pay_as_dict, pay_as_text

    with as_samdrift(), translation.override(language):
        report = pay_as_dict(arguments.member)
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else pay_as_text(report))
    return 0


def _spread(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.follow_up.spread_report import spread_as_dict, spread_as_text

    with as_samdrift(), translation.override(language):
        report = spread_as_dict(on=timezone.localdate())
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else spread_as_text(report))
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


def _cover(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.catalog.cover_report import cover_as_dict, cover_as_text

    with as_samdrift(), translation.override(language):
        report = cover_as_dict(on=timezone.localdate())
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else cover_as_text(report))
    return 0


def _deviations(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.agree.deviations_report import deviations_as_dict, deviations_as_text

    with as_samdrift() as actor, translation.override(language):
        report = deviations_as_dict(actor, on=timezone.localdate())
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else deviations_as_text(report))
    return 0


def _chain(arguments: argparse.Namespace, language: str) -> int:
    from django.utils import timezone, translation

    from samdrift.agree.chain_report import chain_as_dict, chain_as_text

    with as_samdrift(), translation.override(language):
        report = chain_as_dict(on=timezone.localdate())
        print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else chain_as_text(report))
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
