"""What a function manager, the director, finance and an auditor come for."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from samdrift.agree.models import Coverage, Signature
from samdrift.core.models import AuditEntry
from samdrift.settle.models import Closure, CostEntry, Settlement
from samdrift.team.actions import add_post, set_manager
from samdrift.team.models import Post
from tests.agree.builders import a_version, an_adoption, sign
from tests.browser.scene import LONG_AGO, an_agreed_house, costs_of, in_month, settled, some_economy
from tests.browser.server import House
from tests.builders import a_level, a_service, a_ticket, an_uptake, everywhere

pytestmark = pytest.mark.xdist_group("browser")


def status_at(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def test_a_function_manager_sees_who_works_where_and_which_post_is_vacant_and_leaves_posts_to_the_director(house: House) -> None:
    elin, function = house.cast.employee("elin"), house.cast.function
    with everywhere() as samdrift:
        told = {"site": house.cast.site, "from_on": LONG_AGO, "by": samdrift, "at": timezone.now()}
        set_manager(function, elin, by=samdrift, at=timezone.now())
        add_post(function, "Handläggare", employee=elin, share_percent=60, **told)  # type: ignore[arg-type]
        vacant = add_post(function, "Incidentkoordinator", **told)  # type: ignore[arg-type]
    page = house.visitor("elin")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Monday")
    page.get_by_role("link", name="See the week").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The week of Service desk")
    page.goto("/team/")
    page.get_by_role("main").get_by_role("link", name="Service desk", exact=True).click()
    expect(page.get_by_text("Led by Elin Wikström in Falun.")).to_be_visible()
    posts = page.get_by_role("region", name="Posts")
    expect(posts.get_by_role("row", name="Incidentkoordinator")).to_contain_text("vacant")
    posts.get_by_role("link", name="Elin Wikström").click()
    expect(page.get_by_role("region", name="Posts")).to_contain_text("Handläggare, 60 %, Falun")

    assert status_at(page, f"/team/posts/{vacant.pk}/holder/") == 403
    expect(page.get_by_role("heading", level=1)).to_contain_text("role")
    with everywhere():
        assert Post.objects.get(pk=vacant.pk).employee is None


def test_a_director_signs_for_the_unit_what_the_member_has_signed_and_sees_it_covered(house: House) -> None:
    level = a_level(a_service("Telefoni", name_en="Telephony"), "Guld")
    an_uptake(house.cast.member, level)
    now = timezone.now()
    adoption = an_adoption(house.cast, a_version(house.cast, [level], from_on=timezone.localdate(now), at=now), at=now)
    sign(adoption, house.cast.actor("sten"), at=now)
    page = house.visitor("karin")
    page.goto("/agreements/")
    page.get_by_role("region", name="Waits for your signature").get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text("It is in force from")
    page.get_by_role("main").get_by_role("button", name="Sign").click()
    expect(page.get_by_role("main").get_by_text("Signed by both").first).to_be_visible()

    page.goto(f"/agreements/adoptions/{adoption.pk}/")
    page.get_by_role("link", name="Give notice").click()
    page.get_by_label("Last day").fill("2020-01-01")
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("group", name="This needs to be corrected")).to_contain_text("at the earliest")
    with everywhere():
        assert Signature.objects.count() == 2
        assert Coverage.objects.get(adoption=adoption).during.upper is None

    page.goto(f"/agreements/coverage/{house.cast.member.pk}/")
    expect(page.get_by_role("region", name="In force today")).to_contain_text("Telephony")


def test_finance_enters_a_months_costs_from_a_file_sends_the_bills_and_closes_the_month_once(house: House) -> None:
    agreed = an_agreed_house(house.cast)
    month = agreed.last_month
    a_ticket(house.cast.person("anna"), at=in_month(month, 5))
    some_economy(agreed, by=house.cast.actor("ulla"))
    page = house.visitor("ulla")
    page.goto(f"/settlements/{month}/")
    page.get_by_role("link", name="Costs from a file").first.click()

    def sent(name: str, content: bytes) -> None:
        page.get_by_label("File of costs").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        page.get_by_role("button", name="Enter the costs").click()

    sent("costs.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    expect(page.get_by_role("group", name="This needs to be corrected")).to_contain_text("This file cannot be used: it is a picture")
    sent("costs.csv", costs_of(month).replace("300,00", "tre hundra").encode())
    expect(page.get_by_role("table", name="Rows to mend")).to_contain_text("tre hundra")
    with everywhere():
        assert not CostEntry.objects.exists()
    sent("costs.csv", costs_of(month).encode())
    expect(page.get_by_role("status")).to_contain_text("3 costs entered.")

    page.get_by_role("link", name="Send the bills").click()
    page.get_by_role("button", name="Send the bills").click()
    expect(page.get_by_role("status")).to_contain_text("are sent")
    page.get_by_role("link", name="Close the month").click()
    too_late = page.context.new_page()
    too_late.goto(page.url)
    page.get_by_role("button", name="Close the month").click()
    expect(page.get_by_role("status")).to_contain_text("is closed.")

    too_late.get_by_role("button", name="Close the month").click()
    expect(too_late.get_by_role("heading", level=1)).to_contain_text("is closed and never changes.")
    with everywhere():
        assert Closure.objects.count() == 1
        assert Settlement.objects.count() == 1


def test_an_auditor_reads_what_all_pay_and_is_refused_a_change_which_the_audit_remembers(house: House) -> None:
    agreed = an_agreed_house(house.cast)
    month = agreed.last_month
    ticket = a_ticket(house.cast.person("anna"), at=in_month(month, 5))
    some_economy(agreed, by=house.cast.actor("ulla"))
    settlement = settled(agreed, month, by=house.cast.actor("ulla"), closed=False)
    page = house.visitor("auditor")
    page.goto(f"/settlements/{month}/")
    members = page.get_by_role("region", name="Members")
    expect(members.get_by_role("row", name="Havsverket")).to_be_visible()
    expect(page.get_by_role("link", name="Close the month")).to_have_count(0)
    members.get_by_role("link", name="Länsverket", exact=True).click()
    expect(page.get_by_text("To pay").first).to_be_visible()
    assert status_at(page, f"/tickets/{ticket.pk}/") == 200
    expect(page.get_by_role("form", name="Write in the ticket")).to_have_count(0)

    # A form of the page's own, turned at another door: its security token is right, so only the role says no.
    page.evaluate(
        "month => document.querySelector('form[action*=language]').setAttribute('action', `/settlements/${month}/close/`)", str(month)
    )
    page.get_by_role("button", name="Svenska").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("role")
    with everywhere():
        assert not Closure.objects.filter(settlement=settlement).exists()
        refused = AuditEntry.objects.get(outcome=AuditEntry.Outcome.REFUSED)
    assert (refused.deed, refused.account_id) == ("NotAllowed", house.cast.account("auditor").pk)
