"""What own IT cost before members joined, what was expected, the price index, and indicators. Synthetic, but the published index."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from samdrift.config.demo.demo import moment
from samdrift.core.access import Role
from samdrift.engines.sharing import split
from samdrift.follow_up.actions.pay import publish_benefit
from samdrift.follow_up.actions.spread import publish_spread
from samdrift.follow_up.models import Indicator, Measure
from samdrift.follow_up.pay import Index
from samdrift.follow_up.queries.pay import billed_by_service
from samdrift.follow_up.spread import WEEKS_OF_A_YEAR
from samdrift.members.actions.decisions import record_decision
from samdrift.members.models import Body, Organization, Subject
from samdrift.plan.actions.expectations import choose_index
from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature, Expectation, IndexValue, RemainingCost
from samdrift.team.groups import enough
from samdrift.team.models import TravelFigure
from samdrift.team.weeks import weeks_from

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

A_YEAR = 12
WAITS_SINCE = timedelta(days=12)
Billed = dict[int, dict[int, int]]  # member -> service -> öre in a year


def build(demo: Demo) -> None:
    """This will add baselines for most members, what remains and was expected, the index, indicators, and publish what all see of it."""
    demo.tell("Baselines, and whether it paid ...")
    plan, draw = demo.plan["pay"], random.Random(f"{demo.plan['seed']} pay")
    index = _index(demo, plan)
    billed = _billed_a_year()
    with_baseline = _baselines(demo, plan, draw, index, billed)
    _remaining(demo, plan, draw, billed, with_baseline)
    _expected(demo, plan, draw, billed)
    _indicators(demo, plan["spread"], draw)
    _travelled(demo, plan["spread"])
    by = demo.actor(demo.unit, Role.DIRECTOR)
    publish_benefit(demo.unit, by=by, at=demo.at)
    publish_spread(demo.unit, by=by, at=demo.at)


def _index(demo: Demo, plan: dict[str, Any]) -> Index:
    """The published values, and after them an assumption that says so."""
    rows = {int(row["year"]): (Decimal(row["value"].replace(",", ".")), row["source"]) for row in demo.plan["price_index"]}
    for year in range(max(rows) + 1, demo.at.year + 1):
        value = rows[year - 1][0] * Decimal(str(plan["after_the_index"]))
        rows[year] = (value.quantize(Decimal("0.01")), plan["assumption"])
    IndexValue.objects.bulk_create(
        IndexValue(name=plan["index"], year=year, value=value, source=source, recorded_at=demo.at) for year, (value, source) in rows.items()
    )
    decided_on = date(demo.at.year - 1, 2, 11)
    choose_index(
        plan["index"],
        decided_on=decided_on,
        decided_by=demo.plan["council"],
        by=demo.actor(demo.unit, Role.DIRECTOR),
        at=moment(decided_on, 15),
    )
    return Index({year: Fraction(value) for year, (value, _source) in rows.items()})


def _billed_a_year() -> Billed:
    """What each member is billed for each service, at a year's rate of what is closed."""
    found: Billed = {}
    for (member_id, service_id), (months, minor) in billed_by_service().items():
        found.setdefault(member_id, {})[service_id] = minor * A_YEAR // months
    return found


def _baselines(demo: Demo, plan: dict[str, Any], draw: random.Random, index: Index, billed: Billed) -> list[Organization]:
    """Signed years for most members; the largest has its earliest year still to sign."""
    joined = demo.plan["joined_on"].year
    years = range(joined - plan["years_before"], joined)
    members = list(demo.members.values())
    ordered = sorted(members, key=lambda member: -sum(billed.get(member.pk, {}).values()))
    largest = ordered[0]
    without = set(draw.sample([member.pk for member in ordered[1:-1]], plan["without_baseline"]))
    lines: list[BaselineLine] = []
    signatures: list[BaselineSignature] = []
    signed_at = moment(date(joined - 1, 12, 14), 10)
    for member in members:
        if member.pk in without:
            continue
        dearer, kept = draw.uniform(*plan["dearer"]), draw.uniform(*plan["kept"])
        waits = {years[0]} if member == largest else set()
        baselines = Baseline.objects.bulk_create(
            Baseline(owner=member, year=year, begun_at=demo.at - WAITS_SINCE if year in waits else signed_at) for year in years
        )
        for baseline in baselines:
            of_it = _lines(baseline, billed.get(member.pk, {}), plan, draw, dearer / float(index.factor(baseline.year, demo.at.year)), kept)
            lines += of_it
            if baseline.year not in waits:
                signatures.append(_signature(demo, baseline, of_it, signed_at))
    BaselineLine.objects.bulk_create(lines)
    BaselineSignature.objects.bulk_create(signatures)
    return [member for member in members if member.pk not in without]


def _lines(
    baseline: Baseline, billed: dict[int, int], plan: dict[str, Any], draw: random.Random, times: float, kept: float
) -> list[BaselineLine]:
    kinds = plan["kinds"]
    varied = times * draw.uniform(1 - plan["between_years"], 1 + plan["between_years"])
    found = []
    for service_id, minor in sorted(billed.items()):
        amounts = split(round(minor * varied / 100) * 100, list(kinds.values()))
        found += [
            BaselineLine(
                owner_id=baseline.owner_id,
                baseline=baseline,
                service_id=service_id,
                kind=kind,
                amount_minor=amount,
                kept_minor=round(amount * kept / 100) * 100 if kind == "support" else 0,
            )
            for kind, amount in zip(kinds, amounts, strict=True)
            if amount > 0
        ]
    return found


def _signature(demo: Demo, baseline: Baseline, lines: list[BaselineLine], at: datetime) -> BaselineSignature:
    account_id = demo.persons[baseline.owner_id][1].account_id  # the second of each member is its signatory
    assert account_id is not None
    total, kept = sum(line.amount_minor for line in lines), sum(line.kept_minor for line in lines)
    facts = {"account_id": account_id, "at": at, "total_minor": total, "kept_minor": kept}
    return BaselineSignature(owner_id=baseline.owner_id, baseline=baseline, **facts)


def _remaining(demo: Demo, plan: dict[str, Any], draw: random.Random, billed: Billed, members: list[Organization]) -> None:
    """What members still pay themselves for the services that cost most; some have not said it."""
    silent = {member.pk for member in draw.sample(members[1:-1], plan["unstated"])}
    rows = []
    for member in members:
        if member.pk in silent:
            continue
        services = sorted(billed.get(member.pk, {}).items(), key=lambda row: -row[1])[:2]
        share = draw.uniform(*plan["kept"])
        for year in range(demo.at.year - 1, demo.at.year + 1):
            rows += [
                RemainingCost(
                    owner=member,
                    year=year,
                    service_id=service_id,
                    kind="support",
                    amount_minor=round(minor * share / 100_00) * 100_00,
                    stated_at=demo.at,
                )
                for service_id, minor in services
            ]
    RemainingCost.objects.bulk_create(rows)


def _expected(demo: Demo, plan: dict[str, Any], draw: random.Random, billed: Billed) -> None:
    """What the council's decision said that each member would pay, by kind, in the prices of the year before."""
    decided_on, kinds = date(demo.at.year - 2, 11, 20), plan["kinds"]
    at = moment(decided_on, 16)
    decision = record_decision(
        Body.objects.get(name=demo.plan["council"]),
        Subject.OTHER,
        plan["decided"],
        text_en=plan["decided_en"],
        registry_number=f"{plan['registry_number']}-{decided_on.year}",
        decided_on=decided_on,
        responsible=demo.unit,
        by=demo.actor(demo.unit, Role.DIRECTOR),
        at=at,
    )
    rows = []
    for member in demo.members.values():
        total = round(sum(billed.get(member.pk, {}).values()) * draw.uniform(*plan["expected"]) / 1000_00) * 1000_00
        for year in range(demo.at.year - 1, demo.at.year + 1):
            rows += [
                Expectation(
                    owner=member,
                    year=year,
                    kind=kind,
                    amount_minor=amount,
                    prices_of=decided_on.year,
                    registry_number=decision.registry_number,
                    decision=decision,
                    decided_on=decided_on,
                    recorded_at=at,
                )
                for kind, amount in zip(kinds, split(total, list(kinds.values())), strict=True)
            ]
    Expectation.objects.bulk_create(rows)


def _indicators(demo: Demo, plan: dict[str, Any], draw: random.Random) -> None:
    joined = demo.plan["joined_on"].year
    sides = [("before", range(joined - 4, joined)), ("after", range(max(demo.at.year - plan["years_after"], joined + 1), demo.at.year))]
    rows = []
    for described in plan["measures"]:
        for name in plan["sites"]:
            of_site = draw.uniform(1 - described["varies"] / 2, 1 + described["varies"] / 2)
            for side, years in sides:
                for year in years:
                    if (described["measure"], year) == (Measure.TRAVEL, demo.at.year - 1):
                        continue  # counted from planned weeks
                    value = described[side] * of_site * draw.uniform(1 - described["varies"], 1 + described["varies"])
                    rows.append(
                        Indicator(
                            owner=demo.unit,
                            site=demo.sites[name],
                            year=year,
                            measure=described["measure"],
                            value=Decimal(min(value, described.get("most", value))).quantize(Decimal("0.1")),
                            count=max(1, round(described["count"] * draw.uniform(0.6, 1.4))),
                            source=plan["source"],
                            recorded_at=demo.at,
                        )
                    )
    Indicator.objects.bulk_create(rows)


def _travelled(demo: Demo, plan: dict[str, Any]) -> None:
    """Last year's weeks as they were counted: days planned as travel at every site where enough of the unit sit."""
    draw = random.Random(f"{demo.plan['seed']} travel")  # its own, so that what is drawn elsewhere stays
    a_week = next(described["after"] for described in plan["measures"] if described["measure"] == Measure.TRAVEL) / WEEKS_OF_A_YEAR
    weeks = weeks_from(date.fromisocalendar(demo.at.year - 1, 2, 1), plan["planned_weeks"])
    people = Counter(employee.site_id for employee in demo.employees)
    TravelFigure.objects.bulk_create(
        TravelFigure(owner=demo.unit, week=week, site_id=site_id, people=number, days=round(number * a_week * draw.uniform(0.4, 1.6)))
        for site_id, number in people.items()
        if enough(number)
        for week in weeks
    )
