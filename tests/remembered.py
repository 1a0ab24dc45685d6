"""The cast, built once in each database and then written as it was, in one go: nearly half of all tests begin with it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.sql import InsertQuery

from samdrift.catalog.models import Service
from samdrift.core.access import Walls, inside
from samdrift.core.models import Account, Seat
from samdrift.members.models import Organization, Person, Site
from samdrift.team.models import Employee, Function
from tests import harness
from tests.builders import Cast, a_cast, ask_anew_who_is_everybody, everywhere

MODELS: tuple[type[models.Model], ...] = (Organization, Site, Function, Service, Account, Seat, Employee, Person)


@dataclass(frozen=True)
class Memory:
    """What a cast wrote, and the cast as it was then; sequences never go back, so its ids stay its own until the database is made anew."""

    clone: int
    sql: str
    cast: bytes
    walls: Walls


_memories: list[Memory] = []


def the_cast() -> Cast:
    """This will write the cast of `a_cast()`; where rows are committed it is built, since the database is made anew afterwards."""
    if not connection.in_atomic_block:
        return a_cast()
    clone = harness.clones[connection.settings_dict["NAME"]]
    if not _memories or _memories[0].clone != clone:
        memory, cast = _built(clone)
        _memories[:] = [memory]
        return cast
    memory = _memories[0]
    with inside(memory.walls), connection.cursor() as cursor:
        cursor.execute(memory.sql)
    ask_anew_who_is_everybody()
    remembered: Cast = pickle.loads(memory.cast)
    return remembered


def _built(clone: int) -> tuple[Memory, Cast]:
    with everywhere():
        before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}
    written: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        cast = a_cast()
    tables = {model._meta.db_table for model in MODELS}
    strangers = [sql for sql, _ in written if sql.split('"')[1] not in tables]
    assert not strangers, f"the cast writes to tables that are not remembered: {strangers}"
    with everywhere() as actor, connection.cursor() as cursor:
        statements = [cursor.mogrify(sql, params) for sql, params in written if not sql.startswith("INSERT")]
        for model in MODELS:
            query = InsertQuery(model)
            rows = model._default_manager.exclude(pk__in=before[model]).order_by("pk")
            query.insert_values(model._meta.local_concrete_fields, list(rows), raw=True)
            statements += [cursor.mogrify(sql, params) for sql, params in query.get_compiler(connection=connection).as_sql()]
    return Memory(clone, ";".join(statements), pickle.dumps(cast), actor.walls), cast
