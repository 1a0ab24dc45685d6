"""Migrations, run as the owner in a process of their own: `python -m samdrift.config.migrating [--quiet]`."""

from __future__ import annotations

import sys


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
        call_command("migrate", verbosity=0, interactive=False)
    if "--quiet" not in arguments:
        print(f"{len(plan)} migrations applied." if plan else "The tables are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
