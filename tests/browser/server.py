"""The house on a port of its own: the whole WSGI application with its middleware, on the database that the test committed to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests.builders import Cast

SWEDISH, ENGLISH = "sv-SE", "en-GB"
PATIENCE_MS = 10_000


class _Quiet(WSGIRequestHandler):
    timeout = 20  # a connection that the browser keeps open does not keep the server from ending

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests are not news in a test."""

    def handle(self) -> None:
        try:
            super().handle()
        except (TimeoutError, ConnectionError):
            self.close_connection = True


class _Server(ThreadedWSGIServer):
    daemon_threads = False  # so that closing waits for every request, and for its connection to the database


class House:
    """A served house with its cast, and the browsers that look at it."""

    def __init__(self, browser: Browser, cast: Cast, address: str) -> None:
        self.browser, self.cast, self.address = browser, cast, address
        self._contexts: list[BrowserContext] = []

    def visitor(self, name: str = "nobody", language: str = ENGLISH, **settings: Any) -> Page:
        """This will return an empty page in a window of its own, signed in as one of the cast."""
        settings.setdefault("viewport", {"width": 1280, "height": 900})
        context = self.browser.new_context(base_url=self.address, locale=language, **settings)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        if name != "nobody":
            client = Client()
            client.force_login(self.cast.account(name))
            context.add_cookies([{"name": key, "value": cookie.value, "url": self.address} for key, cookie in client.cookies.items()])
        return context.new_page()

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@contextmanager
def a_served_house(browser: Browser, cast: Cast) -> Iterator[House]:
    """This will serve the house until the browsers have left."""
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    house = House(browser, cast, f"http://127.0.0.1:{server.server_port}")
    try:
        yield house
    finally:
        house.leave()
        server.shutdown()
        server.server_close()
        serving.join()
