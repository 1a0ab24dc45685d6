"""Who holds what: taken while one is free, returned, moved, and never held twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connections

from samdrift.core.access import Actor, inside
from samdrift.core.errors import NotAllowed
from samdrift.core.keeping import DoesNotFit
from samdrift.run.purchasing.actions.licences import (
    AlreadyAssigned,
    EndsBeforeItBegins,
    KeyMissing,
    NoneIsFree,
    NotHeldAnyMore,
    NotHeldThen,
    NothingBought,
    ProductIsThere,
    ReferenceIsThere,
    assign_licence,
    buy_licences,
    move_licence,
    return_licence,
)
from samdrift.run.purchasing.models import Assignment, PoolChange, PoolTotal, Product
from samdrift.run.purchasing.queries.licence_checks import differences
from samdrift.run.purchasing.queries.licences import Held, held_now, pool_of, renewals
from tests.builders import NOW, TODAY, Cast, a_cast, everywhere
from tests.purchasing.licences.builders import a_pool, a_product, bought, held


def totals(product: Product, on: date = TODAY) -> tuple[int, int, int, int]:
    """(bought, assigned, free, over)"""
    with everywhere():
        pool = pool_of(product, on=on)
        assert differences() == []
    return pool.bought, pool.assigned, pool.free, pool.over


def test_a_licence_that_is_taken_is_no_longer_free(cast: Cast) -> None:
    product = a_pool(cast)
    held(product, cast.member, "anna")
    assert totals(product) == (3, 1, 2, 0)


def test_a_members_contact_takes_and_returns_for_its_own(cast: Cast) -> None:
    product, carin = a_pool(cast), cast.actor("carin")
    with inside(carin.walls):
        assignment = assign_licence(product, cast.member, "anna", by=carin, at=NOW)
    assert totals(product) == (3, 1, 2, 0)
    with inside(carin.walls):
        return_licence(assignment, by=carin, at=NOW)
    assert totals(product) == (3, 0, 3, 0)


@pytest.mark.parametrize("who", ["anna", "maja", "ulla", "auditor"])
def test_refuses_to_assign_for_who_may_not(cast: Cast, who: str) -> None:
    product, actor = a_pool(cast), cast.actor(who)
    with inside(actor.walls), pytest.raises(NotAllowed):
        assign_licence(product, cast.member, "anna", by=actor, at=NOW)


def test_refuses_a_contact_who_takes_for_another_member(cast: Cast) -> None:
    product, berit = a_pool(cast), cast.actor("berit")
    with inside(berit.walls), pytest.raises(NotAllowed):
        assign_licence(product, cast.member, "anna", by=berit, at=NOW)


def test_refuses_when_none_is_free(cast: Cast) -> None:
    product = a_pool(cast, 1)
    held(product, cast.other, "bo")
    with pytest.raises(NoneIsFree):
        held(product, cast.member, "anna")
    assert totals(product) == (1, 1, 0, 0)


def test_refuses_an_assignment_twice(cast: Cast) -> None:
    product = a_pool(cast)
    held(product, cast.member, "anna")
    with pytest.raises(AlreadyAssigned):
        held(product, cast.member, " anna ")
    held(product, cast.other, "anna")  # another member's own Anna
    assert totals(product) == (3, 2, 1, 0)


def test_refuses_a_licence_that_nobody_holds(cast: Cast) -> None:
    product = a_pool(cast)
    with pytest.raises(KeyMissing):
        held(product, cast.member, "  ")
    with pytest.raises(DoesNotFit):
        held(product, cast.member, "x" * 121)


def test_a_licence_returned_and_taken_the_same_day_is_counted_once(cast: Cast) -> None:
    product = a_pool(cast)
    with everywhere() as actor:
        for _time in range(2):
            return_licence(held(product, cast.member, "anna"), by=actor, at=NOW)
    held(product, cast.member, "anna")
    assert totals(product) == (3, 1, 2, 0)


def test_refuses_to_return_what_is_not_held(cast: Cast) -> None:
    product = a_pool(cast)
    assignment = held(product, cast.member, "anna")
    with everywhere() as actor:
        with pytest.raises(NotHeldThen):
            return_licence(assignment, by=actor, at=NOW - timedelta(days=1))
        return_licence(assignment, by=actor, at=NOW)
        with pytest.raises(NotHeldAnyMore):
            return_licence(assignment, by=actor, at=NOW)
        with pytest.raises(NotHeldAnyMore):
            move_licence(assignment, "bo", by=actor, at=NOW)
    assert totals(product) == (3, 0, 3, 0)


def test_the_unit_moves_a_licence_to_another_member_also_when_none_is_free(cast: Cast) -> None:
    product = a_pool(cast, 1)
    assignment = held(product, cast.member, "anna")
    with everywhere() as actor:
        moved = move_licence(assignment, "bo", member=cast.other, by=actor, at=NOW)
        assert moved.owner == cast.other
        assert held_now(on=TODAY) == {(product.pk, cast.other.pk): Held(1, 0)}
    assert totals(product) == (1, 1, 0, 0)


def test_refuses_a_contact_who_moves_a_licence_away(cast: Cast) -> None:
    product, carin = a_pool(cast), cast.actor("carin")
    assignment = held(product, cast.member, "anna")
    with inside(carin.walls), pytest.raises(NotAllowed):
        move_licence(assignment, "bo", member=cast.other, by=carin, at=NOW)


def test_an_entitlement_that_ends_leaves_the_pool_over_used(cast: Cast) -> None:
    product = a_product()
    bought(product, 2, until=date(2026, 12, 1))
    held(product, cast.member, "anna")
    assert totals(product) == (2, 1, 1, 0)
    assert totals(product, date(2026, 12, 1)) == (0, 1, 0, 1)
    with everywhere():
        assert [r.product for r in renewals(on=TODAY)] == [product]
        assert renewals(on=date(2026, 12, 1)) == []


def test_unused_is_what_has_not_been_used_for_90_days(cast: Cast) -> None:
    product = a_pool(cast)
    held(product, cast.member, "anna", NOW - timedelta(days=90))
    used = held(product, cast.member, "sten", NOW - timedelta(days=200))
    with everywhere():
        Assignment.objects.filter(pk=used.pk).update(last_used_on=TODAY - timedelta(days=89))
        assert held_now(on=TODAY, product=product) == {(product.pk, cast.member.pk): Held(2, 1)}


def test_a_total_that_was_changed_by_hand_is_noticed(cast: Cast) -> None:
    product = a_pool(cast)
    held(product, cast.member, "anna")
    with everywhere():
        PoolTotal.objects.filter(product=product).update(assigned=2)
        PoolChange.objects.filter(product=product).update(change=3)
        assert len(differences()) == 2


def buy(product: Product, quantity: int, until: date | None, reference: str) -> None:
    with everywhere() as actor:
        buy_licences(product, quantity, from_on=TODAY, until_on=until, bought_on=TODAY, reference=reference, by=actor, at=NOW)


@pytest.mark.parametrize("quantity", [0, -5])
def test_refuses_to_buy_less_than_one(cast: Cast, quantity: int) -> None:
    with pytest.raises(NothingBought):
        buy(a_product(), quantity, None, "A-1")


def test_refuses_a_purchase_that_ends_before_it_begins_or_is_entered_already(cast: Cast) -> None:
    product = a_product()
    with pytest.raises(EndsBeforeItBegins):
        buy(product, 1, TODAY, "A-1")
    buy(product, 1, None, "A-1")
    with pytest.raises(ReferenceIsThere):
        buy(product, 1, None, "A-1")


def test_refuses_a_product_code_that_is_taken(cast: Cast) -> None:
    a_product("OFFICE")
    with pytest.raises(ProductIsThere):
        a_product("OFFICE")


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_free_one_at_once_get_one() -> None:
    cast = a_cast()
    product = a_pool(cast, 1)
    ready = Barrier(2)

    def take(actor: Actor) -> str:
        try:
            with inside(actor.walls):
                ready.wait(10)
                member = cast.member if actor.owner_id == cast.member.pk else cast.other
                assign_licence(product, member, "den sista", by=actor, at=NOW)
            return "taken"
        except NoneIsFree as no:
            return type(no).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, [cast.actor("carin"), cast.actor("berit")])) == ["NoneIsFree", "taken"]
    assert totals(product) == (1, 1, 0, 0)
