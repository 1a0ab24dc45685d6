"""A unit with costs to settle: `a_month(cast)` makes two services that two members share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from samdrift.catalog.models import Service
from samdrift.core.access import inside
from samdrift.core.tables import Entered
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.settle.actions import add_pool, close_month, correct_count, decide_key, import_costs, send_settlement
from samdrift.settle.models import AllocationKey, Closure, CostPool, CountCorrection, Settlement, SettlementLine
from samdrift.settle.queries import kind_of
from tests.builders import Cast, a_headcount, a_level, a_service, an_uptake, everywhere

JANUARY, SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 1), Month(2026, 9), Month(2026, 10), Month(2026, 11)
IN_OCTOBER = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
IN_DECEMBER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
HEADER = "voucher;booked_on;pool;amount;text;credits\n"
COSTS = HEADER + "V-1;2026-10-05;POST;1 000,00;Licenser;\nV-2;2026-10-25;POST;0,01;Öresavrundning;\nV-3;2026-10-28;DESK;300,00;Löner;\n"


@dataclass
class Economy:
    """Who settles what: e-mail by employees (3 at the member, 1 at the other), the desk by equal shares."""

    unit: Organization
    member: Organization
    other: Organization
    mail: Service
    desk: Service


def a_pool(cast: Cast, code: str, service: Service, name: str = "") -> CostPool:
    actor = cast.actor("ulla")
    with inside(actor.walls):
        return add_pool(cast.unit, code, name or code.capitalize(), service, by=actor, at=IN_OCTOBER)


def a_key(
    cast: Cast,
    service: Service,
    kind: str,
    *,
    from_month: Month = JANUARY,
    shares: dict[Organization, int] | None = None,
    at: datetime = IN_OCTOBER,
) -> AllocationKey:
    actor = cast.actor("ulla")
    with inside(actor.walls):
        return decide_key(
            service,
            kind,
            from_month=from_month,
            decided_on=date(2025, 11, 12),
            decided_by="Samverkansrådet",
            shares=shares,
            by=actor,
            at=at,
        )


def an_economy(cast: Cast) -> Economy:
    mail = a_service("E-post", name_en="E-mail")
    for service in (mail, cast.desk_service):
        level = a_level(service)
        for taker in (cast.member, cast.other):
            an_uptake(taker, level)
    a_headcount(cast.member, 3)
    a_headcount(cast.other, 1)
    a_pool(cast, "POST", mail, "E-post och samarbete")
    a_pool(cast, "DESK", cast.desk_service, "Servicedesk")
    a_key(cast, mail, "headcount")
    a_key(cast, cast.desk_service, "equal")
    return Economy(cast.unit, cast.member, cast.other, mail, cast.desk_service)


def costs(cast: Cast, text: str, month: Month = OCTOBER, at: datetime = IN_NOVEMBER) -> Entered:
    actor = cast.actor("ulla")
    with inside(actor.walls):
        return import_costs(cast.unit, month, text.encode(), by=actor, at=at)


def correct(cast: Cast, line: SettlementLine, count: int, at: datetime = IN_NOVEMBER) -> CountCorrection:
    actor = cast.actor("ulla")
    with inside(actor.walls):
        return correct_count(line, count, "Fel från början", by=actor, at=at)


def send(cast: Cast, month: Month = OCTOBER, at: datetime = IN_NOVEMBER) -> Settlement:
    actor = cast.actor("ulla")
    with inside(actor.walls):
        return send_settlement(cast.unit, month, by=actor, at=at)


def close(cast: Cast, month: Month = OCTOBER, at: datetime = IN_NOVEMBER) -> Closure:
    actor = cast.actor("ulla")
    with inside(actor.walls):
        return close_month(cast.unit, month, by=actor, at=at)


def a_closed_october(cast: Cast) -> Economy:
    economy = an_economy(cast)
    costs(cast, COSTS)
    send(cast)
    close(cast)
    return economy


def amounts(settlement: Settlement) -> dict[tuple[str, str], int]:
    """(member, pool and what kind) -> öre of each line in a settlement."""
    with everywhere():
        lines = SettlementLine.objects.filter(settlement=settlement).select_related("owner", "pool", "settlement")
        return {(line.owner.name, f"{line.pool.code} {kind_of(line)}"): line.amount_minor for line in lines}
