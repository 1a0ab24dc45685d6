"""`samdrift COMMAND`: what a person or a machine runs from a shell.

Exit codes: 0 done, 1 refused or found wanting (said in words on stderr), 2 asked for wrongly, 3 the database cannot be reached, 130 broken
off with Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from importlib import import_module

from samdrift import __version__
from samdrift.config.demo.federation import NoSuchFederation, folder_of
from samdrift.config.surroundings import use_demo

COMMANDS = ("demo", "begin", "serve", "migrate", "import", "report", "settle", "explain", "check")


def command_parser() -> argparse.ArgumentParser:
    """This will describe every command with its arguments."""
    parser = argparse.ArgumentParser(prog="samdrift", description="The joint IT unit in software.")
    parser.add_argument("--version", action="version", version=f"samdrift {__version__}")
    parser.add_argument(
        "--demo", metavar="FEDERATION", help="work in the database of this demo (as `demo --federation` names it), not in your own"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"samdrift.config.commands.{'import_' if name == 'import' else name}")
        describing = commands.add_parser(
            name,
            help=(module.__doc__ or "").splitlines()[0],
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.describe(describing)
        describing.set_defaults(run=module.run)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """This will run one command and return its exit code."""
    chosen = command_parser().parse_args(arguments)
    if chosen.demo:
        try:
            use_demo(folder_of(chosen.demo).name)
        except NoSuchFederation as error:
            return _say(str(error), code=1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what must end in order does: the embedded database
    try:
        return int(chosen.run(chosen))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _answer(error)


def _answer(error: Exception) -> int:
    """Say in words what a person can act on; anything else is a bug and keeps its traceback."""
    from django.db import OperationalError, ProgrammingError
    from psycopg import OperationalError as Unreachable
    from psycopg.errors import UndefinedTable

    from samdrift.config.databases import WrongRole
    from samdrift.config.embedded import DatabaseUnavailable
    from samdrift.core.errors import Refused

    if isinstance(error, Refused):
        return _say(str(error), error.onward(), code=1)
    if isinstance(error, ProgrammingError) and isinstance(error.__cause__, UndefinedTable):
        return _say("The database has no tables yet, or old ones.", "Run `samdrift migrate` first.", code=1)
    if isinstance(error, WrongRole):
        return _say(str(error), code=1)
    if isinstance(error, DatabaseUnavailable | OperationalError | Unreachable):
        return _say(f"The database cannot be reached: {str(error).strip()}", code=3)
    raise error


def _say(*sentences: str, code: int) -> int:
    print("samdrift: " + " ".join(s for s in sentences if s), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
