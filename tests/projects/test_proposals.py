"""Proposals through their doors: made, wanted, ranked, decided on; what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.run.projects.models import Backing, Project, Proposal
from samdrift.run.projects.queries.proposals import ranked_proposals
from tests.builders import Cast, everywhere
from tests.projects.builders import a_proposal, approved, backed, changed

Browser = Callable[[str], Client]
TYPED = {"title": "Ett gemensamt diarium", "need": "Behov", "benefit": "Nytta", "cost_minor": "100 000,00", "yearly_minor": "0"}


@pytest.mark.parametrize("who", ["carin", "hedda", "elin", "karin"])
def test_a_contact_a_head_and_staff_propose(cast: Cast, as_: Browser, who: str) -> None:
    assert as_(who).post(reverse("propose_project"), TYPED).status_code == 302
    with everywhere():
        proposal = Proposal.objects.get()
        assert (proposal.cost_minor, proposal.yearly_minor) == (100_000_00, 0)
        assert Backing.objects.count() == (who in ("carin", "hedda"))


@pytest.mark.parametrize("who", ["anna", "maja", "sten", "ulla"])
def test_others_do_not_propose(as_: Browser, who: str) -> None:
    assert as_(who).post(reverse("propose_project"), TYPED).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"cost_minor": "0"}, {"cost_minor": "-5"}, {"cost_minor": "många"}, {"yearly_minor": "-1"}, {"title": " "}]
)
def test_a_proposal_with_wrong_figures_is_refused_and_keeps_what_was_typed(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    answer = as_("carin").post(reverse("propose_project"), TYPED | wrong)
    assert answer.status_code == 422
    assert "Behov" in answer.content.decode()
    with everywhere():
        assert not Proposal.objects.exists()


def test_the_same_title_is_refused(cast: Cast, as_: Browser) -> None:
    a_proposal(cast, TYPED["title"])
    assert as_("berit").post(reverse("propose_project"), TYPED).status_code == 409


def test_each_member_wants_it_once(cast: Cast, as_: Browser) -> None:
    address = reverse("back_proposal", args=[a_proposal(cast).pk])
    assert as_("carin").post(address).status_code == 409  # who proposes wants it already
    assert as_("berit").post(address).status_code == 302
    assert as_("berit").post(address).status_code == 409
    assert as_("elin").post(address).status_code == 404  # the unit is no member


def test_what_most_want_stands_first_then_what_gives_most_for_its_cost(cast: Cast) -> None:
    dear, cheap = a_proposal(cast, "dyrt", cost=300_00, yearly=100_00), a_proposal(cast, "billigt", cost=200_00, yearly=100_00)
    wanted = a_proposal(cast, "efterfrågat", cost=900_00, yearly=1_00)
    backed(wanted, cast)
    with everywhere():
        assert [proposal.pk for proposal in ranked_proposals()] == [wanted.pk, cheap.pk, dear.pk]


def test_a_decision_is_recorded_once_and_ends_the_wanting(cast: Cast, as_: Browser) -> None:
    proposal = a_proposal(cast)
    typed = {"approved": "no", "decided_on": "2026-10-20", "decided_by": "Rådet", "registry_number": "Dnr 7"}
    address = reverse("decide_proposal", args=[proposal.pk])
    assert as_("elin").post(address, typed | {"registry_number": ""}).status_code == 422
    assert as_("elin").post(address, typed).status_code == 302
    assert as_("elin").post(address, typed).status_code == 409
    assert as_("berit").post(reverse("back_proposal", args=[proposal.pk])).status_code == 409
    assert "Dnr 7" in as_("anna").get(reverse("proposal", args=[proposal.pk])).content.decode()


def _begins(cast: Cast, **more: object) -> dict[str, object]:
    typed = {"code": "P-1", "manager": cast.employee("elin").pk, "budget_minor": "1 000", "started_on": "2026-10-01"}
    return {**typed, f"weight_{cast.member.pk}": 1, **more}


def test_a_project_without_a_payer_is_refused(cast: Cast, as_: Browser) -> None:
    proposal = approved(a_proposal(cast))
    answer = as_("elin").post(reverse("begin_project", args=[proposal.pk]), _begins(cast, **{f"weight_{cast.member.pk}": 0}))
    assert answer.status_code == 422
    with everywhere():
        assert not Project.objects.exists()


def test_a_project_begins_once_from_an_approved_proposal(cast: Cast, as_: Browser) -> None:
    proposal = a_proposal(cast)
    address = reverse("begin_project", args=[proposal.pk])
    assert as_("elin").post(address, _begins(cast)).status_code == 409
    approved(proposal)
    assert as_("elin").post(address, _begins(cast, **{f"weight_{cast.member.pk}": -1})).status_code == 422
    assert as_("elin").post(address, _begins(cast)).status_code == 302
    assert as_("elin").post(address, _begins(cast)).status_code == 409
    with everywhere():
        assert [f.member for f in Project.objects.get().fundings.all()] == [cast.member]


def test_the_list_costs_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    browser, counts = as_("berit"), []
    for number in (3, 27):
        for _one in range(number):
            a_proposal(cast)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("proposals")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_project_that_has_begun_is_not_asked_to_begin_again(cast: Cast, as_: Browser) -> None:
    proposal = a_proposal(cast)
    begin, decide = reverse("begin_project", args=[proposal.pk]), reverse("decide_proposal", args=[proposal.pk])
    assert as_("elin").get(begin).status_code == 409
    assert as_("elin").get(decide).status_code == 200
    approved(proposal)
    assert as_("elin").get(decide).status_code == 409
    assert as_("elin").get(begin).status_code == 200
    assert as_("elin").post(begin, _begins(cast)).status_code == 302
    assert as_("elin").get(begin).status_code == 409


def test_a_member_says_we_too_of_a_running_project_and_pays_from_the_next_key(cast: Cast, as_: Browser) -> None:
    proposal = approved(a_proposal(cast))
    address, page = (reverse(name, args=[proposal.pk]) for name in ("back_proposal", "proposal"))
    assert as_("elin").post(reverse("begin_project", args=[proposal.pk]), _begins(cast)).status_code == 302
    assert address in as_("berit").get(page).content.decode()
    assert as_("berit").post(address).status_code == 302
    assert address not in as_("berit").get(page).content.decode()
    assert as_("berit").post(reverse("withdraw_backing", args=[proposal.pk])).status_code == 409  # what is decided on is not left again
    with everywhere():
        project = Project.objects.get()
        assert [funding.member for funding in project.fundings.all()] == [cast.member]
    change = changed(project, {cast.member: 1, cast.other: 1})
    with everywhere():
        assert {funding.member for funding in project.fundings.filter(change=change)} == {cast.member, cast.other}


def test_nobody_joins_what_was_declined_or_has_ended(cast: Cast, as_: Browser) -> None:
    proposal = approved(a_proposal(cast))
    assert as_("elin").post(reverse("begin_project", args=[proposal.pk]), _begins(cast)).status_code == 302
    with everywhere():
        project = Project.objects.get()
    assert as_("elin").post(reverse("end_project", args=[project.pk])).status_code == 302
    address = reverse("back_proposal", args=[proposal.pk])
    assert as_("berit").post(address).status_code == 409
    assert address not in as_("berit").get(reverse("proposal", args=[proposal.pk])).content.decode()
    with everywhere():
        assert Backing.objects.count() == 1
