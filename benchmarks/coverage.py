"""How fast all needs are held against what services run at, beside a plain loop over rows: `python -m benchmarks.coverage`.

350 members take 100 services at three levels and have stated what they need of each, a tenth of them twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.settlement import AT, line
from benchmarks.timing import timed

MEMBERS, SERVICES = 350, 100
AIM_SECONDS = 0.5
SEED = 20261125
TODAY = AT.date()


def a_large_federation() -> Any:
    """This will make members, graded levels with prices, who takes what and what each needs; return the cast."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from samdrift.catalog.actions.grades import add_requirements
    from samdrift.catalog.models import Level, Price, Requirement, Service, Uptake
    from samdrift.catalog.projections import keep_taken
    from tests.builders import a_cast, a_headcount, a_member, everywhere

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    members = [cast.member, cast.other, *(a_member(f"Myndighet nummer {number}") for number in range(MEMBERS - 2))]
    for member in members:
        a_headcount(member, int(drawn.integers(10, 1_000)))
    with everywhere():
        services = Service.objects.bulk_create(Service(name=f"Tjänst {number}", kind="basic") for number in range(SERVICES))
        levels = Level.objects.bulk_create(
            Level(service=service, name=name, rank=rank, confidentiality=rank, integrity=rank, availability=rank)
            for service in services
            for rank, name in enumerate(("Brons", "Silver", "Guld"), start=1)
        )
        Price.objects.bulk_create(
            Price(level=level, from_on=date(2026, 1, 1), amount_minor=1_000 * level.rank, per="employee", recorded_at=AT)
            for level in levels
        )
        since, chosen = DateRange(date(2026, 1, 1), None), drawn.integers(0, 100, (MEMBERS, SERVICES))
        Uptake.objects.bulk_create(
            Uptake(owner=member, service=service, level=levels[3 * s + (2 if pick < 3 else int(pick) % 2)], during=since)
            for m, member in enumerate(members)
            for s, service in enumerate(services)
            if (pick := chosen[m, s]) < 95
        )
        three = drawn.integers(0, 4, (MEMBERS, SERVICES, 3))
        needs = [
            Requirement(
                owner=member,
                service=service,
                confidentiality=int(c),
                integrity=int(i),
                availability=int(a),
                reason="Mätning",
                review_on=date(2028, 1, 1),
                stated_at=AT - timedelta(days=again),
            )
            for m, member in enumerate(members)
            for s, service in enumerate(services)
            for again in ((0, 30) if (m + s) % 10 == 0 else (0,))
            for c, i, a in [three[m, s] if again == 0 else (3, 3, 3)]
        ]
        line(f"{len(needs)} needs stated, with the highest of each service", timed(lambda: add_requirements(needs))[0])
        line("what each service runs at, recomputed", timed(lambda: keep_taken([service.pk for service in services]))[0])
    return cast


def peer() -> dict[tuple[int, int], str]:
    """The same as one would do it in an afternoon: every row as an object, the highest found again for each service."""
    from samdrift.catalog.models import Requirement, Uptake

    latest: dict[tuple[int, int], Any] = {}
    for row in Requirement.objects.order_by("stated_at", "pk"):
        latest[row.owner_id, row.service_id] = row.grades
    taken: dict[int, dict[int, Any]] = {}
    for uptake in Uptake.objects.filter(during__contains=TODAY).select_related("level"):
        taken.setdefault(uptake.service_id, {})[uptake.owner_id] = uptake.level.grades
    answers = {}
    for service in {service for _owner, service in latest} | set(taken):
        runs = [max(grades[place] for grades in taken[service].values()) for place in range(3)]
        most = [max(grades[place] for (_owner, of), grades in latest.items() if of == service) for place in range(3)]
        for owner in {owner for owner, of in latest if of == service} | set(taken[service]):
            need, gets = latest.get((owner, service)), runs if owner in taken[service] else [0, 0, 0]
            answers[owner, service] = (
                "not_stated"
                if need is None
                else "not_met"
                if any(g < n for n, g in zip(need, gets, strict=True))
                else "met"
                if list(need) == gets
                else "rides"
                if all(g <= n or m >= g for n, g, m in zip(need, gets, most, strict=True))
                else "more"
            )
    return answers


def main() -> None:
    in_a_database(compare_all)


def compare_all() -> None:
    from django.test import Client

    from samdrift.catalog.projections import differences
    from samdrift.catalog.queries import WaysOut, coverage, explained, services_in_order
    from samdrift.core.access import inside

    cast = a_large_federation()
    with inside(cast.actor("karin").walls):
        took, cells = min((timed(lambda: coverage(on=TODAY)) for _again in range(3)), key=lambda one: one[0])
        line(f"query and compare, {len(cells)} cells", took, f"aim {AIM_SECONDS} s")
        slow, theirs = timed(peer)
        same = theirs == {pair: cell.standing.value for pair, cell in cells.items()}
        line("the peer: a loop over rows", slow, f"{slow / took:.1f}x; same answers: {same}")
        gaps = [cell for cell in cells.values() if cell.standing.value == "not_met"]
        ways = WaysOut(on=TODAY)
        line(f"the cheapest level for {len(gaps)} gaps", timed(lambda: [ways.of(cell) for cell in gaps])[0])
        service = services_in_order()[-1]
        line("one need explained to the unit", timed(lambda: explained(cast.member, service, on=TODAY, whose=True))[0])
        took, found = timed(differences)
        line("check: both projections recomputed", took, f"{len(found)} differences")
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(cast.account("karin"))
    for name, address in (("the unit's page, 25 members", "/coverage/"), ("its page of gaps", "/coverage/?show=gaps")):
        browser.get(address)
        took, answer = timed(partial(browser.get, address))
        line(name, took, f"{len(answer.content) // 1000} kB, status {answer.status_code}")
    with inside(cast.actor("carin").walls):
        line("one member's own list", timed(lambda: coverage(on=TODAY, owner_id=cast.member.pk))[0])


if __name__ == "__main__":
    main()
