"""Invitations to tender and awards as files: once, all or none, and out as they came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samdrift.core.access import inside
from samdrift.run.purchasing.actions.procurements import start_procurement
from samdrift.run.purchasing.models import Award, Tender
from tests.builders import NOW, Cast, everywhere
from tests.catalog.builders import sent
from tests.purchasing.contract_builders import a_sent_need, a_supplier

Browser = Callable[[str], Client]
TENDERS, AWARDS = "/procurements/tenders/", "/procurements/awards/"
HEADS = {TENDERS: "procurement;advertised_on;closes_on\n", AWARDS: "procurement;supplier;value;decided_on;number\n"}
GOOD = {TENDERS: "Datorer;2026-05-04;2026-06-08\n", AWARDS: "datorer;Datorbolaget;1 234 567,50;2026-06-15;205-12-2026\n"}


@pytest.fixture
def begun(cast: Cast) -> None:
    """A procurement that somebody asked for, one that nobody did, and two suppliers."""
    elin, need = cast.actor("elin"), a_sent_need(cast)
    a_supplier(cast, "Datorbolaget")
    a_supplier(cast, "Annat")
    with inside(elin.walls):
        start_procurement("Datorer", "30213000", needs=[need], by=elin, at=NOW)
        start_procurement("Båtar", "34520000", by=elin, at=NOW)


def kept() -> tuple[int, int]:
    with everywhere():
        return Tender.objects.count(), Award.objects.count()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.usefixtures("begun")
def test_they_come_from_a_file_once_and_go_out_as_they_came(cast: Cast, as_: Browser, kind: str) -> None:
    for url, head in HEADS.items():
        for _again in range(2):
            assert sent(as_("elin"), f"{url}import/", head + GOOD[url])[0] == 302
        assert sent(as_("elin"), f"{url}import/", head + GOOD[url].replace("Datorbolaget", "Datorbolaget AB"))[0] == 302  # its whole name
        given = as_("carin").get(f"{url}table.{kind}/").content
        assert sent(as_("elin"), f"{url}import/", given)[0] == 302
        assert sent(as_("carin"), f"{url}import/", given)[0] == 403
    assert kept() == (1, 1)
    with everywhere():
        award = Award.objects.get()
        assert (award.supplier.short_name, award.value_minor, award.registry_number) == ("Datorbolaget", 1_234_567_50, "205-12-2026")


@pytest.mark.parametrize(
    ("url", "row"),
    [
        (TENDERS, ";2026-05-04;2026-06-08"),
        (TENDERS, "Skrivare;2026-05-04;2026-06-08"),
        (TENDERS, "Båtar;2026-05-04;2026-06-08"),  # nobody asked for it
        (TENDERS, "Datorer;2026-05-04;2026-06-09"),  # on other days than the row before
        (TENDERS, "Datorer;2026-06-08;i går"),
        (AWARDS, "Datorer;;1,00;2026-06-15;1"),
        (AWARDS, "Datorer;Okänd;1,00;2026-06-15;1"),
        (AWARDS, "Båtar;Annat;1,00;2026-06-15;1"),  # tenders have not been invited
        (AWARDS, "Datorer;Annat;-1,00;2026-06-15;1"),
        (AWARDS, "Datorer;Annat;0;2026-06-15;1"),
        (AWARDS, "Datorer;Annat;1,00;2026-06-07;1"),  # before tenders close
        (AWARDS, "Datorer;Annat;1,00;2199-06-15;1"),
        (AWARDS, "Datorer;Annat;1,00;2026-06-15;"),
        (AWARDS, f"Datorer;Annat;1,00;2026-06-15;{'x' * 41}"),
        (AWARDS, "Datorer;Datorbolaget;1,00;2026-06-15;205-12-2026"),  # another value than the row before
        (AWARDS, "Annat;Datorer;1,00;2026-06-15;1"),  # columns that have changed places
    ],
)
@pytest.mark.usefixtures("begun")
def test_a_wrong_row_is_named_and_nothing_is_entered(cast: Cast, as_: Browser, url: str, row: str) -> None:
    invited = url == AWARDS
    if invited:
        assert sent(as_("elin"), f"{TENDERS}import/", HEADS[TENDERS] + GOOD[TENDERS])[0] == 302
    status, page = sent(as_("elin"), f"{url}import/", HEADS[url] + GOOD[url] + row + "\n")
    assert status == 422
    assert '<th scope="row">3</th>' in page
    assert kept() == (int(invited), 0)


@pytest.mark.parametrize("url", HEADS)
def test_a_renamed_picture_and_a_file_without_its_columns_are_refused(cast: Cast, as_: Browser, url: str) -> None:
    for content in (b"\x89PNG\r\n\x1a\n" + bytes(60), b"procurement\nx\n", b""):
        assert sent(as_("elin"), f"{url}import/", content)[0] == 422
