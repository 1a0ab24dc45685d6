"""Investments as pages: who sees them, adding, disposing, and equal numbers of queries however many there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.run.purchasing.models import Investment
from tests.builders import TODAY, Cast, a_headcount, a_member, everywhere
from tests.purchasing.investments.builders import an_investment, disposed

Browser = Callable[[str], Client]


def typed(cast: Cast, **other: object) -> dict[str, object]:
    return {
        "name": "Servrar",
        "name_en": "Servers",
        "number": "IT-2026-31",
        "decided_on": "2026-06-12",
        "decided_by": "Samverkansrådet",
        "amount": "1 000,00",
        "life_months": "3",
        "starts": "2026-09",
        "service": cast.desk_service.pk,
        "key": "equal",
        "shares": f"{cast.member.short_name}\n{cast.other.short_name}\n",
        **other,
    }


def test_the_director_adds_an_investment_and_everybody_sees_plan_and_shares(cast: Cast, as_: Browser) -> None:
    karin = as_("karin")
    assert cast.member.short_name in karin.get(reverse("add_investment")).content.decode()
    assert karin.post(reverse("add_investment"), typed(cast)).status_code == 302
    with everywhere():
        one = Investment.objects.get()
    carin = as_("carin")
    page = carin.get(reverse("investment", args=[one.pk])).content.decode()
    for words in ("IT-2026-31", "333,33", "333,34", cast.other.name):
        assert words in page
    assert reverse("dispose_investment", args=[one.pk]) not in page
    assert reverse("investment", args=[one.pk]) in carin.get(reverse("investments")).content.decode()
    assert reverse("investments") in carin.get(reverse("purchasing")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"life_months": "0"},
        {"life_months": ""},
        {"life_months": "601"},
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "mycket"},
        {"starts": "september"},
        {"starts": "9998-12"},
        {"shares": ""},
        {"shares": "Kiruna"},
        {"shares": "Joint IT unit"},
        {"key": "fixed"},
        {"key": "tickets"},
        {"number": ""},
        {"decided_on": "i går"},
    ],
)
def test_a_form_that_cannot_be_used_says_so_and_adds_nothing(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    assert as_("elin").post(reverse("add_investment"), typed(cast, **wrong)).status_code == 422
    with everywhere():
        assert not Investment.objects.exists()


def test_the_unit_and_a_name_twice_are_refused_by_name(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    for shares in (cast.unit.name, f"{cast.member.short_name}\n{cast.member.name}"):
        answer = elin.post(reverse("add_investment"), typed(cast, shares=shares))
        assert answer.status_code == 422
        assert shares.splitlines()[-1] in answer.content.decode()


def test_disposing_says_what_will_happen_and_is_done_once(cast: Cast, as_: Browser) -> None:
    one = an_investment(cast, life=6)
    elin = as_("elin")
    address = reverse("dispose_investment", args=[one.pk])
    assert "499,99" in elin.get(address).content.decode()
    assert elin.post(address, {"disposed_on": "2026-08-31", "reason": "Såld"}).status_code == 422
    assert elin.post(address, {"disposed_on": str(TODAY), "reason": ""}).status_code == 422
    assert elin.post(address, {"disposed_on": str(TODAY), "reason": "Såld"}).status_code == 302
    assert elin.post(address, {"disposed_on": str(TODAY), "reason": "Såld"}).status_code == 409
    assert "Såld" in as_("carin").get(reverse("investment", args=[one.pk])).content.decode()


def test_a_missing_head_count_leaves_the_shares_open(cast: Cast, as_: Browser) -> None:
    a_headcount(cast.member, 3)
    one = an_investment(cast, key="headcount")
    page = as_("elin").get(reverse("investment", args=[one.pk])).content.decode()
    assert "333,33" in page
    a_headcount(cast.other, 1)
    assert "250,00" in as_("elin").get(reverse("investment", args=[one.pk])).content.decode()


def test_lists_take_as_many_queries_for_thirty_as_for_three(cast: Cast, as_: Browser) -> None:
    elin, ulla = as_("elin"), as_("ulla")
    members = [a_member(f"Myndighet {number}") for number in range(30)]
    counted = []
    for number in range(30):
        one = an_investment(cast, number=f"IT-{number}", key="fixed", shares=dict.fromkeys(members[: number + 1], 1))
        if number % 3 == 1:
            disposed(one, TODAY)
        if number not in (2, 29):
            continue
        addresses = [
            (elin, reverse("investments")),
            (elin, reverse("purchasing")),
            (elin, reverse("investment", args=[one.pk])),
            (elin, reverse("investments_table", args=["csv"])),
            (ulla, reverse("investment_costs_of_month", args=["2026-11"])),
        ]
        found = []
        for browser, address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        counted.append(found)
    assert counted[0] == counted[1]
