"""From hours in a project to a member's bill: finance in the unit enters them, finance at a member asks why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from samdrift.run.projects.weeks import monday_of
from samdrift.settle.models import CostEntry
from tests.browser.scene import LONG_AGO, an_agreed_house, in_month, settled, some_economy
from tests.browser.server import House
from tests.builders import a_ticket, everywhere
from tests.projects.builders import a_project, a_rate, hours

pytestmark = pytest.mark.xdist_group("browser")


def test_finance_enters_the_months_projects_and_a_members_finance_opens_the_why(house: House) -> None:
    agreed = an_agreed_house(house.cast)
    month, ulla = agreed.last_month, house.cast.actor("ulla")
    a_ticket(house.cast.person("anna"), at=in_month(month, 5))
    some_economy(agreed, by=ulla)
    project = a_project(house.cast, {house.cast.member: 2, house.cast.other: 1}, started_on=LONG_AGO)
    a_rate(900_00)
    hours(house.cast, project, 450, who="karin", week=monday_of(in_month(month, 14).date()), at=agreed.now)

    page = house.visitor("ulla")
    page.goto(f"/settlements/{month}/")
    page.get_by_role("main").get_by_role("link", name="Projects").click()
    row = page.get_by_role("row", name=project.code)
    expect(row).to_contain_text("No pool")
    expect(page.get_by_role("button", name="Enter the costs")).to_have_count(0)
    row.get_by_role("link", name="Choose a pool").first.click()
    page.get_by_role("combobox", name="Pool").select_option(label="Service desk")
    page.get_by_role("button", name="Choose the pool").click()
    page.goto(f"/settlements/{month}/projects/")
    expect(page.get_by_role("main")).to_contain_text("SEK 6,750.00 of one project waits to be entered.")
    again = page.context.new_page()
    again.goto(page.url)
    page.get_by_role("button", name="Enter the costs").click()
    expect(page.get_by_role("main")).to_contain_text(f"PRJ-{project.code}-{month}")
    again.get_by_role("button", name="Enter the costs").click()  # the page that was open all along: nothing twice
    with everywhere():
        assert CostEntry.objects.filter(project=project).count() == 1

    settled(agreed, month, by=ulla)
    page = house.visitor("maja")
    page.goto("/bills/")
    page.get_by_role("main").get_by_role("link", name=re.compile(str(month.starts_on.year))).first.click()
    page.get_by_role("link", name=f"Why? {project.title}").click()
    expect(page.get_by_text("SEK 6,750.00 × 2 / 3 = SEK 4,500.00")).to_be_visible()
    expect(page.get_by_text("7.5 h × SEK 900.00 = SEK 6,750.00")).to_be_visible()
    expect(page.get_by_text("Dnr 100-2026")).to_be_visible()
    page.get_by_role("link", name="The project’s hours, month by month").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(project.title)
    expect(page.get_by_text("Karin")).to_have_count(0)
