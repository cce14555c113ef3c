"""For whom this unit of work acts: tenant, user, actor, database role; on the session, and told to Postgres, signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Executable, Row, event
from sqlalchemy.orm import SessionTransaction

from saas.core import signing
from saas.core.db import Session, db, unit_of_work

# The platform is a tenant too: mails, audit entries and jobs of no workspace belong to it. Shown nowhere.
PLATFORM = UUID("00000000-0000-7000-8000-000000000000")
OPERATOR = "operator"  # the bind key of saas_operator's engine
TELL = "select set_config('app.context', %s, true)"


class SecondTenant(RuntimeError):
    """One unit of work acts for one tenant and one user."""


@dataclass(frozen=True)
class Actor:
    """Who the audit log names. `kind` is user, operator or system."""

    kind: str = "system"
    id: UUID | None = None
    name: str = ""


def enter(tenant_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Act for this tenant and user from here on. Raises SecondTenant when others were entered before."""
    session = db.session()
    for name, new in (("tenant_id", tenant_id), ("user_id", user_id)):
        old = session.info.get(name)
        if new and old and new != old:
            raise SecondTenant(f"{name} is {old}, asked for {new}")
        if new:
            session.info[name] = new
    if session.in_transaction():
        _tell(session, session.connection())


def look_up(statement: Executable, values: dict[str, Any]) -> Row[Any] | None:
    """The first row of the look-up that finds whom to act for. Call enter() next, whatever it found.

    It reads no context, so nothing is told before it: that would be one more round trip on every page.
    """
    session = db.session()
    session.info["untold"] = True
    try:
        return session.execute(statement, values).first()
    finally:
        del session.info["untold"]


@contextmanager
def acting_for(tenant_id: UUID, actor: Actor | None = None) -> Iterator[None]:
    """A unit of work for a tenant, outside a request."""
    with unit_of_work():
        enter(tenant_id)
        name_actor(actor or Actor())
        yield


def acting_as(engine: str) -> None:
    """Choose the database role before the unit of work's first statement."""
    session = db.session()
    if session.in_transaction():
        raise SecondTenant("the database role is fixed at the first statement")
    session.info["engine"] = engine


def name_actor(actor: Actor) -> None:
    db.session().info["actor"] = actor


def actor() -> Actor:
    found: Actor = db.session().info.get("actor", Actor())
    return found


def tenant_id() -> UUID | None:
    return db.session().info.get("tenant_id")


def user_id() -> UUID | None:
    return db.session().info.get("user_id")


def _tell(session: FlaskSession, connection: Connection) -> None:
    tenant, user = session.info.get("tenant_id"), session.info.get("user_id")
    connection.exec_driver_sql(TELL, (signing.context(tenant, user) if tenant or user else "",))


@event.listens_for(Session, "after_begin")
def tell_postgres(session: FlaskSession, transaction: SessionTransaction, connection: Connection) -> None:
    """Told per transaction, an empty context too, so that a pooled connection never carries one over."""
    if not transaction.nested and "untold" not in session.info:
        _tell(session, connection)
