"""Every part of a page in a real browser: axe, every width, dark, print, keys. Slow, so run by `--long`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from tests.browser.chromium import a_chromium, axe_violations, listened_to, open_every_why
from tests.ui import patterns

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'"
)

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("browser")]

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    with translation.override("sv"):
        refusals = {f"/{name}": render_to_string(f"{name}.html") for name in ("404", "409", "500", "session_ended")}
    return {"/": patterns.rendered(), "/en": patterns.rendered("en"), "/slot/trial/": "<p>Prövad</p>", **refusals}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, pages: dict[str, str]) -> Iterator[Opened]:
    """Opens an address at a size under the product's policy; anything the browser complains of fails the test."""
    heard: list[list[str]] = []
    contexts: list[Any] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://samdrift.test").split("?")[0].split("#")[0]
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8", headers={"content-security-policy": POLICY})
        elif found := patterns.static_file(path):
            route.fulfill(body=found[0], content_type=found[1])
        else:
            route.fulfill(status=404)

    def open_page(path: str = "/", width: int = 1280, height: int = 900, **settings: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        heard.append(listened_to(page))
        page.route("**/*", answer)
        page.goto(f"http://samdrift.test{path}", wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [complaint for complaints in heard for complaint in complaints] == []


@pytest.mark.parametrize("path", ["/", "/en", "/404", "/409", "/500", "/session_ended"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (400, "light"), (320, "dark")])
def test_axe_finds_nothing(opened: Opened, path: str, width: int, scheme: str) -> None:
    page = opened(path, width, color_scheme=scheme)
    open_every_why(page)
    assert axe_violations(page) == []


def test_nothing_is_wider_than_the_window_at_any_width(opened: Opened) -> None:
    page = opened("/", 320)
    open_every_why(page)
    too_wide = {}
    for width in [*range(320, 1300, 20), 375, 721, 768, 999, 1001]:
        page.set_viewport_size({"width": width, "height": 700})
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            too_wide[width] = found
    assert too_wide == {}


@pytest.mark.parametrize(("width", "height"), [(320, 256), (400, 800), (700, 500), (721, 600), (1280, 900)])
def test_menu_account_and_language_are_reached_at_every_size(opened: Opened, width: int, height: int) -> None:
    page = opened("/", width, height)
    if page.locator(".sd-menu").is_visible():
        page.locator(".sd-menu").click()
    for words in ("Uppföljning", "Byt roll", "English", "Logga ut"):
        part = page.locator(".sd-top").get_by_text(words, exact=True)
        part.scroll_into_view_if_needed()
        box = part.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= height - box["height"] + 1, words


def test_the_menu_closes_on_escape_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened("/", 400)
    page.locator(".sd-menu").click()
    assert page.locator(".sd-nav").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".sd-nav").is_visible()
    assert page.evaluate("document.activeElement.className") == "sd-menu"


def test_the_page_is_whole_without_javascript(opened: Opened) -> None:
    page = opened("/", 400, java_script_enabled=False)
    assert page.get_by_role("link", name="Prövningen mot historiken").is_visible()
    assert not page.locator("[data-keys]").is_visible()
    page.get_by_text("Bara it-enheten", exact=True).click()
    assert page.get_by_role("button", name="Spara internt").is_visible()
    assert not page.get_by_role("button", name="Skicka till Anna Sarri").is_visible()


def test_a_slot_is_fetched_in_place(opened: Opened) -> None:
    page = opened()
    page.get_by_text("Prövad").wait_for()


def test_single_keys_walk_the_rows(opened: Opened) -> None:
    page = opened()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.locator(".sd-here th a").inner_text().startswith("E-post går inte")
    page.keyboard.press("k")
    assert page.locator(".sd-here th a").inner_text().startswith("Skrivare")


def test_single_keys_leave_writing_alone(opened: Opened) -> None:
    page = opened()
    page.locator("#write-body").fill("")
    page.locator("#write-body").press_sequentially("jk")
    assert page.locator("#write-body").input_value() == "jk"
    assert page.locator(".sd-here th a").inner_text().startswith("Skrivare")


def test_print_shows_every_why_and_nothing_internal(opened: Opened) -> None:
    page = opened("/", 720, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".sd-post--internal").is_visible()
    assert not page.locator(".sd-write").is_visible()
    assert not page.locator(".sd-nav").is_visible()
    assert page.locator(".sd-steps").first.is_visible()
    assert page.get_by_role("table", name="Från september till oktober").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_errors_take_the_focus_and_lead_to_their_field(opened: Opened) -> None:
    page = opened()
    assert page.evaluate("document.activeElement.className") == "ds-error-summary"
    page.get_by_role("link", name="Sort:").click()
    assert page.evaluate("document.activeElement.id") == "id_kind_0"


def test_every_promised_letter_is_drawn_by_our_font(opened: Opened) -> None:
    page = opened()
    for letter in "åäöčđŋšŧžłČĐŊŠŦŽŁ−–":
        widths = page.evaluate(
            """async letter => {
                await document.fonts.load('400 40px "Source Sans 3"', letter);
                const pen = document.createElement("canvas").getContext("2d");
                return ['"Source Sans 3", monospace', '"Source Sans 3", serif'].map(family => {
                    pen.font = `40px ${family}`;
                    return pen.measureText(letter).width;
                });
            }""",
            letter,
        )
        assert widths[0] == widths[1], letter


def test_what_one_presses_is_large_enough(opened: Opened) -> None:
    """WCAG 2.2 asks for 24 px; links in running text are excepted."""
    page = opened("/", 400)
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, input:not([type=hidden]), select, .sd-views a, .sd-paging a')]
            .filter(part => part.checkVisibility() && !part.closest('p'))
            .filter(part => (part.closest('label') ?? part).getBoundingClientRect().height < 24)
            .map(part => part.outerHTML.slice(0, 80))"""
    )
    assert small == []
