"""Baselines: one a year, of a year before joining, signed by the member itself and from then on frozen by the database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.core.models import AuditEntry
from samdrift.plan.actions.baselines import (
    BaselineIsSigned,
    BaselineIsThere,
    KeepsMoreThanItCost,
    NoMemberHere,
    NotBeforeJoining,
    NothingToSign,
    NotTheOneToSignIt,
    RemainingBelowZero,
    YearNotOver,
    YearTooEarly,
    begin_baseline,
    drop_line,
    sign_baseline,
    state_remaining,
    write_line,
)
from samdrift.plan.models import Baseline, BaselineLine
from samdrift.plan.queries.baselines import baselines_of, remaining_by_year, signed_years
from tests.builders import NOW, Cast, a_member, a_service, everywhere
from tests.plan.baseline_builders import a_baseline, remains, signatory_of, signed


def test_a_member_enters_what_its_own_it_cost_and_its_signatory_signs_it(cast: Cast) -> None:
    service, maja, sten = a_service("E-post"), cast.actor("maja"), cast.actor("sten")
    with inside(maja.walls):
        baseline = begin_baseline(cast.member, 2018, by=maja, at=NOW)
        write_line(baseline, service, "licences", 900_00, by=maja, at=NOW)
        write_line(baseline, service, "licences", 800_00, 100_00, by=maja, at=NOW)  # in place of what stood there
        line = write_line(baseline, service, "support", 50_00, by=maja, at=NOW)
        drop_line(line, by=maja, at=NOW)
    with inside(sten.walls):
        assert sign_baseline(baseline, by=sten, at=NOW).total_minor == 800_00
        [row] = baselines_of(cast.member)
        assert (row.total_minor, row.kept_minor, row.signature and row.signature.account_id) == (800_00, 100_00, sten.account_id)
        [year] = signed_years()
        assert (year.owner_id, year.year, year.total_minor, year.kept_minor) == (cast.member.pk, 2018, 800_00, 100_00)
    with everywhere():
        deeds = set(AuditEntry.objects.filter(owner_id=cast.member.pk).values_list("deed", flat=True))
        assert deeds == {"begin_baseline", "write_baseline_line", "drop_baseline_line", "sign_baseline"}


def test_refuses_a_second_baseline_for_a_year(cast: Cast) -> None:
    a_baseline(cast.member, cast.desk_service)
    with everywhere() as samdrift, pytest.raises(BaselineIsThere):
        begin_baseline(cast.member, 2018, by=samdrift, at=NOW)


def test_refuses_to_change_what_is_signed(cast: Cast) -> None:
    baseline = a_baseline(cast.member, cast.desk_service)
    signed(baseline, cast.actor("sten"))
    with everywhere() as samdrift:
        line = BaselineLine.objects.get()
        for change in (
            lambda: write_line(baseline, cast.desk_service, "licences", 1_00, by=samdrift, at=NOW),
            lambda: write_line(baseline, cast.desk_service, "support", 1_00, by=samdrift, at=NOW),
            lambda: drop_line(line, by=samdrift, at=NOW),
        ):
            with pytest.raises(BaselineIsSigned):
                change()
    sten = cast.actor("sten")
    with inside(sten.walls), pytest.raises(BaselineIsSigned):
        sign_baseline(baseline, by=sten, at=NOW)


def test_the_database_refuses_it_too_whoever_asks(cast: Cast) -> None:
    baseline = a_baseline(cast.member, cast.desk_service)
    signed(baseline, cast.actor("sten"))
    with everywhere():
        line = BaselineLine.objects.get()
        own = {"owner_id": cast.member.pk, "baseline": baseline, "service": cast.desk_service}
        for change in (
            lambda: BaselineLine.objects.filter(pk=line.pk).update(amount_minor=1),
            lambda: BaselineLine.objects.filter(pk=line.pk).delete(),
            lambda: BaselineLine.objects.create(**own, kind="other", amount_minor=1),
            lambda: Baseline.objects.filter(pk=baseline.pk).update(year=2017),
            lambda: Baseline.objects.filter(pk=baseline.pk)._raw_delete("default"),
        ):
            with pytest.raises(IntegrityError, match="this baseline is signed"), transaction.atomic():
                change()


@pytest.mark.parametrize("name", ["maja", "carin", "anna", "karin", "elin", "berit", "auditor"])
def test_only_the_members_own_signatory_or_head_signs(cast: Cast, name: str) -> None:
    baseline, actor = a_baseline(cast.member, cast.desk_service), cast.actor(name)
    with everywhere(), pytest.raises(NotAllowed):
        sign_baseline(baseline, by=actor, at=NOW)
    stranger = signatory_of(cast.other)
    with everywhere(), pytest.raises(NotTheOneToSignIt):
        sign_baseline(baseline, by=stranger, at=NOW)


def test_a_head_of_agency_may_sign_and_an_empty_baseline_is_not_signed(cast: Cast) -> None:
    hedda = cast.actor("hedda")
    with inside(hedda.walls):
        baseline = begin_baseline(cast.member, 2017, by=hedda, at=NOW)
        with pytest.raises(NothingToSign):
            sign_baseline(baseline, by=hedda, at=NOW)
    signed(a_baseline(cast.member, cast.desk_service), hedda)


@pytest.mark.parametrize(("year", "refusal"), [(2020, NotBeforeJoining), (2027, YearNotOver), (2026, YearNotOver), (1989, YearTooEarly)])
def test_a_baseline_is_of_a_year_before_the_member_joined(cast: Cast, year: int, refusal: type[Exception]) -> None:
    with everywhere() as samdrift, pytest.raises(refusal):
        begin_baseline(cast.member, year, by=samdrift, at=NOW)


def test_the_unit_has_no_baseline(cast: Cast) -> None:
    with everywhere() as samdrift, pytest.raises(NoMemberHere):
        begin_baseline(cast.unit, 2018, by=samdrift, at=NOW)
    with everywhere() as samdrift, pytest.raises(NoMemberHere):
        state_remaining(cast.unit, 2026, cast.desk_service, "support", 1, by=samdrift, at=NOW)


@pytest.mark.parametrize(("amount", "kept"), [(0, 0), (-1, 0), (100, 101), (100, -1)])
def test_what_is_kept_lies_between_zero_and_what_it_cost(cast: Cast, amount: int, kept: int) -> None:
    baseline = a_baseline(cast.member, cast.desk_service)
    with everywhere() as samdrift, pytest.raises(KeepsMoreThanItCost):
        write_line(baseline, cast.desk_service, "other", amount, kept, by=samdrift, at=NOW)


def test_what_remains_is_stated_anew_and_the_latest_counts(cast: Cast) -> None:
    remains(cast.member, cast.desk_service, 500_00)
    remains(cast.member, cast.desk_service, 0, year=2025)
    with everywhere() as samdrift:
        state_remaining(cast.member, 2026, cast.desk_service, "support", 400_00, by=samdrift, at=NOW.replace(hour=10))
        assert remaining_by_year() == {(cast.member.pk, 2025): 0, (cast.member.pk, 2026): 400_00}
        with pytest.raises(RemainingBelowZero):
            state_remaining(cast.member, 2026, cast.desk_service, "support", -1, by=samdrift, at=NOW)
        with pytest.raises(YearNotOver):
            state_remaining(cast.member, 2027, cast.desk_service, "support", 1, by=samdrift, at=NOW)


def test_a_member_sees_and_writes_its_own_only(cast: Cast) -> None:
    a_baseline(cast.other, cast.desk_service)
    member, carin = a_member("Fjällverket"), cast.actor("carin")
    with inside(carin.walls):
        assert not Baseline.objects.exists()
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            begin_baseline(member, 2018, by=carin, at=NOW)
