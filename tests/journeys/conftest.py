"""One browser for all journeys, and for each a house of its own, since journeys leave traces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import a_chromium
from tests.browser.server import House, a_served_house
from tests.builders import Cast


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def house(chromium: Browser, transactional_db: None, cast: Cast) -> Iterator[House]:
    with a_served_house(chromium, cast) as house:
        yield house
