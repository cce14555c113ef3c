"""One transaction for a whole test or proof: app and console share it, each under its own role; then it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, Engine, event

from saas.core.db import Session, db

ROLES = {None: "saas_app", "operator": "saas_operator"}


@contextmanager
def one_transaction(app: Flask, engine: Engine) -> Iterator[Connection]:
    """`engine` logs in as saas_test, which may become each role."""
    with engine.connect() as connection:
        outer = connection.begin()
        with app.app_context():
            db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        engines = db._app_engines[app]
        before = dict(engines)
        engines.update({None: connection, "operator": connection})
        yield connection
        engines.update(before)
        outer.rollback()


@event.listens_for(Session, "after_begin", insert=True)
def play_role(session, transaction, connection):
    """Before anything is told: the role that this engine would log in as, and no context left by the unit before."""
    if connection.engine.url.username == "saas_test" and not transaction.nested:
        connection.exec_driver_sql(f"set local role {ROLES[session.info.get('engine')]}")
        connection.exec_driver_sql("select set_config('app.context', '', true)")
