"""Which database, and as whom.

`DATABASE_URL` serves as a LOGIN role that owns nothing; `DATABASE_OWNER_URL` migrates. With neither set, the embedded database has both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

APP_URL = "DATABASE_URL"
OWNER_URL = "DATABASE_OWNER_URL"
AS_OWNER = "SAMDRIFT_AS_OWNER"  # set only in the process that migrates
DEFAULT_APP_ROLE = "samdrift_app"


class WrongRole(Exception):
    """The serving role could pass the walls."""


def settings_from(environ: Mapping[str, str]) -> dict[str, Any]:
    """This will return Django's DATABASES entry for this environment; without a URL it names no server and connects nowhere."""
    url = environ.get(OWNER_URL if environ.get(AS_OWNER) else APP_URL, "")
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items()} if url else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "samdrift"),
        "USER": parts.pop("user", DEFAULT_APP_ROLE),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "5", **parts},
        "TEST": {"NAME": parts.get("dbname", "samdrift")},
    }


def app_role(environ: Mapping[str, str]) -> str:
    """This will return the name of the role that serves, which migrations take rights from."""
    url = environ.get(APP_URL, "")
    return str(conninfo_to_dict(url).get("user", DEFAULT_APP_ROLE)) if url else DEFAULT_APP_ROLE


def refuse_a_role_that_passes_walls(connection: BaseDatabaseWrapper | None = None) -> None:
    """This will raise WrongRole when the connected role is a superuser, may bypass row-level security or owns a table."""
    from django.db import connection as serving

    with (connection or serving).cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relowner = r.oid AND n.nspname = 'public'), rolname FROM pg_roles r WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    superuser, bypasses, owns, name = row or (True, True, True, "?")
    if superuser or bypasses or owns:
        why = "is a superuser" if superuser else "may bypass row-level security" if bypasses else "owns the tables"
        raise WrongRole(f"The database role {name} {why} and would see through the walls between members. Serve as one that owns nothing.")
