"""How long until the demo's first page, and how its main pages compare with the plainest one: `python -m benchmarks.demo`.

A home of its own, made and deleted: from nothing to the first page (tables, federation, server; installs left out), then the same again.
Pages are asked for as a browser does, one at a time, in turns with the public help page, which reads one row and shows no figure.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

AIM_FIRST_SECONDS, AIM_AGAIN_SECONDS = 60, 5
STARTS, REQUESTS, PATIENCE_SECONDS = 3, 10, 600
HELP = "/help/"
PEOPLE = re.compile(r'action="/demo/(?P<seat>\d+)/".*?</form><p>(?P<what>[^<]*)</p>', re.DOTALL)

# Whom to be, as the page to choose at says it, and the pages of that role; a pattern is the first link that matches on the page before.
ROLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("director", "Unit director,", ("/home/unit/", "/promises/", "/settlements/", "/agreements/", r"/agreements/versions/\d+/")),
    ("agent", "Service desk,", ("/work/", r"/tickets/\d+/", "/status/", "/catalog/")),
    ("member's finance", "Finance officer,", ("/home/agency/", "/bills/", r"/bills/\d+/\d+/", "/availability/")),
)


class Browser:
    """Somebody's browser, in English, which keeps cookies and nothing else."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def be(self, what: str) -> None:
        """This will become the first person of whom the page to choose at says so."""
        page = self.get("/demo/")
        seat = next(found["seat"] for found in PEOPLE.finditer(page) if found["what"].startswith(what))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the page to choose at has a form"
        self.opener.open(f"{self.base}/demo/{seat}/", urlencode({"csrfmiddlewaretoken": token[1]}).encode(), timeout=60).close()


@contextmanager
def serving(home: Path) -> Iterator[tuple[float, str]]:
    """The demo served from a home, with the seconds until its first page answered, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://localhost:{port}"
    command = [sys.executable, "-m", "samdrift.config.cli", "demo", "--no-open", "--port", str(port)]
    without = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    started = time.perf_counter()
    process = subprocess.Popen(command, env={**without, "SAMDRIFT_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield until_it_answers(process, base, started), base
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def until_it_answers(process: subprocess.Popen[bytes], base: str, started: float) -> float:
    while time.perf_counter() - started < PATIENCE_SECONDS:
        if process.poll() is not None:
            raise SystemExit(f"the demo ended with {process.returncode} before its first page")
        try:
            Browser(base).get("/demo/")
        except (URLError, OSError):
            time.sleep(0.02)
        else:
            return time.perf_counter() - started
    raise SystemExit(f"no page after {PATIENCE_SECONDS} s")


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


def in_turns(browser: Browser, path: str) -> tuple[float, float]:
    """This will return the median milliseconds of the help page and of a page, asked for in turns so that both meet the same noise."""
    turns = [[milliseconds(lambda: browser.get(HELP)), milliseconds(lambda: browser.get(path))] for _ in range(REQUESTS)]
    plain, ours = zip(*turns, strict=True)
    return median(plain), median(ours)


def compared(base: str) -> None:
    print(f"\n{'page, median of ' + str(REQUESTS):<46}{'ms':>8}{'help, ms':>10}{'ratio':>8}")
    for role, what, pages in ROLES:
        browser, before = Browser(base), ""
        browser.be(what)
        for path in pages:
            if "\\" in path:
                link = re.search(f'href="({path})[?"]', before)
                assert link, f"no {path} on the page before"
                path = link[1]
            browser.get(HELP)
            before = browser.get(path)
            plain, ours = in_turns(browser, path)
            print(f"{role + ' ' + path:<46}{ours:>8.1f}{plain:>10.1f}{ours / plain:>7.1f}x", flush=True)


def main() -> None:
    print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    home = Path(tempfile.mkdtemp(prefix="samdrift-bench-"))
    home.chmod(0o755)  # so that the database's account can pass through it when we are root
    try:
        with serving(home) as (seconds, _base):
            print(f"{'empty home to first page':<46}{seconds:>8.1f} s  aim {AIM_FIRST_SECONDS} s", flush=True)
        again = []
        for _ in range(STARTS - 1):
            with serving(home) as (seconds, _base):
                again.append(seconds)
        with serving(home) as (seconds, base):
            again.append(seconds)
            print(f"{f'started again, median of {STARTS}':<46}{median(again):>8.1f} s  aim {AIM_AGAIN_SECONDS} s", flush=True)
            compared(base)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
