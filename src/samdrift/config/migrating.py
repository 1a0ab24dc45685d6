"""Migrations, run as the owner in a process of their own: `python -m samdrift.config.migrating [--quiet]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.migrations import operations
from django.db.migrations.state import ProjectState

# What these write is about one table and the columns that it points at; the rest looks at the models around it too.
ALONE = {"CreateModel", "AddField", "AddConstraint", "RemoveConstraint", "AddIndex", "RemoveIndex", "AlterModelOptions", "RunSQL"}


def main(arguments: list[str]) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from samdrift.config.embedded import grant_to_app

    connection.ensure_connection()
    grant_to_app(connection.connection)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Applying {len(plan)} migrations ...", file=sys.stderr, flush=True)
        draw_only_what_changes()
        call_command("migrate", verbosity=0, interactive=False)
    if "--quiet" not in arguments:
        print(f"{len(plan)} migrations applied." if plan else "The tables are up to date.")
    return 0


def draw_only_what_changes() -> None:
    """This will let an operation draw the one model it changes anew, for the rest of this process.

    Django draws all that are related to it, however far away. With two hundred tables that hang together this is six sevenths of the time
    it takes to make an empty database ready. What looks at neighbors first has all of them drawn, as Django does for RunPython.
    """
    ProjectState._find_reload_model = _itself  # type: ignore[attr-defined]  # private to Django: docs/decisions/0018
    for name in operations.__all__:
        kind: Any = getattr(operations, name)
        if name not in ALONE and "database_forwards" in vars(kind):
            kind.database_forwards = _with_all_drawn(kind.database_forwards)


def _itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    state.is_delayed = True
    return {(app_label, model_name)}


def _with_all_drawn(forwards: Callable[..., None]) -> Callable[..., None]:
    @wraps(forwards)
    def after_drawing(operation: Any, app_label: str, editor: Any, before: ProjectState, after: ProjectState) -> None:
        before.clear_delayed_apps_cache()
        after.clear_delayed_apps_cache()
        forwards(operation, app_label, editor, before, after)

    return after_drawing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
