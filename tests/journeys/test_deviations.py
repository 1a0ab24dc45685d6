"""A month that fell short, from the member that sees it, over the one who plans, to the member that verifies and closes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from samdrift.agree.models import Deviation, RemedyPlan, Verification
from samdrift.core.access import inside
from samdrift.follow_up.actions import open_deviations
from samdrift.run.availability.actions import Hit, report_outage
from tests.browser.scene import an_agreed_house, in_month
from tests.browser.server import House
from tests.builders import everywhere

pytestmark = pytest.mark.xdist_group("browser")


def test_a_contact_sees_a_missed_month_the_owner_plans_and_the_contact_verifies_and_closes(house: House) -> None:
    agreed, cast = an_agreed_house(house.cast), house.cast
    start = in_month(agreed.last_month, 14, 9)
    with everywhere() as samdrift:
        hits = [Hit(cast.member.pk)]
        end = start.replace(hour=15)
        report_outage(agreed.mail, start_at=start, end_at=end, text="Fel.", text_en="A fault.", hits=hits, by=samdrift, at=agreed.now)
    karin = cast.actor("karin")
    with inside(karin.walls):
        (deviation,) = open_deviations(agreed.last_month, by=karin, at=agreed.now)
    address = f"/deviations/{deviation.pk}/"
    soon = str(timezone.localdate() + timedelta(days=20))

    contact = house.visitor("carin")
    contact.goto("/agreements/")
    contact.get_by_role("link", name="Deviations 1").click()
    contact.get_by_role("table").get_by_role("link", name="E-mail").click()
    expect(contact.get_by_text("6 h down of")).to_be_visible()
    expect(contact.get_by_text("Nobody owns it")).to_be_visible()
    expect(contact.get_by_role("link", name="Write a remedy plan")).to_have_count(0)

    director = house.visitor("karin")
    director.goto("/home/unit/")
    director.get_by_role("link", name="Say who owns the deviation").click()
    director.get_by_role("link", name="Say who owns it").click()
    director.get_by_label("Who owns it").select_option(label="Elin Wikström")
    director.get_by_label("Remedy plan due").fill("2020-01-01")
    director.get_by_role("button", name="Save the owner").click()
    expect(director.get_by_role("group", name="This needs to be corrected")).to_contain_text("has passed")
    director.get_by_label("Remedy plan due").fill(soon)
    director.get_by_role("button", name="Save the owner").click()

    owner = house.visitor("elin")
    owner.goto("/deviations/")
    owner.get_by_role("table").get_by_role("link", name="E-mail").click()
    owner.get_by_role("link", name="Write a remedy plan").click()
    owner.get_by_label("What will be done").fill("We replace the switch.")
    owner.get_by_label("Done by").fill(soon)
    owner.get_by_role("button", name="Save the plan").click()
    owner.get_by_role("link", name="Say that it is done").click()
    owner.get_by_role("button", name="It is done").click()
    expect(owner.get_by_text("Waits to be verified")).to_be_visible()
    expect(owner.get_by_role("link", name="Verify and close")).to_have_count(0)
    owner.goto(f"{address}verify/")
    owner.get_by_label("It is remedied: close the deviation").check()
    owner.get_by_role("button", name="Save what you found").click()
    expect(owner.get_by_role("group", name="This needs to be corrected")).to_contain_text("cannot close it itself")

    contact.goto("/home/agency/")
    contact.get_by_role("link", name="Verify and close the deviation").click()
    contact.get_by_role("link", name="Verify and close").click()
    contact.get_by_label("It is remedied: close the deviation").check()
    contact.get_by_role("button", name="Save what you found").click()
    expect(contact.get_by_text("Closed and verified").first).to_be_visible()
    with everywhere():
        assert Deviation.objects.count() == RemedyPlan.objects.count() == 1
        assert Verification.objects.get().closes
