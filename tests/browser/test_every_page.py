"""Every address that answers with a page, in Chromium: nothing for axe, the console or the width of the window to complain of."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.architecture.doors import DOORS
from tests.architecture.test_doors import ADDRESSES
from tests.browser.chromium import axe_violations, listened_to, open_every_why, wider_than_the_window
from tests.browser.scene import LivedIn
from tests.browser.server import ENGLISH, SWEDISH, House

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("browser")]

NARROWING = (1280, 900, 400, 320)  # axe then looks at the last one
WIDENING = NARROWING[::-1]
AT_A_MEMBER = {"anna", "carin", "sten", "maja"}
SHUT_TO_THE_UNIT = {"sign_baseline"}
# Closed in a bare scene, pages in this one
ALSO = {"demo_people", "open_deviation", "propose_to_function", "send_on_to_person", "tickets_behind_line", "target_tickets"}
FILES = {name for name, parameters in ADDRESSES.items() if "kind" in parameters}  # tables to download
PAGES = sorted({name for name, door in DOORS.items() if door.let_in == 200} - FILES | ALSO)


def address_of(name: str, lived_in: LivedIn) -> str:
    given = lived_in.parameters | lived_in.of_its_own.get(name, {})
    address = reverse(name, kwargs={parameter: given[parameter] for parameter in ADDRESSES[name]})
    return address + lived_in.queries.get(name, "")


@pytest.fixture(scope="module")
def windows(house: House) -> Callable[..., tuple[Page, list[str]]]:
    """A window for each person, language and color scheme, with what its browser has complained of."""

    @cache
    def opened(who: str, language: str, scheme: Literal["light", "dark"]) -> tuple[Page, list[str]]:
        page = house.visitor(who, language, color_scheme=scheme)
        return page, listened_to(page)

    return opened


def looked_at(page: Page, address: str, widths: tuple[int, ...]) -> list[str]:
    """Open a page with every Why open; say what is wrong with it."""
    answer = page.goto(address)
    assert answer is not None
    if answer.status != 200:
        return [f"{address} answered {answer.status}"]
    if page.locator("[hx-get]").count():
        page.wait_for_load_state("networkidle")
    open_every_why(page)
    return wider_than_the_window(page, widths) + axe_violations(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_at_every_width_in_both_languages_light_and_dark(
    name: str, windows: Callable[..., tuple[Page, list[str]]], lived_in: LivedIn
) -> None:
    address, right, complaints = address_of(name, lived_in), DOORS[name].right, []
    looks = [(right, SWEDISH, "light", WIDENING), (right, ENGLISH, "dark", NARROWING)]
    if right in AT_A_MEMBER and name not in SHUT_TO_THE_UNIT:
        looks.append(("karin", SWEDISH, "light", WIDENING))  # the unit sees more
    for who, language, scheme, widths in looks:
        page, heard = windows(who, language, scheme)
        found = [*looked_at(page, address, widths), *heard]
        heard.clear()
        complaints += [f"{name} as {who}, {language}, {scheme}: {complaint}" for complaint in found]
    assert not complaints, "\n".join(complaints)


def emptied(page: Page) -> bool:
    """Empty the page's own form, where there is one with something that must be filled in."""
    return bool(
        page.evaluate(
            """() => {
                const form = [...document.querySelectorAll('main form[method=post]')].find(one => one.querySelector('[required]'));
                for (const field of form?.querySelectorAll('.ds-input') ?? []) {
                    if (['radio', 'checkbox'].includes(field.type)) field.checked = false; else field.value = '';
                }
                form?.setAttribute('data-emptied', '');
                return form !== undefined;
            }"""
        )
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_form_that_is_sent_empty_says_so_on_a_page_that_holds(
    name: str, windows: Callable[..., tuple[Page, list[str]]], lived_in: LivedIn
) -> None:
    page, heard = windows(DOORS[name].right, SWEDISH, "dark")
    page.goto(address_of(name, lived_in))
    if not emptied(page):
        return  # nothing here must be filled in
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-emptied]').requestSubmit()")
    said = page.locator("[role=alert], .ds-error-summary, [aria-invalid=true]").count()
    complaints = [*wider_than_the_window(page, NARROWING), *axe_violations(page), *(one for one in heard if "status of 4" not in one)]
    heard.clear()
    assert said, "the page does not say what is missing"
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(("who", "address", "status"), [("anna", "/nothing/", 404), ("anna", "/work/", 403), ("nobody", "/nothing/", 404)])
def test_a_refusal_is_a_page_that_holds(who: str, address: str, status: int, windows: Callable[..., tuple[Page, list[str]]]) -> None:
    for language, scheme in ((SWEDISH, "light"), (ENGLISH, "dark")):
        page, heard = windows(who, language, scheme)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status
        complaints = [*wider_than_the_window(page, NARROWING), *axe_violations(page), *(one for one in heard if "status of 4" not in one)]
        heard.clear()
        assert not complaints, "\n".join(complaints)
