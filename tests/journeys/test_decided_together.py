"""From a question on an agenda to a service in use: what the director, a member's contact and its head do of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from samdrift.members.models import Decision, Dissent, Effect
from samdrift.plan.models import Gate, GateDay
from tests.browser.server import House
from tests.builders import a_service, everywhere
from tests.members.decision_builders import a_body, a_mandate
from tests.plan.builders import a_joining, planned

pytestmark = pytest.mark.xdist_group("browser")


def test_a_question_is_put_said_of_decided_and_joined(house: House) -> None:
    today = timezone.localdate()
    council = a_body("Samverkansrådet")
    a_body("It-direktören")
    a_mandate(house.cast, "joining", council)
    joining = a_joining(house.cast, service=a_service("Karttjänst", name_en="Map service"))
    planned(joining, Gate.DECIDED, today - timedelta(days=3))

    karin = house.visitor("karin")
    karin.goto("/members/")
    karin.get_by_role("main").get_by_role("link", name="Meetings and decisions").click()
    karin.get_by_role("link", name="Meetings", exact=True).click()
    karin.get_by_role("link", name="Write down a meeting").click()
    karin.get_by_label("Who meets").select_option(label="The council")
    karin.get_by_label("Day").fill(today.isoformat())
    karin.get_by_role("button", name="Write it down").click()
    karin.get_by_role("link", name="Put a question on the agenda").click()
    karin.get_by_label("What it is about").select_option("joining")
    karin.locator("[name=question]").fill("Ska kartan bli gemensam?")
    karin.locator("[name=options]").fill("Ja\nNej")
    karin.locator("[name=recommendation]").fill("Kartan blir gemensam.")
    karin.get_by_role("button", name="Put it on").click()
    expect(karin.get_by_role("heading", level=1)).to_have_text("Ska kartan bli gemensam?")

    carin = house.visitor("carin")
    carin.goto("/")
    carin.get_by_role("main").get_by_role("link", name="Members and decisions", exact=True).click()
    carin.get_by_role("main").get_by_role("link", name="Meetings and decisions").click()
    carin.get_by_role("link", name="Meetings", exact=True).click()
    carin.goto(karin.url)
    carin.get_by_role("link", name="Say what it means for us").click()
    carin.locator("[name=words]").fill("Vi slipper en egen server.")
    carin.get_by_label("A year, SEK").fill("mycket")
    carin.get_by_role("button", name="Tell all members").click()
    expect(carin.get_by_role("main")).to_contain_text("is not an amount")
    carin.get_by_label("A year, SEK").fill("−12 000")
    carin.get_by_role("button", name="Tell all members").click()
    expect(carin.get_by_role("region", name="What the recommendation means")).to_contain_text("Vi slipper en egen server.")

    # Somebody who may not decide is refused; the council, that met, is not
    karin.goto("/decisions/new/")
    karin.get_by_label("Who decided").select_option(label="It-direktören")
    karin.get_by_label("What it is about").select_option("joining")
    karin.get_by_label("Number in the register").fill("Dnr 40")
    karin.locator("[name=text]").fill("Kartan blir min.")
    karin.get_by_role("button", name="Record the decision").click()
    expect(karin.get_by_role("main")).to_contain_text("may not decide this")
    karin.goto(carin.url)
    karin.get_by_role("link", name="Record the decision").click()
    karin.get_by_label("Number in the register").fill("Dnr 41")
    karin.get_by_role("button", name="Record the decision").click()
    expect(karin.get_by_role("heading", level=1)).to_have_text("Kartan blir gemensam.")

    hedda = house.visitor("hedda")
    hedda.goto(karin.url)
    hedda.get_by_role("link", name="We do not agree").click()
    hedda.get_by_label("Why").fill("Vi har nyss köpt en egen.")
    hedda.get_by_role("button", name="Tell all members").click()
    expect(hedda.get_by_role("region", name="Did not agree")).to_contain_text("Vi har nyss köpt en egen.")

    hedda.goto("/joining/")
    expect(hedda.get_by_role("main")).to_contain_text("One is late.")
    hedda.get_by_role("region", name="Overdue").get_by_role("link").click()
    hedda.get_by_role("link", name="“Decided” is reached").click()
    hedda.get_by_label("By which decision").select_option(label="Dnr 41, Kartan blir gemensam.")
    hedda.get_by_role("button", name="Record it").click()
    expect(hedda.get_by_role("region", name="From decision to old system off")).to_contain_text("Reached 3 days after the first plan")
    with everywhere():
        assert Effect.objects.get().yearly_minor == -12_000_00
        assert Decision.objects.filter(subject="joining").count() == 1
        assert Dissent.objects.get().member == house.cast.member
        assert GateDay.objects.filter(is_reached=True).get().decision == Decision.objects.get(registry_number="Dnr 41")
