"""Licences through the door: what each role sees and does, and how much is asked of the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.run.purchasing.models import Assignment, Entitlement, Product
from samdrift.run.purchasing.queries.licence_checks import differences
from tests.builders import NOW, Cast, a_member, everywhere
from tests.purchasing.licences.builders import a_pool, a_product, bought, held

Browser = Callable[[str], Client]
PRICES = {"from_month": "2026-11", "period": "month", "steps": "0: 120,00\n100: 95,00", "kind": "incremental", "fixed": "", "pack": "1"}


def page(browser: Client, name: str, *args: object, query: str = "") -> str:
    answer = browser.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_procurer_adds_a_product_and_buys_and_a_contact_assigns(cast: Cast, as_: Browser) -> None:
    elin, carin = as_("elin"), as_("carin")
    typed = {**PRICES, "name": "Ritprogram", "name_en": "", "code": "RIT", "metric": "user", "sold_by": "Svea AB"}
    assert elin.post(reverse("add_product"), typed).status_code == 302
    assert elin.post(reverse("add_product"), typed).status_code == 409
    with everywhere():
        product = Product.objects.get()
    purchase = {"quantity": "2", "from_on": "2026-01-01", "until_on": "", "bought_on": "2025-12-01", "reference": "A-1"}
    assert elin.post(reverse("buy_licences", args=[product.pk]), purchase).status_code == 302
    assert elin.post(reverse("buy_licences", args=[product.pk]), purchase).status_code == 409
    assign = reverse("assign_licence", args=[product.pk, cast.member.pk])
    assert carin.post(assign, {"key": "anna", "site": cast.site.pk}).status_code == 302
    assert carin.post(assign, {"key": "anna"}).status_code == 409
    with everywhere():
        assignment = Assignment.objects.get()
    assert carin.post(reverse("move_licence", args=[assignment.pk]), {"key": "sten"}).status_code == 302
    assert carin.post(reverse("return_licence", args=[assignment.pk])).status_code == 409
    with everywhere():
        sten = Assignment.objects.get(key="sten")
    moved = elin.post(reverse("move_licence", args=[sten.pk]), {"key": "bo", "member": cast.other.pk})
    assert moved.status_code == 302
    with everywhere():
        bo = Assignment.objects.get(key="bo")
        assert bo.owner == cast.other
    assert elin.post(reverse("return_licence", args=[bo.pk])).status_code == 302
    with everywhere():
        assert differences() == []


@pytest.mark.parametrize("quantity", ["-5", "0", "tolv", ""])
def test_refuses_a_negative_purchase_in_words_and_loses_nothing(cast: Cast, as_: Browser, quantity: str) -> None:
    product = a_product()
    typed = {"quantity": quantity, "from_on": "2026-01-01", "until_on": "", "bought_on": "2025-12-01", "reference": "REF-9"}
    answer = as_("elin").post(reverse("buy_licences", args=[product.pk]), typed)
    assert answer.status_code == 422
    assert "REF-9" in answer.content.decode()
    with everywhere():
        assert not Entitlement.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"steps": "120 kr"}, {"steps": "5: 120,00"}, {"steps": "0: -1"}, {"from_month": "nu"}, {"pack": "0"}, {"fixed": "dyrt"}]
)
def test_refuses_prices_that_are_none(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    product = a_product()
    assert as_("elin").post(reverse("change_prices", args=[product.pk]), {**PRICES, **wrong}).status_code == 422


def test_a_member_sees_its_own_people_and_the_pools_totals_only(cast: Cast, as_: Browser) -> None:
    product = a_pool(cast, 10)
    held(product, cast.member, "anna.sarri", NOW)
    held(product, cast.other, "bo.ek", NOW)
    carin = as_("carin")
    shown = page(carin, "licence_pool", product.pk)
    assert "Länsverket" in shown
    assert "Havsverket" not in shown
    assert "bo.ek" not in page(carin, "licence_holders", product.pk, cast.member.pk)
    assert "anna.sarri" in page(carin, "licence_holders", product.pk, cast.member.pk)
    assert carin.get(reverse("licence_holders", args=[product.pk, cast.other.pk])).status_code == 404
    table = carin.get(reverse("holders_table", args=[cast.member.pk, "csv"])).content.decode()
    assert "anna.sarri" in table
    assert "bo.ek" not in table
    with everywhere():
        bo = Assignment.objects.get(key="bo.ek")
    assert carin.post(reverse("return_licence", args=[bo.pk])).status_code == 404
    assert "Havsverket" in page(as_("elin"), "licence_pool", product.pk)


@pytest.mark.parametrize("who", ["elin", "carin", "maja", "karin", "auditor", "ulla"])
def test_every_page_is_shown_to_who_may_read(cast: Cast, as_: Browser, who: str) -> None:
    product = a_pool(cast, 1)
    held(product, cast.member, "anna", NOW)
    a_product()
    browser = as_(who)
    for name in ("purchasing", "licences", "licence_costs"):
        page(browser, name)
    page(browser, "licence_pool", product.pk, query=f"?month=2026-11&row={cast.member.pk}")
    page(browser, "licence_pool", product.pk, query="?month=2999-01")
    page(browser, "licence_holders", product.pk, cast.member.pk, query="?unused=1")
    page(browser, "licence_holders", product.pk, cast.member.pk, query="?on=2026-11-01")


def test_a_requester_is_not_let_in(cast: Cast, as_: Browser) -> None:
    assert as_("anna").get(reverse("licences")).status_code == 403


def queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["elin", "carin"])
def test_lists_ask_as_much_for_three_rows_as_for_thirty(cast: Cast, as_: Browser, who: str) -> None:
    product = a_pool(cast, 100)
    members = [cast.member, cast.other]
    counts: list[list[int]] = []
    for number in (3, 30):
        while len(members) < number:
            members.append(a_member())
        with everywhere():
            have = Product.objects.count()
        for _more in range(number - have):
            bought(a_product(), 5)
        for place in range(number):
            if not (number == 30 and place < 3):
                held(product, cast.member, f"person {place}", NOW)
                held(product, members[place], f"enhet {place}", NOW)
        addresses = [reverse(name) for name in ("purchasing", "licences", "licence_costs")]
        addresses += [reverse("products_table", args=["csv"]), reverse("purchases_table", args=["csv"])]
        addresses += [reverse("licence_pool", args=[product.pk]), reverse("licence_holders", args=[product.pk, cast.member.pk])]
        addresses += [reverse("holders_table", args=[cast.member.pk, "csv"])]
        counts.append([queries(as_(who), address) for address in addresses])
    assert counts[0] == counts[1]
