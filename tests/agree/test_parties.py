"""Who may agree with whom, who signs, where a penalty may stand, and when it may end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from samdrift.agree import actions
from samdrift.agree.models import Coverage, Signature
from samdrift.agree.queries import adoptions_to_sign, coverage_in_force, differences_from_facts
from samdrift.core.access import Role, inside
from samdrift.core.errors import NotAllowed
from samdrift.members.models import Organization
from tests.agree.builders import a_calendar, some_levels
from tests.agree.carrying import EARLIER, a_led_function, a_text, an_organization, on_paper, part_of, proposed, signed_by, with_the_member
from tests.builders import NOW, TODAY, Cast, a_person, everywhere


def test_a_function_promises_another_and_their_managers_sign(cast: Cast) -> None:
    giving, giver = a_led_function(cast, "Drift")
    taking, taker = a_led_function(cast, "Desken")
    (level,) = some_levels("Guld")
    adoption = proposed(a_text(cast, level, a_calendar(), kind="functions", function=giving), cast.unit, taking)
    with everywhere():
        assert adoptions_to_sign(giver) == adoptions_to_sign(taker) == [adoption]
        assert adoptions_to_sign(cast.actor("karin")) == adoptions_to_sign(cast.actor("elin")) == []
    with pytest.raises(actions.NotTheOneToSign):
        signed_by(adoption, cast.actor("karin"))
    signed_by(adoption, giver, taker)
    with everywhere():
        coverage = Coverage.objects.get()
        assert (coverage.function_id, coverage.supplier_id, coverage.owner_id) == (taking.pk, None, cast.unit.pk)
        assert coverage_in_force(cast.unit.pk, level.service_id, on=TODAY) is None, "it promises the unit's own tickets nothing"
        assert not list(differences_from_facts())


def test_what_a_function_is_promised_never_overlaps_and_each_kind_stands_by_itself(cast: Cast) -> None:
    giving, giver = a_led_function(cast, "Drift")
    taking, taker = a_led_function(cast, "Desken")
    (level,), calendar = some_levels("Guld"), a_calendar()
    for number in range(2):
        adoption = proposed(a_text(cast, level, calendar, kind="functions", function=giving), cast.unit, taking)
        if number:
            with pytest.raises(actions.AlreadyCovered):
                signed_by(adoption, giver, taker)
        else:
            signed_by(adoption, giver, taker)
    supplier = an_organization("supplier", "Nätbolaget")
    contract = proposed(a_text(cast, level, calendar, kind="underpinning", provider=supplier), cast.unit)
    on_paper(signed_by(contract, cast.actor("karin")), cast.actor("karin"))
    with_the_member(cast, level, calendar)
    with everywhere():
        assert Coverage.objects.count() == 3
        assert not list(differences_from_facts())


def test_refuses_parties_that_do_not_fit_the_kind(cast: Cast) -> None:
    giving, _manager = a_led_function(cast, "Drift")
    (level,), calendar = some_levels("Guld"), a_calendar()
    supplier, customer = an_organization("supplier", "Nätbolaget"), an_organization("customer", "Förbundet")
    between = a_text(cast, level, calendar, kind="functions", function=giving)
    with_members = a_text(cast, level, calendar, kind="ola")
    with_customer = a_text(cast, level, calendar, kind="sla")
    for version, taker, function in [
        (between, cast.unit, giving),
        (between, cast.unit, None),
        (between, cast.member, cast.function),
        (with_members, customer, None),
        (with_members, cast.member, cast.function),
        (with_customer, cast.member, None),
        (with_members, supplier, None),
    ]:
        with pytest.raises(actions.NotATaker):
            proposed(version, taker, function)
    with everywhere() as samdrift:
        given: dict[str, Any] = {"by": samdrift, "at": NOW}
        with pytest.raises(actions.ProviderOfAnotherKind):
            actions.add_agreement("A", provider=supplier, kind="ola", **given)
        with pytest.raises(actions.ProviderOfAnotherKind):
            actions.add_agreement("A", provider=cast.unit, kind="underpinning", **given)
        with pytest.raises(actions.WhichFunction):
            actions.add_agreement("A", provider=cast.unit, kind="functions", **given)
        with pytest.raises(actions.WhichFunction):
            actions.add_agreement("A", provider=cast.unit, kind="ola", function=giving, **given)


def test_a_supplier_signs_on_paper_and_it_counts_from_the_day_on_it(cast: Cast) -> None:
    (level,), karin = some_levels("Guld"), cast.actor("karin")
    supplier = an_organization("supplier", "Nätbolaget")
    adoption = proposed(a_text(cast, level, a_calendar(), kind="underpinning", provider=supplier), cast.unit)
    signed_by(adoption, karin)
    day = EARLIER.date()
    with inside(karin.walls):
        given: dict[str, Any] = {"signer": "Vd", "registry_number": "AVT-7", "by": karin}
        for outside in (day - timedelta(days=1), NOW.date() + timedelta(days=1)):
            with pytest.raises(actions.PaperDayOutside):
                actions.record_paper_signature(adoption, signed_on=outside, at=NOW, **given)
        with pytest.raises(actions.PaperIncomplete):
            actions.record_paper_signature(adoption, signed_on=day, at=NOW, **{**given, "registry_number": " "})
    with pytest.raises(NotAllowed):
        on_paper(adoption, cast.actor("elin"))
    on_paper(adoption, karin, at=NOW, signed_on=date(2026, 10, 12))
    with pytest.raises(actions.SideHasSigned):
        on_paper(adoption, karin, at=NOW)
    with everywhere():
        assert Coverage.objects.get().during.lower == date(2026, 10, 12)
        paper = Signature.objects.get(account=None)
        assert (paper.side, paper.signer, paper.registry_number) == ("provider", "Firmatecknaren", "AVT-1")
        assert not list(differences_from_facts())


def test_refuses_paper_for_a_side_that_has_accounts_of_its_own(cast: Cast) -> None:
    (level,), calendar = some_levels("Guld"), a_calendar()
    with pytest.raises(actions.SignsByItself):
        on_paper(proposed(a_text(cast, level, calendar, kind="ola"), cast.member), cast.actor("karin"))
    customer = an_organization("customer", "Förbundet")
    adoption = proposed(a_text(cast, level, calendar, kind="sla"), customer)
    a_person(customer, role=Role.SIGNATORY)
    with pytest.raises(actions.SignsByItself):
        on_paper(adoption, cast.actor("karin"))


PENALTY: dict[str, Any] = {"penalty_minor": 5_000_00}


def test_refuses_a_penalty_within_one_legal_person_and_says_the_way_on(cast: Cast) -> None:
    (level,), calendar = some_levels("Guld"), a_calendar()
    giving, _manager = a_led_function(cast, "Drift")
    part_of(cast.unit, "Staten")
    part_of(cast.member, "staten ")
    part_of(cast.other, "Havsstaden")
    with pytest.raises(actions.PenaltyWithinOneLegalPerson) as refused:
        a_text(cast, level, calendar, kind="ola", terms=PENALTY)
    assert "Länsverket" in str(refused.value)
    with everywhere():
        Organization.objects.filter(pk=cast.member.pk).update(name_en="The County Works")
    with translation.override("en"), pytest.raises(actions.PenaltyWithinOneLegalPerson, match="The County Works"):
        a_text(cast, level, calendar, kind="ola", terms=PENALTY)
    assert "deviation" in refused.value.onward() or "avvikelse" in refused.value.onward()
    with pytest.raises(actions.PenaltyWithinOneLegalPerson):
        a_text(cast, level, calendar, kind="functions", function=giving, terms=PENALTY)
    agency = an_organization("customer", "En annan myndighet", "Staten")
    version = a_text(cast, level, calendar, kind="sla", terms=PENALTY)
    with pytest.raises(actions.PenaltyWithinOneLegalPerson):
        proposed(version, agency)
    with pytest.raises(actions.LegalPersonUnknown):
        proposed(version, an_organization("customer", "Okänd"))


def test_a_penalty_stands_between_different_legal_persons_until_they_become_one(cast: Cast) -> None:
    (level,), calendar = some_levels("Guld"), a_calendar()
    part_of(cast.unit, "Staten")
    customer = an_organization("customer", "Förbundet", "Förbundet")
    karin = cast.actor("karin")
    share: dict[str, Any] = {"penalty_ppm": 25_000, "fee_minor": 40_001_00}
    version = a_text(cast, level, calendar, kind="sla", terms=share)
    assert version.penalty_comes_to == 1_000_03  # 2.5 % of 40,001.00 is 1,000.025: half an öre is rounded up
    signed_by(proposed(version, customer), karin)
    later = proposed(a_text(cast, level, calendar, kind="sla", terms=PENALTY), customer)
    part_of(customer, "Staten")
    with pytest.raises(actions.PenaltyWithinOneLegalPerson):
        signed_by(later, karin)


@pytest.mark.parametrize(
    "terms",
    [
        {"penalty_minor": 0},
        {"penalty_minor": -1},
        {"penalty_minor": 100, "penalty_ppm": 1, "fee_minor": 1},
        {"penalty_ppm": 20_000},
        {"fee_minor": 100},
        {"penalty_ppm": 1_000_001, "fee_minor": 100},
        {"notice_months": -1},
        {"notice_months": 121},
        {"notice_ends": "someday"},
    ],
)
def test_refuses_terms_that_say_nothing_clear(cast: Cast, terms: dict[str, object]) -> None:
    with pytest.raises((actions.PenaltyUnclear, actions.NoticeOutOfRange)):
        a_text(cast, some_levels("Guld")[0], a_calendar(), kind="sla", terms=terms)


def test_notice_says_from_when_it_may_end_and_refuses_what_is_too_early(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    adoption = with_the_member(cast, level, a_calendar(), terms={"notice_months": 12, "notice_ends": "year_end"})
    sten = cast.actor("sten")
    with inside(sten.walls):
        with pytest.raises(actions.LastDayTooEarly) as refused:
            actions.end_adoption(adoption, last_on=date(2026, 12, 31), by=sten, at=NOW)
        assert "2027-12-31" in str(refused.value)
        with pytest.raises(actions.EndsAtYearEnd) as refused_day:
            actions.end_adoption(adoption, last_on=date(2028, 6, 30), by=sten, at=NOW)
        assert "2028-12-31" in str(refused_day.value)
        actions.end_adoption(adoption, last_on=date(2027, 12, 31), by=sten, at=NOW)
    with everywhere():
        assert Coverage.objects.get().during.upper == date(2028, 1, 1)


def test_terms_are_part_of_what_one_signs_and_a_change_of_them_is_a_change(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    version = with_the_member(cast, level, a_calendar(), terms={"notice_months": 6}).version
    with everywhere() as samdrift:
        draft = actions.start_draft(version.agreement, from_on=TODAY, by=samdrift, at=NOW)
        assert draft.terms == version.terms
        with pytest.raises(actions.NothingHasChanged):
            actions.offer_version(draft, by=samdrift, at=NOW)
        actions.set_terms(draft, notice_months=3, by=samdrift, at=NOW)
        assert actions.offer_version(draft, by=samdrift, at=NOW).digest != version.digest
        assert not list(differences_from_facts())
