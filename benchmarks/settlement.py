"""How fast a month is settled, beside a plain loop in decimals over the same rows: `python -m benchmarks.settlement`.

21 members take ten services; 12,000 tickets and 400 costs stand in a database made for the run and dropped after it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.timing import timed

MEMBERS, SERVICES, TICKETS, COSTS = 21, 10, 12_000, 400
AIM_SECONDS = 2.0
SEED = 20261001
AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
START = datetime(2026, 9, 30, 22, 0, tzinfo=UTC)
KINDS = ("equal", "headcount", "tickets", "all_tickets", "fixed")
T = TypeVar("T")


def line(name: str, seconds: float, more: str = "") -> None:
    print(f"{name:<44}{seconds:>8.3f} s  {more}", flush=True)


def a_federation_with_costs() -> Any:
    """This will make everything that the month is settled from, and return the cast."""
    from samdrift.engines.period import Month
    from samdrift.run.desk.models import Event, Ticket
    from samdrift.settle.actions import add_pool, decide_key, import_costs
    from tests.builders import a_cast, a_headcount, a_level, a_member, a_person, a_service, an_uptake, everywhere

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    members = [cast.member, cast.other, *(a_member(f"Myndighet nummer {number}") for number in range(MEMBERS - 2))]
    people = [a_person(member, role=None) for member in members]
    services = [a_service(f"Tjänst nummer {number}") for number in range(SERVICES)]
    for member in members:
        a_headcount(member, int(drawn.integers(130, 1_050)))
    for service in services:
        level = a_level(service)
        for member in members:
            an_uptake(member, level)
    with everywhere() as actor:
        tickets = Ticket.objects.bulk_create(
            Ticket(
                owner_id=people[who].owner_id,
                requester=people[who],
                channel="portal",
                subject="Skrivaren",
                reported_at=START + timedelta(minutes=int(minute)),
                service=services[what],
                changed_at=AT,
            )
            for who, what, minute in zip(
                drawn.integers(0, MEMBERS, TICKETS),
                drawn.integers(0, SERVICES, TICKETS),
                drawn.integers(0, 31 * 24 * 60, TICKETS),
                strict=True,
            )
        )
        Event.objects.bulk_create(
            Event(owner_id=t.owner_id, ticket=t, kind="reported", at=t.reported_at, service_id=t.service_id) for t in tickets
        )
        for number, service in enumerate(services):
            add_pool(cast.unit, f"P{number}", f"Pool {number}", service, by=actor, at=AT)
            kind = KINDS[number % len(KINDS)]
            decide_key(
                service,
                kind,
                from_month=Month(2026, 1),
                decided_on=date(2025, 11, 12),
                decided_by="Samverkansrådet",
                shares={member: int(drawn.integers(1, 100)) for member in members} if kind == "fixed" else None,
                by=actor,
                at=AT,
            )
        rows = [f"V-{n};2026-10-05;P{n % SERVICES};{int(drawn.integers(1, 10**8)) / 100:.2f};;\n" for n in range(COSTS)]
        content = ("voucher;booked_on;pool;amount;text;credits\n" + "".join(rows)).encode()
        took, _entered = timed(lambda: import_costs(cast.unit, Month(2026, 10), content, by=actor, at=AT))
        line(f"{COSTS} costs from a file", took)
    return cast


def peer() -> dict[tuple[str, int], int]:
    """The month as one would settle it in an afternoon: every row read, every member's count looked for again in all of them."""
    from samdrift.catalog.models import Uptake
    from samdrift.members.models import Headcount
    from samdrift.run.desk.models import Ticket
    from samdrift.settle.models import AllocationKey, CostEntry, CostPool, KeyShare

    first, zone = date(2026, 10, 1), ZoneInfo("Europe/Stockholm")
    tickets = [t for t in Ticket.objects.filter(source="live") if t.reported_at.astimezone(zone).strftime("%Y-%m") == "2026-10"]
    heads = {h.organization_id: h.employees for h in Headcount.objects.order_by("year")}
    shares: dict[tuple[str, int], int] = {}
    for pool in CostPool.objects.all():
        key = AllocationKey.objects.filter(service=pool.service_id, from_on__lte=first).order_by("-from_on")[0]
        total = sum(Decimal(entry.amount_minor) for entry in CostEntry.objects.filter(pool=pool, month=first))
        counts: dict[int, Decimal] = {}
        for uptake in Uptake.objects.filter(service=pool.service_id, during__contains=first).order_by("owner_id"):
            own = uptake.owner_id
            if key.kind == "equal":
                counts[own] = Decimal(1)
            elif key.kind == "headcount":
                counts[own] = Decimal(heads[own])
            elif key.kind == "tickets":
                counts[own] = Decimal(len([t for t in tickets if (t.owner_id, t.service_id) == (own, pool.service_id)]))
            elif key.kind == "all_tickets":
                counts[own] = Decimal(len([t for t in tickets if t.owner_id == own]))
            else:
                counts[own] = Decimal(KeyShare.objects.get(key=key, member=own).weight)
        exact = {member: total * count / sum(counts.values()) for member, count in counts.items()}
        down = {member: amount.to_integral_value(ROUND_DOWN) for member, amount in exact.items()}
        order = sorted(counts, key=lambda member: (down[member] - exact[member], member))
        for member in order[: int(total - sum(down.values()))]:
            down[member] += 1
        shares |= {(pool.code, member): int(amount) for member, amount in down.items()}
    return shares


def main() -> None:
    in_a_database(settle)


def settle() -> None:
    from samdrift.core.access import inside
    from samdrift.engines.period import Month
    from samdrift.settle.actions import close_month, send_settlement
    from samdrift.settle.checks import differences
    from samdrift.settle.models import SettlementLine
    from samdrift.settle.queries import bill_of, preview, tickets_behind

    cast, october = a_federation_with_costs(), Month(2026, 10)
    actor = cast.actor("ulla")
    with inside(actor.walls):
        shown, now = timed(lambda: preview(cast.unit, october))
        line(f"preview, {len(now.pools)} pools, {sum(len(p.lines) for p in now.pools)} lines", shown)
        sent, settlement = timed(lambda: send_settlement(cast.unit, october, by=actor, at=AT))
        line("send: computed and stored", sent, f"aim {AIM_SECONDS} s")
        stored = SettlementLine.objects.filter(settlement=settlement).select_related("pool")
        ours = {(row.pool.code, row.owner_id): row.amount_minor for row in stored}
        slow, theirs = timed(peer)
        line("the peer: a loop in decimals, nothing stored", slow, f"{slow / shown:.1f}x the preview; same answers: {ours == theirs}")
        line("a member's bill", timed(lambda: bill_of(cast.member.pk, october))[0])
        counted = SettlementLine.objects.select_related("pool__key", "settlement").get(owner=cast.member, pool__code="P2", corrects=None)
        took, tickets = timed(lambda: len(tickets_behind(counted)))
        line("the tickets behind a line", took, f"{tickets} of {TICKETS}")
        line("close", timed(lambda: close_month(cast.unit, october, by=actor, at=AT))[0])
        took, found = timed(differences)
        line("check: every line recomputed", took, f"{len(found)} differences")


if __name__ == "__main__":
    main()
