"""A real Chromium. Where there is none the tests that need it skip and say so; in CI they fail instead."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

# The shell draws the same pages with a quarter of the work: the whole browser draws its own window too.
CHROMIUM = os.environ.get("SAMDRIFT_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium") or ""
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """A browser without a window, as every test of a module shares it."""
    if not CHROMIUM:
        if os.environ.get("CI") or os.environ.get("SAMDRIFT_CI"):
            pytest.fail("there is no Chromium here, and CI must look at the pages in one")
        pytest.skip("there is no Chromium here, so nothing is looked at in a browser")
    # Playwright's event loop runs in the thread of the tests. Django then takes every query there for one from async code, and has another
    # connection for it: the one from before must not stay open, since it would die unseen when the database is cloned.
    connections.close_all()
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *QUIET])
        yield browser
        browser.close()
        connections.close_all()


def listened_to(page: Page) -> list[str]:
    """This will return the list in which everything that the browser complains of is kept."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    return complaints


def open_every_why(page: Page) -> None:
    page.evaluate("for (const why of document.querySelectorAll('details')) why.open = true")


def axe_violations(page: Page) -> list[str]:
    """This will say what axe finds wrong, a line for each part of the page."""
    found: list[dict[str, Any]] = Axe().run(page, options=AXE).response["violations"]
    return [f"axe: {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def wider_than_the_window(page: Page, widths: tuple[int, ...]) -> list[str]:
    """This will name each width at which the page as a whole scrolls sideways, and the first parts that stick out."""
    complaints = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            parts = page.evaluate(
                """width => [...document.querySelectorAll('main *, header *, footer *')]
                    .filter(part => part.getBoundingClientRect().right > width + 1 && !part.closest('.sd-scroll'))
                    .slice(-2).map(part => part.outerHTML.slice(0, 120))""",
                width,
            )
            complaints.append(f"{found} px wide at {width} px: {parts}")
    return complaints
