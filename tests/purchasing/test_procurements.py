"""Needs of members, and the joint procurement that they become."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.core.keeping import DoesNotFit
from samdrift.run.purchasing.actions import contracts as k
from samdrift.run.purchasing.actions import needs as n
from samdrift.run.purchasing.actions import procurements as p
from samdrift.run.purchasing.models import Need, Procurement, PublishedNeed
from samdrift.run.purchasing.queries.contract_checks import differences
from samdrift.run.purchasing.queries.needs import needs_of, needs_to_merge
from samdrift.run.purchasing.queries.procurements import procurements_in_order, steps_of
from tests.builders import NOW, TODAY, Cast, everywhere
from tests.purchasing.contract_builders import a_need, a_sent_need, a_supplier, some_terms

WISH = n.Wish("Fältdatorer", 12, 240_000_00, date(2027, 2, 1))


def a_procurement(cast: Cast, *needs: PublishedNeed, title: str = "Drönare till alla") -> Procurement:
    by = cast.actor("elin")
    with inside(by.walls):
        return p.start_procurement(title, "34711200", needs=needs, by=by, at=NOW)


def test_a_need_is_the_member_s_own_until_it_is_sent_in(cast: Cast) -> None:
    need = a_need(cast)
    with inside(cast.actor("berit").walls):
        assert (Need.objects.count(), PublishedNeed.objects.count()) == (0, 0)
    carin = cast.actor("carin")
    with inside(carin.walls):
        n.send_need(need, by=carin, at=NOW)
    with inside(cast.actor("berit").walls):
        sent = PublishedNeed.objects.get()
        assert (sent.member, sent.what, sent.quantity) == (cast.member, need.what, 3)
    with everywhere():
        assert differences() == []


def test_refuses_to_change_or_send_again_what_was_sent_in(cast: Cast) -> None:
    need, carin = a_need(cast), cast.actor("carin")
    with inside(carin.walls):
        n.change_need(need, replace(WISH, what="Fältdatorer, stora"), by=carin, at=NOW)
        n.send_need(need, by=carin, at=NOW)
        with pytest.raises(n.NeedIsSent):
            n.change_need(need, WISH, by=carin, at=NOW)
        with pytest.raises(n.NeedIsSent):
            n.send_need(need, by=carin, at=NOW)


def test_refuses_a_need_of_nothing_of_a_day_gone_twice_or_for_another_member(cast: Cast) -> None:
    carin = cast.actor("carin")
    with inside(carin.walls):
        for wrong in (replace(WISH, quantity=0), replace(WISH, estimate_minor=-1)):
            with pytest.raises(n.NothingNeeded):
                n.state_need(cast.member, wrong, by=carin, at=NOW)
        with pytest.raises(n.WantedBeforeToday):
            n.state_need(cast.member, replace(WISH, wanted_by=date(2026, 11, 22)), by=carin, at=NOW)
        n.state_need(cast.member, WISH, by=carin, at=NOW)
        with pytest.raises(n.NeedIsThere):
            n.state_need(cast.member, WISH, by=carin, at=NOW)
        with pytest.raises(NotAllowed):
            n.state_need(cast.other, WISH, by=carin, at=NOW)


def test_needs_are_merged_into_one_requirement_that_says_who_asked_for_what(cast: Cast) -> None:
    first, second = a_sent_need(cast, "Drönare"), a_sent_need(cast, "Två drönare", who="berit")
    procurement = a_procurement(cast, first, second)
    with inside(cast.actor("carin").walls):
        assert [(need.member, need.what) for need in needs_of(procurement)] == [(cast.other, "Två drönare"), (cast.member, "Drönare")]
        assert not needs_to_merge().exists()
        row = vars(procurements_in_order().get(pk=procurement.pk))
        assert (row["needs"], row["members"], row["estimate_minor"]) == (2, 2, 180_000_00)


def test_it_goes_from_need_to_contract_step_by_step(cast: Cast) -> None:
    procurement, supplier, by = a_procurement(cast, a_sent_need(cast)), a_supplier(cast), cast.actor("elin")
    decided = {"decided_on": TODAY, "registry_number": "205-1-2026", "by": by, "at": NOW}
    with inside(by.walls):
        with pytest.raises(p.NotInvited):
            p.award(procurement, supplier, 100, **decided)  # type: ignore[arg-type]
        p.invite_tenders(procurement, advertised_on=date(2026, 9, 1), closes_on=date(2026, 10, 1), by=by, at=NOW)
        with pytest.raises(p.RequirementIsSet):
            p.merge_needs(procurement, [], by=by, at=NOW)
        with pytest.raises(p.DecidedTooEarly):
            p.award(procurement, supplier, 100, decided_on=date(2026, 9, 30), registry_number="1", by=by, at=NOW)
        with pytest.raises(p.NoValue):
            p.award(procurement, supplier, 0, **decided)  # type: ignore[arg-type]
        with pytest.raises(k.NotASupplier):
            p.award(procurement, cast.member, 100, **decided)  # type: ignore[arg-type]
        made = p.award(procurement, supplier, 500_000_00, **decided)  # type: ignore[arg-type]
        with pytest.raises(p.AwardIsThere):
            p.award(procurement, supplier, 1, **decided)  # type: ignore[arg-type]
        with pytest.raises(k.OtherSupplier):
            k.add_contract(some_terms(a_supplier(cast)), award=made, by=by, at=NOW)
        k.add_contract(some_terms(supplier), award=made, by=by, at=NOW)
        with pytest.raises(k.AwardHasContract):
            k.add_contract(some_terms(supplier), award=made, by=by, at=NOW)
        steps = steps_of(procurement, begun_on=TODAY)
        assert [bool(step.on) for step in steps] == [True, True, True, True, False]


def test_refuses_to_invite_tenders_for_what_nobody_asked_for(cast: Cast) -> None:
    procurement, by = a_procurement(cast), cast.actor("elin")
    with inside(by.walls):
        with pytest.raises(p.NobodyAsked):
            p.invite_tenders(procurement, advertised_on=TODAY, closes_on=TODAY, by=by, at=NOW)
        p.merge_needs(procurement, [a_sent_need(cast)], by=by, at=NOW)
        with pytest.raises(p.TenderClosesFirst):
            p.invite_tenders(procurement, advertised_on=TODAY, closes_on=date(2026, 11, 1), by=by, at=NOW)


@pytest.mark.parametrize("cpv", ["", "3471120", "347112000", "3471120a", "3471120²"])
def test_refuses_what_is_no_cpv_code(cast: Cast, cpv: str) -> None:
    by = cast.actor("elin")
    with inside(by.walls), pytest.raises(DoesNotFit):
        p.start_procurement("Drönare", cpv, by=by, at=NOW)
