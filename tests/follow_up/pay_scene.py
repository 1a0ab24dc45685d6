"""A house in which it can be told whether sharing paid: October 2026 closed, signed baselines of 2018, what remains, an index."""

from __future__ import annotations

from samdrift.catalog.models import Level
from samdrift.members.models import Organization
from tests.builders import Cast, a_headcount, a_member, an_uptake, everywhere
from tests.plan.baseline_builders import a_baseline, an_index, remains, signed
from tests.settle.builders import COSTS, Economy, an_economy, close, costs, send


def a_closed_house(cast: Cast, more: int = 0) -> tuple[Economy, list[Organization]]:
    """October is closed for the cast's two members and more of them, with one employee each."""
    economy = an_economy(cast)
    others = [a_member(f"Verk {number}") for number in range(more)]
    with everywhere():
        levels = list(Level.objects.all())
    for member in others:
        a_headcount(member, 1)
        for level in levels:
            an_uptake(member, level)
    costs(cast, COSTS)
    send(cast)
    close(cast)
    return economy, [cast.member, cast.other, *others]


def can_be_told(cast: Cast, member: Organization, amount: int = 12_000_00) -> None:
    """The member has signed what its desk cost in 2018, and says that nothing remains."""
    signed(a_baseline(member, cast.desk_service, amount))
    remains(member, cast.desk_service)


def a_compared_house(cast: Cast, more: int = 2) -> list[Organization]:
    """Of every member it can be told whether it paid."""
    _economy, members = a_closed_house(cast, more)
    an_index()
    for member in members:
        can_be_told(cast, member)
    return members
