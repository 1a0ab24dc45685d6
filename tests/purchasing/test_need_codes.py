"""The CPV code that a need may have: checked, published with it, found by it, and in its files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samdrift.run.purchasing.models import Need, PublishedNeed
from tests.builders import Cast, everywhere
from tests.catalog.builders import sent
from tests.purchasing.contract_builders import a_sent_need

Browser = Callable[[str], Client]
SAID = {"what": "Drönare", "quantity": "3", "estimate": "90 000", "wanted_by": "2027-03-01", "cpv": "34711200"}
FILE = "what;quantity;estimate;wanted_by;cpv\nBåtar;2;90 000;2027-03-01;34520000\nSkydd;5;10 000;2027-03-01;\n"


def stated(browser: Client, cast: Cast, **other: str) -> int:
    return browser.post("/needs/new/", {**SAID, "member": str(cast.member.pk), **other}).status_code


def found(browser: Client, query: str) -> tuple[list[str], list[str]]:
    """What stands on the page of needs: those that wait to be sent in, and those that were."""
    context = browser.get(f"/needs/?{query}").context
    return [need.what for need in context["own"]], [need.what for need in context["sent"]]


def test_a_need_is_found_by_the_digits_that_its_code_begins_with(cast: Cast, as_: Browser) -> None:
    carin = as_("carin")
    assert stated(carin, cast) == stated(carin, cast, what="Utbildning", cpv="") == 302
    a_sent_need(cast, "Båtar", who="berit")
    assert found(carin, "cpv=3471") == found(carin, "cpv=34711200") == (["Drönare"], [])
    assert found(carin, "cpv=72") == ([], [])
    assert "34711200" in carin.get("/needs/").content.decode()
    with everywhere():
        need = Need.objects.get(what="Drönare")
    assert carin.post(f"/needs/{need.pk}/change/", {**SAID, "cpv": "34711000"}).status_code == 302
    assert "34711000" in carin.get(f"/needs/{need.pk}/send/").content.decode()
    assert carin.post(f"/needs/{need.pk}/send/").status_code == 302
    with everywhere():
        assert PublishedNeed.objects.get(what="Drönare").cpv == "34711000"
    assert found(as_("berit"), "cpv=347") == ([], ["Drönare"])
    merging = as_("elin").get("/procurements/new/?find=34711").content.decode()
    assert "34711000" in merging
    assert "Båtar" not in merging


@pytest.mark.parametrize("cpv", ["3471120", "347112000", "34711200-6", "3471120x", "Drönare"])
def test_a_code_that_is_none_is_refused(cast: Cast, as_: Browser, cpv: str) -> None:
    assert stated(as_("carin"), cast, cpv=cpv) == 422
    row = f"what;quantity;estimate;wanted_by;cpv\nBåtar;2;90 000;2027-03-01;{cpv}\n"
    assert sent(as_("carin"), "/needs/import/", row)[0] == 422
    with everywhere():
        assert not Need.objects.exists()


def test_what_is_no_code_to_look_for_is_said_and_finds_everything(cast: Cast, as_: Browser) -> None:
    a_sent_need(cast, "Båtar")
    for wrong in ("x", "123456789", "34%25"):
        assert found(as_("carin"), f"cpv={wrong}") == ([], ["Båtar"])
        assert as_("carin").get(f"/needs/?cpv={wrong}").context["form"].errors


def test_codes_come_in_with_their_needs_and_a_file_without_them_adds_nothing(cast: Cast, as_: Browser) -> None:
    carin = as_("carin")
    for _again in range(2):
        assert sent(carin, "/needs/import/", FILE)[0] == 302
    without = "\n".join(line.rsplit(";", 1)[0] for line in FILE.splitlines())
    assert sent(carin, "/needs/import/", without)[0] == 302
    assert sent(carin, "/needs/import/", carin.get("/needs/table.csv/").content)[0] == 302
    assert sent(carin, "/needs/import/", FILE.replace("34520000", "34500000"))[0] == 422
    with everywhere():
        assert dict(Need.objects.values_list("what", "cpv")) == {"Båtar": "34520000", "Skydd": ""}
