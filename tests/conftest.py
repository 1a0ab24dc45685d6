"""Fixtures for all tests: the database, the cast, and browsers signed in as each of them."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis

from tests import harness
from tests.builders import Cast, ask_anew_who_is_everybody, session_of
from tests.remembered import the_cast

PBKDF2PasswordHasher.iterations = 1_000  # a million, as outside tests, costs half a second each time somebody signs in

# A third of the examples in the five minutes; `test --long` draws them all. What says how many for itself keeps to that.
hypothesis.register_profile("long", deadline=None)
hypothesis.register_profile("brief", deadline=None, max_examples=33)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.load_profile("brief" if "not long" in config.getoption("-m") else "long")


def pytest_collection_finish() -> None:
    """What stands when the tests are found stays until they are done: no use in looking through all of it for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """A clone of the template a worker, and a new one after each test that commits: flushing would need TRUNCATE."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"samdrift_test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        connections.close_all()
        harness.clone(name)
        connection.settings_dict["NAME"] = name
        connection.settings_dict["OPTIONS"]["options"] = "-c lock_timeout=10s"

        def clone_again(self: TransactionTestCase) -> None:
            connections.close_all()
            harness.clone(name)

        TransactionTestCase._fixture_teardown = clone_again  # type: ignore[attr-defined]
        yield
        connections.close_all()
        harness.drop(name)


@pytest.fixture(autouse=True)
def in_the_first_language() -> Iterator[None]:
    """Each test begins in the federation's first language, whatever language a command spoke in the one before."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def nobody_known_from_the_test_before() -> None:
    ask_anew_who_is_everybody()


@pytest.fixture
def cast(db: None) -> Cast:
    """Three people in every test of rights: one at the member, one at another member, one in the unit; and those around them."""
    return the_cast()


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """`as_("anna")` is a browser in which Anna is signed in; a 500 comes back as a response, as it does to her."""

    def browser(name: str) -> Client:
        client = Client(raise_request_exception=False)
        if name != "nobody":
            client.cookies[settings.SESSION_COOKIE_NAME] = session_of(cast.account(name))
        return client

    return browser
