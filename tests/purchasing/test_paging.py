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
