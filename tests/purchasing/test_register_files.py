"""Suppliers and joint procurements as files: once, all or none, and out as they came; and what was bought one by one as a report."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from samdrift.config import cli
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import Procurement
from tests.builders import Cast, everywhere
from tests.catalog.builders import sent
from tests.purchasing.past_builders import HAVSVERKET, LANSVERKET, a_row, a_workbook, number_members, read_in

Browser = Callable[[str], Client]
SUPPLIERS, PROCUREMENTS = "/suppliers/", "/procurements/"
HEADS = {SUPPLIERS: "short_name;name;number\n", PROCUREMENTS: "title;cpv\n"}
GOOD = {SUPPLIERS: "Datorbolaget;Datorbolaget AB;556036-0793\n", PROCUREMENTS: "Bärbara datorer;30213100\n"}


def kept() -> tuple[int, int]:
    with everywhere():
        return Organization.objects.filter(kind="supplier").count(), Procurement.objects.count()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_they_come_from_a_file_once_and_go_out_as_they_came(cast: Cast, as_: Browser, kind: str) -> None:
    for url, head in HEADS.items():
        for _again in range(2):
            assert sent(as_("elin"), f"{url}import/", head + GOOD[url])[0] == 302
        given = as_("carin").get(f"{url}table.{kind}/").content
        assert sent(as_("elin"), f"{url}import/", given)[0] == 302
        assert sent(as_("carin"), f"{url}import/", given)[0] == 403
    assert kept() == (1, 1)


@pytest.mark.parametrize(
    ("url", "row"),
    [
        (SUPPLIERS, ";Utan namn AB;"),
        (SUPPLIERS, "Annat;Annat AB;556036-0794"),
        (SUPPLIERS, "Annat;Annat AB;556036-0793"),
        (SUPPLIERS, "datorbolaget;Ett annat AB;556036-0793"),
        (SUPPLIERS, f"{'x' * 41};Annat AB;"),
        (PROCUREMENTS, ";30213100"),
        (PROCUREMENTS, "Skrivare;3021310"),
        (PROCUREMENTS, "30213100;Skrivare"),
        (PROCUREMENTS, "bärbara datorer;72000000"),
        (PROCUREMENTS, f"{'x' * 201};30213100"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_entered(cast: Cast, as_: Browser, url: str, row: str) -> None:
    status, page = sent(as_("elin"), f"{url}import/", HEADS[url] + GOOD[url] + row + "\n")
    assert status == 422
    assert '<th scope="row">3</th>' in page
    assert kept() == (0, 0)


@pytest.mark.parametrize("url", [SUPPLIERS, PROCUREMENTS])
def test_a_renamed_picture_and_a_file_without_its_columns_are_refused(cast: Cast, as_: Browser, url: str) -> None:
    for content in (b"\x89PNG\r\n\x1a\n" + bytes(60), b"name\nx\n", b""):
        assert sent(as_("elin"), f"{url}import/", content)[0] == 422


def test_what_was_bought_one_by_one_is_reported_in_words_and_as_json(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    number_members(cast)
    read_in(cast, a_workbook([a_row(LANSVERKET, "A-1"), a_row(HAVSVERKET, "B-1")]))
    with translation.override("en"):
        assert cli.main(["report", "bought", "--json"]) == 0
        (told,) = json.loads(capsys.readouterr().out)
        assert (told["cpv"], told["members"], told["value_minor"], len(told["bought"])) == ("77200000", 2, None, 2)
        assert cli.main(["report", "bought", "--level", "2"]) == 0
        assert "77000000 Jordbruk: 2" in capsys.readouterr().out
        assert cli.main(["report", "reviews", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["overdue"] == []
