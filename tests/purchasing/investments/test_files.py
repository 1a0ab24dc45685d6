"""Investments from files and to them: all rows or none, the same again adds nothing, what is fetched can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.core.access import inside
from samdrift.core.tables import Entered, NotATable, RowsRefused
from samdrift.run.purchasing.actions.investments import import_investments
from samdrift.run.purchasing.models import Investment, InvestmentDisposal, InvestmentShare
from tests.builders import NOW, TODAY, Cast, everywhere
from tests.purchasing.investments.builders import an_investment, disposed

Browser = Callable[[str], Client]
HEADER = "number;name;decided_on;decided_by;amount;life_months;starts;service;key;shares;name_en;disposed_on;disposed_because\n"


def a_row(cast: Cast, **other: str) -> str:
    cells = {
        "number": "IT-2026-31",
        "name": "Servrar",
        "decided_on": "2026-06-12",
        "decided_by": "Samverkansrådet",
        "amount": "1 000,00",
        "life_months": "3",
        "starts": "2026-09",
        "service": cast.desk_service.name,
        "key": "fixed",
        "shares": f"{cast.member.short_name}: 3 | {cast.other.short_name}: 1",
        "name_en": "Servers",
        "disposed_on": "",
        "disposed_because": "",
        **other,
    }
    return ";".join(cells.values()) + "\n"


def sent(cast: Cast, rows: str) -> Entered:
    elin = cast.actor("elin")
    with inside(elin.walls):
        return import_investments((HEADER + rows).encode(), by=elin, at=NOW)


def test_a_file_is_entered_once_and_a_disposal_when_it_comes(cast: Cast) -> None:
    assert sent(cast, a_row(cast)) == Entered(1, 0)
    assert sent(cast, a_row(cast)) == Entered(0, 1)
    gone = a_row(cast, disposed_on="2026-11-02", disposed_because="Såld")
    assert sent(cast, gone) == Entered(1, 0)
    assert sent(cast, gone) == Entered(0, 1)
    assert sent(cast, a_row(cast)) == Entered(0, 1)  # last year's file takes nothing back
    with everywhere():
        assert dict(InvestmentShare.objects.values_list("member", "weight")) == {cast.member.pk: 3, cast.other.pk: 1}
        assert InvestmentDisposal.objects.get().reason == "Såld"


@pytest.mark.parametrize(
    "wrong",
    [
        {"life_months": "0"},
        {"life_months": ""},
        {"life_months": "601"},
        {"amount": "0"},
        {"amount": "-5,00"},
        {"starts": "2026-09-01"},
        {"service": "Ingenting"},
        {"key": "tickets"},
        {"key": "equal"},  # which has no numbers
        {"shares": ""},
        {"shares": "Kiruna: 1"},
        {"shares": "Joint: x"},
        {"decided_on": "juni"},
        {"number": "x" * 41},
        {"disposed_on": "2026-11-02"},
        {"disposed_on": "2026-08-02", "disposed_because": "Såld"},
        {"disposed_on": "2027-08-02", "disposed_because": "Såld"},
    ],
)
def test_refuses_a_row_that_cannot_be_used_and_enters_none(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(RowsRefused) as no:
        sent(cast, a_row(cast, number="IT-1") + a_row(cast, **wrong))
    assert [row.line for row in no.value.rows] == [3]
    with everywhere():
        assert not Investment.objects.exists()


def test_refuses_other_facts_under_the_same_decision(cast: Cast) -> None:
    sent(cast, a_row(cast, disposed_on="2026-11-02", disposed_because="Såld"))
    for other in ({"amount": "1 000,01"}, {"key": "equal", "shares": cast.member.short_name}, {"disposed_on": "2026-11-03"}):
        gone = {"disposed_on": "2026-11-02", "disposed_because": "Såld", **other}
        with pytest.raises(RowsRefused):
            sent(cast, a_row(cast, **gone))


def test_refuses_what_is_no_table_or_lacks_columns(cast: Cast) -> None:
    elin = cast.actor("elin")
    for content in (b"\x89PNG\r\n\x1a\n" + bytes(200), b"number;name\nIT-1;Servrar\n", b""):
        with inside(elin.walls), pytest.raises(NotATable):
            import_investments(content, by=elin, at=NOW)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_fetched_is_known_when_it_is_sent_again(cast: Cast, as_: Browser, kind: str) -> None:
    an_investment(cast, key="fixed", shares={cast.member: 3, cast.other: 1})
    disposed(an_investment(cast, "=Skrivare", number="IT-2026-32"), TODAY)
    elin = as_("elin")
    table = elin.get(reverse("investments_table", args=[kind]))
    with everywhere() as actor:
        assert import_investments(table.content, by=actor, at=NOW) == Entered(0, 2)
    file = SimpleUploadedFile(f"investments.{kind}", table.content)
    assert elin.post(reverse("import_investments"), {"file": file}).status_code == 302
    assert elin.get(reverse("investments_table", args=["pdf"])).status_code == 404


def test_the_page_names_the_rows_to_mend(cast: Cast, as_: Browser) -> None:
    file = SimpleUploadedFile("rader.csv", (HEADER + a_row(cast, life_months="0")).encode())
    answer = as_("elin").post(reverse("import_investments"), {"file": file})
    assert answer.status_code == 422
    assert '<th scope="row">2</th>' in answer.content.decode()
    with everywhere():
        assert not Investment.objects.exists()
