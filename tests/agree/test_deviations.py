"""A month that fell short: who may do what, what is refused, and that states follow from rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samdrift.agree import actions
from samdrift.agree.deviating import Planned, Stage, due_on, stage_of
from samdrift.agree.models import Deviation, Raising, Remedied, RemedyPlan, Responsible, Verification
from samdrift.agree.queries import case_of, cases_waiting_for, deviations_read_by, timeline
from samdrift.core.access import Role, inside
from samdrift.core.errors import NotAllowed, Refused
from samdrift.core.models import Seat
from samdrift.engines.period import Month
from samdrift.members.queries import actor_in_seat
from tests.agree.builders import a_calendar, some_levels
from tests.agree.carrying import (
    OCTOBER,
    Steps,
    a_deviation,
    a_led_function,
    a_text,
    an_organization,
    on_paper,
    proposed,
    signed_by,
    with_the_member,
)
from tests.builders import NOW, TODAY, Cast, a_seat, everywhere
from tests.remembered import the_cast


def _member_s(cast: Cast) -> Steps:
    (level,) = some_levels("Guld")
    return Steps(cast, a_deviation(cast, with_the_member(cast, level, a_calendar())))


def _stage(deviation: Deviation) -> Stage:
    with everywhere() as samdrift:
        return case_of(deviations_read_by(samdrift).get(pk=deviation.pk), on=TODAY).stage


def test_a_deviation_goes_from_the_month_to_the_closing_by_the_member_that_it_concerns(cast: Cast) -> None:
    steps = _member_s(cast)
    elin = cast.employee("elin")
    steps.own(owner=elin)
    steps.plan("elin")
    steps.plan("elin", "Vi byter båda.", days=21)
    steps.done("elin")
    steps.verify(closes=False, what="Samma fel kom igen.")
    steps.plan("elin", "Vi byter leverantör.")
    steps.done("elin")
    steps.verify()
    with everywhere() as samdrift:
        case = case_of(deviations_read_by(samdrift).get(), on=TODAY)
        happened = [step.kind for step in timeline(case)]
        assert {step.name for step in timeline(case)} == {"Karin Wikström", "Elin Wikström", "Carin Sarri"}
    assert happened == ["opened", "owned", "planned", "planned", "remedied", "rejected", "planned", "remedied", "closed"]
    assert case.stage == Stage.CLOSED
    for step in (steps.own, steps.plan, steps.done, steps.verify):
        with pytest.raises(actions.DeviationIsClosed):
            step()


def test_refuses_that_the_one_it_is_about_closes_it(cast: Cast) -> None:
    steps = _member_s(cast)
    steps.own(owner=cast.employee("elin"))
    steps.plan()
    steps.done()
    for who in ("karin", "elin"):
        with pytest.raises(actions.VerifiedByTheOneItIsAbout):
            steps.verify(who)
    a_seat(cast.account("elin"), cast.member, Role.CONTACT)
    with everywhere():
        seat = Seat.objects.get(account=cast.account("elin"), role=Role.CONTACT)
        elin_at_the_member = actor_in_seat(cast.account("elin").pk, seat.pk, on=TODAY)
    assert elin_at_the_member is not None
    with inside(elin_at_the_member.walls), pytest.raises(actions.VerifiedByTheOneItIsAbout):
        actions.verify_deviation(steps.deviation, closes=True, by=elin_at_the_member, at=NOW + timedelta(days=1))
    for who in ("anna", "maja", "ulla", "auditor"):
        with pytest.raises(NotAllowed):
            steps.verify(who)
    with pytest.raises(Deviation.DoesNotExist):
        steps.verify("berit")
    assert _stage(steps.deviation) == Stage.REMEDIED
    steps.verify("hedda")


def test_between_functions_the_one_that_takes_closes_and_never_the_one_that_gives(cast: Cast) -> None:
    giving, giver = a_led_function(cast, "Drift")
    taking, taker = a_led_function(cast, "Desken")
    (level,) = some_levels("Guld")
    adoption = proposed(a_text(cast, level, a_calendar(), kind="functions", function=giving), cast.unit, taking)
    steps = Steps(cast, a_deviation(cast, signed_by(adoption, giver, taker), by="Desken"))
    with pytest.raises(NotAllowed):
        steps.own("elin", owner=giving)
    with pytest.raises(actions.NotOfThatSide):
        steps.own("Desken", owner=giving)
    with pytest.raises(actions.NotTheirs):
        steps.own("Drift", owner=taking)
    steps.own("Drift", owner=giving)
    steps.plan("Drift")
    steps.done("Drift")
    with pytest.raises(actions.VerifiedByTheOneItIsAbout):
        steps.verify("Drift")
    with everywhere():
        assert [case.deviation for case in cases_waiting_for(taker, on=TODAY)] == [steps.deviation]
        assert cases_waiting_for(giver, on=TODAY) == []
    steps.verify("Desken")


def test_what_a_supplier_missed_is_closed_by_the_unit_but_not_by_whoever_was_to_remedy_it(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    supplier = an_organization("supplier", "Nätbolaget")
    adoption = proposed(a_text(cast, level, a_calendar(), kind="underpinning", provider=supplier), cast.unit)
    on_paper(signed_by(adoption, cast.actor("karin")), cast.actor("karin"))
    steps = Steps(cast, a_deviation(cast, adoption))
    steps.own(owner=cast.employee("karin"))
    steps.plan()
    steps.done()
    with pytest.raises(actions.VerifiedByTheOneToRemedy):
        steps.verify("karin")
    with pytest.raises(actions.AnswersByItself):
        steps.verify("elin", signer="Vd", signed_on=TODAY, registry_number="1")
    steps.verify("elin")


def test_a_customer_without_an_account_answers_on_paper_through_the_director(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    customer = an_organization("customer", "Förbundet", "Förbundet")
    with everywhere():
        type(cast.unit).objects.filter(pk=cast.unit.pk).update(legal_person="Staten")
    version = a_text(cast, level, a_calendar(), kind="sla", terms={"penalty_minor": 5_000_00})
    karin = cast.actor("karin")
    adoption = on_paper(signed_by(proposed(version, customer), karin), karin)
    steps = Steps(cast, a_deviation(cast, adoption))
    with everywhere() as samdrift:
        assert case_of(deviations_read_by(samdrift).get(), on=TODAY).penalty_minor == 5_000_00
    steps.own()
    steps.plan()
    steps.done()
    paper: dict[str, Any] = {"signer": "Förbundschefen", "signed_on": TODAY, "registry_number": "AVT-9"}
    with pytest.raises(actions.VerifiedByTheOneItIsAbout):
        steps.verify("elin", **paper)
    with pytest.raises(actions.PaperIncomplete):
        steps.verify("karin")
    with pytest.raises(actions.AnsweredOutside):
        steps.verify("karin", **{**paper, "signed_on": TODAY - timedelta(days=9)})
    steps.verify("karin", **paper)
    assert _stage(steps.deviation) == Stage.CLOSED


def test_what_a_member_missed_is_owned_by_its_people_and_closed_by_the_unit(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    adoption = with_the_member(cast, level, a_calendar())
    karin = cast.actor("karin")
    with inside(karin.walls):
        deviation = actions.open_deviation(adoption, level.service, OCTOBER, about="taker", what="Frågor blev liggande.", by=karin, at=NOW)
    steps = Steps(cast, deviation)
    with pytest.raises(actions.NotOfThatSide):
        steps.own("karin", owner=cast.person("carin"))
    with pytest.raises(actions.NotTheirs):
        steps.own("carin", owner=cast.employee("elin"))
    with pytest.raises(actions.NotTheirs):
        steps.own("carin", owner=cast.person("bo"))
    steps.own("carin", owner=cast.person("carin"))
    steps.plan("carin")
    steps.done("carin")
    with pytest.raises(actions.VerifiedByTheOneItIsAbout):
        steps.verify("hedda")
    steps.verify("elin")


def test_refuses_steps_out_of_order_and_days_that_do_not_fit(cast: Cast) -> None:
    steps = _member_s(cast)
    with pytest.raises(actions.NobodyOwnsIt):
        steps.plan()
    with pytest.raises(actions.DayHasPassed):
        steps.own(plan_by=TODAY - timedelta(days=1))
    steps.own()
    with pytest.raises(actions.NoPlanToRemedy):
        steps.done()
    with pytest.raises(actions.NothingSaid):
        steps.plan(what=" ")
    with pytest.raises(actions.DayHasPassed):
        steps.plan(days=-1)
    with pytest.raises(actions.NothingToVerify):
        steps.verify(closes=False, what="Inte nog.")
    with pytest.raises(actions.CouncilFirst):
        steps.up("heads")
    steps.up("council", "carin")
    with pytest.raises(actions.RaisedAlready):
        steps.up("council")
    steps.up("heads")
    steps.plan()
    steps.done()
    with pytest.raises(actions.WaitsToBeVerified):
        steps.plan()
    with pytest.raises(actions.NothingSaid):
        steps.verify(closes=False)
    with everywhere() as samdrift:
        case = case_of(deviations_read_by(samdrift).get(), on=TODAY)
        assert case.raised_to is not None
        assert case.raised_to.to == Raising.Level.HEADS


def test_opens_one_for_each_service_month_and_side_where_something_was_promised(cast: Cast) -> None:
    (level,), other = some_levels("Guld"), some_levels("Guld")[0]
    adoption = with_the_member(cast, level, a_calendar())
    deviation = a_deviation(cast, adoption, by="carin")
    carin, berit = cast.actor("carin"), cast.actor("berit")
    with inside(carin.walls):
        given: dict[str, Any] = {"what": "x", "by": carin, "at": NOW}
        with pytest.raises(actions.DeviationStands):
            actions.open_deviation(adoption, level.service, OCTOBER, **given)
        with pytest.raises(actions.NothingPromised):
            actions.open_deviation(adoption, level.service, Month(2026, 9), **given)
        with pytest.raises(actions.NothingPromised):
            actions.open_deviation(adoption, other.service, OCTOBER, **given)
        with pytest.raises(actions.MonthAhead):
            actions.open_deviation(adoption, level.service, Month(2026, 12), **given)
        with pytest.raises(actions.NothingSaid):
            actions.open_deviation(adoption, level.service, Month(2026, 11), **{**given, "what": "  "})
        actions.open_deviation(adoption, level.service, Month(2026, 11), **given)
    with inside(berit.walls), pytest.raises(NotAllowed):
        actions.open_deviation(adoption, level.service, Month(2026, 11), what="x", by=berit, at=NOW)
    for nobody in ("anna", "maja", "auditor"):
        actor = cast.actor(nobody)
        with inside(actor.walls), pytest.raises(NotAllowed):
            actions.open_deviation(adoption, level.service, Month(2026, 11), what="x", by=actor, at=NOW)
    with inside(berit.walls):
        assert not Deviation.objects.filter(pk=deviation.pk).exists(), "another member's deviations are behind its wall"


def test_waits_for_whoever_takes_the_next_step_and_for_the_director_when_it_is_late(cast: Cast) -> None:
    steps = _member_s(cast)
    elin, karin, carin = (cast.actor(name) for name in ("elin", "karin", "carin"))

    def waits(*, after: int = 0) -> list[str]:
        with everywhere():
            on = TODAY + timedelta(days=after)
            return [name for name, actor in [("elin", elin), ("karin", karin), ("carin", carin)] if cases_waiting_for(actor, on=on)]

    assert waits() == ["karin"]
    steps.own(owner=cast.employee("elin"))
    assert waits() == ["elin"]
    assert waits(after=8) == ["elin", "karin"]
    steps.plan("elin")
    assert (waits(after=14), waits(after=15)) == (["elin"], ["elin", "karin"])
    steps.done("elin")
    assert waits(after=99) == ["carin"]
    steps.verify()
    assert waits(after=99) == []


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=4), st.booleans(), st.booleans())
def test_a_state_waits_for_exactly_what_its_rows_lack(plans: list[tuple[bool, bool]], owned: bool, closed: bool) -> None:
    rows = [Planned(TODAY + timedelta(days=place), done, done and turned_down) for place, (done, turned_down) in enumerate(plans)]
    plan_by = TODAY if owned else None
    stage = stage_of(plan_by, rows, closed=closed)
    assert (stage == Stage.CLOSED) == closed
    if not closed and owned:
        last = rows[-1] if rows else None
        assert (stage == Stage.OWNED) == (last is None or last.rejected)
        assert (stage == Stage.PLANNED) == (last is not None and not last.remedied)
        assert due_on(plan_by, rows, closed=closed) == {Stage.OWNED: plan_by, Stage.PLANNED: last and last.due_on}.get(stage)


class StatesFollowFromRows(TestCase):
    """Any sequence of steps, lawful or not, by whoever may take them: the state is that of the rows, and of nothing else."""

    def setUp(self) -> None:
        self.cast = the_cast()
        (level,) = some_levels("Guld")
        self.adoption = with_the_member(self.cast, level, a_calendar())
        self.steps = Steps(self.cast, a_deviation(self.cast, self.adoption))

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(["own", "plan", "done", "turn down", "close", "raise"]), min_size=2, max_size=7))
    def test_under_any_sequence_of_steps(self, sequence: list[str]) -> None:
        before, expected = "open", "open"
        moves = {
            ("own", "open"): "owned",
            ("plan", "owned"): "planned",
            ("plan", "planned"): "planned",
            ("done", "planned"): "remedied",
            ("turn down", "remedied"): "owned",
        }
        for name in sequence:
            try:
                self._do(name)
                done = True
            except Refused:
                done = False
            before = expected
            if name == "close" and before != "closed":
                expected = "closed"
            expected = moves.get((name, before), expected) if before != "closed" else before
            assert done or expected == before
            assert _stage(self.steps.deviation) == expected
        with everywhere():
            assert Remedied.objects.count() <= RemedyPlan.objects.count()
            assert Verification.objects.filter(closes=True).count() == (expected == "closed")
            assert RemedyPlan.objects.count() == 0 or Responsible.objects.exists()

    def _do(self, name: str) -> None:
        steps = self.steps
        does: dict[str, Callable[[], Any]] = {
            "own": steps.own,
            "plan": steps.plan,
            "done": steps.done,
            "turn down": lambda: steps.verify(closes=False, what="Inte nog."),
            "close": steps.verify,
            "raise": lambda: steps.up("council"),
        }
        does[name]()
