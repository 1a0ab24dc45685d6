"""The two roles of a Samdrift database, and what the one that serves may do in it."""

from psycopg import Connection
from psycopg.sql import SQL, Identifier

OWNER = "samdrift_owner"
APP = "samdrift_app"
DATABASE = "samdrift"

ROLES = {
    OWNER: SQL("LOGIN CREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS"),
    APP: SQL("LOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS"),
}
GRANTS = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC, {app}",
    "GRANT CONNECT ON DATABASE {database} TO {app}",
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC, {app}",
    "GRANT USAGE ON SCHEMA public TO {app}",
    # Tables to come, not tables there are: a migration that takes a right away (a table of facts is only added to) keeps its word.
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)


def create_roles(connection: Connection) -> None:
    """This function will create the roles that the server lacks; those it has are left as they are.

    Roles belong to the whole server. The connection's role needs CREATEROLE. No role gets a password: an administrator of an external
    server sets them, the embedded one lets in whoever can reach its socket.
    """
    for role, rights in ROLES.items():
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
            connection.execute(SQL("CREATE ROLE {} {}").format(Identifier(role), rights))


def grant_to_app(connection: Connection) -> None:
    """This function will give the serving role its rights in the connection's database, and take from everybody else theirs.

    Run it as the database's owner or a superuser, before the first migration, and again in a database cloned from a template: a clone
    inherits what was said of schema and tables, not what was said of the database. Running it twice changes nothing.
    """
    names = {"database": Identifier(connection.info.dbname), "owner": Identifier(OWNER), "app": Identifier(APP)}
    with connection.transaction():
        for grant in GRANTS:
            connection.execute(SQL(grant).format(**names))
