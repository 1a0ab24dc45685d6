"""The architecture's tables: what is given out can be read again and adds nothing; a file is entered whole or not at all."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

from samdrift.catalog import actions
from samdrift.catalog.architecture_report import architecture_report
from samdrift.catalog.models import Capability, CapabilitySystem, Component, Dependency, Interface, InterfaceUse
from samdrift.core.access import inside
from samdrift.core.models import AuditEntry
from samdrift.core.tables import RowsRefused
from tests.builders import NOW, Cast, a_service, everywhere
from tests.catalog.landscape import (
    Browser,
    a_capability,
    a_component,
    a_dependency,
    a_shared_system,
    an_interface,
    an_own_system,
    in_english,
)

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
MODELS = (Capability, CapabilitySystem, Component, Dependency, Interface, InterfaceUse)
WHATS = ("components", "dependencies", "interfaces", "capabilities", "systems")


@pytest.fixture
def as_(as_: Browser) -> Browser:
    return in_english(as_)


def _send(browser: Client, what: str, content: str | bytes, name: str = "rows.csv") -> HttpResponse:
    content = content.encode() if isinstance(content, str) else content
    return browser.post(f"/catalog/{what}/import/", {"file": SimpleUploadedFile(name, content)})  # type: ignore[return-value]


def _counts() -> list[int]:
    with everywhere():
        return [model._default_manager.count() for model in MODELS]


def _a_landscape(cast: Cast) -> None:
    room = a_component("Hallen", name_en="The room", description="Två rader\r\ntext; med semikolon", supplier="=SUM(A1)", site=cast.site)
    bus, mail, portal = a_component("Bussen"), a_service("E-post"), a_service("Portalen")
    a_dependency(bus, room)
    a_dependency(mail, bus)
    a_dependency(portal, mail)
    an_interface(bus, "Ärenden", mail, portal, version="2.10", description="Tar emot.", until_on=date(2027, 1, 1))
    an_interface(mail, "Kalender")
    whole = a_capability("Handlägga")
    part = a_capability("Diarieföra", parent=whole)
    a_shared_system(cast.member, part, mail)
    an_own_system(cast.member, whole, "-Skåpet", 120_000_50)
    an_own_system(cast.other, whole, "Lådan", None)
    an_own_system(cast.other, part, "Hyllan", 0)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_table_gives_out_can_be_read_again_and_adds_nothing(cast: Cast, as_: Browser, kind: str) -> None:
    _a_landscape(cast)
    before, elin = _counts(), as_("elin")
    for what in WHATS:
        given = elin.get(f"/catalog/{what}/table.{kind}/")
        assert given.headers["Content-Disposition"] == f'attachment; filename="{what}.{kind}"'
        sent = _send(elin, what, given.content, f"{what}.{kind}")
        assert sent.status_code == 302, (what, sent.content.decode())
    assert _counts() == before
    assert elin.get("/catalog/components/table.pdf/").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_another_house_gave_out_is_entered_whole(cast: Cast, as_: Browser, kind: str) -> None:
    _a_landscape(cast)
    before, elin = _counts(), as_("elin")
    given = {what: elin.get(f"/catalog/{what}/table.{kind}/").content for what in WHATS}
    with everywhere():
        for model in reversed((Component, Capability, Interface, Dependency, InterfaceUse, CapabilitySystem)):
            model._default_manager.all()._raw_delete(using="default")
    for what in WHATS:
        assert _send(elin, what, given[what], f"{what}.{kind}").status_code == 302
    assert _counts() == before
    with everywhere():
        assert Component.objects.get(name="Hallen").site == cast.site
        assert CapabilitySystem.objects.get(name="-Skåpet").yearly_minor == 120_000_50
        assert CapabilitySystem.objects.get(name="Hyllan").yearly_minor == 0
        assert Interface.objects.get(name="Ärenden").version == "2.10"
        assert AuditEntry.objects.filter(deed="import_systems").count() == 2, "one for each member whose rows came"


def test_a_circle_in_a_file_is_refused_with_its_chain_and_nothing_is_entered(cast: Cast, as_: Browser) -> None:
    for name in ("Ett", "Två", "Tre", "Fyra"):
        a_service(name)
    answer = _send(as_("elin"), "dependencies", "what;stands_on\nEtt;Två\nTvå;Tre\nTre;Fyra\nFyra;Ett\n")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<th scope="row">5</th>' in page
    assert "Then Fyra would stand on itself: Fyra stands on Ett, Ett stands on Två, Två stands on Tre, Tre stands on Fyra." in page
    with everywhere():
        assert not Dependency.objects.exists()


WRONG = [
    ("dependencies", "what;stands_on\nPortalen;Bussen\nPortalen;Bussen", "Line 2 is about the same."),
    ("dependencies", "what;stands_on\nPortalen;Månen", "neither a service nor a component called Månen"),
    ("dependencies", "what;stands_on\nPortalen;Portalen", "would stand on itself"),
    ("dependencies", "what;stands_on\nBussen;Portalen", "never on a service"),
    ("dependencies", "what;stands_on\n;Bussen", "is empty"),
    ("dependencies", "what\nPortalen", "is missing"),
    ("dependencies", "", "required|empty"),
    ("dependencies", "what;stands_on\nPortalen;Bussen;mer", "has 3 cells"),
    ("components", "name\nPortalen", "There is a service called Portalen"),
    ("components", "name;member;site\nNy;Länsverket;Kiruna", "has no site called Kiruna"),
    ("components", "name;supplier\nBussen;Ny AB", "says something else"),
    ("components", "name\n" + "x" * 81, "longer than 80"),
    ("interfaces", "name;version;offered_by;from_on\nA;1;Bussen;i går", "is not a day"),
    ("interfaces", "name;version;offered_by;from_on;until_on\nA;1;Bussen;2026-01-01;2026-01-01", "comes after"),
    ("interfaces", "name;version;offered_by;from_on;used_by\nA;1;Bussen;2026-01-01;Portalen | Bussen", "no contract with itself"),
    ("interfaces", "name;version;offered_by;from_on;used_by\nA;1;Bussen;2026-01-01;Portalen | Månen", "called Månen"),
    ("interfaces", "name;version;offered_by;from_on\nKalender;1;Bussen;2025-01-02", "says something else"),
    ("interfaces", "name;version;offered_by;from_on;used_by\nKalender;1;Bussen;2025-01-01;Portalen", "says something else"),
    ("capabilities", "name;part_of\nA;B", "no capability called B"),
    ("capabilities", "name;part_of\nA;A", "no capability called A"),
    ("systems", "capability;system;yearly_cost;member\nBevara;Skåp;-5;Länsverket", "is zero or more"),
    ("systems", "capability;system;yearly_cost;member\nBevara;Skåp;gratis;Länsverket", "is not an amount"),
    ("systems", "capability;system;service;member\nBevara;Skåp;Portalen;Länsverket", "one of the two"),
    ("systems", "capability;system;service;member\nBevara;;;Länsverket", "one of the two"),
    ("systems", "capability;service;yearly_cost;member\nBevara;Portalen;5;Länsverket", "stands on the bill"),
    ("systems", "capability;system;member\nBevara;Skåp;Månverket", "no member called Månverket"),
    ("systems", "capability;system;member\nBevara;Skåp;", "is empty"),
    ("systems", "capability;system;member\nMåla;Skåp;Länsverket", "no capability called Måla"),
    ("systems", "capability;system;yearly_cost;member\nBevara;Lådan;1;Länsverket", "says something else"),
]


@pytest.mark.parametrize(("what", "content", "words"), WRONG)
def test_a_file_that_does_not_fit_is_refused_in_words_and_nothing_is_lost(
    cast: Cast, as_: Browser, what: str, content: str, words: str
) -> None:
    bus = a_component("Bussen")
    a_service("Portalen")
    an_interface(bus, "Kalender")
    an_own_system(cast.member, a_capability("Bevara"), "Lådan", 90_000_00)
    before = _counts()
    answer = _send(as_("elin"), what, content)
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert _counts() == before


@pytest.mark.parametrize("what", WHATS)
def test_a_renamed_picture_and_swapped_columns_are_refused(cast: Cast, as_: Browser, what: str) -> None:
    assert _send(as_("elin"), what, PICTURE, "rows.xlsx").status_code == 422
    sheet = Workbook()
    assert sheet.active is not None
    sheet.active.append(["kaffe", "te"])
    sheet.active.append(["1", "2"])
    out = io.BytesIO()
    sheet.save(out)
    assert _send(as_("elin"), what, out.getvalue(), "rows.xlsx").status_code == 422


def test_a_member_sends_in_its_own_systems_only(cast: Cast, as_: Browser) -> None:
    a_capability("Bevara")
    other = "capability;member;system;yearly_cost\nBevara;Havsverket;Skåpet;5 000"
    assert _send(as_("carin"), "systems", other).status_code == 422
    assert _send(as_("carin"), "systems", "capability;system;yearly_cost\nBevara;Skåpet;5 000,50").status_code == 302
    assert _send(as_("carin"), "systems", "capability;system;yearly_cost\nBevara;Skåpet;5 000,50").status_code == 302
    with everywhere():
        made = CapabilitySystem.objects.get()
        assert (made.owner, made.yearly_minor) == (cast.member, 5_000_50)
        assert AuditEntry.objects.get(deed="import_systems").owner_id == cast.member.pk


def test_a_file_of_the_longest_chain_is_read_in_time(cast: Cast) -> None:
    for number in range(300):
        a_component(f"Del {number}")
    rows = "".join(f"Del {number};Del {number + 1}\n" for number in range(299))
    by = cast.actor("elin")
    with inside(by.walls):
        assert actions.import_dependencies(f"what;stands_on\n{rows}".encode(), by=by, at=NOW).added == 299
        with pytest.raises(RowsRefused):
            actions.import_dependencies(b"what;stands_on\nDel 299;Del 0\n", by=by, at=NOW)


def test_the_report_tells_what_stops_and_what_could_be_shared(cast: Cast) -> None:
    _a_landscape(cast)
    with everywhere():
        report = architecture_report()
    told = json.loads(json.dumps(report.as_json(), ensure_ascii=False))
    room = next(one for one in told["standing"] if one["name"] == "Hallen")
    assert room == {"name": "Hallen", "kind": "component", "stands_on": [], "services_that_stop": ["E-post", "Portalen"]}
    (candidate,) = told["candidates"]
    assert (candidate["capability"], candidate["members"], candidate["yearly_minor"]) == ("Handlägga", 2, 120_000_50)
    assert candidate["costs_not_stated"] == 1
    assert [one["system"] for one in candidate["systems"]] == ["-Skåpet", "Lådan"]
    assert "E-post, Portalen" in report.as_text("sv")
