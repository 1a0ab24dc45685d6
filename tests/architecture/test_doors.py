"""Every address, asked by nobody, by a person of another member and by the right one. An address without an entry fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from samdrift.config.slots import APART
from tests.architecture.doors import DOORS
from tests.architecture.scene import a_scene
from tests.builders import Cast, a_cast


def _addresses(resolver: object = None) -> Iterator[tuple[str, list[str]]]:
    """Every address by name, with the names of its parameters."""
    for pattern in (resolver or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern)
        else:
            yield pattern.name, list(pattern.pattern.regex.groupindex)


ADDRESSES = dict(_addresses())


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    assert set(ADDRESSES) == set(DOORS)


Cookies = dict[str, str]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[dict[str, Cookies], dict[str, Any]]]:
    """Who is signed in and one of everything, once for all addresses: each is asked within a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = a_cast()
        values = a_scene(cast)
        who = {"berit", *(door.right for door in DOORS.values())} - {"nobody"}
        yield {"nobody": {}, **{name: _signed_in(cast, name) for name in who}}, values
        transaction.set_rollback(True)


def _signed_in(cast: Cast, name: str) -> Cookies:
    browser = Client()
    browser.force_login(cast.account(name))
    return {cookie: morsel.value for cookie, morsel in browser.cookies.items()}


def _status(signed_in: dict[str, Cookies], who: str, address: str) -> int:
    """A page is asked for, and says in the menu beneath what it lies; where only posting is possible, nothing is posted."""
    browser = Client(raise_request_exception=False)
    browser.cookies.load(signed_in[who])
    answer = browser.get(address)
    if answer.status_code == 200 and (menu := re.search(r'<nav class="sd-nav".*?</nav>', answer.text, re.DOTALL)):
        assert menu[0].count("aria-current") == (0 if address.startswith(APART) else 1), f"{who} at {address}"
    return browser.post(address).status_code if answer.status_code == 405 else answer.status_code


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_an_address_lets_in_the_right_one_and_nobody_else(name: str, scene: tuple[dict[str, Cookies], dict[str, Any]]) -> None:
    door = DOORS[name]
    signed_in, values = scene
    address = reverse(name, kwargs={parameter: values[parameter] for parameter in ADDRESSES[name]})
    with transaction.atomic():
        assert _status(signed_in, "nobody", address) == door.nobody
        assert _status(signed_in, "berit", address) == door.other
        assert _status(signed_in, door.right, address) == door.let_in
        transaction.set_rollback(True)
