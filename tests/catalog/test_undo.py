"""What is taken away can be taken back from the message that tells of it: what stands on what, what uses an interface, what serves."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from samdrift.catalog import actions
from samdrift.catalog.models import CapabilitySystem, Dependency, InterfaceUse, PublishedCost
from samdrift.core.access import inside
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

FORM = re.compile(
    r'<div class="sd-notice" data-state="ok">.*?action="([^"]+)">(.*?)<button class="sd-link" type="submit">Undo</button>', re.S
)
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def as_(as_: Browser) -> Browser:
    return in_english(as_)


def undone(browser: Client, url: str) -> str:
    """Take something away, press Undo on the page that follows; that page's address."""
    page = browser.post(url, follow=True).content.decode()
    found = FORM.search(page)
    assert found is not None
    fields = dict(FIELD.findall(found[2]))
    assert fields.pop("csrfmiddlewaretoken")
    assert browser.post(found[1], fields).status_code == 302
    assert browser.post(found[1], fields).status_code == 409, "twice is once too often"
    return page


def test_what_something_stood_on_is_put_back(cast: Cast, as_: Browser) -> None:
    mail, room = a_service("E-post & kalender"), a_component("Hallen")
    a_dependency(mail, room)
    with everywhere():
        row = Dependency.objects.get()
    undone(as_("elin"), f"/catalog/dependencies/{row.pk}/drop/")
    with everywhere():
        again = Dependency.objects.get()
        assert (again.edge, again.pk == row.pk) == (row.edge, False)


def test_who_used_an_interface_uses_it_again(cast: Cast, as_: Browser) -> None:
    mail = a_service("E-post")
    interface = an_interface(a_component("Hallen"), "", mail)
    with everywhere():
        row = InterfaceUse.objects.get(interface=interface)
    undone(as_("elin"), f"/catalog/interfaces/uses/{row.pk}/leave/")
    with everywhere():
        assert InterfaceUse.objects.get(interface=interface).service == mail


def test_a_system_serves_again_with_its_cost_and_is_published_only_when_its_member_says_so(cast: Cast, as_: Browser) -> None:
    archive, by = a_capability("Bevara"), cast.actor("carin")
    own, shared = an_own_system(cast.member, archive, "Arkivet", 120_000_50), a_shared_system(cast.member, archive, a_service("Diariet"))
    with inside(by.walls):
        actions.publish_cost(own, by=by, at=NOW)
    page = undone(as_("elin"), f"/catalog/systems/{own.pk}/drop/")
    assert "The other members no longer see Arkivet." in page
    undone(as_("carin"), f"/catalog/systems/{shared.pk}/drop/")
    with everywhere():
        served = CapabilitySystem.objects.filter(owner=cast.member).order_by("pk")
        assert [(one.name, one.yearly_minor, one.service_id) for one in served] == [
            ("Arkivet", 120_000_50, None),
            ("", None, shared.service_id),
        ]
        assert not PublishedCost.objects.exists()


def test_a_message_of_something_else_offers_no_way_back(cast: Cast, as_: Browser) -> None:
    own = an_own_system(cast.member, a_capability("Bevara"), "Arkivet", 100)
    page = as_("carin").post(f"/catalog/systems/{own.pk}/publish/", follow=True).content.decode()
    assert 'data-state="ok"' in page
    assert FORM.search(page) is None
