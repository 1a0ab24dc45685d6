"""Capabilities and what serves them: each member's own, what it publishes known to all, the rest to nobody but the unit."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samdrift.catalog import actions
from samdrift.catalog.models import Capability, CapabilitySystem, PublishedCost
from samdrift.catalog.queries import candidates, capabilities_in_order, published_costs_that_differ
from samdrift.config.checks import differences
from samdrift.core.access import inside
from samdrift.core.errors import BadInput
from samdrift.core.models import AuditEntry
from tests.builders import NOW, Cast, a_member, a_service, everywhere
from tests.catalog.landscape import Browser, a_capability, a_shared_system, an_own_system, in_english


@pytest.fixture
def as_(as_: Browser) -> Browser:
    return in_english(as_)


def _published(cast: Cast, name: str, system: CapabilitySystem) -> None:
    by = cast.actor(name)
    with inside(by.walls):
        actions.publish_cost(system, by=by, at=NOW)


def test_a_members_contact_says_what_serves_a_capability(cast: Cast, as_: Browser) -> None:
    archive, case, service = a_capability("Bevara"), a_capability("Diarieföra"), a_service("Diariet")
    url = f"/catalog/capabilities/of/{cast.member.pk}/new/"
    own = {"capability": archive.pk, "name": "Arkivskåpet", "yearly_minor": "120 000,50"}
    assert as_("carin").post(url, own).status_code == 302
    assert as_("carin").post(url, own).status_code == 409
    assert as_("elin").post(url, {"capability": case.pk, "service": service.pk}).status_code == 302
    assert as_("berit").post(url, own).status_code == 404, "another member's contact"
    assert as_("anna").post(url, own).status_code == 403
    with everywhere():
        made = CapabilitySystem.objects.get(capability=archive)
        assert (made.owner, made.name, made.yearly_minor) == (cast.member, "Arkivskåpet", 120_000_50)
        assert set(AuditEntry.objects.filter(deed="name_system").values_list("owner_id", flat=True)) == {cast.member.pk}
    page = as_("carin").get("/catalog/capabilities/").content.decode()
    assert "Arkivskåpet" in page
    assert "Diariet" in page
    assert "seen by the member and the unit only" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Arkivskåpet", "yearly_minor": "-5"},
        {"name": "Arkivskåpet", "yearly_minor": "mycket"},
        {"name": "Arkivskåpet", "yearly_minor": "99999999999999999"},
        {"name": ""},
        {"name": "Arkivskåpet", "service": "desk"},
        {"service": "desk", "yearly_minor": "5"},
        {"name": "Arkivskåpet", "capability": "999"},
        {"name": "x" * 81},
    ],
)
def test_refuses_negative_costs_and_what_is_neither_shared_nor_own(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    typed = {"capability": str(a_capability().pk), **wrong}
    if "service" in typed:
        typed["service"] = str(cast.desk_service.pk)
    assert as_("carin").post(f"/catalog/capabilities/of/{cast.member.pk}/new/", typed).status_code == 422
    with everywhere():
        assert not CapabilitySystem.objects.exists()


def test_the_action_refuses_a_negative_cost_too(cast: Cast) -> None:
    by, system = cast.actor("carin"), an_own_system(cast.member, a_capability())
    with inside(by.walls):
        with pytest.raises(BadInput):
            actions.state_cost(system, -1, by=by, at=NOW)
        with pytest.raises(actions.NotAMember):
            actions.name_system(cast.unit, system.capability, name="X", by=by, at=NOW)


def test_a_member_publishes_what_its_own_system_costs_and_takes_it_back(cast: Cast, as_: Browser) -> None:
    system = an_own_system(cast.member, a_capability("Bevara"), "Arkivskåpet", 120_000_00)
    for name, url in (("berit", "/catalog/capabilities/"), ("berit", "/catalog/candidates/"), ("berit", "/catalog/systems/table.csv/")):
        assert "Arkivskåpet" not in as_(name).get(url).content.decode()
    url = f"/catalog/systems/{system.pk}/"
    assert as_("elin").post(f"{url}publish/").status_code == 403, "only the member's own people publish"
    assert as_("berit").post(f"{url}publish/").status_code == 404
    assert as_("carin").post(f"{url}publish/").status_code == 302
    assert as_("carin").post(f"{url}publish/").status_code == 409
    assert "Länsverket: Arkivskåpet" in as_("berit").get("/catalog/capabilities/").content.decode()
    assert "What is published follows." in as_("carin").get(f"{url}cost/").content.decode()
    assert as_("carin").post(f"{url}cost/", {"yearly_minor": "90 000"}).status_code == 302
    with everywhere():
        assert PublishedCost.objects.get().yearly_minor == 90_000_00
        assert differences() == []
    assert as_("hedda").post(f"{url}withdraw/").status_code == 302
    assert "Arkivskåpet" not in as_("berit").get("/catalog/capabilities/").content.decode()
    assert as_("carin").post(f"{url}publish/").status_code == 302
    assert as_("carin").post(f"{url}drop/").status_code == 302
    with everywhere():
        assert not PublishedCost.objects.exists()
        assert not CapabilitySystem.objects.exists()
        deeds = AuditEntry.objects.filter(subject="catalog.capabilitysystem").order_by("pk").values_list("deed", "owner_id")
        assert list(deeds) == [
            (deed, cast.member.pk) for deed in ("publish_cost", "state_cost", "withdraw_cost", "publish_cost", "drop_system")
        ]


def test_what_is_not_stated_or_shared_cannot_be_published(cast: Cast, as_: Browser) -> None:
    capability = a_capability()
    unknown, shared = an_own_system(cast.member, capability, yearly_minor=None), a_shared_system(cast.member, capability, cast.desk_service)
    assert as_("carin").post(f"/catalog/systems/{unknown.pk}/publish/").status_code == 409
    assert as_("carin").post(f"/catalog/systems/{shared.pk}/publish/").status_code == 422
    assert as_("carin").post(f"/catalog/systems/{shared.pk}/cost/", {"yearly_minor": "5"}).status_code == 422


def test_a_published_cost_that_says_something_else_is_found(cast: Cast) -> None:
    system = an_own_system(cast.member, a_capability(), "Arkivskåpet")
    _published(cast, "carin", system)
    with everywhere():
        assert published_costs_that_differ() == []
        PublishedCost.objects.update(yearly_minor=1)
        assert len(published_costs_that_differ()) == 1


def test_candidates_are_own_systems_at_two_members_or_more_most_members_first(cast: Cast, as_: Browser) -> None:
    third = a_member("Skogsverket")
    archive, water, rooms, crisis = (a_capability(name) for name in ("Bevara", "Vattna", "Boka", "Leda"))
    for member, cost in ((cast.member, 50_000_00), (cast.other, 70_000_00), (third, None)):
        an_own_system(member, archive, f"Arkiv {member.short_name}", cost)
    for member in (cast.member, third):
        an_own_system(member, water, "Sjödata", 90_000_00)
        an_own_system(member, rooms, "Rumsboken", 10_000_00)
    an_own_system(cast.member, crisis, "Ett")
    an_own_system(cast.member, crisis, "Två")
    a_shared_system(cast.other, water, cast.desk_service)
    with everywhere():
        found = candidates()
        assert [(one.capability.name, one.members, one.yearly_minor, one.unknown) for one in found] == [
            ("Bevara", 3, 120_000_00, 1),
            ("Vattna", 2, 180_000_00, 0),
            ("Boka", 2, 20_000_00, 0),
        ]
        assert [system.member for system in found[0].systems] == [cast.other, cast.member, third]
        assert [one.shared for one in found] == [[], [cast.desk_service], []]
    page = as_("karin").get("/catalog/candidates/").content.decode()
    assert page.index("Bevara") < page.index("Vattna") < page.index("Boka")
    assert "Leda" not in page, "two systems at one member are that member's own matter"
    assert "A shared service does the same job already:" in page


def test_a_member_sees_candidates_among_its_own_and_what_others_publish(cast: Cast, as_: Browser) -> None:
    archive, water = a_capability("Bevara"), a_capability("Vattna")
    an_own_system(cast.member, archive, "Vårt arkiv")
    an_own_system(cast.member, water, "Våra sjöar")
    theirs = an_own_system(cast.other, archive, "Deras arkiv", 70_000_00)
    an_own_system(cast.other, water, "Deras sjöar")
    assert "No two members are known" in as_("carin").get("/catalog/candidates/").content.decode()
    _published(cast, "berit", theirs)
    page = as_("carin").get("/catalog/candidates/").content.decode()
    assert "Deras arkiv" in page
    assert "Våra sjöar" not in page
    assert "Deras sjöar" not in page
    assert "Deras" not in as_("maja").get("/catalog/systems/table.csv/").content.decode()


def test_the_unit_sees_members_and_capabilities_and_a_stranger_gets_404(cast: Cast, as_: Browser) -> None:
    case, archive = a_capability("Handlägga"), a_capability("Bevara")
    a_capability("Diarieföra", parent=case)
    a_shared_system(cast.member, case, cast.desk_service)
    an_own_system(cast.other, archive, "Arkivskåpet")
    page = as_("auditor").get("/catalog/capabilities/").content.decode()
    for words in ("Länsverket", "Havsverket", "Service desk", "Arkivskåpet", "Diarieföra"):
        assert words in page
    for name, status in (("carin", 200), ("karin", 200), ("auditor", 200), ("berit", 404), ("anna", 403)):
        assert as_(name).get(f"/catalog/capabilities/of/{cast.member.pk}/").status_code == status
    assert as_("karin").get(f"/catalog/capabilities/of/{cast.unit.pk}/").status_code == 404, "the unit is no member"


def test_capabilities_stand_with_their_parts_beneath_them(cast: Cast, as_: Browser) -> None:
    elin = as_("elin")
    assert elin.post("/catalog/capabilities/new/", {"name": "Handlägga"}).status_code == 302
    assert elin.post("/catalog/capabilities/new/", {"name": "Handlägga"}).status_code == 409
    with everywhere():
        whole = Capability.objects.get()
    assert elin.post("/catalog/capabilities/new/", {"name": "Åka", "parent": whole.pk}).status_code == 302
    for name in ("Öva", "Bevara"):
        a_capability(name)
    with everywhere():
        found = [(capability.name, depth) for capability, depth in capabilities_in_order()]
    assert found == [("Bevara", 0), ("Handlägga", 0), ("Åka", 1), ("Öva", 0)]


@pytest.mark.parametrize("name", ["karin", "carin"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, name: str) -> None:
    browser = as_(name)
    urls = ["/catalog/capabilities/", "/catalog/candidates/", "/catalog/systems/table.csv/", "/catalog/capabilities/table.csv/"]
    urls.append(f"/catalog/capabilities/of/{cast.member.pk}/")

    def queries() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(url).status_code == 200
            counts.append(len(seen))
        return counts

    def grow(number: int) -> None:
        whole = a_capability()
        for _n in range(number):
            capability, member = a_capability(parent=whole), a_member()
            an_own_system(member, capability)
            an_own_system(cast.member, capability)
            a_shared_system(cast.member, capability, a_service())
            _published(cast, "berit", an_own_system(cast.other, capability))

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few
