"""An agreement is written, offered, adopted by a member with two signatures, and covers its services from then on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from samdrift.agree import actions
from samdrift.agree.models import Adoption, Coverage, DraftTarget, Measure, Signature, Version, VersionTally
from samdrift.agree.queries import GapKind, coverage_in_force, differences_from_facts, gaps, levels_offered, targets_in_force
from samdrift.catalog.models import Level, Service
from samdrift.core.access import Role, inside
from samdrift.core.errors import NotAllowed, Refused
from samdrift.core.models import AuditEntry
from samdrift.members.queries import actor_in_seat, seats_of
from tests.agree.builders import (
    a_calendar,
    a_signed_adoption,
    a_version,
    an_adoption,
    an_agreement,
    another_director,
    another_signatory,
    sign,
    some_levels,
)
from tests.builders import NOW, TODAY, Cast, a_level, a_seat, actor_of, an_uptake, everywhere

TOMORROW = TODAY + timedelta(days=1)
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _projections_say_what_facts_give(cast: Cast) -> object:
    yield
    with everywhere():
        assert list(differences_from_facts()) == []


def test_an_adoption_covers_its_services_once_both_sides_have_signed(cast: Cast) -> None:
    version = a_version(cast, from_on=NEW_YEAR)
    adoption = an_adoption(cast, version)
    sign(adoption, cast.actor("sten"))
    with everywhere():
        assert not Coverage.objects.exists()
        assert VersionTally.objects.values_list("offered", "adopted").get() == (1, 0)
    sign(adoption, cast.actor("karin"))
    with everywhere():
        coverage = Coverage.objects.get()
        assert (coverage.owner_id, coverage.during) == (cast.member.pk, DateRange(NEW_YEAR, None))
        assert VersionTally.objects.values_list("offered", "adopted").get() == (1, 1)
        assert set(Signature.objects.values_list("digest", flat=True)) == {version.digest}
        assert coverage_in_force(cast.member.pk, coverage.service_id, on=TODAY) is None
        held = targets_in_force(cast.member.pk, coverage.service_id, on=NEW_YEAR, priority=2)
        assert set(held) == {Measure.AVAILABILITY, Measure.RESOLUTION}
        assert set(targets_in_force(cast.member.pk, coverage.service_id, on=NEW_YEAR, priority=3)) == {Measure.AVAILABILITY}
        assert AuditEntry.objects.filter(deed="sign_adoption", owner_id=cast.member.pk).count() == 2


def test_coverage_starts_on_the_day_of_the_last_signature_when_the_from_day_has_passed(cast: Cast) -> None:
    adoption = an_adoption(cast)
    sign(adoption, cast.actor("karin"))
    sign(adoption, cast.actor("sten"), at=NOW + timedelta(days=40))
    with everywhere():
        assert Coverage.objects.get().during.lower == TODAY + timedelta(days=40)


def test_the_head_of_agency_may_sign_for_the_member(cast: Cast) -> None:
    assert sign(an_adoption(cast), cast.actor("hedda")).side == Signature.Side.TAKER


@pytest.mark.parametrize("name", ["anna", "carin", "maja", "elin", "ulla", "auditor"])
def test_refuses_a_signature_by_somebody_who_signs_for_neither_side(cast: Cast, name: str) -> None:
    adoption = an_adoption(cast)
    with pytest.raises(NotAllowed):
        sign(adoption, cast.actor(name))


def test_refuses_a_signatory_of_another_member(cast: Cast) -> None:
    berit = cast.people["berit"].account
    assert berit is not None
    stranger = actor_of(berit)
    a_seat(berit, cast.other, Role.SIGNATORY)
    adoption = an_adoption(cast)
    seat = next(s for s in seats_of(berit.pk, on=TODAY) if s.role == Role.SIGNATORY)
    signatory = actor_in_seat(berit.pk, seat.pk, on=TODAY)
    assert signatory is not None
    assert signatory.owner_id == stranger.owner_id
    with pytest.raises(actions.NotTheOneToSign):
        sign(adoption, signatory)


def test_refuses_one_account_that_signs_for_both_sides_whatever_its_seats(cast: Cast) -> None:
    account = cast.account("karin")
    a_seat(account, cast.member, Role.SIGNATORY)
    seats = [actor_in_seat(account.pk, seat.pk, on=TODAY) for seat in seats_of(account.pk, on=TODAY)]
    director, signatory = seats
    assert director is not None
    assert signatory is not None
    adoption = an_adoption(cast)
    sign(adoption, director)
    with pytest.raises(actions.SignsBothSides):
        sign(adoption, signatory)
    with everywhere():
        assert Signature.objects.get().side == Signature.Side.PROVIDER
        assert not Coverage.objects.exists()


def test_refuses_a_second_signature_for_the_same_side(cast: Cast) -> None:
    adoption, another = an_adoption(cast), another_director(cast)
    sign(adoption, cast.actor("karin"))
    with pytest.raises(actions.SideHasSigned):
        sign(adoption, another)


def test_a_new_version_ends_the_coverage_of_the_one_before_when_it_is_signed(cast: Cast) -> None:
    levels = some_levels("Guld")
    first = a_version(cast, levels)
    a_signed_adoption(cast, first)
    second = a_version(cast, levels, agreement=first.agreement, from_on=NEW_YEAR, text="Parterna hjälps alltid åt.")
    adoption = an_adoption(cast, second)
    sign(adoption, cast.actor("sten"))
    with everywhere():
        assert Coverage.objects.get().during == DateRange(TODAY, None), "an offer ends nothing"
    sign(adoption, cast.actor("karin"))
    with everywhere():
        spans = list(Coverage.objects.order_by("during").values_list("adoption__version__number", "during"))
        assert spans == [(1, DateRange(TODAY, NEW_YEAR)), (2, DateRange(NEW_YEAR, None))]


def test_a_member_changes_level_by_adopting_the_same_version_anew(cast: Cast) -> None:
    gold, silver = some_levels("Guld", "Silver")
    version = a_version(cast, [gold, silver])
    a_signed_adoption(cast, version)
    with everywhere() as samdrift:
        again = actions.propose_adoption(
            version, cast.member, levels={silver.service: silver}, from_on=NEW_YEAR, by=samdrift, at=NOW + timedelta(days=1)
        )
    sign(again, cast.actor("sten"))
    sign(again, cast.actor("karin"))
    with everywhere():
        assert [(c.level.name, c.during.upper) for c in Coverage.objects.order_by("during")] == [("Guld", NEW_YEAR), ("Silver", None)]
        assert VersionTally.objects.values_list("offered", "adopted").get() == (1, 1), "one taker, however often it signs"


def test_refuses_an_adoption_whose_services_another_agreement_covers_on_the_same_days(cast: Cast) -> None:
    levels = some_levels("Guld")
    a_signed_adoption(cast, a_version(cast, levels))
    other = an_adoption(cast, a_version(cast, levels))
    sign(other, cast.actor("sten"))
    with pytest.raises(actions.AlreadyCovered, match="Överenskommelse"):
        sign(other, cast.actor("karin"))
    with everywhere():
        assert Coverage.objects.count() == 1
        assert Signature.objects.filter(adoption=other).count() == 1
        assert Adoption.objects.get(pk=other.pk).state == Adoption.State.PROPOSED


def test_two_agreements_may_follow_each_other_when_notice_was_given(cast: Cast) -> None:
    levels = some_levels("Guld")
    first = a_signed_adoption(cast, a_version(cast, levels))
    sten = cast.actor("sten")
    with inside(sten.walls):
        actions.end_adoption(first, last_on=date(2026, 12, 31), by=sten, at=NOW)
    a_signed_adoption(cast, a_version(cast, levels, from_on=NEW_YEAR))
    with everywhere():
        assert list(Coverage.objects.order_by("during").values_list("during", flat=True)) == [
            DateRange(TODAY, NEW_YEAR),
            DateRange(NEW_YEAR, None),
        ]


def test_refuses_notice_for_a_day_that_has_passed_or_of_what_has_ended(cast: Cast) -> None:
    adoption, karin = a_signed_adoption(cast), cast.actor("karin")
    with inside(karin.walls):
        with pytest.raises(actions.LastDayTooEarly):
            actions.end_adoption(adoption, last_on=TODAY - timedelta(days=1), by=karin, at=NOW)
        actions.end_adoption(adoption, last_on=TODAY, by=karin, at=NOW)
        with pytest.raises(actions.NotInForce):
            actions.end_adoption(adoption, last_on=TODAY, by=karin, at=NOW)


def test_refuses_notice_by_somebody_who_could_not_have_signed(cast: Cast) -> None:
    adoption, elin = a_signed_adoption(cast), cast.actor("elin")
    with inside(elin.walls), pytest.raises(NotAllowed):
        actions.end_adoption(adoption, last_on=TOMORROW, by=elin, at=NOW)


def test_a_proposal_replaces_an_unsigned_one_and_its_signature_counts_no_more(cast: Cast) -> None:
    first = an_adoption(cast)
    sign(first, cast.actor("sten"))
    an_adoption(cast, first.version, from_on=NEW_YEAR)
    with pytest.raises(actions.ProposalReplaced):
        sign(first, cast.actor("karin"))
    with everywhere():
        assert VersionTally.objects.values_list("offered", "adopted").get() == (1, 0)


def test_refuses_to_join_or_sign_an_older_version_than_the_one_signed(cast: Cast) -> None:
    first = a_version(cast)
    levels = [level for offered in _offered(first).values() for level in offered]
    waiting = an_adoption(cast, first)
    a_signed_adoption(cast, a_version(cast, levels, agreement=first.agreement, text="Annat."))
    with pytest.raises(actions.NewerVersionSigned):
        sign(waiting, cast.actor("sten"))
    with pytest.raises(actions.NewerVersionSigned):
        an_adoption(cast, first)


def _offered(version: Version) -> dict[Service, list[Level]]:
    with everywhere():
        return levels_offered(version)


def test_the_takers_signatory_proposes_for_its_own_member_only(cast: Cast) -> None:
    version, sten = a_version(cast), another_signatory(cast)
    with inside(sten.walls):
        levels = {service: offered[0] for service, offered in levels_offered(version).items()}
        actions.propose_adoption(version, cast.member, levels=levels, from_on=TODAY, by=sten, at=NOW)
        with pytest.raises(NotAllowed):
            actions.propose_adoption(version, cast.other, levels=levels, from_on=TODAY, by=sten, at=NOW)


def test_refuses_a_proposal_that_the_version_does_not_offer(cast: Cast) -> None:
    version = a_version(cast, from_on=NEW_YEAR)
    stranger = some_levels("Brons")[0]
    (service, offered), *_ = _offered(version).items()
    bad: list[tuple[type[Refused], dict[Service, Level], date]] = [
        (actions.NothingTaken, {}, NEW_YEAR),
        (actions.LevelNotOffered, {stranger.service: stranger}, NEW_YEAR),
        (actions.BeforeVersion, {service: offered[0]}, TODAY),
    ]
    with everywhere() as samdrift:
        for refusal, levels, day in bad:
            with pytest.raises(refusal):
                actions.propose_adoption(version, cast.member, levels=levels, from_on=day, by=samdrift, at=NOW)


def test_the_unit_cannot_join_what_it_delivers_itself(cast: Cast) -> None:
    with pytest.raises(actions.NotATaker):
        an_adoption(cast, taker=cast.unit)


def test_refuses_to_offer_a_version_that_is_empty_late_or_the_same(cast: Cast) -> None:
    agreement = an_agreement(cast)
    with everywhere() as samdrift:
        draft = actions.start_draft(agreement, from_on=TODAY, by=samdrift, at=NOW)
        with pytest.raises(actions.VersionIsEmpty):
            actions.offer_version(draft, by=samdrift, at=NOW)
        with pytest.raises(actions.DraftStands):
            actions.start_draft(agreement, from_on=TODAY, by=samdrift, at=NOW)
    version = a_version(cast)
    with everywhere() as samdrift:
        draft = actions.start_draft(version.agreement, from_on=TODAY - timedelta(days=1), by=samdrift, at=NOW)
        with pytest.raises(actions.FromDayHasPassed):
            actions.offer_version(draft, by=samdrift, at=NOW)
        actions.date_draft(draft, TODAY, by=samdrift, at=NOW)
        with pytest.raises(actions.NothingHasChanged):
            actions.offer_version(draft, by=samdrift, at=NOW)
        DraftTarget.objects.filter(draft=draft).update(clause="9")
        with pytest.raises(actions.TargetWithoutClause, match="9"):
            actions.offer_version(draft, by=samdrift, at=NOW)


def test_refuses_targets_that_cannot_be(cast: Cast) -> None:
    agreement, calendar, (gold,) = an_agreement(cast), a_calendar(), some_levels("Guld")
    other = a_level(cast.desk_service)
    fine = {"clause": "1", "service": gold.service, "level": gold, "measure": "response", "share_ppm": 950_000, "priority": 1}
    fine |= {"within_seconds": 60, "calendar": calendar}
    bad: list[tuple[type[Refused], dict[str, object]]] = [
        (actions.LevelOfAnotherService, {"level": other}),
        (actions.PriorityOutOfRange, {"priority": 5}),
        (actions.PriorityOutOfRange, {"priority": None}),
        (actions.TimeMissing, {"within_seconds": 0}),
        (actions.TimeMissing, {"within_seconds": None}),
        (actions.ShareOutOfRange, {"share_ppm": 0}),
        (actions.ShareOutOfRange, {"share_ppm": 1_000_001}),
        (actions.AvailabilityHasNoTime, {"measure": "availability"}),
    ]
    with everywhere() as samdrift:
        draft = actions.start_draft(agreement, from_on=TODAY, by=samdrift, at=NOW)
        for refusal, wrong in bad:
            with pytest.raises(refusal):
                actions.set_target(draft, by=samdrift, at=NOW, **fine | wrong)  # type: ignore[arg-type]
        actions.set_target(draft, by=samdrift, at=NOW, **fine)  # type: ignore[arg-type]
        actions.set_target(draft, by=samdrift, at=NOW, **fine | {"within_seconds": 90})  # type: ignore[arg-type]
        assert DraftTarget.objects.get().within_seconds == 90, "the same promise is written anew, not beside"


def test_gaps_are_uses_without_an_agreement_in_force_or_at_another_level(cast: Cast) -> None:
    gold, silver = some_levels("Guld", "Silver")
    alone = some_levels("Guld")[0]
    an_uptake(cast.member, silver)
    an_uptake(cast.member, alone)
    an_uptake(cast.other, gold)
    an_uptake(cast.other, alone, until=TODAY)
    a_signed_adoption(cast, a_version(cast, [gold, silver]))
    with everywhere():
        found = {(g.uptake.owner_id, g.uptake.service_id): g.kind for g in gaps(on=TODAY)}
        assert found == {
            (cast.member.pk, silver.service_id): GapKind.OTHER_LEVEL,
            (cast.member.pk, alone.service_id): GapKind.NOTHING,
            (cast.other.pk, gold.service_id): GapKind.NOTHING,
        }
        assert len(gaps(on=TODAY, owner_id=cast.other.pk)) == 1
        assert {g.kind for g in gaps(on=TODAY - timedelta(days=1), owner_id=cast.member.pk)} == {GapKind.NOTHING}


def test_a_gap_says_from_which_day_something_signed_closes_it(cast: Cast) -> None:
    (gold,) = some_levels("Guld")
    an_uptake(cast.member, gold)
    a_signed_adoption(cast, a_version(cast, [gold], from_on=NEW_YEAR))
    with everywhere():
        assert [gap.covered_from for gap in gaps(on=TODAY)] == [NEW_YEAR]
        assert gaps(on=NEW_YEAR) == []
