"""What is decided, who shares it, and what is refused; a disposal once, also in a race."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connections

from samdrift.core.access import Actor, inside
from samdrift.core.errors import NotAllowed, Refused
from samdrift.engines.period import Month
from samdrift.run.purchasing.actions.investments import (
    AlreadyDisposed,
    AmountNotAboveZero,
    DisposedBeforeStart,
    InvestmentIsThere,
    NobodyShares,
    NoLife,
    NoMember,
    NotDisposedYet,
    StartsTooLate,
    WeightMissing,
    WeightsNotWanted,
    dispose_investment,
)
from samdrift.run.purchasing.models import Investment, InvestmentDisposal
from samdrift.run.purchasing.queries.investments import investments_in
from tests.builders import NOW, TODAY, Cast, a_cast, everywhere
from tests.purchasing.investments.builders import NOVEMBER, SEPTEMBER, an_investment, disposed


def test_what_is_left_and_what_the_month_costs_follow_from_the_decision(cast: Cast) -> None:
    an_investment(cast, life=6)
    with everywhere():
        (now,) = investments_in(NOVEMBER)
    assert (now.cost_minor, now.left_minor, str(now.plan.ends)) == (16_667, 49_999, "2027-02")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"amount_minor": 0}, AmountNotAboveZero),
        ({"amount_minor": -100}, AmountNotAboveZero),
        ({"amount_minor": 10**15}, AmountNotAboveZero),
        ({"life": 0}, NoLife),
        ({"life": -1}, NoLife),
        ({"life": 601}, NoLife),
        ({"starts": Month(9998, 12)}, StartsTooLate),
        ({"shares": {}}, NobodyShares),
    ],
)
def test_refuses_an_investment_that_cannot_be_written_off(cast: Cast, wrong: dict[str, object], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        an_investment(cast, **wrong)  # type: ignore[arg-type]
    with everywhere():
        assert not Investment.objects.exists()


def test_refuses_a_share_for_one_who_is_no_member(cast: Cast) -> None:
    with pytest.raises(NoMember):
        an_investment(cast, shares={cast.member: None, cast.unit: None})


@pytest.mark.parametrize(
    ("key", "weight", "refusal"), [("fixed", None, WeightMissing), ("fixed", 0, WeightMissing), ("equal", 2, WeightsNotWanted)]
)
def test_refuses_weights_that_do_not_fit_the_key(cast: Cast, key: str, weight: int | None, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        an_investment(cast, key=key, shares={cast.member: weight})


def test_refuses_the_same_decision_twice(cast: Cast) -> None:
    an_investment(cast)
    with pytest.raises(InvestmentIsThere):
        an_investment(cast, amount_minor=5)


@pytest.mark.parametrize(("on", "refusal"), [(date(2026, 8, 31), DisposedBeforeStart), (TODAY + timedelta(days=1), NotDisposedYet)])
def test_refuses_a_disposal_before_it_begins_or_that_has_not_come(cast: Cast, on: date, refusal: type[Refused]) -> None:
    one = an_investment(cast)
    with pytest.raises(refusal):
        disposed(one, on)


def test_refuses_a_second_disposal(cast: Cast) -> None:
    one = an_investment(cast)
    disposed(one, TODAY)
    with pytest.raises(AlreadyDisposed):
        disposed(one, TODAY)
    with everywhere():
        (now,) = investments_in(NOVEMBER)
        assert now.left_minor == 0


def test_a_members_contact_neither_adds_nor_disposes(cast: Cast) -> None:
    one = an_investment(cast, starts=SEPTEMBER)
    carin = cast.actor("carin")
    with inside(carin.walls), pytest.raises(NotAllowed):
        dispose_investment(one, TODAY, "Såld", by=carin, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_dispose_of_it_at_once_one_does() -> None:
    cast = a_cast()
    one = an_investment(cast)
    ready = Barrier(2)

    def dispose(actor: Actor) -> str:
        try:
            with inside(actor.walls):
                ready.wait(10)
                dispose_investment(one, TODAY, "Såld", by=actor, at=NOW)
            return "done"
        except AlreadyDisposed as no:
            return type(no).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(dispose, [cast.actor("elin"), cast.actor("karin")])) == ["AlreadyDisposed", "done"]
    with everywhere():
        assert InvestmentDisposal.objects.count() == 1
