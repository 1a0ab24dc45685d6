"""Build a demo federation on this machine and serve it.

The demo has a database of its own, beside your real one, and is built once; the next time it opens at once. Signing in without a
password works only here: on loopback, on a database marked as a demo.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
import webbrowser
from datetime import UTC, datetime
from urllib.error import URLError
from urllib.request import urlopen

from samdrift.config.commands.serve import serve
from samdrift.config.demo.federation import FolderRefused, NoSuchFederation, default_federation, federations, folder_of, plan_of
from samdrift.config.surroundings import gather_statistics, migrate, set_up, use_demo


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    parser.add_argument("--build-only", action="store_true", help="build the demo and stop")
    named = f"what to build: {', '.join(federations())}, or the path of a folder of your own (default {default_federation()})"
    parser.add_argument("--federation", default=default_federation(), help=named)


def run(arguments: argparse.Namespace) -> int:
    at = datetime.now(UTC)
    try:
        plan_of(arguments.federation, on=at.date())
        use_demo(folder_of(arguments.federation).name)
    except (NoSuchFederation, FolderRefused) as error:
        print(f"samdrift: {error}", file=sys.stderr)
        return 1
    if code := migrate(quiet=True):
        return code
    set_up()
    from django.db import DatabaseError

    from samdrift.config.demo.build import build
    from samdrift.core.models import Account, DemoMark

    if not DemoMark.objects.exists():
        if Account.objects.filter(is_system=False).exists():
            print("samdrift: this database holds something that is not a demo; nothing was built.", file=sys.stderr)
            return 1
        started = time.monotonic()
        try:
            build(arguments.federation, at=at, tell=lambda words: print(words, file=sys.stderr, flush=True))
        except DatabaseError as error:  # what no check of the folder had foreseen
            print(f"samdrift: Nothing was built: {str(error).strip()}", file=sys.stderr)
            return 1
        gather_statistics()
        print(f"Built in {time.monotonic() - started:.0f} s.", file=sys.stderr, flush=True)
    elif arguments.build_only:
        print("It is built already.", file=sys.stderr, flush=True)
    if arguments.build_only:
        return 0
    address = f"http://localhost:{arguments.port}/demo/"
    print(f"Choose a person to be at {address}", file=sys.stderr, flush=True)
    if not arguments.no_open:
        threading.Thread(target=_open_when_it_answers, args=[address], daemon=True).start()
    serve("127.0.0.1", arguments.port)
    return 0


def _open_when_it_answers(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address, timeout=1).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            webbrowser.open(address)
            return
