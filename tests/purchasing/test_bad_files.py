"""Files of purchasing through their doors: what is no such table is refused in words, and last year's file undoes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.run.purchasing.models import Assignment, Contract, ContractUse, Entitlement, Investment, InvestmentDisposal, Product
from tests.builders import TODAY, Cast, everywhere
from tests.purchasing.contract_builders import a_contract
from tests.purchasing.investments.builders import an_investment, disposed
from tests.purchasing.licences.builders import a_pool, held

Browser = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
HEADS = {
    "import_products": "code;name;metric;sold_by;from_month;period;steps",
    "import_purchases": "product;quantity;from_on;until_on;bought_on;reference",
    "import_holders": "product;key;from_on;until_on;site;last_used_on",
    "import_investments": "number;name;decided_on;decided_by;amount;life_months;starts;service;key;shares",
}


def _sent(browser: Client, address: str, content: bytes, called: str = "rader.xlsx") -> int:
    return browser.post(address, {"file": SimpleUploadedFile(called, content)}).status_code


@pytest.mark.parametrize("name", HEADS)
def test_a_renamed_picture_missing_and_swapped_columns_are_refused_in_words(cast: Cast, as_: Browser, name: str) -> None:
    a_pool(cast)
    address, browser = reverse(name, args=[cast.member.pk] if name == "import_holders" else []), as_("elin")
    head = HEADS[name].split(";")
    swapped = f"{';'.join(head)}\n{';'.join('2026-01-01' if 'on' not in column else 'Servrar' for column in head)}\n"
    for content in (PNG, b"", f"{';'.join(head[:2])}\nA;B\n".encode(), swapped.encode(), b"PK\x03\x04 nothing"):
        assert _sent(browser, address, content) == 422
    with everywhere():
        found = [model.objects.count() for model in (Product, Entitlement, Assignment, Investment)]
        assert found == [1, 1, 0, 0]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_last_years_files_undo_nothing(cast: Cast, as_: Browser, kind: str) -> None:
    product, contract, investment = a_pool(cast, 5), a_contract(cast), an_investment(cast)
    held(product, cast.member, "anna")
    elin = as_("elin")
    own = [cast.member.pk]
    last_year = {
        reverse("import_holders", args=own): elin.get(reverse("holders_table", args=[*own, kind])).content,
        reverse("import_contracts"): elin.get(reverse("contracts_table", args=[kind])).content,
        reverse("import_investments"): elin.get(reverse("investments_table", args=[kind])).content,
    }
    with everywhere():
        anna = Assignment.objects.get()
    assert elin.post(reverse("return_licence", args=[anna.pk])).status_code == 302
    assert elin.post(reverse("renew_contract", args=[contract.pk])).status_code == 302
    disposed(investment, TODAY)
    with everywhere():
        returned, use = Assignment.objects.get().until_on, ContractUse.objects.get().until_on
        assert returned is not None
    for address, content in last_year.items():
        assert _sent(elin, address, content, f"fil.{kind}") == 302, address
    with everywhere():
        assert (Assignment.objects.get().until_on, ContractUse.objects.get().until_on) == (returned, use)
        assert [model.objects.count() for model in (Contract, Investment, InvestmentDisposal)] == [1, 1, 1]
