"""How migrations run: as the owner, saying that they migrate; then the keys of the tenant context are laid."""

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, pool, text

from saas.core import signing
from saas.core.db import db

LOCK_TIMEOUT = "5s"  # a migration that waits longer for a lock would stall every request behind it


def main():
    url = current_app.config["OWNER_DATABASE_URL"]
    if not url:
        raise SystemExit("OWNER_DATABASE_URL is not set: migrations run as saas_owner.")
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        connection.execute(text("set app.migrating = 'on'"))
        connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()  # so that Alembic begins its own transaction
        migrate(connection)
        lay_context_keys(connection)
        refuse_temporary_tables(connection)


def migrate(connection):
    context.configure(connection=connection, target_metadata=db.metadata, compare_type=True, include_name=ours)
    with context.begin_transaction():
        context.run_migrations()


def ours(name, kind, _parents):
    return kind != "schema" or name in (None, "public")


def lay_context_keys(connection):
    """Keep exactly the keys of CONTEXT_KEYS: add one, deploy, drop the old one, deploy again."""
    if connection.scalar(text("select to_regclass('sec.context_keys')")) is None:
        return
    keys = dict(signing.context_keys(current_app.config["CONTEXT_KEYS"]))
    connection.execute(text("set local role saas_key"))
    connection.execute(text("delete from sec.context_keys where id <> all(:ids)"), {"ids": list(keys)})
    for key_id, key in keys.items():
        ipad, opad = signing.pads(key)
        connection.execute(
            text(
                "insert into sec.context_keys values (:id, :ipad, :opad)"
                " on conflict (id) do update set ipad = excluded.ipad, opad = excluded.opad"
            ),
            {"id": key_id, "ipad": ipad, "opad": opad},
        )
    connection.commit()


def refuse_temporary_tables(connection):
    """One would outlive its tenant on a pooled connection. Told each time: a copy of a database has not its rights."""
    name = connection.scalar(text("select quote_ident(current_database())"))
    connection.execute(text(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"))
    connection.commit()


main()
