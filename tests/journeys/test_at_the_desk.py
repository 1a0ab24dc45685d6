"""A requester's and an agent's day: with everything, without JavaScript, and by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from samdrift.core.access import inside
from samdrift.run.desk import actions as desk
from samdrift.run.desk.models import Message, Ticket
from tests.browser.scene import an_agreed_house
from tests.browser.server import SWEDISH, House
from tests.builders import a_ticket, everywhere
from tests.desk.builders import as_it_stands

pytestmark = pytest.mark.xdist_group("browser")

PASSWORD = "en lång mening som ingen gissar"
WORDS = "Jag kommer inte åt mina filer sedan i morse."


def tickets() -> list[Ticket]:
    with everywhere():
        return list(Ticket.objects.order_by("pk"))


def answered(ticket: Ticket, house: House, text: str, then: str = "") -> None:
    elin = house.cast.actor("elin")
    with inside(elin.walls):
        desk.answer_ticket(ticket, text, by=elin, at=timezone.now(), then=then)


def test_a_requester_reports_in_the_one_box_and_sees_the_receipt_and_later_the_answer(house: House) -> None:
    account = house.cast.account("anna")
    account.set_password(PASSWORD)
    account.save()
    an_agreed_house(house.cast)
    page = house.visitor()
    page.goto("/report/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill("something else")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("group", name="This needs to be corrected")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="What has happened?: This field is required.")).to_be_visible()
    assert tickets() == []

    page.get_by_label("What has happened?").fill(WORDS)
    page.get_by_role("button", name="Send").click()
    (ticket,) = tickets()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, we have your ticket")
    expect(page.get_by_text(f"Its number is {ticket.number}.")).to_be_visible()
    expect(page.get_by_text("Resolution time, preliminary")).to_be_visible()

    page.get_by_role("link", name="Go to the ticket").click()
    answered(ticket, house, "Nu ska det gå igen.", then="resolved")
    page.reload()
    expect(page.get_by_role("article").filter(has_text="Nu ska det gå igen.")).to_contain_text("Elin Wikström")
    page.get_by_role("button", name="It is solved, close").click()
    expect(page.get_by_text("The ticket is closed. Report anew if the problem is back.")).to_be_visible()


def test_an_agent_takes_the_next_from_the_list_by_single_keys_and_answers_and_resolves_it(house: House) -> None:
    an_agreed_house(house.cast)
    now = timezone.now()
    later = a_ticket(house.cast.person("bo"), at=now - timedelta(minutes=10))  # not covered: what is promised comes first
    first = a_ticket(house.cast.person("anna"), WORDS, at=now - timedelta(minutes=5))
    page = house.visitor("elin")
    page.goto("/work/")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS)
    assert as_it_stands(first).assignee == house.cast.employee("elin")
    assert as_it_stands(later).assignee is None

    page.get_by_role("button", name="Send and resolve").click()
    expect(page.get_by_label("Message")).to_have_attribute("aria-invalid", "true")
    assert as_it_stands(first).state == "active"

    page.keyboard.press("r")
    expect(page.get_by_label("Message")).to_be_focused()
    page.keyboard.type("Det var en full disk. Nu går det.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send and resolve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").filter(has_text="Det var en full disk.")).to_be_visible()
    assert as_it_stands(first).state == "resolved"

    for key, heading in (("l", "Work list"), ("t", later.subject), ("l", "Work list"), ("t", "Work list")):
        page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("status")).to_contain_text("No ticket waits for somebody to take it.")
    assert as_it_stands(later).assignee == house.cast.employee("elin")


def test_a_requester_and_an_agent_do_the_same_without_javascript(house: House) -> None:
    page = house.visitor("anna", SWEDISH, java_script_enabled=False)
    page.goto("/report/")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("group", name="Det här behöver rättas")).to_be_visible()
    page.get_by_label("Vad har hänt?").fill(WORDS)
    page.get_by_role("button", name="Skicka").click()
    (ticket,) = tickets()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, vi har ditt ärende")

    desk_page = house.visitor("elin", SWEDISH, java_script_enabled=False)
    desk_page.goto("/work/")
    desk_page.get_by_role("button", name="Ta nästa").click()
    desk_page.get_by_label("Meddelande").fill("Bara för oss: fjärde gången i dag.")
    desk_page.get_by_text("Bara it-enheten", exact=True).click()
    desk_page.get_by_role("button", name="Spara internt").click()
    expect(desk_page.get_by_role("article").filter(has_text="fjärde gången")).to_contain_text("Internt")
    desk_page.get_by_label("Meddelande").fill("Nu går det.")
    desk_page.get_by_role("button", name="Skicka och lös ärendet").click()
    assert as_it_stands(ticket).state == "resolved"

    page.get_by_role("link", name="Till ärendet").click()
    expect(page.get_by_text("Nu går det.")).to_be_visible()
    expect(page.get_by_text("fjärde gången")).to_have_count(0)
    page.get_by_label("Meddelande").fill("Nej, det gick inte.")
    page.get_by_role("button", name="Skicka till").click()
    assert as_it_stands(ticket).state == "active"


def in_focus(page: Page) -> dict[str, object]:
    """What has the focus: its words, whether it is in the window, whether a ring shows it."""
    found: dict[str, object] = page.evaluate(
        """() => {
            const part = document.activeElement, box = part.getBoundingClientRect(), style = getComputedStyle(part);
            const label = part.labels?.[0]?.innerText ?? part.innerText ?? '';
            return {words: label.trim(), tag: part.tagName, place: [...document.querySelectorAll('*')].indexOf(part),
                seen: box.bottom > 0 && box.top < innerHeight && box.height > 0,
                ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
        }"""
    )
    return found


def walked(page: Page, until: str, at_most: int = 60) -> list[str]:
    """Press Tab until the focus is on something with these words; each stop is seen, has a ring, and comes later in the page."""
    stops: list[str] = []
    place = -1
    for _ in range(at_most):
        page.keyboard.press("Tab")
        focus = in_focus(page)
        assert focus["seen"], focus
        assert focus["ring"], focus
        assert int(str(focus["place"])) > place, f"the focus jumps back to {focus}"
        place = int(str(focus["place"]))
        stops.append(str(focus["words"]))
        if until in str(focus["words"]):
            return stops
    raise AssertionError(f"{until} is not reached by Tab: {stops}")


def test_a_requester_reports_by_keyboard_alone(house: House) -> None:
    page = house.visitor("anna", SWEDISH)
    page.goto("/report/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    walked(page, "Vad har hänt?")
    page.keyboard.type(WORDS)
    walked(page, "Skicka")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, vi har ditt ärende")
    assert [ticket.subject for ticket in tickets()] == [WORDS]


def test_an_agent_works_a_ticket_by_tab_and_enter_alone(house: House) -> None:
    ticket = a_ticket(house.cast.person("anna"), WORDS)
    page = house.visitor("elin", SWEDISH)
    page.goto("/work/")
    stops = walked(page, "Ta nästa")
    assert stops[0] == "Hoppa till innehållet"
    assert any("Arbetslista" in stop for stop in stops), "the menu comes before the page"
    page.goto("/work/")
    walked(page, WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS)
    walked(page, "Ta ärendet")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Elin Wikström tog ärendet")).to_be_visible()
    walked(page, "Meddelande")
    page.keyboard.type("Hej, vi tittar på det.")
    walked(page, "Skicka till")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").filter(has_text="Hej, vi tittar på det.")).to_be_visible()
    with everywhere():
        assert Message.objects.filter(ticket=ticket).count() == 2
