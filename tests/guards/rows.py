"""Rows for any table, made from its model alone, with texts that no page of another tenant may show."""

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, CheckConstraint, Column, Connection, String, Table, insert
from uuid_utils.compat import uuid7

from saas.core import clock
from saas.core.base import Base
from saas.jobs import Job
from saas.permissions import Role

CANARY = "canary"
# What a column's type doesn't say: the words that the code behind it knows. Only an owner may touch an owner's row.
WORDS = {
    "exports.expires_at": clock.now() + timedelta(days=7),  # else the night would purge it, whosever it is
    "invitations.role": Role.MEMBER,
    "memberships.role": Role.MEMBER,
    "jobs.job": str(Job.SEND_MAIL),
    "jobs.queue": str(Job.SEND_MAIL.terms.queue),
    "tenants.plan": "free",
    "users.locale": "en",
    "users.zone": "UTC",
    "users.theme": "system",
}
# One of the two is set; the model says so in words only.
EITHER = {"role"}
AS_OWNER = "SET LOCAL ROLE saas_owner; SET LOCAL app.migrating = 'on'"


class Planter:
    """Plants rows past every policy, as a migration would; `row` plants one for each table and tenant, once."""

    def __init__(self, connection: Connection, mark: str = CANARY):
        self.connection, self.mark = connection, mark
        self.planted: dict[tuple[str, UUID | None], dict[str, Any]] = {}
        self.texts: set[str] = set()

    def row(self, name: str, tenant_id: UUID | None = None) -> dict[str, Any]:
        """The row of table `name` in this tenant, with whatever rows it stands on."""
        table = Base.metadata.tables[name]
        place = name, tenant_id if of_tenants(table) else None
        if place not in self.planted:
            self.planted[place] = self.plant(table, tenant_id)
        return self.planted[place]

    def plant(self, table: Table, tenant_id: UUID | None, **fields: Any) -> dict[str, Any]:
        row = self.values(table, tenant_id) | fields
        as_owner(self.connection)
        self.connection.execute(insert(table).values(row))
        self.texts.update(text for value in row.values() for text in texts(value))
        return row

    def values(self, table: Table, tenant_id: UUID | None) -> dict[str, Any]:
        """What the table must have, and what makes it wordy."""
        row: dict[str, Any] = {}
        for column in table.columns:
            if column.name == "tenant_id":
                row["tenant_id"] = tenant_id
            elif column.name == "id":
                row["id"] = uuid7()
            elif column.foreign_keys and not column.nullable:
                row[column.name] = self.row(parent(column), tenant_id)["id"]
            elif not column.nullable or column.name in EITHER or words(column):
                row[column.name] = self.value(column)
        return row

    def value(self, column: Column) -> Any:
        if word := WORDS.get(f"{column.table.name}.{column.name}"):
            return word
        kind = getattr(column.type, "enum", None) or column.type.python_type
        if issubclass(kind, StrEnum):
            return next(iter(kind))
        if sort := sort_of_text(column):
            return sort(f"{self.mark}-{column.name}-{secrets.token_hex(3)}"[: length(column)])
        return VALUES[kind.__name__]()


VALUES = {
    "UUID": uuid7,
    "bool": lambda: True,
    "int": lambda: 1,
    "bytes": lambda: secrets.token_bytes(32),
    "datetime": clock.now,
}
# How each type of column that can hold words holds one. JSON is as the audit log has it: {column: [before, after]}.
SORTS = {String: str, ARRAY: lambda word: [word], JSON: lambda word: {"name": [word, word]}}


def sort_of_text(column: Column) -> Callable[[str], Any] | None:
    """None for a column that holds no words, an array of numbers say."""
    kind = column.type.item_type if isinstance(column.type, ARRAY) else column.type
    if isinstance(column.type, ARRAY) and not isinstance(kind, String):
        return None
    return next((sort for base, sort in SORTS.items() if isinstance(column.type, base)), None)


def length(column: Column) -> int | None:
    return getattr(getattr(column.type, "item_type", column.type), "length", None)


def texts(value: Any) -> Iterator[str]:
    """Every text within a value, in lists and JSON too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def words_of_enums() -> set[str]:
    """The words that columns of states, roles and the like hold: a person should read a translation of them."""
    kinds = {getattr(column.type, "enum", None) for table in Base.metadata.tables.values() for column in table.columns}
    return {str(word) for kind in kinds if kind for word in kind}


def as_owner(connection: Connection) -> None:
    connection.exec_driver_sql(AS_OWNER)


def tenant_tables() -> list[str]:
    return sorted(name for name, table in Base.metadata.tables.items() if of_tenants(table))


def user_tables() -> list[str]:
    """The tables of persons: `users`, and each with a column that names one."""
    return [
        "users",
        *sorted(name for name, table in Base.metadata.tables.items() if "user_id" in table.c and not of_tenants(table)),
    ]


def of_tenants(table: Table) -> bool:
    return "tenant_id" in table.c


def parent(column: Column) -> str:
    return next(iter(column.foreign_keys)).column.table.name


def words(column: Column) -> bool:
    """Whether the column holds words, whatever they say: nothing restricts them."""
    checked = any(
        column.name in str(check.sqltext) for check in column.table.constraints if isinstance(check, CheckConstraint)
    )
    return bool(sort_of_text(column)) and not checked
