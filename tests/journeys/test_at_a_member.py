"""What a member's signatory, finance officer and contact come for."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from samdrift.agree.models import Adoption, Coverage, Signature
from samdrift.run.availability.actions import report_outage
from tests.agree.builders import a_version, an_adoption
from tests.browser.scene import LivedIn, an_agreed_house, in_month, settled, some_economy
from tests.browser.server import House
from tests.builders import a_level, a_service, a_ticket, an_uptake, everywhere

pytestmark = pytest.mark.xdist_group("browser")


def signatures() -> int:
    with everywhere():
        return Signature.objects.count()


def test_a_members_signatory_signs_for_its_side_once(house: House) -> None:
    level = a_level(a_service("Telefoni", name_en="Telephony"), "Guld")
    an_uptake(house.cast.member, level)
    adoption = an_adoption(house.cast, a_version(house.cast, [level]))
    page = house.visitor("sten")
    page.goto("/agreements/")
    page.get_by_role("region", name="Waits for your signature").get_by_role("link").click()
    expect(page.get_by_text("A signature cannot be taken back.")).to_be_visible()
    too_late = page.context.new_page()
    too_late.goto(page.url)

    page.get_by_role("main").get_by_role("button", name="Sign").click()
    expect(page.get_by_text("Waits for the unit")).to_be_visible()
    assert signatures() == 1

    too_late.get_by_role("main").get_by_role("button", name="Sign").click()
    expect(too_late.get_by_role("group", name="This needs to be corrected")).to_contain_text("signed")
    assert signatures() == 1
    with everywhere():
        assert not Coverage.objects.filter(adoption=adoption).exists(), "the unit has not signed"


def test_a_head_of_agency_joins_an_agreement_at_the_level_taken_today_and_signs(house: House) -> None:
    level = a_level(a_service("Telefoni", name_en="Telephony"), "Guld")
    an_uptake(house.cast.member, level)
    today = timezone.localdate()
    version = a_version(house.cast, [level], from_on=today, at=timezone.now())
    page = house.visitor("hedda")
    page.goto(f"/agreements/versions/{version.pk}/")
    page.get_by_role("link", name="Join").click()
    expect(page.get_by_label("Telephony")).to_have_value(str(level.pk))
    page.get_by_label("Holds from").fill("2020-01-01")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("group", name="This needs to be corrected")).to_contain_text(f"holds from {today}")
    with everywhere():
        assert not Adoption.objects.exists()

    page.get_by_label("Holds from").fill(str(today))
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Waits for both")).to_be_visible()
    page.get_by_role("link", name="Sign").click()
    page.get_by_role("main").get_by_role("button", name="Sign").click()
    expect(page.get_by_text("Waits for the unit")).to_be_visible()
    assert signatures() == 1


def a_billed_month(house: House) -> LivedIn:
    """A month with three tickets of the member's and one of another's, settled and closed."""
    agreed = an_agreed_house(house.cast)
    for day, name in ((3, "anna"), (10, "anna"), (17, "anna"), (4, "bo")):
        a_ticket(house.cast.person(name), "Något som bara den som frågar och de som svarar läser.", at=in_month(agreed.last_month, day))
    ulla = house.cast.actor("ulla")
    some_economy(agreed, by=ulla)
    agreed.settlement = settled(agreed, agreed.last_month, by=ulla)
    return agreed


def test_a_finance_officer_gets_from_the_bill_to_the_tickets_behind_a_line_in_three_clicks_and_reads_no_text(house: House) -> None:
    agreed = a_billed_month(house)
    assert agreed.settlement
    page = house.visitor("maja")
    page.goto("/bills/")
    page.get_by_role("main").get_by_role("link", name=re.compile(str(agreed.last_month.year))).first.click()
    expect(page.get_by_text("To be paid by", exact=True)).to_be_visible()
    page.get_by_role("link", name="Why? Service desk").click()  # one
    expect(page.get_by_text("SEK 250.00 × 3 / 4 = SEK 187.50")).to_be_visible()
    page.get_by_role("link", name="The tickets that are counted").click()  # two, and there are the rows
    rows = page.get_by_role("table", name="Number, service and day of each ticket").get_by_role("row")
    expect(rows).to_have_count(1 + 3)
    expect(page.get_by_text("Något som bara")).to_have_count(0)
    expect(rows.get_by_role("link")).to_have_count(0)

    strangers_bill = f"/bills/{agreed.settlement.pk}/{house.cast.other.pk}/"
    nobodys_bill = f"/bills/{agreed.settlement.pk}/999999/"
    answers = []
    for address in (strangers_bill, nobodys_bill):
        answer = page.goto(address)
        assert answer is not None
        answers.append((answer.status, page.get_by_role("main").inner_text()))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a_contact_sees_what_was_promised_of_a_service_what_came_and_why(house: House) -> None:
    agreed = an_agreed_house(house.cast)
    start = in_month(agreed.last_month, 14, 9)
    with everywhere() as samdrift:
        report_outage(
            agreed.mail,
            start_at=start,
            end_at=start.replace(hour=11),
            text="Ett fel i en växel.",
            text_en="A fault in a switch.",
            by=samdrift,
            at=agreed.now,
        )
    page = house.visitor("carin")
    page.goto("/availability/")
    expect(page.get_by_role("main")).to_contain_text("was broken")
    page.get_by_role("table", name=re.compile("^Availability per service and month")).get_by_role("row", name="E-mail").get_by_role(
        "link"
    ).nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("E-mail")
    expect(page.get_by_text(re.compile(r"1 − 2\sh ÷ \d+\sh = \d\d\.\d\d%"))).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Grundtjänster, version 1, clause 4.1"))).to_be_visible()
    page.get_by_role("link", name="A fault in a switch.").click()
    expect(page.get_by_role("main")).to_contain_text("A fault in a switch.")

    for address in (f"/availability/{house.cast.other.pk}/", "/availability/?to=yesterday"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
