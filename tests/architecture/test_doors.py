"""Every address, asked by nobody, by a person of another member and by the right one. An address without an entry fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.architecture.doors import DOORS
from tests.architecture.scene import a_scene
from tests.builders import Cast

Browser = Callable[[str], Client]


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


def _status(browser: Client, address: str) -> int:
    """A page is asked for; where only posting is possible, nothing is posted."""
    status = browser.get(address).status_code
    return browser.post(address).status_code if status == 405 else status


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_an_address_lets_in_the_right_one_and_nobody_else(name: str, cast: Cast, as_: Browser) -> None:
    door = DOORS[name]
    scene = a_scene(cast)
    address = reverse(name, kwargs={parameter: scene[parameter] for parameter in ADDRESSES[name]})
    assert _status(as_("nobody"), address) == door.nobody
    assert _status(as_("berit"), address) == door.other
    assert _status(as_(door.right), address) == door.let_in
