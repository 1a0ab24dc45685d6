"""Two who call off what is left at the same moment, and two who renew or merge the last one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from samdrift.core.access import Actor, inside
from samdrift.core.errors import Refused
from samdrift.run.purchasing.actions.calloffs import call_off
from samdrift.run.purchasing.actions.contracts import renew_contract
from samdrift.run.purchasing.actions.procurements import merge_needs, start_procurement
from samdrift.run.purchasing.models import CallOff, MergedNeed, Renewal
from samdrift.run.purchasing.queries.contract_checks import differences
from tests.builders import NOW, Cast, a_cast, everywhere
from tests.purchasing.contract_builders import CEILING, a_contract, a_sent_need, an_order


def at_once(actors: list[Actor], act: Callable[[Actor], object]) -> list[str]:
    """What two people get who act at the same moment: "done", or the name of the refusal."""
    ready = Barrier(2)

    def one(actor: Actor) -> str:
        try:
            with inside(actor.walls):
                ready.wait(10)
                act(actor)
            return "done"
        except Refused as no:
            return type(no).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, actors))


@pytest.mark.django_db(transaction=True)
def test_two_members_who_call_off_the_last_of_a_ceiling_at_once_leave_it_whole() -> None:
    cast: Cast = a_cast()
    contract = a_contract(cast)
    members = {cast.actor("carin").account_id: cast.member, cast.actor("berit").account_id: cast.other}

    def act(actor: Actor) -> object:
        return call_off(contract, members[actor.account_id], an_order(CEILING * 6 // 10), by=actor, at=NOW)

    assert at_once([cast.actor("carin"), cast.actor("berit")], act) == ["AboveCeiling", "done"]
    with everywhere():
        assert CallOff.objects.count() == 1
        assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_renew_at_once_use_one_renewal_each() -> None:
    cast: Cast = a_cast()
    contract = a_contract(cast, renewals_most=1)
    answers = at_once([cast.actor("elin"), cast.actor("karin")], lambda actor: renew_contract(contract, by=actor, at=NOW))
    assert answers == ["NoRenewalLeft", "done"]
    with everywhere():
        assert Renewal.objects.count() == 1
        assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_one_need_into_two_procurements_leave_it_in_one() -> None:
    cast: Cast = a_cast()
    need = a_sent_need(cast)
    elin, karin = cast.actor("elin"), cast.actor("karin")
    with inside(elin.walls):
        into = {actor.account_id: start_procurement(f"Drönare {actor.account_id}", "34711200", by=elin, at=NOW) for actor in (elin, karin)}
    answers = at_once([elin, karin], lambda actor: merge_needs(into[actor.account_id], [need], by=actor, at=NOW))
    assert answers == ["NeedMergedAlready", "done"]
    with everywhere():
        assert MergedNeed.objects.count() == 1
