"""One browser and one house a module: these tests only look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser

from tests import harness
from tests.browser.chromium import a_chromium
from tests.browser.scene import LivedIn, a_lived_in_house
from tests.browser.server import House, a_served_house
from tests.builders import a_cast


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def lived_in(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedIn]:
    """A scene that is committed, and gone when the module is done."""
    with django_db_blocker.unblock():
        yield a_lived_in_house(a_cast(), tmp_path_factory.mktemp("log"))
        connections.close_all()
        harness.clone(connection.settings_dict["NAME"])


@pytest.fixture(scope="module")
def house(lived_in: LivedIn, chromium: Browser) -> Iterator[House]:
    with a_served_house(chromium, lived_in.cast) as house:
        yield house
