"""Roles and databases on a PostgreSQL server, made by its superuser."""

import time

import psycopg
from psycopg import sql

from infra.local.paths import PROJECT
from infra.local.ports import GLANCE
from infra.local.processes import Server
from infra.local.refusal import Refusal

ROLES = PROJECT / "infra" / "postgres" / "roles.sql"


def wait_until_ready(server: Server, seconds: float = 60) -> None:
    """Return once the server takes connections; after a crash it first reads its log of changes again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return psycopg.connect(server.url).close()
        except psycopg.OperationalError as error:
            server.refuse_if_ended()
            if time.monotonic() > deadline:
                server.stop()
                raise Refusal(f"PostgreSQL takes no connections: {error}") from None
        time.sleep(GLANCE)


def create_roles(admin_url: str) -> None:
    """Create the roles the product logs in as and runs its functions under; harmless when they exist."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(ROLES.read_bytes())


def create_database(admin_url: str, name: str, owner: str = "saas_owner", template: str | None = None) -> None:
    """Create a database, a copy of `template` if one is named; nothing happens when it exists."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template or "template1")
    )
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(statement)
