"""The embedded database: a PostgreSQL of our own, started by the first of our processes and stopped by the last.

`Embedded().ensure()` gives a running server; `binaries` finds and runs its programs, `folders` says where
things lie, `users` knows who uses it, `roles` says what the two
roles of every Samdrift database may do, embedded or not.
"""

from .binaries import DatabaseUnavailable
from .folders import default_home
from .roles import APP, DATABASE, OWNER, create_roles, grant_to_app
from .server import Embedded, Server

__all__ = ["APP", "DATABASE", "OWNER", "DatabaseUnavailable", "Embedded", "Server", "create_roles", "default_home", "grant_to_app"]
