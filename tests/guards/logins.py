"""A database with rows of two workspaces in every table, committed, and real log-ins to it: no role is played here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from saas.core import signing
from tests import servers
from tests.cast import Cast
from tests.guards.rows import Planter, tenant_tables, user_tables

DENIED = "42501"  # insufficient_privilege


class LogIns:
    """`log_ins.saas_app("acme", "ada")` is a connection of its own, told that it acts for her there."""

    def __init__(self, database: str):
        self.database = servers.database(database)
        self.app = servers.create_app(servers.settings(self.database))
        self.cast = Cast(self.app)
        self.rows = {"acme": {}, "globex": {}}
        with create_engine(servers.url(self.database, "saas_test"), poolclass=NullPool).begin() as connection:
            for slug, rows in self.rows.items():
                planter = Planter(connection)
                rows |= {name: planter.row(name, self.cast.tenants[slug])["id"] for name in tenant_tables()}
                rows |= {name: planter.row(name)["id"] for name in user_tables()}

    def context(self, tenant: str | None = None, user: str | None = None) -> str:
        with self.app.app_context():
            return signing.context(self.cast.tenants.get(tenant), self.cast.users.get(user))

    @contextmanager
    def saas_app(self, tenant: str | None = None, user: str | None = None) -> Iterator[psycopg.Connection]:
        with self.connect("saas_app") as connection:
            if tenant or user:
                connection.execute("SELECT set_config('app.context', %s, false)", (self.context(tenant, user),))
            yield connection

    def saas_operator(self) -> psycopg.Connection:
        return self.connect("saas_operator")

    def superuser(self) -> psycopg.Connection:
        return psycopg.connect(os.environ[servers.ADMIN], dbname=self.database, autocommit=True)

    def connect(self, role: str) -> psycopg.Connection:
        url = servers.url(self.database, role).replace("+psycopg", "")
        return psycopg.connect(url, autocommit=True)


def refusal(connection: psycopg.Connection, statement: str, values=None) -> str:
    """The SQLSTATE that Postgres answers with, or what it did."""
    try:
        return f"did it: {connection.execute(statement, values).statusmessage}"
    except psycopg.Error as error:
        return error.sqlstate


def allowed(connection: psycopg.Connection, statements) -> list[str]:
    """Those that Postgres does not refuse for want of a right, each with what it said."""
    answers = {statement: refusal(connection, statement) for statement in statements}
    return [f"{statement}: {answer}" for statement, answer in answers.items() if answer != DENIED]


def every_table() -> list[str]:
    return sorted({*tenant_tables(), *user_tables(), "tenants"})


def drop(database: str) -> None:
    with psycopg.connect(os.environ[servers.ADMIN], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {database} WITH (FORCE)")
