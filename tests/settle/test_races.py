"""Two who settle at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from samdrift.core.access import Actor, inside
from samdrift.settle.actions import SettlementIsClosed, close_month, send_settlement, take_investment_costs
from samdrift.settle.models import Closure, CostEntry, Settlement, TakenEntry
from tests.builders import Cast, a_cast, everywhere
from tests.purchasing.investments.builders import an_investment
from tests.settle.builders import COSTS, IN_NOVEMBER, OCTOBER, an_economy, costs, send


def at_once(cast: Cast, act: object) -> list[str]:
    """What two people get who do the same thing at the same moment: "done", or the name of the refusal."""
    ready = Barrier(2)

    def one(actor: Actor) -> str:
        try:
            with inside(actor.walls):
                ready.wait(10)
                act(cast.unit, OCTOBER, by=actor, at=IN_NOVEMBER)  # type: ignore[operator]
            return "done"
        except SettlementIsClosed as no:
            return type(no).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, [cast.actor("ulla"), cast.actor("karin")]))


@pytest.mark.django_db(transaction=True)
def test_two_closing_at_once_leave_one_closure() -> None:
    cast = a_cast()
    an_economy(cast)
    costs(cast, COSTS)
    send(cast)
    assert at_once(cast, close_month) == ["SettlementIsClosed", "done"]
    with everywhere():
        assert (Closure.objects.count(), TakenEntry.objects.count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_two_sending_at_once_leave_one_settlement() -> None:
    cast = a_cast()
    an_economy(cast)
    costs(cast, COSTS)
    assert at_once(cast, send_settlement) == ["done", "done"]
    with everywhere():
        assert Settlement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_entering_an_investments_month_at_once_enter_it_once() -> None:
    cast = a_cast()
    an_economy(cast)
    an_investment(cast)
    assert at_once(cast, take_investment_costs) == ["done", "done"]
    with everywhere():
        assert CostEntry.objects.count() == 1
