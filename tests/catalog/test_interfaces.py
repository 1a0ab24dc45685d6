"""Interfaces as contracts: one version once, no new users when it ends, none left when it has ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from samdrift.catalog import actions
from samdrift.catalog.models import Interface, InterfaceUse
from samdrift.core.access import inside
from tests.builders import NOW, TODAY, Cast, a_service, everywhere
from tests.catalog.landscape import Browser, a_component, an_interface, in_english


@pytest.fixture
def as_(as_: Browser) -> Browser:
    return in_english(as_)


def test_staff_offer_an_interface_and_say_who_uses_it(cast: Cast, as_: Browser) -> None:
    elin, bus, mail = as_("elin"), a_component("Bussen"), a_service("E-post")
    typed = {"name": "Ärenden", "version": "2.1", "offered_by": f"component-{bus.pk}", "from_on": "2026-01-01", "description": "Tar emot."}
    assert elin.post("/catalog/interfaces/new/", typed).status_code == 302
    assert elin.post("/catalog/interfaces/new/", typed).status_code == 409
    with everywhere():
        made = Interface.objects.get()
    url = f"/catalog/interfaces/{made.pk}/"
    assert elin.post(f"{url}use/", {"user": f"service-{mail.pk}"}).status_code == 302
    assert elin.post(f"{url}use/", {"user": f"service-{mail.pk}"}).status_code == 409
    assert elin.post(f"{url}use/", {"user": f"component-{bus.pk}"}).status_code == 422, "nobody has a contract with itself"
    page = as_("anna").get(url).content.decode()
    assert "Offered by Bussen, used by one." in page
    assert "E-post" in page
    assert "Ärenden 2.1" in as_("anna").get(f"/catalog/{mail.pk}/").content.decode()
    with everywhere():
        use = InterfaceUse.objects.get()
    assert elin.post(f"/catalog/interfaces/uses/{use.pk}/leave/").status_code == 302
    assert "Nobody uses it." in elin.get(url).content.decode()


def test_retiring_one_by_today_is_refused_while_it_is_used_and_names_by_whom(cast: Cast, as_: Browser) -> None:
    interface = an_interface(a_component("Bussen"), "Ärenden", a_service("E-post"), a_service("Portalen"))
    url, today = f"/catalog/interfaces/{interface.pk}/retire/", timezone.localdate()
    assert "Still used by E-post, Portalen" in as_("elin").get(url).content.decode()
    refused = as_("elin").post(url, {"on": today.isoformat()})
    assert refused.status_code == 409
    assert "Ärenden 1 is still used by E-post, Portalen." in refused.content.decode()
    assert as_("elin").post(url, {"on": "2024-12-31"}).status_code == 422, "it was offered later"
    assert as_("elin").post(url, {"on": (today + timedelta(days=90)).isoformat()}).status_code == 302
    assert "being retired" in as_("anna").get("/catalog/interfaces/").content.decode()
    late = as_("elin").post(f"/catalog/interfaces/{interface.pk}/use/", {"user": f"service-{cast.desk_service.pk}"})
    assert late.status_code == 409, "one that is being retired gets no new users"


def test_one_that_has_ended_and_is_used_still_stands_out(cast: Cast, as_: Browser) -> None:
    an_interface(a_component("Bussen"), "Ärenden", a_service("E-post"), until_on=date(2026, 1, 1))
    page = as_("anna").get("/catalog/interfaces/").content.decode()
    assert "One is retired and still used." in page
    assert "retired, still used" in page


def test_an_interface_that_nobody_uses_ends_at_once(cast: Cast) -> None:
    interface, by = an_interface(a_component()), cast.actor("elin")
    with inside(by.walls):
        actions.retire_interface(interface, on=TODAY, by=by, at=NOW)
        interface.refresh_from_db()
        assert interface.until_on == TODAY
        with pytest.raises(actions.InterfaceEndsBeforeItStarts):
            actions.offer_interface(cast.desk_service, "X", "1", from_on=TODAY, until_on=TODAY, by=by, at=NOW)
