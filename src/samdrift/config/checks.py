"""Every projection held against its facts, over all stages."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from samdrift.core.access import IN_PUBLIC, inside
from samdrift.members.queries import system_actor

STAGES = ("samdrift.run.availability.check", "samdrift.run.desk.check", "samdrift.settle.check")


def differences() -> list[str]:
    """This will recompute all projections as Samdrift itself and return what differs, in words; empty when all is well."""
    with inside(IN_PUBLIC):
        walls = system_actor().walls
    found: list[str] = []
    with inside(walls):
        for name in STAGES:
            if find_spec(name):
                check: Callable[[], list[str]] = import_module(name).differences
                found += check()
    return found
