"""What a director, a procurer, a project manager, a service owner and a contact come for in what is shared, each from their menu."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from samdrift.catalog.actions import add_dependency, name_service_owner
from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import MethodUse, Requirement
from samdrift.engines.period import Month
from samdrift.run.projects.models import Backing, Booking, ProjectDecision, TimeEntry
from samdrift.run.projects.weeks import A_WEEK, monday_of
from samdrift.run.purchasing.models import CallOff
from tests.browser.server import SWEDISH, House
from tests.builders import a_service, everywhere
from tests.catalog.builders import a_graded_level, needs, takes
from tests.catalog.methods_builders import a_method
from tests.projects.builders import a_booking, a_project, a_proposal, backed
from tests.purchasing.contract_builders import a_sent_need, a_supplier
from tests.purchasing.investments.builders import an_investment

pytestmark = pytest.mark.xdist_group("browser")


def clicked(page: Page, *names: str) -> None:
    """Click links one after another: the first in the menu, the others on the pages that follow."""
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name=names[0], exact=True).click()
    for name in names[1:]:
        page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def filled(page: Page, **fields: str) -> None:
    """Fill in a form's fields by their names and send it."""
    main = page.get_by_role("main")
    for name, value in fields.items():
        main.locator(f'[name="{name}"]').fill(value)
    main.locator("form").last.get_by_role("button").click()


def graded(page: Page, *three: int) -> None:
    for name, grade in zip(Grades._fields, three, strict=True):
        page.locator(f'[name="{name}"]').select_option(str(grade))


def refused(page: Page, words: str) -> None:
    expect(page.get_by_role("group", name="This needs to be corrected")).to_contain_text(words)


def test_a_director_decides_a_proposal_and_sees_who_carries_what_and_an_investments_plan(house: House) -> None:
    cast = house.cast
    proposal = a_proposal(cast, "Gemensamt e-arkiv")
    backed(proposal, cast)
    mail = a_service("E-post", name_en="E-mail")
    gold = a_graded_level(mail, "Guld", 3, 2, 2, 3)
    for member, three in ((cast.member, (1, 1, 1)), (cast.other, (2, 2, 3))):
        takes(member, gold)
        needs(member, mail, *three)
    today = timezone.localdate()
    an_investment(cast, "Servrar", starts=Month(today.year, today.month))
    page = house.visitor("karin")
    page.goto("/")
    page.get_by_role("region", name="Waits for you").get_by_role("link", name="One proposal waits for a decision").click()
    page.get_by_role("link", name="Gemensamt e-arkiv").click()
    expect(page.get_by_text("2 members want it.")).to_be_visible()
    page.get_by_role("link", name="Record the decision").click()
    filled(page, decided_by="Samverkansrådet")
    refused(page, "Number in the register: This field is required.")
    expect(page.get_by_label("Decided by")).to_have_value("Samverkansrådet")
    page.get_by_label("Approved").check()
    filled(page, decided_on=str(today), registry_number="Dnr 1-2026")
    expect(page.get_by_text("Approved").first).to_be_visible()
    with everywhere():
        assert ProjectDecision.objects.get().registry_number == "Dnr 1-2026"

    clicked(page, "Home", "Catalog", "Who carries what", "Länsverket")
    page.get_by_role("main").get_by_role("link", name="E-mail").first.click()
    expect(page.get_by_text("Others need more than is needed here, and carry it.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Havsverket")

    clicked(page, "Home", "Purchasing", "Investments", "Servrar (en)")
    plan = page.get_by_role("region", name="The plan month by month")
    expect(plan).to_contain_text("SEK 1,000.00 in 3 equal parts")
    expect(plan.get_by_role("row")).to_have_count(1 + 3)


def test_a_procurer_merges_needs_awards_and_calls_off_to_the_ceiling_and_not_above_it(house: House) -> None:
    cast, today = house.cast, timezone.localdate()
    for who in ("carin", "berit"):
        a_sent_need(cast, "Drönare", who=who)
    a_supplier(cast, "Fjällbäcken")
    a_booking(cast, cast.employee("elin"), job="procurer")
    page = house.visitor("elin")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Purchasing")
    page.get_by_role("main").get_by_role("link", name="2 needs wait for a procurement").first.click()
    page.get_by_role("link", name="Merge into a procurement").click()
    filled(page, title="Drönare med kamera", cpv="3471")
    refused(page, "Main CPV code")
    for need in page.get_by_role("checkbox").all():
        need.check()
    filled(page, cpv="34711200")
    expect(page.get_by_text("2 members ask for this, at SEK 180,000.00 in all.")).to_be_visible()
    page.get_by_role("link", name="Invite tenders").click()
    filled(page, advertised_on=str(today), closes_on=str(today))
    page.get_by_role("link", name="Record the award").click()
    page.get_by_label("Supplier").select_option(label="Fjällbäcken AB")
    filled(page, value="200 000", decided_on=str(today), registry_number="Dnr 2-2026")
    page.get_by_role("link", name="Fjällbäcken AB: enter the contract").click()
    terms = {"name": "Drönare", "reference": "R-1", "ceiling": "200 000", "starts_on": str(today), "notice_days": "30"}
    filled(page, **terms)
    refused(page, "A framework agreement has a last day.")
    filled(page, ends_on=str(today + timedelta(days=365)))

    def ordered(amount: str, reference: str) -> None:
        page.get_by_role("link", name="Order from the contract").click()
        page.get_by_label("Member").select_option(label="Länsverket")
        filled(page, what="Drönare", amount=amount, on=str(today), reference=reference)

    ordered("150 000", "B-1")
    expect(page.get_by_role("main")).to_contain_text("SEK 50,000.00 is left of SEK 200,000.00")
    ordered("50 000,01", "B-2")
    refused(page, "SEK 50,000.01 is above the ceiling: SEK 50,000.00 is left.")
    filled(page, amount="50 000")
    expect(page.get_by_role("main")).to_contain_text("SEK 0.00 is left of SEK 200,000.00")
    with everywhere():
        assert sorted(CallOff.objects.values_list("amount_minor", flat=True)) == [50_000_00, 150_000_00]


def test_a_project_manager_books_people_is_refused_130_per_cent_and_writes_hours(house: House) -> None:
    cast = house.cast
    project = a_project(cast)
    page = house.visitor("elin")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")
    clicked(page, "Projects", "Bookings", "Book somebody")
    week = monday_of(timezone.localdate()) + A_WEEK
    page.get_by_label("Who").select_option(label="Ulla Wikström, Service desk")
    page.get_by_label("Developer").check()
    page.get_by_label("For the project").select_option(index=1)
    filled(page, from_week=str(week), weeks="2", percent="130")
    refused(page, "Per cent of a week: Nobody is booked for more than 100 per cent of a week.")
    with everywhere():
        assert not Booking.objects.exists()
    filled(page, percent="80")
    expect(page.get_by_role("main")).to_contain_text("Ulla Wikström")

    page.get_by_role("link", name="Book somebody").click()
    page.get_by_label("Who").select_option(label="Ulla Wikström, Service desk")
    page.get_by_label("Developer").check()
    page.get_by_label("For the member").select_option(label="Länsverket")
    filled(page, from_week=str(week), weeks="1", percent="50")
    refused(page, "Ulla Wikström would be booked for more than all of")
    filled(page, reason="Överlämning den veckan")
    with everywhere():
        assert sorted(Booking.objects.values_list("percent", "reason")) == [(50, "Överlämning den veckan"), (80, "")]

    clicked(page, "Projects", project.title)
    page.get_by_role("link", name="Enter hours").click()
    page.get_by_label("Who").select_option(label="Elin Wikström, Service desk")
    filled(page, week=str(week - A_WEEK), hours="169")
    refused(page, "A week has from 0 to 168 hours.")
    filled(page, hours="7,5")
    with everywhere():
        assert TimeEntry.objects.get().minutes == 450


def test_a_service_owner_grades_a_level_states_a_need_and_reads_what_stops_if_the_service_stops(house: House) -> None:
    cast, today = house.cast, timezone.localdate()
    sign_in, mail = a_service("Inloggning", name_en="Sign-in"), a_service("E-post", name_en="E-mail")
    with everywhere() as samdrift:
        said = {"by": samdrift, "at": timezone.now()}
        name_service_owner(sign_in, cast.employee("elin"), **said)  # type: ignore[arg-type]
        add_dependency(mail, sign_in, **said)  # type: ignore[arg-type]
    takes(cast.member, a_graded_level(mail, "Guld", 3, 2, 2, 2))
    takes(cast.member, a_graded_level(sign_in, "Guld", 3, 1, 1, 1))
    page = house.visitor("elin")
    page.goto("/")
    expect(page.get_by_role("region", name="Services that you own").get_by_role("link")).to_have_text(["Sign-in"])
    clicked(page, "Catalog", "Sign-in")
    stops = page.get_by_role("region", name="What else stops if this one does")
    expect(stops).to_contain_text("E-mail")
    expect(stops).to_contain_text("one member takes it")
    page.get_by_role("region", name="What it stands on").get_by_role("link", name="Add what it stands on").click()
    page.get_by_label("Stands on (required)").select_option(label="E-mail")
    filled(page)
    refused(page, "Then Sign-in would stand on itself")

    clicked(page, "Catalog", "Sign-in")
    page.get_by_role("region", name="Levels").get_by_role("link", name="Change").first.click()
    graded(page, 2, 2, 2)
    filled(page)
    expect(page.get_by_role("region", name="Levels")).to_contain_text("2·2·2")

    clicked(page, "Catalog", "Who carries what", "Länsverket", "Sign-in", "State the need")
    filled(page, reason="Allt börjar med inloggning.")
    refused(page, "Confidentiality: This field is required.")
    graded(page, 1, 1, 3)
    filled(page, review_on=str(today + timedelta(days=300)))
    expect(page.get_by_text("It gives less than what is needed.")).to_be_visible()
    with everywhere():
        assert Requirement.objects.get().availability == 3


def test_a_members_contact_says_what_it_needs_sees_that_it_rides_wants_a_project_too_and_uses_a_method(house: House) -> None:
    cast, today = house.cast, timezone.localdate()
    mail = a_service("E-post", name_en="E-mail")
    gold = a_graded_level(mail, "Guld", 3, 2, 2, 3)
    for member in (cast.member, cast.other):
        takes(member, gold)
    needs(cast.member, mail, 2, 2, 3)
    a_proposal(cast, "Gemensamt e-arkiv")
    a_method(cast, "Felsök nätet")
    page = house.visitor("berit", SWEDISH, viewport={"width": 400, "height": 800})
    page.goto("/")

    def through(*names: str) -> None:
        page.get_by_role("button", name="Meny").click()
        page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name=names[0], exact=True).click()
        for name in names[1:]:
            page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()

    through("Katalog", "Täckning", "E-post", "Ange behovet")
    graded(page, 1, 1, 1)
    filled(page, reason="Vi klarar en dag utan.", review_on="2020-01-01")
    expect(page.get_by_role("group", name="Det här behöver rättas")).to_be_visible()
    expect(page.get_by_label("Varför")).to_have_value("Vi klarar en dag utan.")
    filled(page, review_on=str(today + timedelta(days=300)))
    expect(page.get_by_text("Andra behöver mer än vad som behövs här, och bär den.")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Länsverket")

    through("Projekt", "Förslag", "Gemensamt e-arkiv")
    page.get_by_role("button", name="Vi också").click()
    expect(page.get_by_text("2 medlemmar vill ha det.")).to_be_visible()
    expect(page.get_by_role("button", name="Vi också", exact=True)).to_have_count(0)

    through("Katalog", "Metoder", "Felsök nätet")
    page.get_by_role("button", name="Vi använder den").click()
    expect(page.get_by_role("button", name="Vi använder den inte längre")).to_be_visible()
    with everywhere():
        assert Backing.objects.filter(member=cast.other).exists()
        assert MethodUse.objects.get().owner == cast.other
