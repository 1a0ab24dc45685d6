"""Baselines, what remains, expectations and the price index through doors: pages, files in and out, bad input refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature, Expectation, IndexChoice, IndexValue, RemainingCost
from samdrift.plan.queries.expectations import chosen_index, index_by_year
from tests.builders import Cast, a_member, a_service, everywhere
from tests.plan.baseline_builders import a_baseline, an_index, expects, remains, signed

Browser = Callable[[str], Client]
BASELINES = "member;year;service;kind;amount;kept\n"
REMAINING = "member;year;service;kind;amount\n"
EXPECTED = "member;year;kind;amount;prices_of;registry_number;decided_on\n"
INDEX = "name;year;month;value;source\n"
ENGLISH = {"accept-language": "en"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def send(browser: Client, name: str, content: str | bytes, called: str = "fil.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return browser.post(reverse(name), {"file": SimpleUploadedFile(called, content)})


def wrong_lines(answer: Any) -> list[int]:
    assert answer.status_code == 422, answer.status_code
    return [row.line for row in answer.context["wrong"]]


def test_a_member_begins_fills_and_signs_a_baseline_on_its_pages(cast: Cast, as_: Browser) -> None:
    maja, sten = as_("maja"), as_("sten")
    begun = maja.post(reverse("add_baseline", args=[cast.member.pk]), {"year": 2018})
    with everywhere():
        baseline = Baseline.objects.get()
    assert begun.url == reverse("baseline", args=[baseline.pk])  # type: ignore[attr-defined]
    line = {"service": cast.desk_service.pk, "kind": "licences", "amount": "1 234,50", "kept": "0"}
    assert maja.post(reverse("write_baseline_line", args=[baseline.pk]), line).status_code == 302
    assert maja.get(reverse("sign_baseline", args=[baseline.pk])).status_code == 403
    assert "234,50" in sten.get(reverse("sign_baseline", args=[baseline.pk])).content.decode()
    assert sten.post(reverse("sign_baseline", args=[baseline.pk])).status_code == 302
    page = sten.get(reverse("baseline", args=[baseline.pk])).content.decode()
    assert "Sten Sarri" in page
    with everywhere():
        assert BaselineSignature.objects.get().total_minor == 1_234_50


def test_what_is_signed_cannot_be_changed_and_nothing_is_lost(cast: Cast, as_: Browser) -> None:
    baseline = a_baseline(cast.member, cast.desk_service)
    signed(baseline, cast.actor("sten"))
    with everywhere():
        line = BaselineLine.objects.get()
    maja = as_("maja")
    typed = {"service": cast.desk_service.pk, "kind": "licences", "amount": "77,00", "kept": "0"}
    answer = maja.post(reverse("write_baseline_line", args=[baseline.pk]), typed)
    assert (answer.status_code, "77,00" in answer.content.decode()) == (409, True)
    for browser, name in ((maja, "write_baseline_line"), (as_("sten"), "sign_baseline")):
        opened = browser.get(reverse(name, args=[baseline.pk]), headers=ENGLISH)
        page = opened.content.decode()
        assert opened.status_code == 409, "refused before anything is typed"
        assert "The baseline for 2018 is signed, so nothing in it changes." in page
        assert f'href="{reverse("baseline", args=[baseline.pk])}"' in page
    assert maja.post(reverse("drop_baseline_line", args=[line.pk])).status_code == 409
    assert as_("sten").post(reverse("sign_baseline", args=[baseline.pk])).status_code == 409
    assert maja.post(reverse("add_baseline", args=[cast.member.pk]), {"year": 2018}).status_code == 409
    with everywhere():
        assert BaselineLine.objects.get().amount_minor == line.amount_minor


def test_the_unit_is_told_what_to_do_with_a_baseline_that_is_signed_on_paper(cast: Cast, as_: Browser) -> None:
    baseline = a_baseline(cast.member, cast.desk_service)
    refused = [as_(name).get(reverse("sign_baseline", args=[baseline.pk]), headers=ENGLISH) for name in ("karin", "auditor")]
    assert {answer.status_code for answer in refused} == {403}
    for page in (*refused, as_("karin").get(reverse("baseline", args=[baseline.pk]), headers=ENGLISH)):
        assert "One that is signed on paper does not count until they have signed it here" in page.content.decode()
    assert "signed on paper" not in as_("maja").get(reverse("baseline", args=[baseline.pk]), headers=ENGLISH).content.decode()


@pytest.mark.parametrize("typed", [{"amount": "0"}, {"amount": "-1"}, {"amount": "tio"}, {"kept": "2 000"}, {"kept": ""}, {"kind": "öl"}])
def test_a_line_that_cannot_be_is_refused_on_the_form(cast: Cast, as_: Browser, typed: dict[str, str]) -> None:
    baseline = a_baseline(cast.member, cast.desk_service)
    fields = {"service": cast.desk_service.pk, "kind": "other", "amount": "1 000,00", "kept": "0", **typed}
    assert as_("maja").post(reverse("write_baseline_line", args=[baseline.pk]), fields).status_code == 422


@pytest.mark.parametrize(
    ("name", "year", "status"), [("add_baseline", 2020, 422), ("add_baseline", 1800, 422), ("add_baseline", 2101, 422)]
)
def test_a_year_that_cannot_be_is_refused_on_the_form(cast: Cast, as_: Browser, name: str, year: int, status: int) -> None:
    assert as_("maja").post(reverse(name, args=[cast.member.pk]), {"year": year}).status_code == status


def test_another_members_baseline_is_not_found(cast: Cast, as_: Browser) -> None:
    baseline = a_baseline(cast.other, cast.desk_service)
    with everywhere():
        line = BaselineLine.objects.get()
    for name in ("maja", "carin", "sten", "hedda"):
        for address, argument in (("baseline", baseline.pk), ("write_baseline_line", baseline.pk), ("baselines_of", cast.other.pk)):
            assert as_(name).get(reverse(address, args=[argument])).status_code == (404)
        assert as_(name).post(reverse("drop_baseline_line", args=[line.pk])).status_code == 404
    assert as_("sten").post(reverse("sign_baseline", args=[baseline.pk])).status_code == 404


@pytest.mark.parametrize("name", ["import_baselines", "import_remaining", "import_expectations", "import_index"])
@pytest.mark.parametrize("content", [PNG, b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b"PK\x03\x04 nothing"])
def test_what_is_no_such_table_is_refused_in_words(as_: Browser, name: str, content: bytes) -> None:
    assert send(as_("karin"), name, content).status_code == 422


def test_baselines_from_a_file_again_add_nothing_and_signed_ones_stand(cast: Cast, as_: Browser) -> None:
    service = cast.desk_service.name
    content = BASELINES + f"Länsverket;2018;{service};licences;1 000,00;100\nLänsverket;2017;{service};support;500;\n"
    for _time in range(2):
        assert send(as_("maja"), "import_baselines", content).status_code == 302
    with everywhere():
        assert sorted(BaselineLine.objects.values_list("amount_minor", "kept_minor")) == [(500_00, 0), (1_000_00, 100_00)]
        signed(Baseline.objects.get(year=2018), cast.actor("sten"))
    assert send(as_("maja"), "import_baselines", content).status_code == 302
    assert wrong_lines(send(as_("maja"), "import_baselines", content.replace("1 000,00", "2 000,00"))) == [2]
    assert send(as_("maja"), "import_baselines", BASELINES + f"Länsverket;2017;{service};support;600;\n").status_code == 302
    with everywhere():
        assert sorted(BaselineLine.objects.values_list("amount_minor", flat=True)) == [600_00, 1_000_00]


@pytest.mark.parametrize(
    "row",
    [
        "Okänt verk;2018;{s};other;1;",
        "Havsverket;2018;{s};other;1;",
        "Länsverket;2018;Okänd;other;1;",
        "Länsverket;2018;{s};öl;1;",
        "Länsverket;2018;{s};other;0;",
        "Länsverket;2018;{s};other;-1;",
        "Länsverket;2018;{s};other;1;2",
        "Länsverket;2020;{s};other;1;",
        "Länsverket;år;{s};other;1;",
        ";2018;{s};other;1;",
    ],
)
def test_one_wrong_row_enters_none(cast: Cast, as_: Browser, row: str) -> None:
    content = BASELINES + f"Länsverket;2017;{cast.desk_service.name};other;1;\n" + row.format(s=cast.desk_service.name) + "\n"
    assert wrong_lines(send(as_("maja"), "import_baselines", content)) == [3]
    with everywhere():
        assert not Baseline.objects.exists()


def test_a_file_that_says_a_thing_twice_is_refused(cast: Cast, as_: Browser) -> None:
    row = f"Länsverket;2018;{cast.desk_service.name};other;1;\n"
    assert wrong_lines(send(as_("maja"), "import_baselines", BASELINES + row + row)) == [3]
    row = f"Länsverket;2026;{cast.desk_service.name};other;0\n"
    assert wrong_lines(send(as_("maja"), "import_remaining", REMAINING + row + row)) == [3]


def test_what_remains_from_a_file_and_on_the_page(cast: Cast, as_: Browser) -> None:
    content = REMAINING + f"Länsverket;2025;{cast.desk_service.name};support;0\n"
    for _time in range(2):
        assert send(as_("maja"), "import_remaining", content).status_code == 302
    typed = {"year": 2025, "service": cast.desk_service.pk, "kind": "support", "amount": "12,00"}
    assert as_("maja").post(reverse("state_remaining", args=[cast.member.pk]), typed).status_code == 302
    assert as_("maja").post(reverse("state_remaining", args=[cast.member.pk]), typed | {"amount": "-2"}).status_code == 422
    with everywhere():
        assert list(RemainingCost.objects.order_by("pk").values_list("amount_minor", flat=True)) == [0, 12_00]


def test_expectations_from_a_file_and_on_the_page(cast: Cast, as_: Browser) -> None:
    content = EXPECTED + "Länsverket;2026;licences;1 000,00;2019;Dnr 7;2019-06-03\nHavsverket;2026;one_off;0;2019;Dnr 7;2019-06-03\n"
    for _time in range(2):
        assert send(as_("karin"), "import_expectations", content).status_code == 302
    typed = {
        "member": cast.member.pk,
        "year": 2026,
        "kind": "licences",
        "amount": "900",
        "prices_of": 2019,
        "registry_number": "Dnr 8",
        "decided_on": "2020-01-02",
    }
    assert as_("karin").post(reverse("add_expectation"), typed).status_code == 302
    assert as_("karin").post(reverse("add_expectation"), typed | {"decided_on": "2099-01-01"}).status_code == 422
    with everywhere():
        assert Expectation.objects.count() == 3
    page = as_("maja").get(reverse("expectations")).content.decode()
    assert ("Dnr 8" in page, "Dnr 7" in page) == (True, False)  # the latest counts; another member's is not seen
    assert wrong_lines(send(as_("karin"), "import_expectations", EXPECTED + "Länsverket;2026;öl;1;2019;Dnr 7;2019-06-03\n")) == [2]


def test_an_index_from_a_file_is_chosen_and_a_year_of_months_is_their_mean(cast: Cast, as_: Browser) -> None:
    months = "".join(f"KPI;2017;{month};{month},5;Provkälla\n" for month in range(1, 13))
    content = INDEX + "KPI;2018;;334,26;Provkälla\nKPI;2019;1;100;Provkälla\n" + months
    for _time in range(2):
        assert send(as_("karin"), "import_index", content).status_code == 302
    typed = {"name": "KPI", "decided_on": "2026-01-15", "decided_by": "Rådet"}
    assert as_("karin").post(reverse("choose_index"), typed).status_code == 302
    assert as_("karin").post(reverse("choose_index"), typed | {"name": "Annat"}).status_code == 422
    value = {"name": "KPI", "year": 2018, "value": "335", "source": "Rättad"}
    assert as_("karin").post(reverse("add_index_value"), value).status_code == 302
    assert as_("karin").post(reverse("add_index_value"), value | {"value": "-1"}).status_code == 422
    with everywhere():
        assert {year: float(found) for year, found in index_by_year("KPI").items()} == {2017: 7.0, 2018: 335.0}  # 2019 has one month
        choice = chosen_index()
        assert choice is not None
        assert (IndexValue.objects.count(), IndexChoice.objects.count(), choice.name) == (15, 1, "KPI")
    assert "Rättad" in as_("maja").get(reverse("price_index")).content.decode()


@pytest.mark.parametrize(
    "row",
    [
        "KPI;2018;13;1;K",
        "KPI;2018;;0;K",
        "KPI;2018;;-1;K",
        "KPI;2018;;ett;K",
        "KPI;2018;;1,23456;K",
        "KPI;2018;;1;",
        ";2018;;1;K",
        "KPI;2018;;NaN;K",
    ],
)
def test_index_values_that_cannot_be_are_refused(as_: Browser, row: str) -> None:
    assert wrong_lines(send(as_("karin"), "import_index", INDEX + row + "\n")) == [2]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_out_is_known_when_it_is_sent_in(cast: Cast, as_: Browser, kind: str) -> None:
    signed(a_baseline(cast.member, a_service("=1+1"), 1_234_50, 34_50))
    remains(cast.member, cast.desk_service, 12_00)
    an_index()
    expects(cast.member, 900_00)
    karin = as_("karin")
    tables = {
        "import_baselines": "baselines_table",
        "import_remaining": "remaining_table",
        "import_expectations": "expectations_table",
        "import_index": "price_index_table",
    }
    for name, table in tables.items():
        content = karin.get(reverse(table, args=[kind])).content
        assert send(karin, name, content, f"fil.{kind}").status_code == 302, name
    with everywhere():
        counts = [model.objects.count() for model in (BaselineLine, RemainingCost, Expectation, IndexValue)]
        assert counts == [1, 1, 1, 4]
    assert karin.get(reverse("baselines_table", args=["exe"])).status_code == 404


def test_a_members_tables_hold_its_own_rows(cast: Cast, as_: Browser) -> None:
    for member in (cast.member, cast.other):
        a_baseline(member, cast.desk_service)
        remains(member, cast.desk_service)
        expects(member, 1)
    for table in ("baselines_table", "remaining_table", "expectations_table"):
        content = as_("carin").get(reverse(table, args=["csv"])).content.decode()
        assert ("Länsverket" in content, "Havsverket" in content) == (True, False)


@pytest.mark.parametrize("name", ["baselines", "expectations"])
def test_a_list_takes_as_many_queries_for_thirty_as_for_three(cast: Cast, as_: Browser, name: str) -> None:
    karin = as_("karin")

    def more(number: int) -> None:
        for _n in range(number):
            member = a_member()
            a_baseline(member, cast.desk_service)
            expects(member, 1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert karin.get(reverse(name)).status_code == 200
        return len(found)

    more(3)
    karin.get(reverse(name))
    few = queries()
    more(27)
    assert queries() == few
