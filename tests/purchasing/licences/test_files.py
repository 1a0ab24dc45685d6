"""Licences from files: all rows or none, each wrong row named, last year's file again adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.core.tables import NotATable, RowsRefused
from samdrift.run.purchasing.actions.licence_files import Imported
from samdrift.run.purchasing.actions.licences import return_licence
from samdrift.run.purchasing.models import Assignment, Entitlement, PriceList, Product
from samdrift.run.purchasing.queries.licence_checks import differences
from samdrift.run.purchasing.queries.licences import pool_of
from tests.builders import NOW, TODAY, Cast, a_site, everywhere
from tests.purchasing.licences.builders import a_pool, bought, held, holders

Browser = Callable[[str], Client]
ROWS = "OFFICE;anna;2026-02-01;Falun;2026-11-01\nOFFICE;sten;2026-03-01;;\n"


def state(cast: Cast, key: str) -> tuple[date, date | None, date | None]:
    with everywhere():
        assert differences() == []
        row = Assignment.objects.get(owner=cast.member, key=key)
    return row.from_on, row.until_on, row.last_used_on


def refused(cast: Cast, rows: str, **more: Any) -> list[tuple[int, str]]:
    """Line and reason of every row refused, after a check that nothing was entered."""
    with everywhere():
        before = Assignment.objects.count()
    with pytest.raises(RowsRefused) as no:
        holders(cast.member, rows, by=cast.actor("carin"), **more)
    with everywhere():
        assert Assignment.objects.count() == before
        assert differences() == []
    return [(row.line, row.reason) for row in no.value.rows]


def test_a_contact_enters_who_holds_what(cast: Cast) -> None:
    product = a_pool(cast)
    assert holders(cast.member, ROWS, by=cast.actor("carin")) == Imported(2, 0)
    assert state(cast, "anna") == (date(2026, 2, 1), None, date(2026, 11, 1))
    with everywhere():
        assert pool_of(product, on=TODAY).assigned == 2


def test_the_same_file_again_adds_nothing(cast: Cast) -> None:
    a_pool(cast)
    holders(cast.member, ROWS, by=cast.actor("carin"))
    assert holders(cast.member, ROWS, by=cast.actor("carin")) == Imported(0, 2)


def test_last_years_file_never_moves_a_day_of_use_back(cast: Cast) -> None:
    a_pool(cast)
    holders(cast.member, ROWS, by=cast.actor("carin"))
    older, newer = ROWS.replace("2026-11-01", "2026-05-05"), ROWS.replace("2026-11-01", "2026-11-20")
    assert holders(cast.member, older, by=cast.actor("carin")) == Imported(0, 2)
    assert state(cast, "anna")[2] == date(2026, 11, 1)
    assert holders(cast.member, newer, by=cast.actor("carin")) == Imported(0, 2, 1)
    assert state(cast, "anna")[2] == date(2026, 11, 20)
    holders(cast.member, ROWS.replace("2026-11-01", ""), by=cast.actor("carin"))
    assert state(cast, "anna")[2] == date(2026, 11, 20)


def test_last_years_file_gives_back_nothing_that_was_returned_since(cast: Cast) -> None:
    product = a_pool(cast)
    holders(cast.member, ROWS, by=cast.actor("carin"), at=NOW - timedelta(days=10))
    with everywhere() as actor:
        return_licence(Assignment.objects.select_related("product").get(key="anna"), by=actor, at=NOW)
    assert holders(cast.member, ROWS, by=cast.actor("carin")) == Imported(0, 2)
    assert state(cast, "anna") == (date(2026, 2, 1), TODAY, date(2026, 11, 1))
    held(product, cast.member, "anna")
    assert holders(cast.member, ROWS, by=cast.actor("carin")) == Imported(0, 2)


def test_refuses_a_holder_that_stands_twice_in_the_file(cast: Cast) -> None:
    a_pool(cast)
    assert [line for line, _reason in refused(cast, ROWS + "OFFICE;anna;2026-02-01;;\n")] == [4]


def test_refuses_a_row_that_would_overlap_what_is_held(cast: Cast) -> None:
    a_pool(cast)
    holders(cast.member, ROWS, by=cast.actor("carin"))
    ((line, reason),) = refused(cast, "OFFICE;anna;2026-01-01;;\n")
    assert line == 2
    assert "2026-02-01" in reason


@pytest.mark.parametrize(
    "row",
    [
        "PAINT;anna;2026-02-01;;",  # no such product
        "OFFICE;;2026-02-01;;",
        ";anna;2026-02-01;;",
        f"OFFICE;{'x' * 121};2026-02-01;;",
        "OFFICE;anna;;;",
        "OFFICE;anna;1 februari;;",
        "OFFICE;anna;2026-02-01;Kiruna;",  # no site of the member's
        "OFFICE;anna;2026-12-24;;",  # not come yet
        "OFFICE;anna;2026-02-01;;2026-12-24",
        "OFFICE;anna;2026-02-01;;2026-01-31",  # used before it was given
    ],
)
def test_refuses_a_row_that_cannot_be_used(cast: Cast, row: str) -> None:
    a_pool(cast)
    assert [line for line, _reason in refused(cast, f"OFFICE;sten;2026-02-01;;\n{row}\n")] == [3]


def test_refuses_more_than_are_free_unless_they_are_in_use_already(cast: Cast) -> None:
    product = a_pool(cast, 1)
    assert [line for line, _reason in refused(cast, ROWS)] == [3]
    assert holders(cast.member, ROWS, by=cast.actor("carin"), over=True) == Imported(2, 0)
    with everywhere():
        pool = pool_of(product, on=TODAY)
    assert (pool.assigned, pool.free, pool.over) == (2, 0, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n not a table",
        b"",
        b"product;key\nOFFICE;anna\n",  # a column is missing
        b"product;key;from_on;salary\nOFFICE;anna;2026-02-01;1\n",
    ],
)
def test_refuses_what_is_no_file_of_holders(cast: Cast, as_: Browser, content: bytes) -> None:
    a_pool(cast)
    address = reverse("import_holders", args=[cast.member.pk])
    assert as_("carin").post(address, {"file": SimpleUploadedFile("holders.xlsx", content)}).status_code == 422


def test_swapped_columns_are_found_by_name_and_swapped_cells_are_refused(cast: Cast) -> None:
    a_pool(cast)
    assert [line for line, _reason in refused(cast, "anna;OFFICE;2026-02-01;;\n")] == [2]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_is_read_again_and_adds_nothing(cast: Cast, as_: Browser, kind: str) -> None:
    product = a_pool(cast, 5)
    site = a_site(cast.member, "Mora")
    carin, elin = as_("carin"), as_("elin")
    held(product, cast.member, "=2+3 anna")
    with everywhere():
        Assignment.objects.update(site=site, last_used_on=TODAY)
    held(product, cast.member, "sten")
    tables = {
        "import_holders": (carin, reverse("holders_table", args=[cast.member.pk, kind]), [cast.member.pk]),
        "import_purchases": (elin, reverse("purchases_table", args=[kind]), []),
        "import_products": (elin, reverse("products_table", args=[kind]), []),
    }
    for name, (browser, table, args) in tables.items():
        content = browser.get(table).content
        file = SimpleUploadedFile(f"table.{kind}", content)
        answer = browser.post(reverse(name, args=args), {"file": file})
        assert answer.status_code == 302, answer.content.decode()
    with everywhere():
        assert (Assignment.objects.count(), Entitlement.objects.count(), PriceList.objects.count()) == (2, 1, 1)
        assert differences() == []


def test_there_is_no_other_kind_of_table(cast: Cast, as_: Browser) -> None:
    assert as_("carin").get(reverse("holders_table", args=[cast.member.pk, "pdf"])).status_code == 404


def send(browser: Client, name: str, text: str) -> Any:
    return browser.post(reverse(name), {"file": SimpleUploadedFile("table.csv", text.encode())})


PRODUCTS = "code;name;name_en;metric;sold_by;period;kind;from_month;fixed;pack;steps\n"
A_PRODUCT = "RIT;Ritprogram;;user;Svea AB;year;all_unit;2026-01;100,00;5;0: 120,00 | 100: 95,50\n"


def test_products_come_from_a_file_and_get_new_prices_from_a_later_one(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    assert send(elin, "import_products", PRODUCTS + A_PRODUCT).status_code == 302
    later = A_PRODUCT.replace("2026-01", "2027-01").replace("120,00", "125,00")
    assert send(elin, "import_products", PRODUCTS + A_PRODUCT + later).status_code == 302
    with everywhere():
        first, second = PriceList.objects.order_by("from_on").prefetch_related("steps")
        assert [(s.start, s.price_minor) for s in first.steps.all()] == [(0, 12_000), (100, 9_550)]
        assert (first.fixed_minor, first.pack, second.from_on) == (10_000, 5, date(2027, 1, 1))
    assert send(elin, "import_products", PRODUCTS + A_PRODUCT.replace("120,00", "130,00")).status_code == 422


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("RIT", ""),
        ("user", "person"),
        ("year", "week"),
        ("all_unit", "stepwise"),
        ("2026-01", "januari"),
        ("100,00", "-100,00"),
        (";5;", ";0;"),
        ("0: 120,00 |", "5: 120,00 |"),  # the first step is 0
        ("0: 120,00", "0 120,00"),
        ("95,50", "-95,50"),
        ("100: 95,50", "0: 95,50"),
    ],
)
def test_refuses_a_product_that_makes_no_price_list(cast: Cast, as_: Browser, was: str, now: str) -> None:
    good = A_PRODUCT.replace("RIT", "ANNAN")
    assert send(as_("elin"), "import_products", PRODUCTS + good + A_PRODUCT.replace(was, now)).status_code == 422
    with everywhere():
        assert not Product.objects.exists()


PURCHASES = "product;quantity;from_on;until_on;bought_on;reference\n"


def test_purchases_come_from_a_file_once(cast: Cast, as_: Browser) -> None:
    a_pool(cast)
    rows = PURCHASES + "OFFICE;5;2026-01-01;2027-01-01;2025-12-01;A-1\nOFFICE;7;2026-01-01;;2025-12-01;A-2\n"
    for _time in range(2):
        assert send(as_("elin"), "import_purchases", rows).status_code == 302
    with everywhere():
        assert sorted(Entitlement.objects.values_list("quantity", flat=True)) == [3, 5, 7]
    assert send(as_("elin"), "import_purchases", rows.replace(";7;", ";8;")).status_code == 422


@pytest.mark.parametrize(
    "row",
    [
        "OFFICE;-5;2026-01-01;2027-01-01;2025-12-01;A-1",
        "OFFICE;0;2026-01-01;2027-01-01;2025-12-01;A-1",
        "OFFICE;5;2026-01-01;2026-01-01;2025-12-01;A-1",
        "OFFICE;5;2026-01-01;2027-01-01;;A-1",
        "OFFICE;5;2026-01-01;2027-01-01;2025-12-01;",
        "PAINT;5;2026-01-01;2027-01-01;2025-12-01;A-1",
    ],
)
def test_refuses_a_purchase_that_cannot_be(cast: Cast, as_: Browser, row: str) -> None:
    product = a_pool(cast)
    bought(product, 1)
    good = "OFFICE;5;2026-01-01;2027-01-01;2025-12-01;GOOD\n"
    assert send(as_("elin"), "import_purchases", f"{PURCHASES}{good}{row}\n").status_code == 422
    with everywhere():
        assert Entitlement.objects.count() == 2


def test_an_empty_file_is_no_table(cast: Cast) -> None:
    a_pool(cast)
    with pytest.raises(NotATable):
        holders(cast.member, "", by=cast.actor("carin"))
