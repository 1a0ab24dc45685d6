"""How fast the architecture answers, beside plain loops over the same rows: `python -m benchmarks.architecture`.

500 components and 100 services on a few long chains, 350 members with 40 capabilities each, in a database made for the run and dropped
after it.
"""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.timing import timed

COMPONENTS, SERVICES, EDGES = 500, 100, 1_500
MEMBERS, CAPABILITIES = 350, 40
AIM_SECONDS = 0.5
SEED = 20261125
T = TypeVar("T")


def line(name: str, seconds: float, more: str = "") -> None:
    print(f"{name:<52}{seconds * 1000:>8.1f} ms  {more}", flush=True)


def a_landscape() -> Any:
    """This will make the rows and return the cast: what stands on what, and what serves each capability at each member."""
    from samdrift.catalog.models import Capability, CapabilitySystem, Component, Dependency
    from tests.builders import a_cast, a_member, a_service, everywhere

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    members = [cast.member, cast.other, *(a_member(f"Myndighet nummer {number}") for number in range(MEMBERS - 2))]
    services = [a_service(f"Tjänst nummer {number}") for number in range(SERVICES)]
    with everywhere():
        components = Component.objects.bulk_create(Component(name=f"Komponent {number:03}") for number in range(COMPONENTS))
        upper = drawn.integers(1, COMPONENTS, EDGES)
        pairs = {(int(one), int(drawn.integers(max(0, one - 20), one))) for one in upper}
        Dependency.objects.bulk_create(
            Dependency(component=components[one], on_component=components[other]) for one, other in sorted(pairs)
        )
        stands = sorted({(number, int(drawn.integers(0, COMPONENTS))) for number in range(SERVICES) for _ in range(3)})
        Dependency.objects.bulk_create(Dependency(service=services[one], on_component=components[other]) for one, other in stands)
        capabilities = Capability.objects.bulk_create(Capability(name=f"Förmåga {number:02}") for number in range(CAPABILITIES))
        CapabilitySystem.objects.bulk_create(
            CapabilitySystem(owner=member, capability=one, name=f"System {number}", yearly_minor=int(drawn.integers(0, 10**8)))
            if drawn.random() < 0.5
            else CapabilitySystem(owner=member, capability=one, service=services[number])
            for member in members
            for number, one in enumerate(capabilities)
        )
    return cast


def peer_counts() -> dict[str, int]:
    """What stops with what as one would find it in an afternoon: every edge looked through again until nothing is added."""
    from samdrift.catalog.queries import dependencies, things

    named, edges = things(), [row.edge for row in dependencies()]
    counts = {}
    for start, thing in named.items():
        stopped, grew = {start}, True
        while grew:
            more = {upper for upper, lower in edges if lower in stopped} - stopped
            stopped |= more
            grew = bool(more)
        counts[f"{start}"] = sum(part.kind == "service" for part in stopped - {start})
        assert thing.name
    return counts


def main() -> None:
    in_a_database(measure)


def measure() -> None:
    from django.test import Client

    from samdrift.catalog.queries import all_standing, candidates, what_stops
    from samdrift.core.access import inside
    from tests.builders import TODAY

    cast = a_landscape()
    actor = cast.actor("karin")
    with inside(actor.walls):
        took, standing = timed(all_standing)
        line(f"what stops with each of {len(standing)}, with its queries", took, f"aim {AIM_SECONDS * 1000:.0f} ms")
        slow, theirs = timed(peer_counts)
        same = {f"{one.part}": one.services for one in standing} == theirs
        line("the peer: every edge again until nothing is added", slow, f"{slow / took:.0f}x; same answers: {same}")
        took, stops = timed(lambda: what_stops(standing[0].part, on=TODAY))
        line(
            "what stops with the one that carries most, chains too",
            took,
            f"{len(stops)} services, longest {max(len(s.chain) for s in stops)}",
        )
        took, found = timed(candidates)
        line("candidates for sharing", took, f"{sum(len(one.systems) for one in found)} own systems, {len(found)} capabilities")
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(cast.account("karin"))
    for address in ("/catalog/architecture/", "/catalog/capabilities/", "/catalog/candidates/"):
        browser.get(address)
        took, page = timed(partial(browser.get, address))
        line(f"page {address}", took, f"{page.status_code}, {len(page.content) // 1024} KiB")


if __name__ == "__main__":
    main()
