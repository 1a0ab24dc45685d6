"""Did it pay? Each member sees its own, unit and auditors all, and of all together only what tells of no single member."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.follow_up.actions.pay import TellsOfFew, TooFewToPublish, publish_benefit
from samdrift.follow_up.models import CountedMember, PublishedBenefit
from samdrift.follow_up.pay import Lack, Verdict
from samdrift.follow_up.pay_report import pay_as_dict, pay_as_text
from samdrift.follow_up.queries.pay import NoBaseline, known_of, pay_by_service, pay_of_all, pay_of_member, saving_of
from samdrift.run.purchasing.queries.licence_report import NoSuchMember
from tests.builders import NOW, Cast, a_member, everywhere
from tests.follow_up.pay_scene import a_closed_house, a_compared_house, can_be_told
from tests.plan.baseline_builders import a_baseline, an_index, expects, remains, signed
from tests.settle.builders import COSTS, IN_DECEMBER, NOVEMBER, costs, send

Browser = Callable[[str], Client]


def text(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def published(cast: Cast) -> PublishedBenefit:
    karin = cast.actor("karin")
    with inside(karin.walls):
        return publish_benefit(cast.unit, by=karin, at=NOW)


def test_a_member_is_told_what_it_gained_in_one_years_kronor(cast: Cast) -> None:
    a_closed_house(cast)
    an_index()
    can_be_told(cast, cast.member, 6_000_00)  # of 2018: twice that in the kronor of 2026, a twelfth of it for October
    expects(cast.member, 9_600_00)
    with everywhere():
        pay, index = pay_of_member(cast.member)
        assert index is not None
        assert (pay.prices_of, pay.baseline_minor, pay.billed_minor, pay.kept_minor) == (2026, 1_000_00, 900_01, 0)
        assert (pay.gain_minor, pay.expected_minor, pay.employees, pay.gain_per_employee_minor) == (99_99, 800_00, 3, 33_33)
        assert (pay.verdict, saving_of(cast.member)) == (Verdict.YES, pay)
        by_service = {row.service.name: (row.baseline_minor, row.billed_minor) for row in pay_by_service(cast.member, pay)}
        assert by_service == {"Servicedesk": (1_000_00, 150_00), "E-post": (0, 750_01)}


def test_a_saving_asked_for_without_a_baseline_is_refused(cast: Cast, as_: Browser) -> None:
    a_closed_house(cast)
    an_index()
    a_baseline(cast.member, cast.desk_service)  # entered, not signed
    with everywhere(), pytest.raises(NoBaseline):
        saving_of(cast.member)
    page = text(as_("maja"), "pay_of", cast.member.pk)
    assert "Det finns ingen siffra" in page or "There is no figure" in page
    with everywhere():
        assert pay_of_member(cast.member)[0].lacks == {Lack.BASELINE}


def test_what_can_still_change_and_what_is_not_stated_is_named(cast: Cast) -> None:
    a_closed_house(cast)
    an_index()
    signed(a_baseline(cast.member, cast.desk_service, 12_000_00, 6_000_00))
    costs(cast, COSTS.replace("2026-10", "2026-11").replace("V-", "W-"), NOVEMBER, IN_DECEMBER)
    send(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        pay, _index = pay_of_member(cast.member)
        assert (pay.sent_minor, pay.lacks, pay.kept_minor) == (900_01, frozenset({Lack.REMAINING}), 1_000_00)
        assert pay.verdict == Verdict.CANNOT_TELL


def test_a_settlement_that_was_superseded_counts_once(cast: Cast) -> None:
    a_closed_house(cast)
    costs(cast, COSTS.replace("2026-10", "2026-11").replace("V-", "W-"), NOVEMBER, IN_DECEMBER)
    send(cast, NOVEMBER, IN_DECEMBER)
    send(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        assert known_of([cast.member.pk])[cast.member.pk].sent == {2026: 900_01}


def test_a_member_sees_its_own_and_nobody_elses(cast: Cast, as_: Browser) -> None:
    a_compared_house(cast)
    for name in ("carin", "sten", "maja", "hedda"):
        browser = as_(name)
        assert browser.get(reverse("pay")).url == reverse("pay_of", args=[cast.member.pk])  # type: ignore[attr-defined]
        assert "Länsverket" in text(browser, "pay_of", cast.member.pk)
        assert browser.get(reverse("pay_of", args=[cast.other.pk])).status_code == 404
        table = browser.get(reverse("pay_table", args=["csv"])).content.decode()
        assert ("Länsverket" in table, "Havsverket" in table) == (True, False)
    for name in ("karin", "ulla", "auditor"):
        page = text(as_(name), "pay")
        assert "Havsverket" in page
        assert "Verk 1" in page
        assert "Havsverket" in text(as_(name), "pay_of", cast.other.pk)
    for name in ("anna", "elin"):
        assert as_(name).get(reverse("pay")).status_code == 403


def test_of_all_together_a_member_sees_what_is_published_and_not_whose_it_is(cast: Cast, as_: Browser) -> None:
    members = a_compared_house(cast)
    assert as_("karin").post(reverse("publish_benefit"), {"csrf": "x"}).status_code == 302
    page = text(as_("maja"), "pay_of", cast.member.pk)
    assert "4" in page
    carin = cast.actor("carin")
    with inside(carin.walls):
        row = PublishedBenefit.objects.get()
        assert (row.members, row.of_members, row.baseline_minor) == (4, 4, 4 * 2_000_00)
        assert not CountedMember.objects.exists()
    with everywhere():
        assert set(CountedMember.objects.values_list("member", flat=True)) == {member.pk for member in members}


@pytest.mark.parametrize("more", [0])
def test_two_members_would_each_know_the_others_figure(cast: Cast, as_: Browser, more: int) -> None:
    a_compared_house(cast, more)
    with pytest.raises(TooFewToPublish):
        published(cast)
    assert as_("karin").post(reverse("publish_benefit"), {"csrf": "x"}).status_code == 409
    with everywhere():
        assert not PublishedBenefit.objects.exists()


def test_one_more_member_would_be_told_by_the_difference(cast: Cast) -> None:
    _economy, members = a_closed_house(cast, 4)
    an_index()
    for member in members[:3]:
        can_be_told(cast, member)
    published(cast)
    published(cast)  # the same ones again
    can_be_told(cast, members[3])
    with pytest.raises(TellsOfFew):
        published(cast)
    for member in members[4:]:
        can_be_told(cast, member)
    assert published(cast).members == 6 if len(members) == 6 else True


@pytest.mark.parametrize("name", ["elin", "maja", "auditor"])
def test_only_director_and_finance_publish(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    with everywhere(), pytest.raises(NotAllowed):
        publish_benefit(cast.unit, by=actor, at=NOW)


def test_those_who_cannot_be_told_of_are_left_out_of_every_sum_and_named(cast: Cast, as_: Browser) -> None:
    a_closed_house(cast)
    an_index()
    can_be_told(cast, cast.member)
    with everywhere():
        found = pay_of_all()
        assert [one.member.name for one in found.counted] == ["Länsverket"]
        assert found.together.billed_minor == 900_01
    page = text(as_("karin"), "pay")
    assert "Havsverket</a>: " in page


def test_the_page_takes_as_many_queries_for_thirty_as_for_three(cast: Cast, as_: Browser) -> None:
    a_compared_house(cast, 1)
    karin = as_("karin")
    karin.get(reverse("pay"))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert karin.get(reverse("pay")).status_code == 200
        return len(found)

    few = queries()
    for number in range(27):
        member = a_member(f"Nytt verk {number}")
        signed(a_baseline(member, cast.desk_service))
        remains(member, cast.desk_service)
    assert queries() == few


def test_without_an_index_nothing_is_held_against_another_year(cast: Cast, as_: Browser) -> None:
    a_closed_house(cast)
    can_be_told(cast, cast.member)
    with everywhere():
        assert pay_of_member(cast.member)[0].lacks == {Lack.INDEX}
    text(as_("maja"), "pay_of", cast.member.pk)
    text(as_("karin"), "pay")


def test_the_report_says_the_same_and_refuses_a_saving_without_a_baseline(cast: Cast) -> None:
    a_compared_house(cast, 0)
    with everywhere():
        report = pay_as_dict()
        assert report["counted"] == 2
        assert [one["member"] for one in report["members"]] == ["Havsverket", "Länsverket"]
        [one] = pay_as_dict("länsverket")["members"]
        assert (one["verdict"], one["gain_minor"], one["months"]) == ("yes", 2_000_00 - 900_01, {"2026": 1})
        assert "Länsverket: " in pay_as_text(report)
        with pytest.raises(NoSuchMember):
            pay_as_dict("Okänt")
    verk = a_member("Verk utan")
    with everywhere(), pytest.raises(NoBaseline):
        pay_as_dict(verk.short_name)
