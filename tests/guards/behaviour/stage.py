"""Where the wall is tried: two tenants with a row in every table, and whoever speaks to Postgres about them."""

import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError
from uuid_utils.compat import uuid7

from saas.accounts import email_changes as _accounts  # noqa: F401  # the stage knows every table, as create_app does
from saas.core import clock, signing
from saas.core.base import Base
from saas.permissions import Role
from tests.guards.rows import Planter, tenant_tables, user_tables

DENIED = "42501"  # insufficient_privilege: no grant, a policy's WITH CHECK, or a refused context
STRANGER = f"stranger_{os.getpid()}"  # roles are the whole cluster's, which other workers share
UNCHECKED = "SET LOCAL session_replication_role = 'replica'"  # keys and triggers rest: what is left is row security
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
AGED = {"user_sessions": {"expires_at": LONG_AGO, "revoked_at": LONG_AGO}}  # the sweep's role sees what is over
FAR = 9_999_999_999  # an expiry in the year 2286


@dataclass(frozen=True)
class Speaker:
    """Somebody who logged in as `login`, in the role `role` if that is another, with a signed context or none."""

    login: str = "saas_app"
    role: str = ""
    context: str = ""
    migrating: bool = False

    @property
    def opening(self) -> str:
        login = f"SET LOCAL SESSION AUTHORIZATION {self.login};" if self.login else ""
        role = f"SET LOCAL ROLE {self.role};" if self.role else ""
        told = (
            f"SET LOCAL app.context = '{self.context}'; SET LOCAL app.migrating = '{'on' if self.migrating else 'off'}'"
        )
        return login + role + told


class Stage:
    """Acme is ada's and globex eve's: `mine` and `foreign` hold the row of each in every table.

    The connection is a superuser's, in a transaction that ends in a rollback. Whatever is tried is undone at once.
    """

    def __init__(self, app: Flask, connection: Connection):
        self.app, self.connection, self.stranger = app, connection, STRANGER
        self.planter = Planter(connection)
        self.tenants = {slug: self.workspace(slug)["id"] for slug in ("acme", "globex")}
        self.users = {name: self.person(name)["id"] for name in ("ada", "eve")}
        self.mine = self.rows_of("acme", "ada")
        self.foreign = self.rows_of("globex", "eve")
        self.add_stranger()

    def plant(self, name: str, within: str | None = None, /, **fields: Any) -> dict[str, Any]:
        """A row of the table `name`, in the tenant `within`."""
        table = Base.metadata.tables[name]
        return self.planter.plant(table, self.tenants[within] if within else None, **fields)

    def person(self, name: str, **fields: Any) -> dict[str, Any]:
        known = {"email": f"{name}@stage.test", "name": name, "confirmed_at": clock.now(), "tf_primary_method": None}
        return self.plant("users", **known | fields)

    def workspace(self, slug: str) -> dict[str, Any]:
        return self.plant("tenants", slug=slug, name=slug, suspended_at=None)

    def rows_of(self, slug: str, user: str) -> dict[str, dict[str, Any]]:
        """Plants what isn't there."""
        tenant_id, user_id = self.tenants[slug], self.users[user]
        member = {"user_id": user_id, "role": Role.OWNER, "name": user}
        self.planter.planted["memberships", tenant_id] = self.plant("memberships", slug, **member)
        rows = {name: self.planter.row(name, tenant_id) for name in tenant_tables()}
        rows |= {name: self.plant(name, user_id=user_id, **AGED.get(name, {})) for name in user_tables()[1:]}
        whole = {name: self.whole(name, key) for name, key in (("tenants", tenant_id), ("users", user_id))}
        return rows | whole

    def whole(self, name: str, key: Any) -> dict[str, Any]:
        table = Base.metadata.tables[name]
        return dict(self.connection.execute(table.select().where(table.c.id == key)).mappings().one())

    def add_stranger(self) -> None:
        """A role that no policy names."""
        grants = (
            f"USAGE ON SCHEMA public, sec TO {STRANGER}; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sec TO {STRANGER}"
        )
        self.as_superuser(f"CREATE ROLE {STRANGER} NOLOGIN NOINHERIT; GRANT {grants}")

    def as_superuser(self, sql: str = "") -> None:
        """Past every wall, until somebody else speaks."""
        self.connection.exec_driver_sql(f"SET LOCAL ROLE NONE; {sql.replace('%', '%%')}")

    def told(self, tenant: str | None, user: str | None, login: str = "saas_app", role: str = "", **how) -> Speaker:
        """Somebody with the context that the product would sign; `tenant` and `user` are short names."""
        with self.app.app_context():
            context = signing.context(self.tenants.get(tenant), self.users.get(user)) if tenant or user else ""
        return Speaker(login, role, context, **how)

    def signed(self, expiry: int, number: int | None = None) -> str:
        """A context for eve in globex under the product's key, but with this expiry and number of the key."""
        key_id, key = signing.context_keys(self.app.config["CONTEXT_KEYS"])[0]
        message = f"{number or key_id}:{self.tenants['globex']}:{self.users['eve']}:{expiry}"
        return f"{message}:{hmac.digest(key, message.encode(), 'sha256').hex()}"

    def tried(self, speaker: Speaker, statement: Any, before: str = "", **values: Any) -> Any:
        """How many rows it hit, or for a SELECT its one value; the SQLSTATE where Postgres refused. Then undone."""
        if isinstance(statement, str):
            statement = text(statement).bindparams(**values)
        try:
            with self.undone(speaker, before):
                result = self.connection.execute(statement, execution_options={"preserve_rowcount": True})
                return result.scalar_one() if result.returns_rows else result.rowcount
        except DBAPIError as error:
            return error.orig.sqlstate

    def refusal(self, speaker: Speaker, sql: str) -> str | None:
        """The SQLSTATE; None where it went through."""
        try:
            with self.undone(speaker):
                self.connection.exec_driver_sql(sql)
        except DBAPIError as error:
            return error.orig.sqlstate
        return None

    def asked(self, speaker: Speaker, sql: str, **values: Any) -> list:
        """The rows of a query; Postgres' errors come through."""
        with self.undone(speaker):
            return list(self.connection.execute(text(sql).bindparams(**values)))

    @contextmanager
    def undone(self, speaker: Speaker, before: str = "") -> Iterator[None]:
        """The superuser does `before`, then it is the speaker's turn; nothing of it stays, the log-in neither."""
        savepoint = self.connection.begin_nested()
        try:
            self.as_superuser(before)
            self.connection.exec_driver_sql(speaker.opening)
            yield
        finally:
            savepoint.rollback()


def table_of(name: str) -> Table:
    return Base.metadata.tables[name]


def fresh() -> Any:
    return uuid7()


def tables() -> list[str]:
    """All that belong to a tenant or a person; `tenants` is the first of those."""
    return ["tenants", *user_tables(), *tenant_tables()]
