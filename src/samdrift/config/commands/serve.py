"""Serve the pages.

Behind a proxy that ends HTTPS set SAMDRIFT_HOSTS and SAMDRIFT_HTTPS=1. Each worker thread holds one database connection.
"""

from __future__ import annotations

import argparse
import sys

from samdrift.config.surroundings import is_embedded, migrate, set_up

THREADS = 8


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help=f"processes, each with {THREADS} threads (default %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    if is_embedded() and (code := migrate(quiet=True)):
        return code
    set_up()
    serve(arguments.host, arguments.port, arguments.workers)
    return 0


def serve(host: str, port: int, workers: int = 1) -> None:
    """This will serve until it is told to stop."""
    from granian.constants import Interfaces
    from granian.server import Server

    print(f"Samdrift serves at http://{host}:{port}/ (Ctrl-C stops it).", file=sys.stderr, flush=True)
    Server(
        "samdrift.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_access=False,
        log_enabled=True,
        log_level="error",  # type: ignore[arg-type]  # it warns of more threads than cores, which mostly wait for the database
    ).serve()
