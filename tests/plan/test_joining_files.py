"""Joinings and one-off costs from files and to them: all or none, again adds nothing, in whatever order the rows stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.plan.models import GateDay, Joining, OneOffCost
from tests.builders import Cast, a_service, everywhere
from tests.plan.builders import to_join

Browser = Callable[[str], Client]
JOININGS = "member;service;responsible;gate;planned;reached;decision;reason\n"
COSTS = "member;service;kind;what;amount;on\n"


def send(browser: Client, name: str, content: str | bytes, called: str = "fil.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return browser.post(reverse(name), {"file": SimpleUploadedFile(called, content)})


def reasons(answer: Any) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in answer.context["wrong"]]


def some(cast: Cast) -> str:
    a_service("Karta")
    number = to_join(cast).registry_number
    rows = (
        "Länsverket;Karta;Elin Wikström;signed;2026-04-01;2026-06-20;;",
        f"Länsverket;Karta;Elin Wikström;decided;;2026-03-02;{number};",
        "Länsverket;Karta;Elin Wikström;data_moved;2026-05-01;;;",
        "Havsverket;Karta;Elin Wikström;;;;;",
    )
    return JOININGS + "\n".join(rows) + "\n"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_joinings_and_costs_from_files_again_add_nothing_and_go_out_as_they_came(cast: Cast, as_: Browser, kind: str) -> None:
    browser, content = as_("elin"), some(cast)
    costs = COSTS + "Länsverket;Karta;planned;Flytt;1 000,50;2026-05-01\nLänsverket;Karta;actual;Flytt;900;2026-05-01\n"
    for _time in range(2):
        answer = send(browser, "import_joinings", content)
        assert answer.status_code == 302, answer.context and reasons(answer)
        assert send(browser, "import_one_offs", costs).status_code == 302
    for name in ("joinings", "one_offs"):
        out = browser.get(reverse(f"{name}_table", args=[kind]))
        answer = send(browser, f"import_{name}", out.content, f"fil.{kind}")
        assert answer.status_code == 302, answer.context and reasons(answer)
    with everywhere():
        assert (Joining.objects.count(), GateDay.objects.count(), OneOffCost.objects.count()) == (2, 4, 2)
    own = as_("berit").get(reverse("joinings_table", args=["csv"])).content.decode()
    assert "Länsverket" not in own
    assert "Havsverket" in own


@pytest.mark.parametrize("name", ["import_joinings", "import_one_offs"])
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"", b"a;b\n1;2\n"])
def test_what_is_no_such_table_is_refused_in_words(as_: Browser, name: str, content: bytes) -> None:
    assert send(as_("karin"), name, content).status_code == 422


def test_wrong_rows_are_each_named_and_none_is_entered(cast: Cast, as_: Browser) -> None:
    rows = (
        "Okänt;Karta;Elin Wikström;signed;2026-04-01;;;",
        "Länsverket;Karta;Ingen Alls;signed;2026-04-01;;;",
        "Länsverket;Karta;Elin Wikström;half_way;2026-04-01;;;",
        "Havsverket;Karta;Elin Wikström;in_use;;2026-04-01;;",
        "Havsverket;Karta;Elin Wikström;decided;;2026-04-01;Dnr okänt;",
    )
    some(cast)
    answer = send(as_("karin"), "import_joinings", JOININGS + "\n".join(rows) + "\n")
    assert answer.status_code == 422
    assert [line for line, _why in reasons(answer)] == [2, 3, 4, 5, 6]
    with everywhere():
        assert not Joining.objects.exists()


def test_a_member_sends_its_own_and_a_cost_with_another_amount_is_refused(cast: Cast, as_: Browser) -> None:
    content = some(cast)
    assert send(as_("carin"), "import_joinings", content).status_code == 422, "another member's row is among them"
    own = "\n".join(content.splitlines()[:4]) + "\n"
    assert send(as_("carin"), "import_joinings", own).status_code == 302
    cost = COSTS + "Länsverket;Karta;planned;Flytt;1 000;2026-05-01\n"
    assert send(as_("carin"), "import_one_offs", cost).status_code == 302
    assert send(as_("carin"), "import_one_offs", cost.replace("1 000", "2 000")).status_code == 422
    assert send(as_("berit"), "import_one_offs", cost).status_code == 422
