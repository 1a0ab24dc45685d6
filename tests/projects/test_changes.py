"""What is taken back, moved or decided anew, through doors: nothing that was said is lost, and no month before changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samdrift.engines.period import Month
from samdrift.run.projects.actions.projects import (
    KeyOfThePast,
    MilestoneIsMoved,
    MilestoneIsReached,
    NobodyPays,
    PayerDoesNotWantIt,
    ProjectHasEnded,
    ReasonMissing,
    SameDay,
    SameKey,
    add_milestone,
    end_project,
    move_milestone,
    reach_milestone,
)
from samdrift.run.projects.models import Backing, BackingWithdrawal, Funding, FundingChange, Milestone
from samdrift.run.projects.queries.projects import project_costs, projects_with_standing
from samdrift.run.projects.queries.proposals import backed_by, backers_of, ranked_proposals
from samdrift.run.projects.weeks import A_WEEK, monday_of
from tests.builders import Cast, a_member, everywhere
from tests.projects.builders import AT, IN_NOVEMBER, NOVEMBER, a_booking, a_project, a_proposal, a_rate, approved, backed, changed, hours

Browser = Callable[[str], Client]
OCTOBER, DECEMBER = Month(2026, 10), Month(2026, 12)


def test_a_member_takes_back_its_we_too_and_says_it_again(cast: Cast, as_: Browser) -> None:
    proposal = a_proposal(cast)
    we_too, not_us = (reverse(name, args=[proposal.pk]) for name in ("back_proposal", "withdraw_backing"))
    berit = as_("berit")
    assert berit.post(not_us).status_code == 409  # it has not said so
    backed(proposal, cast)
    assert not_us in berit.get(reverse("proposal", args=[proposal.pk])).content.decode()
    assert berit.post(not_us).status_code == 302
    assert berit.post(not_us).status_code == 409
    with everywhere():
        assert backers_of(proposal) == [cast.member]
        assert [getattr(found, "backers", 0) for found in ranked_proposals()] == [1]
        assert backed_by(cast.other.pk) == set()
    assert berit.post(we_too).status_code == 302
    assert berit.post(we_too).status_code == 409
    with everywhere():
        assert len(backers_of(proposal)) == 2
        assert (Backing.objects.count(), BackingWithdrawal.objects.count()) == (3, 1)


def test_nobody_takes_it_back_for_another_nor_after_the_decision(cast: Cast, as_: Browser) -> None:
    proposal = a_proposal(cast)
    backed(proposal, cast)
    not_us = reverse("withdraw_backing", args=[proposal.pk])
    assert as_("bo").post(not_us).status_code == 403  # who asks for help only
    assert as_("elin").post(not_us).status_code == 404  # the unit is no member
    assert as_("carin").post(not_us).status_code == 302  # its own, not the other's
    with everywhere():
        assert backers_of(proposal) == [cast.other]
    approved(proposal)
    assert as_("berit").post(not_us).status_code == 409
    assert not_us not in as_("berit").get(reverse("proposal", args=[proposal.pk])).content.decode()


def test_a_moved_milestone_keeps_its_days_in_sight(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    with everywhere() as samdrift:
        milestone = add_milestone(project, "Provdrift", due_on=date(2026, 12, 1), by=samdrift, at=AT)
        moved = move_milestone(milestone, date(2027, 1, 15), "Servern kom sent", by=samdrift, at=AT)
        assert Milestone.objects.get(pk=milestone.pk).due_on == date(2026, 12, 1)
        for refused in (MilestoneIsMoved,):
            with pytest.raises(refused):
                move_milestone(milestone, date(2027, 2, 1), "Igen", by=samdrift, at=AT)
            with pytest.raises(refused):
                reach_milestone(milestone, by=samdrift, at=AT)
        with pytest.raises(SameDay):
            move_milestone(moved, moved.due_on, "Igen", by=samdrift, at=AT)
        with pytest.raises(ReasonMissing):
            move_milestone(moved, date(2027, 2, 1), "  ", by=samdrift, at=AT)
        (standing,) = projects_with_standing()
        assert standing.next_milestone == moved
    page = as_("anna").get(reverse("project", args=[project.pk])).content.decode()
    assert "2026-12-01" in page
    assert "2027-01-15" in page
    assert "Servern kom sent" in page
    address = reverse("move_milestone", args=[moved.pk])
    assert as_("karin").post(address, {"due_on": "2027-02-01", "reason": "x"}).status_code == 302  # the director
    assert as_("carin").get(address).status_code == 403
    assert as_("elin").post(reverse("move_milestone", args=[moved.pk]), {"due_on": "2027-03-01", "reason": "x"}).status_code == 409
    with everywhere() as samdrift:
        last = Milestone.objects.get(supersedes=moved)
        reach_milestone(last, by=samdrift, at=AT)
        with pytest.raises(MilestoneIsReached):
            move_milestone(last, date(2027, 4, 1), "x", by=samdrift, at=AT)


def test_another_key_counts_from_its_month_and_the_one_before_for_earlier_ones(cast: Cast) -> None:
    project = a_project(cast, {cast.member: 2, cast.other: 1})
    a_rate(900_00)
    for week in (date(2026, 10, 12), date(2026, 11, 2)):
        hours(cast, project, 60, week=week, at=IN_NOVEMBER)
    changed(project, {cast.member: 1, cast.other: 2})
    changed(project, {cast.member: 1, cast.other: 1}, DECEMBER)
    changed(project, {cast.member: 0, cast.other: 5}, at=IN_NOVEMBER + timedelta(hours=1))  # recorded later for the same month
    with everywhere():
        shares = {month: project_costs(month)[0].shares for month in (OCTOBER, NOVEMBER)}
        assert Funding.objects.filter(project=project).count() == 2 + 2 + 2 + 1
    assert shares == {OCTOBER: {cast.member.pk: 600_00, cast.other.pk: 300_00}, NOVEMBER: {cast.other.pk: 900_00}}


def test_a_key_is_not_changed_for_what_has_been_nor_to_what_it_is_nor_for_those_who_do_not_want_it(cast: Cast) -> None:
    project = a_project(cast)
    for weights, month, refused in (
        ({cast.member: 1}, OCTOBER, KeyOfThePast),
        ({cast.member: 1, cast.other: 1}, NOVEMBER, SameKey),
        ({cast.member: 0}, NOVEMBER, NobodyPays),
        ({a_member("Skogsverket"): 1}, NOVEMBER, PayerDoesNotWantIt),
    ):
        with pytest.raises(refused):
            changed(project, weights, month)
    with everywhere() as samdrift:
        end_project(project, by=samdrift, at=IN_NOVEMBER)
    with pytest.raises(ProjectHasEnded):
        changed(project, {cast.member: 1})
    with everywhere():
        assert not FundingChange.objects.exists()


def test_finance_changes_the_key_on_a_page_and_everybody_sees_the_decision(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    today = timezone.localdate()
    typed = {
        "from_month": f"{today:%Y-%m}",
        "decided_on": str(today),
        "decided_by": "Samverkansrådet",
        "registry_number": "Dnr 77-2026",
        f"weight_{cast.member.pk}": "3",
        f"weight_{cast.other.pk}": "1",
    }
    address = reverse("change_funding", args=[project.pk])
    ulla = as_("ulla")
    for wrong in ({"registry_number": ""}, {"from_month": "2026-13"}, {"from_month": "2020-01"}, {f"weight_{cast.member.pk}": "-1"}):
        assert ulla.post(address, typed | wrong).status_code == 422
    assert ulla.post(address, typed).status_code == 302
    assert ulla.post(address, typed).status_code == 409
    assert as_("elin").get(address).status_code == 403
    assert "Dnr 77-2026" in as_("anna").get(reverse("project", args=[project.pk])).content.decode()


def test_the_load_is_seen_beyond_eight_weeks_and_before_this_one(cast: Cast, as_: Browser) -> None:
    this_week = monday_of(timezone.localdate())
    a_booking(cast, cast.employee("ulla"), 70, from_week=this_week + 10 * A_WEEK, weeks=1)
    with everywhere():
        cast.function.__class__.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
    elin, page = as_("elin"), reverse("bookings")

    booked = '<td class="r sd-nowrap">70 %</td>'
    now = elin.get(page).content.decode()
    assert booked not in now
    later = f"?week={this_week + 8 * A_WEEK}"
    assert later in now
    there = elin.get(page + later).content.decode()
    assert booked in there
    assert f"?week={this_week}" in there
    for nonsense in ("igår", "0001-01-01", "9999-12-31", ""):
        answer = elin.get(page, {"week": nonsense})
        assert answer.status_code == 200
        assert later in answer.content.decode()
