"""How fast the month of 500 investments is listed, taken by settle and split: `python -m benchmarks.investments`.

21 members share 500 investments by three kinds of key; a database is made for the run and dropped after it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.licences import AT, SEED, line
from benchmarks.timing import timed

MEMBERS, INVESTMENTS, SERVICES = 21, 500, 10
AIM_SECONDS = 0.3


def a_federation_with_investments() -> Any:
    """This will add the investments with their shares, and return the cast."""
    from samdrift.engines.period import Month
    from samdrift.run.purchasing.actions.investments import Decision, add_investment
    from samdrift.settle.actions import add_pool
    from tests.builders import a_cast, a_headcount, a_member, a_service, everywhere

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    members = [cast.member, cast.other, *(a_member(f"Myndighet nummer {number}") for number in range(MEMBERS - 2))]
    for number, member in enumerate(members):
        a_headcount(member, 100 + 17 * number)
    services = [a_service(f"Tjänst {number}") for number in range(SERVICES)]
    with everywhere() as actor:
        for number, service in enumerate(services):
            add_pool(cast.unit, f"P{number}", service.name, service, by=actor, at=AT)
        for number in range(INVESTMENTS):
            key = ("equal", "headcount", "fixed")[number % 3]
            shares = {member: int(drawn.integers(1, 50)) if key == "fixed" else None for member in members}
            starts = Month(2024 + number % 3, 1 + number % 10)
            decision = Decision(f"IT-{number}", date(2023, 11, 1), "Rådet", int(drawn.integers(10_000, 10**9)), 60, starts)
            add_investment(f"Investering {number}", decision, services[number % SERVICES], key, shares, by=actor, at=AT)
    return cast


def main() -> None:
    in_a_database(investments)


def investments() -> None:
    from samdrift.core.access import inside
    from samdrift.engines.period import Month
    from samdrift.run.purchasing.queries.investments import counts_of, in_month, investments_in
    from samdrift.run.purchasing.queries.investments_report import investments_as_dict
    from samdrift.settle.actions import take_investment_costs
    from samdrift.settle.queries import investment_costs_of, preview

    cast = a_federation_with_investments()
    month, aim = Month(2026, 10), f"aim {AIM_SECONDS * 1000:.0f} ms"
    ulla = cast.actor("ulla")
    with inside(ulla.walls):
        took, found = timed(lambda: investments_in(month), 5)
        line(f"{len(found)} investments in a month", took, aim)
        one = found[0].investment
        line("one with its plan and counts", timed(lambda: (in_month(one, month).plan.months(), counts_of([one], month)), 5)[0], aim)
        line("what settle would take", timed(lambda: investment_costs_of(cast.unit, month), 5)[0], aim)
        line("the report", timed(lambda: investments_as_dict(month), 5)[0], aim)
        took, entered = timed(lambda: take_investment_costs(cast.unit, month, by=ulla, at=AT))
        line(f"{entered.added} entries taken", took)
        took, now = timed(lambda: preview(cast.unit, month), 5)
        line(f"the month split into {sum(len(pool.lines) for pool in now.pools)} lines", took)


if __name__ == "__main__":
    main()
