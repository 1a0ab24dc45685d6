"""Lists that can be longer than a page are shown a page at a time, with sums of all of it: rows for two pages and more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client

from samdrift.run.purchasing.models import (
    Contract,
    ContractUse,
    Investment,
    InvestmentShare,
    MergedNeed,
    Need,
    PoolTotal,
    Procurement,
    Product,
    PublishedNeed,
)
from tests.builders import NOW, Cast, a_member, everywhere
from tests.rows import Rows

Browser = Callable[[str], Client]
MANY = 102


def shown(browser: Client, url: str, begins: str) -> set[str]:
    """Which of the numbered names that begin so stand on a page that has others before or after it."""
    response = browser.get(url)
    assert response.status_code == 200
    page = response.content.decode()
    assert "sd-paging" in page
    return {f"{begins}{n:03}" for n in range(MANY) if f"{begins}{n:03}" in page}


def in_pages(browser: Client, url: str, begins: str, a_page: int = 50) -> None:
    mark = "&" if "?" in url else "?"
    pages = [shown(browser, f"{url}{mark}page={number}", begins) for number in (1, 2)]
    assert a_page - 5 < len(pages[0]) <= len(pages[1]) == a_page, "the cast's own may stand on the first"
    assert not pages[0] & pages[1]


def test_needs_not_sent_in_products_contracts_and_investments_come_in_pages(cast: Cast, as_: Browser) -> None:
    rows, browser = Rows(), as_("elin")
    with everywhere():
        for n in range(MANY):
            Need.objects.create(
                owner=cast.member, what=f"Behov{n:03}", quantity=1, estimate_minor=1, wanted_by=date(2027, 1, 1), stated_at=NOW
            )
            product = rows.add(Product, name=f"Produkt{n:03}")
            rows.add(PoolTotal, product=product, assigned=0)
            contract = rows.add(Contract, name=f"Avtal{n:03}", name_en="")
            rows.add(ContractUse, contract=contract, ceiling_minor=2, until_on=date(2030, 1, 1))
            investment = rows.add(Investment, name=f"Inköp{n:03}", name_en="")
            rows.add(InvestmentShare, investment=investment, member_id=cast.member.pk)
    for name in ("elin", "carin"):
        first = as_(name).get("/needs/").content.decode()
        assert first.count("Behov") < 40, "ten of them, each named thrice"
        assert "?show=own" in first
        in_pages(as_(name), "/needs/?show=own", "Behov")
    in_pages(browser, "/licences/", "Produkt")
    in_pages(browser, "/contracts/", "Avtal", 20)
    in_pages(browser, "/investments/", "Inköp")


def test_members_of_a_pool_and_needs_of_a_procurement_come_in_pages(cast: Cast, as_: Browser) -> None:
    rows, browser = Rows(), as_("elin")
    with everywhere():
        product = rows.add(Product)
        rows.add(PoolTotal, product=product, assigned=0)
        procurement = rows.add(Procurement)
        for n in range(MANY):
            member = a_member(f"Verk{n:03}")
            need = rows.add(PublishedNeed, member=member, what=f"Behov{n:03}")
            rows.add(MergedNeed, procurement=procurement, need=need)
    in_pages(browser, f"/licences/{product.pk}/", "Verk")
    in_pages(browser, f"/procurements/{procurement.pk}/", "Behov")


def test_needs_to_tick_come_in_pages_and_are_found_by_a_word(cast: Cast, as_: Browser) -> None:
    browser = as_("elin")
    few = browser.get("/procurements/new/").content.decode()
    assert 'name="find"' not in few, "a handful needs no search"
    with everywhere():
        other = a_member("Fjällverket")
        needs = PublishedNeed.objects.bulk_create(
            PublishedNeed(
                member=other if n == 7 else cast.member,
                what=f"Behov{n:03}",
                quantity=1,
                estimate_minor=1,
                wanted_by=date(2027, 1, 1),
                sent_at=NOW,
            )
            for n in range(MANY)
        )
    in_pages(browser, "/procurements/new/", "Behov")
    found = browser.get("/procurements/new/?cpv=72000000&find=fjällv").content.decode()
    assert ("Behov007" in found, "Behov008" in found, 'name="cpv" value="72000000"' in found) == (True, False, True)
    typed = {"title": "Drönare", "cpv": "34711200", "needs": [needs[7].pk]}
    wrong = browser.post("/procurements/new/?find=fjällv", typed | {"cpv": "x"})
    assert wrong.status_code == 422
    assert "Behov008" not in wrong.content.decode()
    assert browser.post("/procurements/new/?page=2", typed).status_code == 302, "what was ticked stays valid when pages have moved"
    with everywhere():
        made = Procurement.objects.get()
        assert [merged.need.what for merged in MergedNeed.objects.filter(procurement=made)] == ["Behov007"]
    in_pages(browser, f"/procurements/{made.pk}/needs/", "Behov")
    assert browser.post(f"/procurements/{made.pk}/needs/", {"needs": [needs[7].pk]}).status_code == 422


def test_everybody_takes_out_the_needs_that_all_have_sent_in(cast: Cast, as_: Browser) -> None:
    with everywhere():
        PublishedNeed.objects.create(
            member=cast.other, what="Båtar", quantity=2, estimate_minor=1_00, wanted_by=date(2027, 1, 1), sent_at=NOW
        )
        Need.objects.create(owner=cast.other, what="Hemligt", quantity=1, estimate_minor=1, wanted_by=date(2027, 1, 1), stated_at=NOW)
    for name in ("elin", "carin"):
        table = as_(name).get("/needs/sent/table.csv/").content.decode()
        assert ("Båtar;2;1,00;2027-01-01;Havsverket" in table, "Hemligt" in table) == (True, False)
    assert as_("elin").get("/needs/sent/table.xlsx/").status_code == 200
